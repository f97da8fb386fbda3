import type { Exchange } from '../../engine/exchange.ts';
import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { TRADING } from './trading.ts';

const PREFIX = '/openApi/';

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const name = call.path.startsWith(PREFIX) ? call.path.slice(PREFIX.length) : '';
  const open = call.method === 'GET' ? MARKET_DATA[name] : undefined;
  if (open !== undefined) return { code: 0, msg: '', debugMsg: '', data: open(exchange, call.params) };
  const handler = TRADING[`${call.method} ${name}`];
  if (handler === undefined) throw new NativeRefusal('100400', 'this api is not exist', 404);
  checkSignature(credentials, call, exchange.now());
  const data = handler(exchange, call.params);
  // the key of a stream is not wrapped
  return name.startsWith('user/auth/') ? data : { code: 0, msg: '', debugMsg: '', data };
}

/** Codes and words; the HTTP status is 200. Source: BingX, "Place order", "Errors"; of a look-up and a cancellation what others have heard. */
const REFUSALS: Readonly<Record<RefusalKind, readonly [code: number, message: string]>> = {
  unknown_symbol: [100421, 'CheckUserAndSymbol: contract not exist'],
  bad_amount: [100400, 'check limit entrust value fail, entrust volume too low'],
  bad_price: [100400, "price can't be lte 0 in limit order"],
  price_too_far: [100440, 'check price diverge fail, entrustPrice to high'],
  too_little_value: [100400, 'check limit entrust value fail, entrust volume too low'],
  no_amount: [100400, "quantity/quoteOrderQty can't both be lte 0 in limit order"],
  no_price: [100400, "price can't be lte 0 in limit order"],
  no_stop_price: [100400, 'miss arguments: stopPrice'],
  stop_on_wrong_side: [100400, 'the stop price is on the wrong side'],
  too_little_balance: [100202, 'Insufficient assets, please verify the assets status'],
  client_id_in_use: [100400, 'clientOrderID already exists'],
  would_take: [100400, 'the order would take'],
  nothing_to_reduce: [100400, 'nothing to reduce'],
  unknown_order: [100404, ' order not exist'],
  order_is_closed: [100404, 'the order you want to cancel is FILLED or CANCELLED already, or is not a valid order id ,please verify'],
  bad_leverage: [100400, 'invalid leverage'],
  position_in_the_way: [100400, 'there is a position'],
};

export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  const [code, msg] = refusal instanceof Refusal ? REFUSALS[refusal.kind] : [Number(refusal.code), refusal.message];
  return { status: refusal instanceof NativeRefusal ? refusal.status : 200, body: { code, msg, debugMsg: '' } };
}
