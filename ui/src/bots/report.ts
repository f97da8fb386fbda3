import type { ClosedTrade } from 'freqtrade-client';
import type { Span } from '../tables/day-span.ts';

/** Trades of one bot that a report may hold. */
const MOST_TRADES = 20_000;
/** Days a report is about at first. */
export const REPORTED_DAYS = 90;

export interface TradePage {
  readonly trades: readonly ClosedTrade[];
  readonly total_trades: number;
}

/** Reads pages, the latest trade first, until they are older than the span. A trade that closes meanwhile moves the others back. */
export async function tradesWithin(
  page: (offset: number) => Promise<TradePage>,
  { from, until }: Span,
): Promise<{ trades: ClosedTrade[]; isWhole: boolean }> {
  const found = new Map<number, ClosedTrade>();
  let offset = 0;
  while (found.size < MOST_TRADES) {
    const { trades, total_trades: total } = await page(offset);
    for (const trade of trades) {
      const at = trade.close_timestamp ?? 0;
      if (at >= from && at < until) found.set(trade.trade_id, trade);
    }
    offset += trades.length;
    const last = trades.at(-1);
    if (last === undefined || offset >= total || (last.close_timestamp ?? 0) < from) return { trades: [...found.values()], isWhole: true };
  }
  return { trades: [...found.values()], isWhole: false };
}

export interface Report {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Stake currency. */
  readonly profit: number;
  /** Mean of the trades' ratios, 0.01 = 1 %; null without trades. */
  readonly mean: number | null;
  readonly best: ClosedTrade | null;
  readonly worst: ClosedTrade | null;
  /** ms; null without trades. */
  readonly duration: number | null;
}

/** What trades of one stake currency come to. */
export function reportOf(trades: readonly ClosedTrade[]): Report {
  const ratios = trades.map(({ profit_ratio: ratio }) => ratio ?? 0);
  const byRatio = trades.toSorted((a, b) => (a.profit_ratio ?? 0) - (b.profit_ratio ?? 0));
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const count = trades.length;
  return {
    count,
    wins: trades.filter(({ profit_abs: profit }) => (profit ?? 0) > 0).length,
    losses: trades.filter(({ profit_abs: profit }) => (profit ?? 0) < 0).length,
    profit: sum(trades.map(({ profit_abs: profit }) => profit ?? 0)),
    mean: count === 0 ? null : sum(ratios) / count,
    best: byRatio.at(-1) ?? null,
    worst: byRatio[0] ?? null,
    duration: count === 0 ? null : sum(trades.map((trade) => (trade.close_timestamp ?? 0) - trade.open_timestamp)) / count,
  };
}
