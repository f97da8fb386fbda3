import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Conditional, type Fill, type NewOrder, type Order, type TimeInForce } from '../../engine/order.ts';
import { decimalText } from '../decimal-text.ts';
import { type Call, NativeRefusal } from '../dialect.ts';
import type { BitgetAccount } from './account.ts';
import { priceText, wireId } from './facts.ts';
import { symbolOf } from './market-data.ts';
import { parameterError } from './refusals.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Handler = (account: BitgetAccount, input: Input, call: Call) => unknown;

/** Longest list. Source: Bitget, "Get Current Orders", "Get History Orders". */
const LIST_LIMIT = 100;
/** At most 50 characters, none of them strange. Source: Bitget, "REST API error codes", 40305; "Place Order Channel", `id`. */
const CLIENT_ID = /^[0-9A-Za-z_:#\-+.]{1,50}$/;
const PLAN_STATES: Readonly<Record<Conditional['status'], string>> = {
  waiting: 'not_trigger',
  fired: 'executed',
  cancelled: 'cancelled',
  expired: 'cancelled',
  failed: 'fail_execute',
};

/** Signed calls. Source: Bitget, "Spot API". */
export const SPOT: Readonly<Record<string, Handler>> = {
  'GET spot/account/assets': ({ exchange }, input) => {
    exchange.match();
    return [...exchange.wallet.balances]
      .filter(([coin]) => input['coin'] === undefined || input['coin'] === coin)
      .map(([coin, { free, locked }]) => ({
        coin,
        available: decimalText(free),
        frozen: decimalText(locked),
        locked: '0',
        limitAvailable: '0',
        uTime: String(exchange.now()),
      }));
  },
  'POST spot/trade/place-order': (account, input) => {
    const { exchange } = account;
    const request = newOrder(exchange, input);
    const order = exchange.place(request);
    if (request.cost !== undefined) account.costs.set(order.id, request.cost);
    return idsOf(order);
  },
  'POST spot/trade/cancel-order': ({ exchange }, input) => idsOf(exchange.cancel(spotOrderOf(exchange, input))),
  // by a client id only what is not finished is found. Source: Bitget, "Get Order Info"
  'GET spot/trade/orderInfo': (account, input) => {
    const order = spotOrderOf(account.exchange, input);
    const isShown = order !== undefined && (input['orderId'] !== undefined || order.status === 'open');
    return isShown ? [orderRow(account, order)] : [];
  },
  'GET spot/trade/unfilled-orders': (account, input) =>
    listed(account, input)
      .filter(({ status }) => status === 'open')
      .slice(0, limitOf(input))
      .map((order) => openOrderRow(account, order)),
  'GET spot/trade/history-orders': (account, input) =>
    listed(account, input)
      .filter(({ status }) => status !== 'open')
      .slice(0, limitOf(input))
      .map((order) => orderRow(account, order)),
  'GET spot/trade/fills': (account, input) =>
    listed(account, { ...input, startTime: undefined, endTime: undefined })
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(({ fill }) => isWithin(input, fill.time))
      .sort((a, b) => b.fill.id - a.fill.id)
      .slice(0, limitOf(input))
      .map(({ order, fill }) => fillRow(order, fill)),
  'POST spot/trade/place-plan-order': ({ exchange }, input) => {
    const isMarket = input['orderType'] === 'market';
    const price = Number(input['triggerPrice']);
    const { isPostOnly: _, ...request } = newOrder(exchange, { ...input, price: isMarket ? undefined : input['executePrice'] });
    const stop = exchange.placeConditional(
      { ...request, timeInForce: 'GTC', trigger: { price, direction: price > exchange.price(request.symbol) ? 'above' : 'below' } },
      null,
      String,
    );
    return { orderId: String(stop.id), clientOid: stop.clientId };
  },
  'POST spot/trade/cancel-plan-order': ({ exchange }, input) => {
    const stop = spotStopOf(exchange, input);
    if (stop === undefined || stop.status !== 'waiting') throw new NativeRefusal('43025', 'Plan order does not exist');
    exchange.cancelConditional(stop);
    return { result: 'success' };
  },
  'GET spot/trade/current-plan-order': ({ exchange }, input) => planPage(exchange, input, true),
  'GET spot/trade/history-plan-order': ({ exchange }, input) => {
    for (const needed of ['symbol', 'startTime', 'endTime']) {
      if (input[needed] === undefined) throw new NativeRefusal('40019', `Parameter ${needed} cannot be empty`);
    }
    return planPage(exchange, input, false);
  },
};

function newOrder(exchange: Exchange, input: Input): NewOrder {
  const symbol = symbolOf(exchange, input['symbol'], false);
  const side = sideOf(input);
  const type = typeOf(input);
  const size = Number(input['size']);
  if (!(size > 0)) throw parameterError('size');
  // a market order to buy spends its size
  const isCost = type === 'market' && side === 'buy';
  return {
    symbol,
    side,
    type,
    ...(type === 'market' ? {} : timeOf(input)),
    ...(isCost ? { cost: size } : { amount: size }),
    price: input['price'] === undefined ? undefined : Number(input['price']),
    clientId: clientIdOf(input),
  };
}

export function sideOf(input: Input): 'buy' | 'sell' {
  const side = String(input['side']).toLowerCase();
  if (side !== 'buy' && side !== 'sell') throw parameterError('side');
  return side;
}

export function typeOf(input: Input): 'limit' | 'market' {
  const type = input['orderType'];
  if (type !== 'limit' && type !== 'market') throw parameterError('orderType');
  return type;
}

/** `force` in whatever case. */
export function timeOf(input: Input): { timeInForce: TimeInForce; isPostOnly: boolean } {
  const force = String(input['force'] ?? 'gtc').toUpperCase();
  if (force === 'POST_ONLY') return { timeInForce: 'GTC', isPostOnly: true };
  if (force !== 'GTC' && force !== 'IOC' && force !== 'FOK') throw parameterError('force');
  return { timeInForce: force, isPostOnly: false };
}

export function clientIdOf(input: Input): string | undefined {
  const given = input['clientOid'];
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string' || !CLIENT_ID.test(given)) {
    throw new NativeRefusal('40305', 'client_oid length is not greater than 40, and cannot be Martian characters');
  }
  return given;
}

export function idsOf({ id, clientId }: Order): object {
  return { orderId: String(id), clientOid: clientId };
}

/** The order a call names. */
export function spotOrderOf(exchange: Exchange, input: Input): Order | undefined {
  const order = orderOf(exchange, input);
  return order?.symbol.isPerpetual === true ? undefined : order;
}

export function orderOf(exchange: Exchange, input: Input): Order | undefined {
  const id = input['orderId'];
  return exchange.find(null, id === undefined || id === '' ? { clientId: String(input['clientOid']) } : { id: Number(id) });
}

export function stopOf(exchange: Exchange, input: Input): Conditional | undefined {
  const id = input['orderId'];
  return exchange.findConditional(id === undefined || id === '' ? { clientId: String(input['clientOid']) } : { id: Number(id) });
}

function spotStopOf(exchange: Exchange, input: Input): Conditional | undefined {
  const stop = stopOf(exchange, input);
  return stop?.request.symbol.isPerpetual === true ? undefined : stop;
}

export function limitOf(input: Input): number {
  return Math.min(Number(input['limit'] ?? LIST_LIMIT), LIST_LIMIT);
}

export function isWithin(input: Input, time: number): boolean {
  return time >= Number(input['startTime'] ?? 0) && time <= Number(input['endTime'] ?? Number.POSITIVE_INFINITY);
}

/** Newest first. */
function listed({ exchange }: BitgetAccount, input: Input): Order[] {
  const symbol = input['symbol'] === undefined ? null : symbolOf(exchange, input['symbol'], false);
  return exchange
    .listed(symbol)
    .filter((order) => !order.symbol.isPerpetual && isWithin(input, order.time))
    .filter(({ id }) => input['orderId'] === undefined || String(id) === input['orderId'])
    .reverse();
}

export function statusOf({ status, executed }: Order): string {
  if (status === 'open') return executed > 0 ? 'partially_filled' : 'live';
  return status === 'filled' ? 'filled' : 'cancelled';
}

/** What a market order to buy was to spend is its size. */
function sizeText({ costs }: BitgetAccount, order: Order): string {
  return decimalText(costs.get(order.id) ?? order.amount);
}

function commonRow(account: BitgetAccount, order: Order): Record<string, string> {
  return {
    userId: '1',
    symbol: wireId(order.symbol),
    orderId: String(order.id),
    clientOid: order.clientId,
    size: sizeText(account, order),
    orderType: order.type,
    side: order.side,
    status: statusOf(order),
    baseVolume: decimalText(order.executed),
    quoteVolume: decimalText(order.executedValue),
    enterPointSource: 'API',
    orderSource: order.type === 'market' ? 'market' : 'normal',
    cTime: String(order.time),
    uTime: String(order.updateTime),
  };
}

function orderRow(account: BitgetAccount, order: Order): Record<string, string> {
  return {
    ...commonRow(account, order),
    price: order.type === 'market' ? '0' : priceText(order.symbol, order.price),
    priceAvg: decimalText(averagePrice(order)),
    feeDetail: feeDetail(order),
    cancelReason: order.status === 'cancelled' ? 'normal_cancel' : '',
  };
}

/** In the list of open orders `priceAvg` is the limit, and `basePrice` what it was filled at, as ccxt reads it. */
function openOrderRow(account: BitgetAccount, order: Order): Record<string, string> {
  return {
    ...commonRow(account, order),
    priceAvg: order.type === 'market' ? '0' : priceText(order.symbol, order.price),
    basePrice: decimalText(averagePrice(order)),
    triggerPrice: '',
    tpslType: 'normal',
  };
}

/** A text of JSON, by coin; nothing where nothing was filled. */
function feeDetail({ fills }: Order): string {
  if (fills.length === 0) return '';
  const byCoin = new Map<string, number>();
  for (const { feeCoin, fee } of fills) byCoin.set(feeCoin, (byCoin.get(feeCoin) ?? 0) + fee);
  const total = -fills.reduce((sum, { fee }) => sum + fee, 0);
  return JSON.stringify({
    newFees: { c: 0, d: 0, deduction: false, r: total, t: total, totalDeductionFee: 0 },
    ...Object.fromEntries(
      [...byCoin].map(([coin, fee]) => [coin, { deduction: false, feeCoinCode: coin, totalDeductionFee: 0, totalFee: -fee }]),
    ),
  });
}

function fillRow(order: Order, fill: Fill): object {
  return {
    userId: '1',
    symbol: wireId(order.symbol),
    orderId: String(order.id),
    tradeId: String(fill.id),
    orderType: order.type,
    side: order.side,
    priceAvg: priceText(order.symbol, fill.price),
    size: decimalText(fill.amount),
    amount: decimalText(fill.price * fill.amount),
    feeDetail: { deduction: 'no', feeCoin: fill.feeCoin, totalDeductionFee: '', totalFee: decimalText(-fill.fee) },
    tradeScope: fill.isMaker ? 'maker' : 'taker',
    cTime: String(fill.time),
    uTime: String(fill.time),
  };
}

function planPage(exchange: Exchange, input: Input, isWaiting: boolean): object {
  exchange.match();
  const stops = exchange.conditionals
    .filter(({ request, status }) => !request.symbol.isPerpetual && (status === 'waiting') === isWaiting)
    .filter(({ request, time }) => (input['symbol'] === undefined || wireId(request.symbol) === input['symbol']) && isWithin(input, time))
    .reverse()
    .slice(0, limitOf(input));
  return { nextFlag: false, idLessThan: String(stops.at(-1)?.id ?? ''), orderList: stops.map(planRow) };
}

export function planRow({ id, clientId, request, trigger, status, time, updateTime }: Conditional): Record<string, string> {
  return {
    orderId: String(id),
    clientOid: clientId,
    symbol: wireId(request.symbol),
    size: decimalText(request.amount ?? 0),
    planType: 'AMOUNT',
    executePrice: request.price === undefined ? '' : priceText(request.symbol, request.price),
    triggerPrice: priceText(request.symbol, trigger.price),
    status: PLAN_STATES[status],
    orderType: request.type,
    side: request.side,
    triggerType: 'fill_price',
    enterPointSource: 'API',
    cTime: String(time),
    uTime: String(updateTime),
  };
}
