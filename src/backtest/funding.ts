import { accrueFunding, restartFunding } from '../core/trade/funding.ts';
import { isEntry, type Order, type Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/** Computes the funding fees of a trade up to a moment, at each funding time. */
export function updateFunding(state: BacktestState, trade: Trade, at: number): void {
  if (at % state.settings.fundingIntervalMs === 0) accrueFunding(trade, fundingOf(state, trade), at);
}

/**
 * What is due at the very moment of a fill begins the next sum, of the amount that freqtrade knows then: the new one after an entry,
 * the old one at an exit.
 *
 * @param held amount before the fill
 */
export function beginFunding(state: BacktestState, trade: Trade, order: Readonly<Order>, at: number, held: number): void {
  const entered = isEntry(trade, order);
  accrueFunding(trade, fundingOf(state, trade), at, entered ? trade.amount : held);
  if (!entered) restartFunding(trade);
}

function fundingOf(state: BacktestState, trade: Readonly<Trade>) {
  return state.byPair.get(trade.pair)?.funding ?? null;
}
