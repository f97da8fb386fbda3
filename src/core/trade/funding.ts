import type { Order, Trade } from './trade.ts';

/** Funding of a futures pair at each funding time, rising: rate times mark price, per unit of base currency. Times ms since epoch, UTC. */
export interface Funding {
  readonly time: Float64Array;
  readonly perUnit: Float64Array;
}

/** What holding a perpetual contract costs at the next moment of funding. */
export interface FundingRate {
  /** Ratio of the position's value; above 0 those who are long pay. */
  readonly rate: number;
  /** ms since epoch, UTC; null where the exchange does not say. */
  readonly nextAt: number | null;
}

/**
 * Computes what holding a position has cost (below 0) or brought since its last fill; what was due before lies with its orders.
 *
 * @param amount base currency that is held
 */
export function accrueFunding(trade: Trade, funding: Funding | null, at: number, amount: number = trade.amount): void {
  const since = lastFill(trade);
  let fees = 0;
  if (funding !== null && since !== null) {
    for (let index = firstAtOrAfter(funding.time, since); index < funding.time.length && funding.time[index]! <= at; index++) {
      fees += funding.perUnit[index]! * amount;
    }
  }
  const running = trade.isShort ? fees : -fees;
  trade.fundingFeeRunning = running;
  trade.fundingFees = bookedFunding(trade) + running;
}

/** Takes in what the exchange lists as paid (below 0) or received while the position was held; what lies with its orders is in it. @param total stake currency */
export function noteFunding(trade: Trade, total: number): void {
  trade.fundingFees = total;
  trade.fundingFeeRunning = total - bookedFunding(trade);
}

/** What was due so far goes with an order that fills. @param unknown where nothing was ever due: on spot, and at the first entry */
export function bookFunding(trade: Trade, order: Order, unknown: number | null = null): void {
  order.fundingFee = trade.fundingFeeRunning ?? unknown;
  trade.fundingFeeRunning = 0;
}

/** What is due since the last fill counts again from the next funding time on. */
export function restartFunding(trade: Trade): void {
  trade.fundingFees = bookedFunding(trade);
}

/** What lies with the orders of a trade. */
export function bookedFunding(trade: Readonly<Trade>): number {
  return trade.orders.reduce((sum, order) => sum + (order.fundingFee ?? 0), 0);
}

/** When a trade last grew or shrank, ms; null before its first fill. */
export function lastFill(trade: Readonly<Trade>): number | null {
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
