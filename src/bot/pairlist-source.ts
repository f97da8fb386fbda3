import { closedOf } from '../core/market/closed-rows.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { MarketData } from '../exchange/ports/market-data.ts';
import type { PairlistReach, PairlistSource, PairPerformance } from '../pairlists/handler.ts';
import { concurrently } from './concurrently.ts';

const MOST_CANDLES = 1000;

/** What pairlists choose by, from an exchange and what lies outside of it. @param performance of closed trades since a moment (ms) */
export function pairlistSource(
  market: Pick<MarketData, 'dayTickers' | 'marketInformation' | 'candles'>,
  reach: PairlistReach,
  now: () => number,
  performance: (since: number | null) => readonly PairPerformance[],
): PairlistSource {
  return {
    ...reach,
    performance,
    tickers: () => market.dayTickers(),
    marketInformation: (pair) => market.marketInformation(pair),
    candles: async (pairs, timeframe, since) => {
      const length = timeframeMs(timeframe);
      const found = new Map();
      await concurrently(pairs, async (pair) => {
        const asked = now();
        const rows = await market.candles(pair, timeframe, since, MOST_CANDLES);
        found.set(pair, closedOf({ rows, asked }, length, now()));
      });
      return found;
    },
  };
}

/** Sums of trades by pair. */
export function performanceByPair(
  trades: readonly { readonly pair: string; readonly closeDate: number; readonly profitRatio: number }[],
  since: number | null,
): PairPerformance[] {
  const byPair = new Map<string, { pair: string; profitRatio: number; count: number }>();
  for (const { pair, closeDate, profitRatio } of trades) {
    if (since !== null && closeDate < since) continue;
    const sum = byPair.get(pair) ?? { pair, profitRatio: 0, count: 0 };
    sum.profitRatio += profitRatio;
    sum.count++;
    byPair.set(pair, sum);
  }
  return [...byPair.values()];
}
