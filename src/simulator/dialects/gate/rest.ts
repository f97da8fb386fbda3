import type { Exchange } from '../../engine/exchange.ts';
import type { Refusal, RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { FUTURES, FUTURES_OPEN } from './futures.ts';
import { checkSignature } from './sign.ts';
import { type GateAccount, type Handler, type Input, SPOT, SPOT_OPEN } from './spot.ts';

const PREFIX = '/api/v4';
const OPEN: Readonly<Record<string, Handler>> = { ...SPOT_OPEN, ...FUTURES_OPEN };
const SIGNED: Readonly<Record<string, Handler>> = { ...SPOT, ...FUTURES };

const accounts = new WeakMap<Exchange, GateAccount>();

export function accountOf(exchange: Exchange): GateAccount {
  const known = accounts.get(exchange);
  if (known !== undefined) return known;
  const account = { exchange, costs: new Map<number, number>() };
  accounts.set(exchange, account);
  return account;
}

/** Names of the calls an address may be: itself, or with an id in it. */
function namesOf(call: Call): { name: string; id: string }[] {
  const path = call.path.slice(PREFIX.length);
  const parts = path.split('/');
  const withId = (index: number) => ({
    name: `${call.method} ${parts.with(index, '*').join('/')}`,
    id: decodeURIComponent(parts[index] ?? ''),
  });
  return [{ name: `${call.method} ${path}`, id: '' }, withId(parts.length - 1), ...(parts.length > 4 ? [withId(parts.length - 2)] : [])];
}

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  for (const { name, id } of namesOf(call)) {
    const handler = OPEN[name] ?? SIGNED[name];
    if (handler === undefined) continue;
    if (OPEN[name] === undefined) checkSignature(credentials, call, exchange.now());
    return handler(accountOf(exchange), { call, input: inputOf(call), id });
  }
  throw new NativeRefusal('URL_NOT_FOUND', `no such endpoint ${call.method} ${call.path}`, 404);
}

export function inputOf({ body, params }: Call): Input {
  return { ...Object.fromEntries(params), ...(body === '' ? {} : (JSON.parse(body) as Input)) };
}

/** Labels, words, HTTP status. Source: Gate, "Error handling", "Label list". */
const REFUSALS: Readonly<Record<RefusalKind, readonly [label: string, message: string, status: number]>> = {
  unknown_symbol: ['INVALID_CURRENCY_PAIR', 'Invalid currency pair', 400],
  bad_amount: ['INVALID_PARAM_VALUE', 'Invalid amount', 400],
  bad_price: ['INVALID_PARAM_VALUE', 'Invalid price', 400],
  price_too_far: ['INVALID_PARAM_VALUE', 'Order price deviates too much', 400],
  too_little_value: ['INVALID_PARAM_VALUE', 'Your order size is too small', 400],
  no_amount: ['MISSING_REQUIRED_PARAM', 'Missing required parameter: amount', 400],
  no_price: ['MISSING_REQUIRED_PARAM', 'Missing required parameter: price', 400],
  no_stop_price: ['MISSING_REQUIRED_PARAM', 'Missing required parameter: trigger.price', 400],
  stop_on_wrong_side: ['AUTO_TRIGGER_PRICE_LESS_LAST', 'trigger price is on the wrong side of the last price', 400],
  too_little_balance: ['BALANCE_NOT_ENOUGH', 'Not enough balance', 400],
  client_id_in_use: ['INVALID_PARAM_VALUE', 'text is in use by an open order', 400],
  would_take: ['POC_FILL_IMMEDIATELY', 'Order would match and take immediately', 400],
  nothing_to_reduce: ['INCREASE_POSITION', 'order is forbidden to increase position', 400],
  unknown_order: ['ORDER_NOT_FOUND', 'Order not found', 404],
  order_is_closed: ['ORDER_CLOSED', 'Order is already finished', 400],
  bad_leverage: ['INVALID_PARAM_VALUE', 'invalid leverage', 400],
  position_in_the_way: ['POSITION_NOT_EMPTY', 'position is not empty', 400],
};

/** The same where contracts say it in other words. */
const FUTURES_REFUSALS: Partial<Record<RefusalKind, readonly [label: string, message: string, status: number]>> = {
  too_little_balance: ['INSUFFICIENT_AVAILABLE', 'insufficient balance', 400],
  order_is_closed: ['ORDER_FINISHED', 'order is finished', 400],
};

export function refuse(refusal: Refusal | NativeRefusal, call: Call): Answer {
  if (refusal instanceof NativeRefusal) return { status: refusal.status, body: { label: refusal.code, message: refusal.message } };
  const futures = call.path.includes('/futures/') ? FUTURES_REFUSALS[refusal.kind] : undefined;
  const [label, message, status] = futures ?? REFUSALS[refusal.kind];
  return { status, body: { label, message } };
}
