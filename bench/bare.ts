import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../scripts/setup.mjs';
import { ROOT } from '../tests/process/harness.ts';
import type { Contender } from './api.ts';

/** As ours answers, header by header. */
const HEADERS = [
  'HTTP/1.1 200 OK',
  "content-security-policy: default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
  'x-frame-options: DENY',
  'x-content-type-options: nosniff',
  'referrer-policy: no-referrer',
  'cross-origin-opener-policy: same-origin',
  'cache-control: no-store',
  'content-type: application/json; charset=utf-8',
  'content-length: 17',
  'Date: Sun, 29 Nov 2026 00:00:00 GMT',
  'Connection: keep-alive',
  'Keep-Alive: timeout=30',
];
export const BARE_PING = `${HEADERS.join('\r\n')}\r\n\r\n{"status":"pong"}`;

/** A message of a strategy in a frame of a WebSocket. @param at ms since epoch */
export function bareMessage(at: number): Buffer {
  const text = Buffer.from(JSON.stringify({ type: 'strategy_msg', data: { type: 'strategy_msg', msg: `t=${at}` } }));
  return Buffer.concat([Buffer.from([0x81, text.length]), text]);
}

/** The least that anything on Node's sockets can cost, measured in the same way as the others. */
export const BARE: Contender = {
  name: 'bare sockets',
  start: (_folder, port) =>
    spawn(nodeBinary(), [...NODE_FLAGS, join(ROOT, 'bench/bare-sockets.ts'), String(port)], {
      stdio: 'ignore',
      env: { ...process.env, ...NODE_ENVIRONMENT },
    }),
};
