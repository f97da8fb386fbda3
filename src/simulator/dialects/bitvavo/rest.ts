import type { Exchange } from '../../engine/exchange.ts';
import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA, OF_MARKET, symbolNamed } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { type Input, TRADING } from './trading.ts';

const ROOT = '/v2/';

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const name = call.path.startsWith(ROOT) ? call.path.slice(ROOT.length) : '';
  if (call.method === 'GET') {
    const open = MARKET_DATA[name];
    if (open !== undefined) return open(exchange, call.params);
    const [market = '', what = '', ...rest] = name.split('/');
    const ofMarket = rest.length === 0 && market.includes('-') ? OF_MARKET[what] : undefined;
    if (ofMarket !== undefined) return ofMarket(exchange, symbolNamed(exchange, market), call.params);
  }
  const handler = TRADING[`${call.method} ${name}`];
  if (handler === undefined) throw new NativeRefusal(110, 'Invalid endpoint. Please check url and HTTP method.', 404);
  checkSignature(credentials, call, exchange.now());
  return handler(exchange, inputOf(call));
}

/** Parameters of a call: its body where it has one, what stands in the address otherwise. */
export function inputOf({ method, body, query }: Call): Input {
  if (method !== 'POST') return Object.fromEntries(new URLSearchParams(query));
  try {
    return JSON.parse(body) as Input;
  } catch {
    throw new NativeRefusal(102, 'Invalid JSON.');
  }
}

/** Source: Bitvavo, "Handle errors"; the words are those that ccxt has seen. */
const REFUSALS: Readonly<Record<RefusalKind, readonly [code: number, message: string, status: number]>> = {
  unknown_symbol: [205, 'market parameter is invalid.', 400],
  bad_amount: [205, 'amount parameter is invalid.', 400],
  bad_price: [205, 'price parameter is invalid.', 400],
  price_too_far: [205, 'price parameter is invalid.', 400],
  too_little_value: [217, 'Minimum order size in quote currency is 5 EUR or 0.001 BTC.', 400],
  no_amount: [203, 'amount parameter is required.', 400],
  no_price: [203, 'price parameter is required.', 400],
  no_stop_price: [237, 'triggerAmount, triggerType and triggerReference parameters are required.', 400],
  stop_on_wrong_side: [205, 'triggerAmount parameter is invalid.', 400],
  too_little_balance: [216, 'You do not have sufficient balance to complete this operation.', 400],
  client_id_in_use: [220, 'clientOrderId is already in use in this market.', 400],
  would_take: [230, 'The order is rejected by the matching engine.', 400],
  nothing_to_reduce: [230, 'The order is rejected by the matching engine.', 400],
  unknown_order: [240, 'No order found. Please be aware that simultaneously updating the same order may return this error.', 404],
  order_is_closed: [233, 'Order must be active (status new or partiallyFilled) to allow updating/cancelling.', 400],
  bad_leverage: [230, 'The order is rejected by the matching engine.', 400],
  position_in_the_way: [230, 'The order is rejected by the matching engine.', 400],
};

export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  const [code, error, status] =
    refusal instanceof Refusal ? REFUSALS[refusal.kind] : [Number(refusal.code), refusal.message, refusal.status];
  return { status, body: { errorCode: code, error } };
}
