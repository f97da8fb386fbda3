import type { Exchange } from '../../engine/exchange.ts';
import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { checkSignature, type Nonces } from './sign.ts';
import { TRADING } from './trading.ts';

const nonces = new WeakMap<Exchange, Nonces>();

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const open = call.path.startsWith('/0/public/') ? MARKET_DATA[call.path.slice('/0/public/'.length)] : undefined;
  if (open !== undefined) return { error: [], result: open(exchange, call.params) };
  const handler = call.path.startsWith('/0/private/') ? TRADING[call.path.slice('/0/private/'.length)] : undefined;
  if (handler === undefined) throw new NativeRefusal('EGeneral:Unknown method', '', 200);
  const known = nonces.get(exchange) ?? new Map<string, number>();
  nonces.set(exchange, known);
  checkSignature(credentials, call, known);
  return { error: [], result: handler(exchange, call.params) };
}

/** Source: Kraken, "API error messages". */
const REFUSALS: Readonly<Record<RefusalKind, string>> = {
  unknown_symbol: 'EQuery:Unknown asset pair',
  bad_amount: 'EGeneral:Invalid arguments:volume',
  bad_price: 'EOrder:Invalid price',
  price_too_far: 'EOrder:Invalid price',
  too_little_value: 'EOrder:Cost minimum not met',
  no_amount: 'EGeneral:Invalid arguments:volume',
  no_price: 'EGeneral:Invalid arguments:price',
  no_stop_price: 'EGeneral:Invalid arguments:price',
  stop_on_wrong_side: 'EOrder:Invalid price',
  too_little_balance: 'EOrder:Insufficient funds',
  client_id_in_use: 'EOrder:Duplicate cl_ord_id',
  would_take: 'EOrder:Post only order',
  nothing_to_reduce: 'EOrder:Reduce only:No position exists',
  unknown_order: 'EOrder:Unknown order',
  order_is_closed: 'EOrder:Unknown order',
  bad_leverage: 'EGeneral:Invalid arguments:leverage',
  position_in_the_way: 'EGeneral:Permission denied',
};

/** Refusals come with HTTP status 200 and no result. */
export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  return { status: 200, body: { error: [refusal instanceof Refusal ? REFUSALS[refusal.kind] : refusal.code] } };
}
