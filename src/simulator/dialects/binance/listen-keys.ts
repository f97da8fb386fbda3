import type { Exchange } from '../../engine/exchange.ts';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** How long a key is good for without being asked to stay. Source: Binance, "USDⓈ-M Futures", "Start user data stream". */
const VALID_MS = 3_600_000;
const KEY_LENGTH = 64;

interface ListenKey {
  readonly number: number;
  readonly until: number;
}

const keys = new WeakMap<Exchange, ListenKey>();

export const LISTEN_KEY_PATH = '/fapi/v1/listenKey';

/** Starts, prolongs or ends the account's stream of futures. It is asked for with the API key alone, unsigned. @throws NativeRefusal */
export function listenKeyAnswer(exchange: Exchange, credentials: Credentials, { method, headers }: Call): object {
  if (headers['x-mbx-apikey'] !== credentials.key) throw new NativeRefusal(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
  const now = exchange.now();
  const last = keys.get(exchange);
  const present = last !== undefined && last.until > now ? last : undefined;
  if (method === 'POST') {
    const { number } = present ?? { number: (last?.number ?? 0) + 1 };
    keys.set(exchange, { number, until: now + VALID_MS });
    return { listenKey: textOf(number) };
  }
  if (method !== 'PUT' && method !== 'DELETE') throw new NativeRefusal(-1000, `No such endpoint: ${method} ${LISTEN_KEY_PATH}`, 404);
  if (present === undefined) throw new NativeRefusal(-1125, 'This listenKey does not exist.');
  keys.set(exchange, { number: present.number, until: method === 'PUT' ? now + VALID_MS : now });
  return method === 'PUT' ? { listenKey: textOf(present.number) } : {};
}

/** Whether a key is the one that is good now. */
export function isListenKey(exchange: Exchange, given: string | null): boolean {
  const last = keys.get(exchange);
  return last !== undefined && given === textOf(last.number) && last.until > exchange.now();
}

function textOf(number: number): string {
  return `simulatorListenKey${number}`.padEnd(KEY_LENGTH, 'x');
}
