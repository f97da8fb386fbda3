import type { Exchange } from '../../engine/exchange.ts';
import type { Refusal, RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { type Input, TRADING } from './trading.ts';

const MARKET = '/v5/market/';
const PREFIX = '/v5/';

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const open = call.method === 'GET' && call.path.startsWith(MARKET) ? MARKET_DATA[call.path.slice(MARKET.length)] : undefined;
  if (open !== undefined) return wrapped(open(exchange, call.params), exchange.now());
  const handler = TRADING[`${call.method} ${call.path.slice(PREFIX.length)}`];
  if (handler === undefined) throw new NativeRefusal(10404, 'Path not found', 404);
  checkSignature(credentials, call.headers, call.method === 'GET' ? call.query : call.body, exchange.now());
  return wrapped(handler(exchange, inputOf(call)), exchange.now());
}

export function inputOf({ method, body, params }: Call): Input {
  return method === 'GET' ? Object.fromEntries(params) : (JSON.parse(body) as Input);
}

function wrapped(result: object, time: number): object {
  return { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time };
}

type Words = readonly [code: number, message: string];

/** Codes and words of contracts. Source: Bybit, "Error codes". */
const LINEAR: Readonly<Record<RefusalKind, Words>> = {
  unknown_symbol: [10001, 'Not supported symbols'],
  bad_amount: [10001, 'Qty invalid'],
  bad_price: [10001, 'Price invalid'],
  price_too_far: [110003, 'Order price exceeds the allowable range.'],
  too_little_value: [110094, 'Order notional value below the lower limit'],
  no_amount: [10001, 'Qty invalid'],
  no_price: [10001, 'Price invalid'],
  no_stop_price: [10001, 'TriggerPrice invalid'],
  stop_on_wrong_side: [110093, 'expect Falling, but trigger_price >= current'],
  too_little_balance: [110007, 'ab not enough for new order'],
  client_id_in_use: [110072, 'OrderLinkedID is duplicate'],
  would_take: [10001, 'the order would take'],
  nothing_to_reduce: [110017, 'current position is zero, cannot fix reduce-only order qty'],
  unknown_order: [110001, 'order not exists or too late to cancel'],
  order_is_closed: [110001, 'order not exists or too late to cancel'],
  bad_leverage: [10001, 'leverage invalid'],
  position_in_the_way: [3400045, 'Set margin mode failed'],
};

/** The same on spot. */
const SPOT: Readonly<Partial<Record<RefusalKind, Words>>> = {
  bad_amount: [170137, 'Order volume decimal too long.'],
  bad_price: [170134, 'Order price decimal too long.'],
  price_too_far: [170193, 'Buy order price cannot be higher than the limit.'],
  too_little_value: [170140, 'Order value exceeded lower limit.'],
  too_little_balance: [170131, 'Insufficient balance.'],
  client_id_in_use: [170141, 'Duplicate clientOrderId.'],
  unknown_order: [170213, 'Order does not exist.'],
  order_is_closed: [170213, 'Order does not exist.'],
};

/** Refusals come with HTTP status 200. */
export function refuse(refusal: Refusal | NativeRefusal, call: Call): Answer {
  if (refusal instanceof NativeRefusal) return answered(Number(refusal.code), refusal.message, refusal.status === 404 ? 404 : 200);
  const isSpot = /category["=:]+spot/.test(`${call.query}${call.body}`);
  const [code, message] = (isSpot ? SPOT[refusal.kind] : undefined) ?? LINEAR[refusal.kind];
  return answered(code, message, 200);
}

function answered(retCode: number, retMsg: string, status: number): Answer {
  return { status, body: { retCode, retMsg, result: {}, retExtInfo: {}, time: Date.now() } };
}
