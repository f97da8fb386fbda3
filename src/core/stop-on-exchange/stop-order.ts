import { roundPrice } from '../market/precision.ts';
import type { OrderSide, OrderType, Trade } from '../trade/trade.ts';

/** Which price wakes a stop: the last trade's, the mark price, or the index. */
export type StopPriceType = 'last' | 'mark' | 'index';

/** How stops are laid on the exchange. */
export interface StopOnExchangeRules {
  /** As the user wants it; what the exchange does not have is carried out as it can. */
  readonly orderType: OrderType;
  /** How far a limit stop sells below its stop price, or buys above it; ratio of the stop price, 0.99 = 1 %. */
  readonly limitRatio: number;
  /** How long a stop lies before it follows one that has moved, ms. */
  readonly intervalMs: number;
  /** Null: the exchange's own choice. */
  readonly priceType: StopPriceType | null;
}

/** A stop as it is to be laid: rates in quote currency, on the price grid. */
export interface StopOrder {
  readonly orderType: OrderType;
  readonly stopPrice: number;
  /** Null for a market stop. */
  readonly limitRate: number | null;
}

/** Where a trade is to be left at the latest: its stop, or its liquidation where that comes first; null before there is one. */
export function stopOrLiquidation({ stopLoss, liquidationPrice, isShort }: Readonly<Trade>): number | null {
  if (stopLoss === null || liquidationPrice === null) return stopLoss;
  return isShort ? Math.min(stopLoss, liquidationPrice) : Math.max(stopLoss, liquidationPrice);
}

/** A stop price on the grid, never further from the market than it was meant. */
export function stopOnGrid(trade: Readonly<Trade>, stop: number): number {
  return roundPrice(stop, trade.pricePrecision, trade.precisionMode, trade.isShort ? 'down' : 'up');
}

/**
 * The order for a stop price. Source: freqtrade 2026.9.
 * @param available how the exchange carries stops out, the usual first
 * @returns null where no stop can be laid at that price
 */
export function stopOrder(
  trade: Readonly<Trade>,
  stop: number,
  { orderType: wanted, limitRatio }: StopOnExchangeRules,
  available: readonly OrderType[],
): StopOrder | null {
  const orderType = available.includes(wanted) ? wanted : available[0];
  const stopPrice = stopOnGrid(trade, stop);
  if (orderType === undefined || !(stopPrice > 0)) return null;
  if (orderType === 'market') return { orderType, stopPrice, limitRate: null };
  const limitRate = stopOnGrid(trade, stop * (trade.isShort ? 2 - limitRatio : limitRatio));
  return limitRate > 0 ? { orderType, stopPrice, limitRate } : null;
}

/** What distinguishes a stop where the exchange keeps no id of ours. */
export interface StopFacts {
  readonly side: OrderSide;
  readonly amount: number;
  readonly stopPrice: number | null;
  /** When it was laid or sent, ms since epoch, UTC. */
  readonly at: number;
}

/** A difference that binary arithmetic and other grids leave, ratio. */
const EQUAL = 1e-6;

/** Whether a stop that was found is the one that was sent, as far as that can be known without an id. @param clocksApartMs what two clocks may differ */
export function isSameStop(found: StopFacts, sent: StopFacts, clocksApartMs: number): boolean {
  return (
    found.side === sent.side &&
    isNear(found.amount, sent.amount) &&
    found.stopPrice !== null &&
    sent.stopPrice !== null &&
    isNear(found.stopPrice, sent.stopPrice) &&
    found.at >= sent.at - clocksApartMs
  );
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.abs(other) * EQUAL;
}
