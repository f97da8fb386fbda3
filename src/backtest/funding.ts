import type { Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/** Reckons the funding fees of a trade up to a moment: at each funding time, or whenever it is forced. */
export function updateFunding(state: BacktestState, trade: Trade, at: number, force = false): void {
  if (!force && at % state.settings.fundingIntervalMs !== 0) return;
  const funding = state.byPair.get(trade.pair)?.funding ?? null;
  const since = lastFill(trade);
  let fees = 0;
  if (funding !== null && since !== null) {
    for (let index = firstAtOrAfter(funding.time, since); index < funding.time.length && funding.time[index]! <= at; index++) {
      fees += funding.perUnit[index]! * trade.amount;
    }
  }
  const running = trade.isShort ? fees : -fees;
  trade.fundingFeeRunning = running;
  trade.fundingFees = trade.orders.reduce((sum, order) => sum + (order.fundingFee ?? 0), 0) + running;
}

function lastFill(trade: Readonly<Trade>): number | null {
  let last: number | null = null;
  for (const order of trade.orders) if (order.filledDate !== null && (order.filled ?? 0) > 0) last = Math.max(last ?? 0, order.filledDate);
  return last;
}

function firstAtOrAfter(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
