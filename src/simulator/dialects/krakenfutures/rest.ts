import type { Exchange } from '../../engine/exchange.ts';
import { Refusal } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { iso, ticker } from './facts.ts';
import { candles, executions, MARKET_DATA, symbolOf } from './market-data.ts';
import { SEND_STATUSES } from './refusals.ts';
import { checkSignature } from './sign.ts';
import { HISTORY, TRADING } from './trading.ts';

const TRADED = /^\/derivatives\/api\/v\d\/(.+)$/;
const CHARTED = /^\/api\/charts\/v1\/(.+)$/;
const MARKET_HISTORY = /^\/api\/history\/v\d\/market\/(\w+)\/executions$/;
const ACCOUNT_HISTORY = /^\/api\/history\/v\d\/([\w-]+)$/;

/** @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const { path, method, params } = call;
  const [, address] = CHARTED.exec(path) ?? [];
  if (address !== undefined) return candles(exchange, address, params);
  const [, market] = MARKET_HISTORY.exec(path) ?? [];
  if (market !== undefined) return executions(exchange, market, params);
  const [, kept = ''] = ACCOUNT_HISTORY.exec(path) ?? [];
  const [, name = ''] = TRADED.exec(path) ?? [];
  const open = method === 'GET' ? MARKET_DATA[name] : undefined;
  const [, one] = method === 'GET' ? (/^tickers\/(\w+)$/.exec(name) ?? []) : [];
  if (one !== undefined) return wrapped(exchange, { ticker: ticker(exchange, symbolOf(exchange, one)) });
  if (open !== undefined) return wrapped(exchange, open(exchange, params));
  const handler = HISTORY[kept] ?? TRADING[`${method} ${name}`];
  if (handler === undefined) throw new NativeRefusal('notFound', '', 404);
  checkSignature(credentials, call);
  return wrapped(exchange, handler(exchange, params));
}

function wrapped(exchange: Exchange, fields: object): object {
  return { result: 'success', ...fields, serverTime: iso(exchange.now()) };
}

/** A refusal comes in a good answer, but for an address that is none. */
export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  const error = refusal instanceof Refusal ? SEND_STATUSES[refusal.kind] : refusal.code;
  return {
    status: refusal instanceof NativeRefusal ? refusal.status : 200,
    body: { result: 'error', error, serverTime: iso(Date.now()) },
  };
}
