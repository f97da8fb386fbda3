import { maxNotional } from '../market/leverage-tiers.ts';
import type { Market } from '../market/market.ts';

/** Why an entry was not made. Expected, never an error. */
export type RefusalReason =
  | 'max_open_trades'
  | 'pair_locked'
  | 'open_trade_on_pair'
  | 'in_flight'
  | 'foreign_position'
  | 'similar_order'
  | 'refused_before'
  | 'insufficient_balance'
  | 'stake_below_minimum'
  | 'stake_above_maximum'
  | 'no_price'
  | 'not_confirmed'
  | 'unknown_market'
  | 'depth_of_market'
  | 'not_running';

export interface Refused {
  readonly refused: RefusalReason;
  readonly detail: string;
  /** Whether a stake that can be traded had been found before. */
  readonly isSized?: boolean;
}

/** What the account has for trading, in stake currency. */
export interface Account {
  /** Not bound in trades or orders. */
  readonly free: number;
  /** Bound in open trades. */
  readonly tied: number;
  readonly openTrades: number;
}

export interface StakeRules {
  /** Infinity for no limit. */
  readonly maxOpenTrades: number;
  readonly stakeAmount: number | 'unlimited';
  /** Ratio of the balance the bot may use. */
  readonly tradableBalanceRatio: number;
  /** Starting capital when set; then the ratio is not applied. */
  readonly availableCapital: number | null;
  readonly amendLastStakeAmount: boolean;
  readonly lastStakeAmountMinRatio: number;
  /** Ratio added to minimum amounts. */
  readonly amountReserveRatio: number;
  readonly stoploss: number;
}

/** Everything the bot may ever have in trades, and what of it is free; stake currency. */
export function availableStake(account: Account, rules: StakeRules, realizedProfit = 0): { total: number; available: number } {
  const total =
    rules.availableCapital === null ? (account.free + account.tied) * rules.tradableBalanceRatio : rules.availableCapital + realizedProfit;
  return { total, available: Math.min(total - account.tied, account.free) };
}

/** What the bot could use before its first trade, stake currency. @param realizedProfit of closed trades */
export function initialStake(account: Pick<Account, 'free' | 'tied'>, rules: StakeRules, realizedProfit: number): number {
  return rules.availableCapital ?? (account.free - realizedProfit + account.tied) * rules.tradableBalanceRatio;
}

/** Stake of the next trade before the strategy is asked. */
export function proposeStake(account: Account, rules: StakeRules, realizedProfit = 0): number | Refused {
  const { available } = availableStake(account, rules, realizedProfit);
  let stake: number;
  if (rules.stakeAmount === 'unlimited') {
    if (rules.maxOpenTrades === 0) return { refused: 'max_open_trades', detail: 'max_open_trades is 0' };
    stake = Math.min((available + account.tied) / rules.maxOpenTrades, available);
  } else {
    stake = rules.stakeAmount;
    if (available < stake && rules.amendLastStakeAmount && available > stake * rules.lastStakeAmountMinRatio) stake = available;
  }
  if (available < stake || available <= 0) {
    return { refused: 'insufficient_balance', detail: `Available balance (${available}) is lower than stake amount (${stake})` };
  }
  return stake;
}

/** Smallest and largest stake the market takes at a price, reserves for stop and fees included; stake currency. */
export function stakeLimits(
  market: Market,
  rate: number,
  rules: Pick<StakeRules, 'amountReserveRatio' | 'stoploss'>,
  leverage = 1,
): { min: number | null; max: number } {
  const margin = 1 + rules.amountReserveRatio;
  const distance = Math.abs(rules.stoploss);
  const stopReserve = Math.max(Math.min(distance === 1 ? 1.5 : margin / (1 - distance), 1.5), 1);
  const { minCost, minAmount, maxCost, maxAmount, leverageTiers } = market;
  const min = Math.max(minCost === null ? 0 : minCost * stopReserve, minAmount === null ? 0 : minAmount * rate * margin);
  const most = maxAmount === null ? Number.POSITIVE_INFINITY : maxAmount * rate;
  return {
    min: min > 0 ? min / leverage : null,
    max: Math.min(maxCost ?? Number.POSITIVE_INFINITY, most, maxNotional(leverageTiers, leverage)) / leverage,
  };
}

/**
 * Holds a stake within the market's limits and the funds; one up to 30 % too small is raised.
 * @param held stake of the trade that is added to: together they stay within what one exit order may be
 */
export function validateStake(stake: number, limits: { min: number | null; max: number }, available: number, held = 0): number | Refused {
  const max = Math.min(limits.max - held, available);
  if (!(stake > 0)) return { refused: 'stake_below_minimum', detail: `stake amount ${stake} is not above 0` };
  if (limits.min !== null && limits.min > max) {
    return { refused: 'insufficient_balance', detail: `minimum stake ${limits.min} is above what is available, ${max}` };
  }
  if (limits.min !== null && stake < limits.min) {
    if (stake * 1.3 < limits.min) {
      return { refused: 'stake_below_minimum', detail: `stake amount ${stake} is too small, the market's minimum is ${limits.min}` };
    }
    return limits.min;
  }
  return Math.min(stake, max);
}
