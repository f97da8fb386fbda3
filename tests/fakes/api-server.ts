import { connect } from 'node:net';
import { type ApiServer, startApi } from '../../src/api/http/server.ts';
import type { BotService } from '../../src/bot/port.ts';
import type { RawApiServer } from '../../src/config/raw.ts';
import type { ResearchService } from '../../src/research/port.ts';
import { freePort } from '../process/harness.ts';

export const USER = 'u';
export const PASSWORD = 'p-for-tests';
export const STREAM_TOKEN = 'ws-token-for-tests';
export const BASIC: string = basic(USER, PASSWORD);

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export interface TestApi {
  readonly url: string;
  readonly port: number;
  /** Errors that were logged: bugs of the server. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  call(method: string, path: string, options?: { authorization?: string; body?: unknown }): Promise<Response>;
  /** Sends bytes as they are, and gives back what comes until the connection ends or the time is over. @param limitMs 500 unless given */
  raw(text: string, limitMs?: number): Promise<string>;
  close(): Promise<void>;
}

/** The API in this process, over a real socket. @param bot what of the bot the test needs */
export async function startTestApi(
  options: {
    config?: Partial<RawApiServer>;
    bot?: object;
    research?: object;
    userFolder?: string;
    now?: () => number;
    clock?: () => number;
  } = {},
): Promise<TestApi> {
  const port = await freePort();
  const errors: string[] = [];
  const warnings: string[] = [];
  const config: RawApiServer = {
    enabled: true,
    listen_ip_address: '127.0.0.1',
    listen_port: port,
    username: USER,
    password: PASSWORD,
    jwt_secret_key: 'a-secret-for-tests-of-at-least-32-characters',
    ws_token: STREAM_TOKEN,
    ...options.config,
  };
  const server: ApiServer = await startApi({
    config,
    bot: () => (options.bot ?? null) as BotService | null,
    research: (options.research ?? null) as ResearchService | null,
    logLines: () => [],
    log: {
      info: () => undefined,
      warn: (module, message) => warnings.push(`${module}: ${message}`),
      error: (module, message) => errors.push(`${module}: ${message}`),
      redact: (text) => text,
    },
    now: options.now ?? Date.now,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    page: null,
    userFolder: options.userFolder ?? null,
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    errors,
    warnings,
    call: (method, path, { authorization = BASIC, body } = {}) =>
      fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    raw: (text, limitMs = 500) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
        let answer = '';
        const end = () => {
          clearTimeout(timer);
          socket.destroy();
          resolve(answer);
        };
        const timer = setTimeout(end, limitMs);
        socket.on('data', (chunk) => {
          answer += chunk.toString('latin1');
        });
        socket.on('error', end);
        socket.on('close', end);
      }),
    close: () => server.close(),
  };
}
