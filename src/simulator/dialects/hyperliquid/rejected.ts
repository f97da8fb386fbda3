import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder } from '../../engine/order.ts';
import type { RefusalKind } from '../../engine/refusal.ts';
import { coinOf } from './coins.ts';
import { numberText } from './facts.ts';

/** A refused order has a number and a status of its own, and is found by it. Source: Hyperliquid, "Query order status by oid or cloid". */
const STATUSES: Partial<Readonly<Record<RefusalKind, string>>> = {
  bad_price: 'tickRejected',
  price_too_far: 'oracleRejected',
  too_little_value: 'minTradeNtlRejected',
  too_little_balance: 'perpMarginRejected',
  would_take: 'badAloPxRejected',
  nothing_to_reduce: 'reduceOnlyRejected',
  stop_on_wrong_side: 'badTriggerPxRejected',
};
/** Numbers of refused orders, apart from those of the others. */
const FIRST_NUMBER = 900_000_000;

interface Rejected {
  readonly order: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly statusTimestamp: number;
}

const known = new WeakMap<Exchange, Rejected[]>();

export function rejectedOrders(exchange: Exchange): readonly Rejected[] {
  return known.get(exchange) ?? [];
}

export function rejectedOrder(exchange: Exchange, key: unknown): Rejected | undefined {
  return rejectedOrders(exchange).findLast(({ order }) => order['oid'] === key || (key !== null && order['cloid'] === key));
}

export function remember(exchange: Exchange, request: NewOrder, kind: RefusalKind): void {
  const before = rejectedOrders(exchange);
  const { symbol, side, price = 0, amount = 0, clientId, isReduceOnly = false, trigger } = request;
  const isSpotBalance = kind === 'too_little_balance' && !symbol.isPerpetual;
  const order = {
    coin: coinOf(exchange, symbol),
    side: side === 'buy' ? 'B' : 'A',
    limitPx: numberText(price),
    sz: numberText(amount),
    oid: FIRST_NUMBER + before.length,
    timestamp: exchange.now(),
    origSz: numberText(amount),
    cloid: clientId ?? null,
    triggerCondition: 'N/A',
    isTrigger: trigger !== undefined,
    triggerPx: numberText(trigger?.price ?? 0),
    children: [],
    isPositionTpsl: false,
    reduceOnly: isReduceOnly,
    orderType: 'Limit',
    tif: 'Gtc',
  };
  const status = isSpotBalance ? 'insufficientSpotBalanceRejected' : (STATUSES[kind] ?? 'rejected');
  known.set(exchange, [...before, { order, status, statusTimestamp: exchange.now() }]);
}
