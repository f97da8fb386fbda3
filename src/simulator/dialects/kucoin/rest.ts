import type { Exchange } from '../../engine/exchange.ts';
import type { Refusal, RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { type Asked, TRADING } from './trading.ts';

/** Its version before, or after the interface of unified accounts. */
const VERSION = /^\/api\/(?:(ua)\/)?v\d+\//;

/** The calls an address may be: itself, or with an id at its end. */
function namesOf({ method, path }: Call): { name: string; id: string }[] {
  const [head, ua] = VERSION.exec(path) ?? [];
  if (head === undefined) return [];
  const name = `${method} ${ua === undefined ? '' : 'ua/'}${path.slice(head.length)}`;
  const cut = name.lastIndexOf('/');
  return [
    { name, id: '' },
    { name: `${name.slice(0, cut)}/*`, id: decodeURIComponent(name.slice(cut + 1)) },
  ];
}

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  for (const { name, id } of namesOf(call)) {
    const open = MARKET_DATA[name];
    if (open !== undefined) return { code: '200000', data: open(exchange, call) };
    const handler = TRADING[name];
    if (handler === undefined) continue;
    checkSignature(credentials, call, exchange.now());
    return { code: '200000', data: handler(exchange, { call, input: inputOf(call), id }) };
  }
  throw new NativeRefusal('404000', 'Url Not Found', 404);
}

export function inputOf({ body, params }: Call): Asked['input'] {
  return { ...Object.fromEntries(params), ...(body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)) };
}

/** The id that an address ends with. */
export function idAtEnd({ path }: Call): string {
  return decodeURIComponent(path.split('/').at(-1) ?? '');
}

/** Codes, words, HTTP status. Source: KuCoin, "Errors", "Error code"; ccxt's list of what it has heard. */
const REFUSALS: Readonly<Record<RefusalKind, readonly [code: string, message: string, status: number]>> = {
  unknown_symbol: ['900001', 'symbol not exists', 200],
  bad_amount: ['600100', 'Order size increment invalid.', 200],
  bad_price: ['400100', 'Price increment invalid.', 200],
  price_too_far: ['400370', 'The order price is too far from the market price', 200],
  too_little_value: ['600101', 'The order funds should more then 0.1 USDT.', 200],
  no_amount: ['400100', 'The parameter size is invalid.', 400],
  no_price: ['400100', 'The parameter price is invalid.', 400],
  no_stop_price: ['400100', 'The parameter stopPrice is invalid.', 400],
  stop_on_wrong_side: ['300000', 'The stop price is on the wrong side', 200],
  too_little_balance: ['200004', 'Balance insufficient!', 200],
  client_id_in_use: ['400100', 'validation.createOrder.clientOidDuplicated', 200],
  would_take: ['300000', 'The order would take', 200],
  nothing_to_reduce: ['300009', 'No open positions to close.', 200],
  unknown_order: ['400100', 'order_not_exist_or_not_allow_to_cancel', 200],
  order_is_closed: ['400100', 'order_not_exist_or_not_allow_to_cancel', 200],
  bad_leverage: ['400100', 'Leverage is invalid', 200],
  position_in_the_way: ['400100', 'There is a position', 200],
};

export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  if (refusal instanceof NativeRefusal) return { status: refusal.status, body: { code: refusal.code, msg: refusal.message } };
  const [code, msg, status] = REFUSALS[refusal.kind];
  return { status, body: { code, msg } };
}
