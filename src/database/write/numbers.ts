import type { Changes } from '../ports/changes.ts';

/**
 * Remembers the numbers that rows have, and what of a strategy's data is not written.
 * @returns what gives them those again, for a transaction that is tried anew or was undone
 */
export function numbersOf({ trades = [], removedTrades = [], locks = [] }: Changes): () => void {
  const before = [...trades, ...removedTrades].map((trade) => ({
    trade,
    id: trade.id,
    orders: trade.orders.map((order) => ({ order, id: order.id })),
    data: Object.values(trade.customData).map((datum) => ({ datum, was: { ...datum } })),
  }));
  const lockIds = locks.map((lock) => ({ lock, id: lock.id }));
  return () => {
    for (const { trade, id, orders, data } of before) {
      trade.id = id;
      for (const { order, id: orderId } of orders) order.id = orderId;
      for (const { datum, was } of data) {
        const { value: _value, isChanged, ...numbers } = was;
        Object.assign(datum, numbers, { isChanged: isChanged || datum.isChanged });
      }
    }
    for (const { lock, id } of lockIds) lock.id = id;
  };
}
