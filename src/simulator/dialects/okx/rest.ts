import type { Exchange } from '../../engine/exchange.ts';
import { Refusal } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { MARKET_DATA } from './market-data.ts';
import { refusedEntry } from './refusals.ts';
import { checkSignature } from './sign.ts';
import { TRADING } from './trading.ts';

const PREFIX = '/api/v5/';

/** Calls that tell of a refusal in an entry of their data, not in the answer's code. */
const REFUSED_IN_DATA = /^trade\/(order|order-algo|cancel-order)$/;

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const name = call.path.slice(PREFIX.length);
  const open = call.method === 'GET' ? MARKET_DATA[name] : undefined;
  if (open !== undefined) return wrapped(open(exchange, call.params));
  const handler = TRADING[`${call.method} ${name}`];
  if (handler === undefined || !call.path.startsWith(PREFIX)) throw new NativeRefusal('50404', 'Not Found', 404);
  const query = call.query === '' ? '' : `?${call.query}`;
  checkSignature(credentials, call.headers, call.method + call.path + query + call.body, exchange.now());
  return wrapped(handler(exchange, inputOf(call), call));
}

/** Parameters of a call, from its address or its body. */
export function inputOf({ method, body, params }: Call): Readonly<Record<string, unknown>> {
  if (method === 'GET') return Object.fromEntries(params);
  if (body === '' || body.startsWith('[')) return {};
  return JSON.parse(body) as Record<string, unknown>;
}

/** Code 1 where every entry was refused, 2 where some were. */
function wrapped(data: readonly unknown[]): object {
  const refused = data.filter((entry) => typeof entry === 'object' && entry !== null && 'sCode' in entry && entry.sCode !== '0').length;
  const code = refused === 0 ? '0' : refused === data.length ? '1' : '2';
  return { code, msg: code === '1' ? 'All operations failed' : '', data };
}

export function refuse(refusal: Refusal | NativeRefusal, call: Call): Answer {
  const entry = refusedEntry(refusal);
  if (refusal instanceof Refusal || REFUSED_IN_DATA.test(call.path.slice(PREFIX.length))) {
    const isSigned = refusal instanceof NativeRefusal && refusal.status !== 200;
    if (call.method === 'POST' && !isSigned) return { status: 200, body: { code: '1', msg: 'All operations failed', data: [entry] } };
  }
  const status = refusal instanceof NativeRefusal ? refusal.status : 200;
  return { status, body: { code: entry['sCode'], msg: entry['sMsg'], data: [] } };
}
