import { partialExitAmount } from '../exit/partial-exit.ts';
import type { Market } from '../market/market.ts';
import type { MarketModel } from '../market/market-model.ts';
import { profitRatioAt } from '../trade/profit.ts';
import { entryCount, hasOpenOrders, type Trade } from '../trade/trade.ts';
import { type Account, availableStake, type StakeRules, stakeLimits } from '../wallet/stake.ts';

/** What a strategy gets when it is asked about a position. Stakes in stake currency, profits as ratios. */
export interface PositionFacts {
  /** Null where the market says nothing. */
  readonly minStake: number | null;
  readonly maxStake: number;
  readonly entryRate: number;
  readonly exitRate: number;
  readonly entryProfit: number;
  readonly exitProfit: number;
}

/** Stake to add to a trade (above 0) or to take from it (below 0), stake currency. */
export interface PositionChange {
  readonly stake: number;
  readonly tag: string | null;
}

export interface AdjustmentRequest {
  readonly trade: Readonly<Trade>;
  readonly market: Market;
  readonly entryRate: number;
  readonly exitRate: number;
  readonly account: Account;
  readonly realizedProfit: number;
  /** How often a trade may be added to; -1 for any number. */
  readonly maxAdditions: number;
}

/** How a position is to change: an entry of a stake, or an exit of an amount; or why it is not, in words. */
export type Adjustment =
  | { readonly kind: 'add'; readonly stakeAmount: number; readonly tag: string | null }
  | { readonly kind: 'take'; readonly amount: number; readonly tag: string | null }
  | { readonly kind: 'full'; readonly reason: string }
  | { readonly kind: 'left_out'; readonly reason: string };

/** Whether a trade is asked about at all: it holds something, or its first entry waits. */
export function mayBeAdjusted(trade: Readonly<Trade>, { adjustment }: MarketModel): boolean {
  return trade.isOpen && (trade.amount > 0 || (adjustment.asksUnfilled && hasOpenOrders(trade)));
}

/** Asks the strategy whether a trade is to grow or to shrink, and what of that can be done; null for neither. */
export function planAdjustment(
  { trade, market, entryRate, exitRate, account, realizedProfit, maxAdditions }: AdjustmentRequest,
  rules: StakeRules,
  { adjustment: model }: MarketModel,
  ask: (trade: Readonly<Trade>, facts: PositionFacts) => PositionChange | null,
): Adjustment | null {
  const leverage = model.countsLeverage ? trade.leverage : 1;
  const limits = stakeLimits(market, entryRate, { amountReserveRatio: rules.amountReserveRatio, stoploss: model.entryReserve }, leverage);
  const entryProfit = profitRatioAt(trade, entryRate);
  const change = ask(trade, {
    minStake: limits.min,
    maxStake: Math.min(limits.max, availableStake(account, rules, realizedProfit).available),
    entryRate,
    exitRate,
    entryProfit,
    exitProfit: exitRate === entryRate ? entryProfit : profitRatioAt(trade, exitRate),
  });
  if (change === null) return null;
  const { stake, tag } = change;
  if (stake > 0) {
    if (maxAdditions > -1 && entryCount(trade) > maxAdditions)
      return { kind: 'full', reason: `Max adjustment entries for ${trade.pair} has been reached.` };
    return { kind: 'add', stakeAmount: stake, tag };
  }
  const { min } = stakeLimits(
    market,
    exitRate,
    { amountReserveRatio: rules.amountReserveRatio, stoploss: model.exitReserve ?? rules.stoploss },
    leverage,
  );
  const amount = partialExitAmount(trade, -stake, exitRate, min);
  return typeof amount === 'number' ? { kind: 'take', amount, tag } : { kind: 'left_out', reason: amount.leftOut };
}
