import type { Insertable, Selectable } from 'kysely';
import type { Order, OrderSide, OrderStatus } from '../../core/trade/trade.ts';
import type { OrdersTable } from '../tables.ts';
import { clipped } from './clipped.ts';
import { dateMs, dateOrNull, dateText, msOrNull } from './dates.ts';

export function orderRow(order: Readonly<Order>, tradeId: number): Insertable<OrdersTable> {
  return {
    ft_trade_id: tradeId,
    ft_order_side: order.ftOrderSide,
    ft_pair: order.pair,
    ft_is_open: order.isOpen ? 1 : 0,
    ft_amount: order.ftAmount,
    ft_price: order.ftPrice,
    ft_cancel_reason: clipped(order.cancelReason),
    order_id: order.orderId,
    status: order.status,
    symbol: order.pair,
    order_type: order.orderType,
    side: order.side,
    price: order.price,
    average: order.average,
    amount: order.amount,
    filled: order.filled,
    remaining: order.remaining,
    cost: order.cost,
    stop_price: order.stopPrice,
    order_date: dateText(order.orderDate),
    order_filled_date: dateOrNull(order.filledDate),
    order_update_date: dateOrNull(order.updateDate),
    funding_fee: order.fundingFee,
    ft_fee_base: order.feeBase,
    ft_order_tag: clipped(order.tag),
  };
}

export function orderFromRow(row: Selectable<OrdersTable>): Order {
  return {
    id: row.id,
    ftOrderSide: row.ft_order_side as Order['ftOrderSide'],
    pair: row.ft_pair,
    isOpen: row.ft_is_open !== 0,
    ftAmount: row.ft_amount,
    ftPrice: row.ft_price,
    cancelReason: row.ft_cancel_reason,
    orderId: row.order_id,
    status: row.status as OrderStatus | null,
    orderType: row.order_type ?? 'limit',
    side: (row.side ?? row.ft_order_side) as OrderSide,
    price: row.price,
    average: row.average,
    amount: row.amount,
    filled: row.filled,
    remaining: row.remaining,
    cost: row.cost,
    stopPrice: row.stop_price,
    orderDate: row.order_date === null ? 0 : dateMs(row.order_date),
    filledDate: msOrNull(row.order_filled_date),
    updateDate: msOrNull(row.order_update_date),
    fundingFee: row.funding_fee,
    feeBase: row.ft_fee_base,
    tag: row.ft_order_tag,
  };
}
