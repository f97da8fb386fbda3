import { roundTo } from '../../core/market/decimal.ts';
import { side, type Trade } from '../../core/trade/trade.ts';
import type { Balances } from '../../wire/answers/profit.ts';

type Row = Balances['currencies'][number];

export interface BalanceFacts {
  readonly stakeCurrency: string;
  readonly isFutures: boolean;
  readonly isDry: boolean;
  readonly fiat: string;
  /** Stake currency at the beginning, and what is free for trades now. */
  readonly start: number;
  readonly available: number;
  readonly balances: ReadonlyMap<string, { readonly free: number; readonly used: number; readonly total: number }>;
  readonly trades: readonly Readonly<Trade>[];
  /** Last rate of a pair; null where none is known. */
  readonly lastRate: (pair: string) => number | null;
}

/** What a row is worth to the bot, beside what it is worth in all. */
interface Valued {
  readonly row: Row;
  /** Stake currency. */
  readonly worth: number;
  readonly worthBot: number;
}

/** What the account holds, as the API lists it. */
export function presentBalances(facts: BalanceFacts): Balances {
  const coins = [...facts.balances].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([currency]) => presentCoin(currency, facts));
  const positions = facts.isFutures ? facts.trades.filter(({ amount }) => amount !== 0).map((trade) => presentPosition(trade, facts)) : [];
  const rows = [...coins, ...positions];
  let total = 0;
  let totalBot = 0;
  for (const { worth, worthBot } of rows) {
    total += worth;
    totalBot += worthBot;
  }
  const { start } = facts;
  const ratio = start === 0 ? 0 : totalBot / start - 1;
  return {
    currencies: rows.map(({ row }) => row),
    total,
    total_bot: totalBot,
    symbol: facts.fiat,
    value: 0,
    value_bot: 0,
    stake: facts.stakeCurrency,
    note: facts.isDry ? 'Simulated balances' : '',
    starting_capital: start,
    starting_capital_ratio: ratio,
    starting_capital_pct: roundTo(ratio * 100, 2),
    starting_capital_fiat: 0,
    starting_capital_fiat_ratio: 0,
    starting_capital_fiat_pct: 0,
  };
}

/** None where the account has nothing of it. */
function presentCoin(currency: string, facts: BalanceFacts): Valued[] {
  const { stakeCurrency, available, trades } = facts;
  const balance = facts.balances.get(currency);
  if (balance === undefined || balance.total <= 0) return [];
  const isStake = currency === stakeCurrency;
  const rate = (isStake ? 1 : facts.lastRate(`${currency}/${stakeCurrency}`)) ?? 0;
  const owned = isStake ? available : trades.filter((trade) => trade.base === currency).reduce((sum, trade) => sum + trade.amount, 0);
  // the margin of positions is counted with them
  const worth = isStake && facts.isFutures ? balance.free : balance.total * rate;
  const worthBot = isStake ? available : Math.min(owned, balance.total) * rate;
  const row: Row = {
    currency,
    free: balance.free,
    balance: balance.total,
    used: balance.used,
    bot_owned: owned,
    est_stake: worth,
    est_stake_bot: worthBot,
    stake: stakeCurrency,
    side: 'long',
    is_position: false,
    position: 0,
    is_bot_managed: isStake || owned > 0,
  };
  return [{ row, worth, worthBot }];
}

/** A futures position among the balances, worth its stake and what it has gained. */
function presentPosition(trade: Readonly<Trade>, { lastRate }: BalanceFacts): Valued {
  const { pair, amount, stakeAmount, leverage, isShort } = trade;
  const rate = lastRate(pair);
  const gained = rate === null ? 0 : amount * rate - stakeAmount * leverage;
  const worth = stakeAmount + (isShort ? -gained : gained);
  const row: Row = {
    currency: pair,
    free: 0,
    balance: 0,
    used: 0,
    bot_owned: null,
    est_stake: worth,
    est_stake_bot: worth,
    stake: trade.stakeCurrency,
    side: side(trade),
    is_position: true,
    position: amount,
    is_bot_managed: true,
  };
  return { row, worth, worthBot: worth };
}
