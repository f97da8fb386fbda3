import type { Exchange } from '../../engine/exchange.ts';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { accountOf } from './account.ts';
import { MARKET_DATA } from './market-data.ts';
import { MIX } from './mix.ts';
import { checkSignature } from './sign.ts';
import { type Handler, type Input, SPOT } from './spot.ts';

const PREFIX = '/api/v2/';
/** Calls of accounts of the other kind. */
const UNIFIED_PREFIX = '/api/v3/';
const SIGNED: Readonly<Record<string, Handler>> = { ...SPOT, ...MIX };

/** The account is a classic one, spot and contracts apart. @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const name = call.path.slice(PREFIX.length);
  const isOld = call.path.startsWith(PREFIX);
  const open = isOld && call.method === 'GET' ? MARKET_DATA[name] : undefined;
  if (open !== undefined) return wrapped(exchange, open(exchange, call.params));
  const handler = isOld ? SIGNED[`${call.method} ${name}`] : undefined;
  if (handler === undefined && !call.path.startsWith(UNIFIED_PREFIX)) throw new NativeRefusal('40404', 'Request URL NOT FOUND', 404);
  checkSignature(credentials, call, exchange.now());
  if (handler === undefined) {
    throw new NativeRefusal('40084', 'You are in Classic Account mode, and the Unified Account API is not supported at this time');
  }
  return wrapped(exchange, handler(accountOf(exchange), inputOf(call), call));
}

function wrapped(exchange: Exchange, data: unknown): object {
  return { code: '00000', msg: 'success', requestTime: exchange.now(), data };
}

/** Parameters of a call, from its address or its body. */
export function inputOf({ method, body, params }: Call): Input {
  if (method === 'GET') return Object.fromEntries(params);
  return body === '' ? {} : (JSON.parse(body) as Input);
}
