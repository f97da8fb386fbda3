import type { OrderSide, Trade } from '../trade/trade.ts';

/**
 * Whether an open order of the trade already does what a new one would: same side, rate and amount. It keeps its place and its
 * time-out; any other open order makes way for the new one. Source: freqtrade 2026.9.
 */
export function hasSimilarOrder(trade: Readonly<Trade>, side: OrderSide, rate: number, amount: number): boolean {
  const open = trade.orders.findLast((order) => order.isOpen && order.ftOrderSide === side);
  return open !== undefined && open.price === rate && open.amount === amount;
}
