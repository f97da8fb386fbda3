import type { Exchange } from '../../engine/exchange.ts';
import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { type Asked, TRADING, WrongState } from './trading.ts';

/** The call an address means: itself, or with a number in the place of `*`. */
function handlerOf({ method, path }: Call): { name: string; id: string } | null {
  const name = `${method} ${path}`;
  if (TRADING[name] !== undefined) return { name, id: '' };
  const pattern = name.replace(/\/(\d+)(?=\/|$)/, '/*');
  const id = /\/(\d+)(?=\/|$)/.exec(path)?.[1] ?? '';
  return TRADING[pattern] === undefined ? null : { name: pattern, id };
}

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const open = call.method === 'GET' ? MARKET_DATA[call.path] : undefined;
  if (open !== undefined) return { status: 'ok', ...open(exchange, call.params) };
  const found = handlerOf(call);
  if (found === null) throw new NativeRefusal('not-found', 'Not found', 404);
  checkSignature(credentials, call, exchange.now());
  const data = TRADING[found.name]!(exchange, { input: inputOf(call), id: found.id });
  return call.path.startsWith('/v2/') ? { code: 200, success: true, data } : { status: 'ok', data };
}

export function askedOf(call: Call): Asked {
  return { input: inputOf(call), id: handlerOf(call)?.id ?? '' };
}

function inputOf({ body, params }: Call): Asked['input'] {
  return { ...Object.fromEntries(params), ...(body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)) };
}

/** Codes and words; the HTTP status is 200. Source: HTX, "Trading", "Error Code". */
const REFUSALS: Readonly<Record<RefusalKind, readonly [code: string, message: string]>> = {
  unknown_symbol: ['base-symbol-error', 'The symbol is invalid'],
  bad_amount: ['order-orderamount-precision-error', 'order amount precision error'],
  bad_price: ['order-orderprice-precision-error', 'order price precision error'],
  price_too_far: ['order-limitorder-price-max-error', 'limit order price error'],
  too_little_value: ['order-value-min-error', 'Order total cannot be lower than: 5 USDT'],
  no_amount: ['invalid-amount', 'Paramemter `amount` is invalid.'],
  no_price: ['order-invalid-price', 'invalid price'],
  no_stop_price: ['parameter-required', 'Stop-price or operator parameter is missing for stop-order type'],
  stop_on_wrong_side: ['order-stop-order-hit-trigger', 'Orders that are triggered immediately are not supported.'],
  too_little_balance: ['account-frozen-balance-insufficient-error', 'trade account balance is not enough'],
  client_id_in_use: ['invalid-client-order-id', 'invalid.client.order.id'],
  would_take: ['order-invalid-price', 'the limit-maker order would take'],
  nothing_to_reduce: ['order-type-invalid', 'Order type is invalid'],
  unknown_order: ['base-record-invalid', 'record invalid'],
  order_is_closed: ['order-orderstate-error', 'Incorrect order state'],
  bad_leverage: ['base-argument-unsupported', 'The specified parameter is not supported'],
  position_in_the_way: ['base-operation-forbidden', 'The operation is forbidden'],
};

export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  const [code, message] = refusal instanceof Refusal ? REFUSALS[refusal.kind] : [refusal.code, refusal.message];
  const state = refusal instanceof WrongState ? { 'order-state': refusal.state } : {};
  const status = refusal instanceof NativeRefusal ? refusal.status : 200;
  return { status, body: { status: 'error', 'err-code': code, 'err-msg': message, data: null, ...state } };
}
