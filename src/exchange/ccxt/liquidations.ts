import type { Trade as CcxtTrade } from 'ccxt';
import type { FoundOrder } from '../ports/trading.ts';
import { feesOf } from './convert-order.ts';

/**
 * Orders with those that the exchange closed positions by, where it says so of its fills only: an order that it lists is marked, one that it
 * does not list is made of its fills. Amounts in base currency.
 * @param fills of liquidations
 */
export function withLiquidations(orders: readonly FoundOrder[], fills: readonly CcxtTrade[]): FoundOrder[] {
  const byOrder = new Map<string, CcxtTrade[]>();
  for (const fill of fills) {
    const id = fill.order ?? fill.id ?? '';
    byOrder.set(id, [...(byOrder.get(id) ?? []), fill]);
  }
  const marked = orders.map((order) => (byOrder.has(order.update.orderId) ? { ...order, isLiquidation: true } : order));
  const listed = new Set(orders.map(({ update }) => update.orderId));
  const made = [...byOrder].filter(([id]) => !listed.has(id)).flatMap(([id, parts]) => orderOf(id, parts));
  return [...marked, ...made].sort((a, b) => a.at - b.at);
}

function orderOf(orderId: string, fills: readonly CcxtTrade[]): FoundOrder[] {
  const [first] = fills;
  const amount = fills.reduce((sum, fill) => sum + Number(fill.amount ?? 0), 0);
  if (first === undefined || !(amount > 0)) return [];
  const cost = fills.reduce((sum, fill) => sum + Number(fill.amount ?? 0) * Number(fill.price), 0);
  const at = Math.max(...fills.map(({ timestamp }) => Number(timestamp)));
  const average = cost / amount;
  return [
    {
      clientOrderId: null,
      side: first.side === 'sell' ? 'sell' : 'buy',
      orderType: 'market',
      at,
      isLiquidation: true,
      update: { orderId, status: 'closed', amount, filled: amount, average, cost, price: average, fees: fills.flatMap(feesOf), at },
    },
  ];
}
