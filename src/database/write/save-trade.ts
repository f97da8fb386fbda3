import type { Transaction } from 'kysely';
import { earlierOrderId } from '../../core/order/intent.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { ChangeRefused } from '../errors.ts';
import { mustHold } from '../invariant.ts';
import { dateMs } from '../rows/dates.ts';
import { orderRow } from '../rows/order-row.ts';
import { tradeRow } from '../rows/trade-row.ts';
import type { Tables } from '../tables.ts';
import { figures } from './figures.ts';

/** Writes a trade and its orders; new ones get their numbers. @throws ChangeRefused where it can't be what is meant */
export async function saveTrade(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
  const words = `trade ${trade.id} of ${trade.pair}`;
  for (const order of trade.orders) mustHold(order.pair === trade.pair, () => `The ${words} has an order of ${order.pair}`);
  mustHold(trade.isOpen || trade.closeDate !== null, () => `The ${words} is closed without a date`);
  if (trade.orders.some(({ id }) => id === 0)) await adopt(transaction, trade);
  const row = figures(tradeRow(trade));
  if (trade.id === 0) {
    trade.id = (await transaction.insertInto('trades').values(row).returning('id').executeTakeFirstOrThrow()).id;
  } else {
    const { numUpdatedRows } = await transaction.updateTable('trades').set(row).where('id', '=', trade.id).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ChangeRefused(`the ${words} is not in the database any more`);
  }
  for (const order of trade.orders) {
    const orderValues = figures(orderRow(order, trade.id));
    if (order.id === 0) {
      order.id = (await transaction.insertInto('orders').values(orderValues).returning('id').executeTakeFirstOrThrow()).id;
    } else {
      await transaction.updateTable('orders').set(orderValues).where('id', '=', order.id).execute();
    }
  }
}

/** Takes a trade out, with all that belongs to it. */
export async function removeTrade(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
  if (trade.id === 0) await adopt(transaction, trade);
  await transaction.deleteFrom('trade_custom_data').where('ft_trade_id', '=', trade.id).execute();
  await transaction.deleteFrom('orders').where('ft_trade_id', '=', trade.id).execute();
  await transaction.deleteFrom('trades').where('id', '=', trade.id).execute();
}

/**
 * Takes the numbers that a trade has on disk already: where a connection breaks while it hears that all is written, it is, and
 * whoever writes it once more must not make another one.
 */
async function adopt(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
  const unwritten = new Map(trade.orders.filter(({ id }) => id === 0).map((order) => [order.orderId, order]));
  if (unwritten.size === 0) return;
  const known = await transaction
    .selectFrom('orders')
    .select(['id', 'ft_trade_id', 'order_id', 'ft_order_side', 'order_date'])
    .where('ft_pair', '=', trade.pair)
    .where('order_id', 'in', [...unwritten.keys()])
    .execute();
  for (const row of known) {
    const order = unwritten.get(row.order_id);
    if (order === undefined) continue;
    if (row.ft_order_side === order.ftOrderSide && row.order_date !== null && dateMs(row.order_date) === order.orderDate) {
      trade.id = row.ft_trade_id;
      order.id = row.id;
    } else if (row.ft_trade_id !== trade.id || trade.id === 0) {
      // an exchange that was emptied counts anew: the order of before makes way
      await transaction
        .updateTable('orders')
        .set({ order_id: earlierOrderId(row.order_id, row.id) })
        .where('id', '=', row.id)
        .execute();
    }
  }
}
