import { isEntry, type Order, type Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/** Reckons the funding fees of a trade up to a moment, at each funding time. */
export function updateFunding(state: BacktestState, trade: Trade, at: number): void {
  if (at % state.settings.fundingIntervalMs === 0) reckon(state, trade, at, trade.amount);
}

/**
 * What was due so far goes with an order that fills; what is due at the very moment of the fill begins the next sum, of the amount
 * that freqtrade knows then: the new one after an entry, the old one at an exit.
 */
export function bookFunding(trade: Trade, order: Order): void {
  order.fundingFee = trade.fundingFeeRunning;
  trade.fundingFeeRunning = 0;
}

/** @param held amount before the fill */
export function beginFunding(state: BacktestState, trade: Trade, order: Readonly<Order>, at: number, held: number): void {
  const entered = isEntry(trade, order);
  reckon(state, trade, at, entered ? trade.amount : held);
  if (!entered) trade.fundingFees = booked(trade);
}

function reckon(state: BacktestState, trade: Trade, at: number, amount: number): void {
  const funding = state.byPair.get(trade.pair)?.funding ?? null;
  const since = lastFill(trade);
  let fees = 0;
  if (funding !== null && since !== null) {
    for (let index = firstAtOrAfter(funding.time, since); index < funding.time.length && funding.time[index]! <= at; index++) {
      fees += funding.perUnit[index]! * amount;
    }
  }
  const running = trade.isShort ? fees : -fees;
  trade.fundingFeeRunning = running;
  trade.fundingFees = booked(trade) + running;
}

function booked(trade: Readonly<Trade>): number {
  return trade.orders.reduce((sum, order) => sum + (order.fundingFee ?? 0), 0);
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
