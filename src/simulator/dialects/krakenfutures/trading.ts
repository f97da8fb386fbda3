import type { Exchange } from '../../engine/exchange.ts';
import { left, type NewOrder, type Order } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { NativeRefusal } from '../dialect.ts';
import { accounts, clientIdOf, idOf, iso, openOrderRow, orderRow, orderType, positionRow, uid, wireId } from './facts.ts';
import { type HistoryEvent, orderEvents, triggerEvents } from './history.ts';
import { symbolOf } from './market-data.ts';
import { SEND_STATUSES } from './refusals.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => object;

/** What has ended is asked for by its number for that long. Source: Kraken, "Get specific orders' status". */
const STATUS_MEMORY_MS = 5000;
/** Source: Kraken, "Send order", `clientOrderIdTooLong`. */
const LONGEST_CLIENT_ID = 100;
/** Most fills of one answer. Source: Kraken, "Get your fills". */
const FILL_LIMIT = 100;

/** Kinds of orders; a stop is a market order, or a limit order where it names a limit. Source: Kraken, "Send order", `orderType`. */
const TYPES: Readonly<Record<string, Pick<NewOrder, 'type' | 'timeInForce' | 'isPostOnly'>>> = {
  lmt: { type: 'limit', timeInForce: 'GTC' },
  post: { type: 'limit', timeInForce: 'GTC', isPostOnly: true },
  ioc: { type: 'limit', timeInForce: 'IOC' },
  fok: { type: 'limit', timeInForce: 'FOK' },
  mkt: { type: 'market', timeInForce: 'GTC' },
};

/** Signed calls, by the end of the address. */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET accounts': (exchange) => {
    exchange.match();
    return { accounts: accounts(exchange) };
  },
  'GET openpositions': (exchange) => {
    exchange.match();
    return { openPositions: [...exchange.positions.open.values()].map((position) => positionRow(exchange, position)) };
  },
  'GET leveragepreferences': (exchange, params) => {
    const held = params.has('symbol') ? [symbolOf(exchange, params.get('symbol'))] : [...exchange.symbols.values()];
    const isolated = held.filter((symbol) => symbol.isPerpetual && exchange.positions.marginMode(symbol) === 'isolated');
    return {
      leveragePreferences: isolated.map((symbol) => ({ symbol: wireId(symbol), maxLeverage: exchange.positions.leverage(symbol) })),
    };
  },
  // one that is given makes a contract isolated, none cross. Source: Kraken, "Set the leverage setting for a market"
  'PUT leveragepreferences': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const leverage = params.get('maxLeverage');
    exchange.positions.setMarginMode(symbol, leverage === null ? 'cross' : 'isolated');
    if (leverage !== null) exchange.positions.setLeverage(symbol, Number(leverage));
    return {};
  },
  'POST sendorder': (exchange, params) => ({ sendStatus: sent(exchange, params) }),
  'POST cancelorder': (exchange, params) => ({ cancelStatus: cancelled(exchange, params) }),
  // other forms of a client id than this one are not heeded
  'GET orders/status': (exchange, params) => {
    const numbers = new Set(params.getAll('orderIds').map(idOf));
    const clientIds = new Set(params.getAll('cliOrdIds').flatMap((one) => one.split(',')));
    return {
      orders: exchange
        .listed(null)
        .filter((order) => numbers.size + clientIds.size === 0 || numbers.has(order.id) || clientIds.has(order.clientId))
        .filter((order) => order.symbol.isPerpetual && isShown(exchange, order))
        .map((order) => ({ order: orderRow(order), status: statusOf(order), updateReason: null, error: null })),
    };
  },
  'GET openorders': (exchange) => ({
    openOrders: exchange
      .openOrders(null)
      .filter(({ symbol }) => symbol.isPerpetual)
      .map(openOrderRow),
  }),
  'GET fills': (exchange, params) => {
    const until = Date.parse(params.get('lastFillTime') ?? 'never');
    const fills = exchange
      .listed(null)
      .filter(({ symbol }) => symbol.isPerpetual)
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(({ fill }) => !(fill.time >= until))
      .sort((a, b) => b.fill.id - a.fill.id)
      .slice(0, FILL_LIMIT);
    // what was paid for them is not said
    return {
      fills: fills.map(({ order, fill }) => ({
        fill_id: uid(fill.id),
        order_id: uid(order.id),
        ...(clientIdOf(order) === null ? {} : { cliOrdId: clientIdOf(order) }),
        symbol: wireId(order.symbol),
        side: order.side,
        size: fill.amount,
        price: fill.price,
        fillTime: iso(fill.time),
        fillType: order.isLiquidation ? 'liquidation' : fill.isMaker ? 'maker' : 'taker',
      })),
    };
  },
};

/** Signed calls of the account's history, by the end of the address. Source: Kraken, "Futures account history". */
export const HISTORY: Readonly<Record<string, Handler>> = {
  orders: (exchange, params) => page(exchange, params, orderEvents),
  triggers: (exchange, params) => page(exchange, params, triggerEvents),
  'account-log': (exchange, params) => {
    exchange.match();
    const since = Number(params.get('since') ?? 0);
    const isFunding = !params.has('info') || params.get('info') === 'funding rate change';
    const logs = exchange.positions.payments.filter(({ time }) => isFunding && time >= since);
    if (params.get('sort') !== 'asc') logs.reverse();
    return {
      accountUid: uid(0),
      logs: logs.slice(0, Number(params.get('count') ?? 500)).map(({ id, symbol, time, amount, rate }) => ({
        id,
        booking_uid: uid(id),
        date: iso(time),
        asset: 'usd',
        contract: wireId(symbol).toLowerCase(),
        info: 'funding rate change',
        margin_account: 'flex',
        fee: 0,
        funding_rate: rate,
        realized_funding: amount,
        old_balance: 0,
        new_balance: amount,
      })),
    };
  },
};

function page(exchange: Exchange, params: URLSearchParams, eventsOf: (order: Order) => HistoryEvent[]): object {
  const since = Number(params.get('since') ?? 0);
  const before = Number(params.get('before') ?? Number.POSITIVE_INFINITY);
  const tradeable = params.get('tradeable');
  const events = exchange
    .listed(null)
    .filter(({ symbol }) => symbol.isPerpetual && (tradeable === null || wireId(symbol) === tradeable))
    .flatMap(eventsOf)
    .filter(({ at }) => at >= since && at < before)
    .sort((a, b) => a.at - b.at);
  if (params.get('sort') !== 'asc') events.reverse();
  const elements = events.slice(0, Math.min(Number(params.get('count') ?? 1000), 1000));
  return {
    accountUid: uid(0),
    len: elements.length,
    elements: elements.map(({ at, event }, index) => ({ uid: uid(index), timestamp: at, event })),
  };
}

function sent(exchange: Exchange, params: URLSearchParams): object {
  const receivedTime = iso(exchange.now());
  try {
    const order = exchange.place(newOrder(exchange, params));
    const isRefused = order.executed === 0 && order.status !== 'open';
    return {
      order_id: uid(order.id),
      cliOrdId: clientIdOf(order),
      status: isRefused ? 'iocWouldNotExecute' : 'placed',
      receivedTime,
      orderEvents: isRefused ? [{ type: 'REJECT', reason: 'IOC_WOULD_NOT_EXECUTE', order: orderRow(order) }] : eventsOf(order),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: SEND_STATUSES[error.kind], receivedTime, orderEvents: [] };
  }
}

function newOrder(exchange: Exchange, params: URLSearchParams): NewOrder {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const clientId = params.get('cliOrdId') ?? undefined;
  if (clientId !== undefined) {
    if (clientId.length > LONGEST_CLIENT_ID) throw new NativeRefusal('clientOrderIdTooLong', '', 200);
    if (exchange.orders.some((other) => other.clientId === clientId)) throw new Refusal('client_id_in_use');
  }
  const until = params.get('processBefore');
  if (until !== null && Date.parse(until) < exchange.now()) throw new NativeRefusal('processBeforeExpired', '', 200);
  const price = params.has('limitPrice') ? Number(params.get('limitPrice')) : undefined;
  const isStop = params.get('orderType') === 'stp' || params.get('orderType') === 'take_profit';
  const type = isStop ? { type: price === undefined ? ('market' as const) : ('limit' as const) } : TYPES[params.get('orderType') ?? ''];
  const side = params.get('side');
  if (type === undefined || (side !== 'buy' && side !== 'sell')) throw new NativeRefusal('invalidArgument', '', 200);
  const isBelow = (side === 'sell') === (params.get('orderType') === 'stp');
  return {
    symbol,
    side,
    ...type,
    amount: Number(params.get('size') ?? Number.NaN),
    price,
    isReduceOnly: params.get('reduceOnly') === 'true',
    clientId,
    ...(isStop ? { trigger: { price: Number(params.get('stopPrice') ?? Number.NaN), direction: isBelow ? 'below' : 'above' } } : {}),
  };
}

/** What has become of a new order at once. */
function eventsOf(order: Order): readonly object[] {
  const placed = orderRow(order);
  if (!order.isTriggered) {
    const { priceTriggerOptions: _, orderId, cliOrdId, ...rest } = placed;
    const orderTrigger = {
      ...rest,
      uid: orderId,
      clientId: cliOrdId,
      type: order.type === 'market' ? 'ioc' : 'lmt',
      triggerPrice: order.trigger?.price,
      triggerSide: order.trigger?.direction === 'above' ? 'trigger_above' : 'trigger_below',
      triggerSignal: 'last_price',
    };
    return [{ type: 'PLACE', orderTrigger }];
  }
  let filled = 0;
  const executions = order.fills.map((fill) => {
    const orderPriorExecution = { ...placed, type: orderType(order), filled };
    filled += fill.amount;
    const { price, amount } = fill;
    return {
      type: 'EXECUTION',
      executionId: uid(fill.id),
      price,
      amount,
      orderPriorEdit: null,
      orderPriorExecution,
      takerReducedQuantity: null,
    };
  });
  const isResting = order.status === 'open' && left(order) > 0;
  return isResting ? [...executions, { type: 'PLACE', order: { ...placed, type: orderType(order) }, reducedQuantity: null }] : executions;
}

function cancelled(exchange: Exchange, params: URLSearchParams): object {
  const order = orderNamed(exchange, params);
  const receivedTime = iso(exchange.now());
  if (order?.status === 'filled') return { status: 'filled', order_id: uid(order.id), receivedTime };
  if (order === undefined || order.status !== 'open') return { status: 'notFound', receivedTime };
  exchange.cancel(order);
  return {
    status: 'cancelled',
    order_id: uid(order.id),
    cliOrdId: clientIdOf(order),
    receivedTime,
    orderEvents: [{ type: 'CANCEL', uid: uid(order.id), order: orderRow(order) }],
  };
}

/** The order a call names, by its number or by a client id. */
export function orderNamed(exchange: Exchange, params: URLSearchParams): Order | undefined {
  const id = params.get('order_id') ?? params.get('orderIds');
  const clientId = params.get('cliOrdId') ?? params.get('cliOrdIds');
  if (id !== null) return exchange.find(null, { id: idOf(id) });
  if (clientId === null) throw new NativeRefusal('requiredArgumentMissing', '', 200);
  return exchange.find(null, { clientId });
}

function isShown(exchange: Exchange, { status, updateTime }: Order): boolean {
  return status === 'open' || exchange.now() - updateTime <= STATUS_MEMORY_MS;
}

function statusOf(order: Order): string {
  if (order.status === 'filled') return 'FULLY_EXECUTED';
  if (order.status !== 'open') return 'CANCELLED';
  if (!order.isTriggered) return 'TRIGGER_PLACED';
  return order.executed > 0 ? 'PARTIALLY_FILLED' : 'ENTERED_BOOK';
}
