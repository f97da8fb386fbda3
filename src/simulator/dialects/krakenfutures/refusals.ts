import type { RefusalKind } from '../../engine/refusal.ts';

/**
 * What a new order's status says where it was not placed; the answer as such is a success. Source: Kraken, "Send order", `status`.
 */
export const SEND_STATUSES: Readonly<Record<RefusalKind, string>> = {
  unknown_symbol: 'invalidArgument',
  bad_amount: 'invalidSize',
  bad_price: 'invalidPrice',
  price_too_far: 'outsidePriceCollar',
  too_little_value: 'invalidSize',
  no_amount: 'invalidSize',
  no_price: 'invalidPrice',
  no_stop_price: 'invalidPrice',
  stop_on_wrong_side: 'invalidPrice',
  too_little_balance: 'insufficientAvailableFunds',
  client_id_in_use: 'clientOrderIdAlreadyExist',
  would_take: 'postWouldExecute',
  nothing_to_reduce: 'wouldNotReducePosition',
  unknown_order: 'notFound',
  order_is_closed: 'notFound',
  bad_leverage: 'invalidArgument',
  position_in_the_way: 'invalidArgument',
};
