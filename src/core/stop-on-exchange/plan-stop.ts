import { type Order, openStops, type Trade } from '../trade/trade.ts';
import { type StopOnExchangeRules, stopOnGrid, stopOrLiquidation } from './stop-order.ts';

/** What becomes of the stop that a trade has on the exchange. */
export type StopPlan =
  /** It lies as it should, or there is nothing to protect. */
  | { readonly kind: 'keep' }
  /** There is none: one is laid. */
  | { readonly kind: 'place'; readonly stop: number }
  /** It lies elsewhere, or for another amount: it is cancelled, and one laid in its place. */
  | { readonly kind: 'replace'; readonly stop: number; readonly old: Order };

const KEEP: StopPlan = { kind: 'keep' };

export interface StopFollowing extends StopOnExchangeRules {
  /** Whether the stop moves by itself: trailing, or the strategy's own. */
  readonly moves: boolean;
}

/**
 * A trade with a position has one stop, for all it holds, where its stop is; it follows a stop that has tightened, once it has lain for
 * its interval. Source: freqtrade 2026.9.
 *
 * @param triggered stops that were woken: they are orders like others now, and are left to fill
 * @param now ms since epoch, UTC
 */
export function planStop(trade: Readonly<Trade>, rules: StopFollowing, triggered: (order: Order) => boolean, now: number): StopPlan {
  const stop = stopOrLiquidation(trade);
  if (!trade.isOpen || !(trade.amount > 0) || stop === null) return KEEP;
  const old = openStops(trade).at(-1);
  if (old === undefined) return { kind: 'place', stop };
  if (triggered(old) || (old.filled ?? 0) > 0) return KEEP;
  if (old.ftAmount !== trade.amount) return { kind: 'replace', stop, old };
  if (!rules.moves || now - old.orderDate < rules.intervalMs) return KEEP;
  const wanted = stopOnGrid(trade, stop);
  const lies = old.stopPrice;
  const isTighter = lies === null || (trade.isShort ? wanted < lies : wanted > lies);
  return isTighter ? { kind: 'replace', stop, old } : KEEP;
}
