import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programFile } from '../../scripts/program.mjs';
import { NODE_ENVIRONMENT } from '../../scripts/setup.mjs';

/** Real processes over real sockets: a simulated exchange, bots, and what belongs to them. Everything is ended by `close`. */

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 30_000;

export interface SimulatorProcess {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  /** Calls a control endpoint. @throws Error unless it answers 200 */
  control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
  ledger(): Promise<Ledger>;
  /** The last price of a market, `BTCUSDT`, quote currency. */
  price(symbol: string): Promise<number>;
  close(): Promise<void>;
}

export interface LedgerOrder {
  orderId: number;
  clientOrderId: string;
  symbol: string;
  side: 'BUY' | 'SELL';
  status: string;
  origQty: string;
  executedQty: string;
  cummulativeQuoteQty: string;
  fills: { price: string; qty: string; commission: string; commissionAsset: string }[];
}

export interface Ledger {
  orders: LedgerOrder[];
  balances: Record<string, { free: number; locked: number }>;
}

export interface BotProcess {
  readonly url: string;
  readonly folder: string;
  readonly database: string;
  readonly process: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** Does what must succeed. @throws Error with the answer unless its status is 2xx */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** The answer, whatever it is: for what may be refused. */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Waits for the process to end. @returns its exit code, null after a signal */
  ended(): Promise<number | null>;
  stop(): Promise<number | null>;
}

/** Ports of one test process: the first is held as long as the process lives, so that no other takes the block. */
const PORTS_OF_A_BLOCK = 40;
/** Below what systems give to outgoing connections, which would else take a port between asking for it and listening on it. */
const [FIRST_PORT, LAST_PORT] = [10_000, 32_000];
let block: Promise<number> | null = null;
let given = 0;

/** A port that nobody listens on and no other test process is given. */
export async function freePort(): Promise<number> {
  block ??= claimBlock();
  const first = await block;
  for (let turn = 0; turn < PORTS_OF_A_BLOCK; turn++) {
    const port = first + 1 + (given++ % (PORTS_OF_A_BLOCK - 1));
    const server = await listening(port);
    if (server === null) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error(`All ${PORTS_OF_A_BLOCK} ports from ${first} on are taken.`);
}

async function claimBlock(): Promise<number> {
  const blocks = Math.floor((LAST_PORT - FIRST_PORT) / PORTS_OF_A_BLOCK);
  for (;;) {
    const first = FIRST_PORT + PORTS_OF_A_BLOCK * Math.floor(Math.random() * blocks);
    const server = await listening(first);
    if (server === null) continue;
    server.unref();
    return first;
  }
}

function listening(port: number): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** What the processes of this test said and were told last, shown by whatever is waited for in vain. */
const talk: string[] = [];
const running: Map<string, () => string> = new Map();
const TALK_LINES = 8;
const OUTPUT_LINES = 25;

function note(who: string, asked: string, status: number, answer: string): void {
  talk.push(`${who} ${asked} → ${status} ${answer.slice(0, 600)}`);
  if (talk.length > TALK_LINES) talk.shift();
}

function lastSeen(): string {
  const outputs = [...running].map(([who, output]) => `${who} said:\n${output().trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n')}`);
  return [...(talk.length === 0 ? [] : [`The last answers:\n${talk.join('\n')}`]), ...outputs].join('\n');
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
}

export async function startSimulatorProcess(args: readonly string[] = []): Promise<SimulatorProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [programFile('src/simulator/main.ts'), '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...NODE_ENVIRONMENT },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('close', (code) => reject(new Error(`simulator ended with ${code}: ${errors}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    // how a ledger looks is for who asks for it
    if (path !== 'ledger') note('simulator', `${method} ${path} ${JSON.stringify(body ?? '')}`, response.status, text);
    if (!response.ok) throw new Error(`control ${path}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    pid: child.pid!,
    url,
    port,
    control,
    ledger: () => control<Ledger>('GET', 'ledger'),
    price: async (symbol) => {
      const response = await fetch(`${url}/api/v3/ticker/price?symbol=${symbol}`);
      if (!response.ok) throw new Error(`price of ${symbol}: ${await response.text()}`);
      return Number(((await response.json()) as { price: string }).price);
    },
    close: async () => {
      child.kill('SIGKILL');
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null)));
    },
  };
}

export const API_USER = 'u';
export const API_PASSWORD = 'p-for-tests';
/** What `untilListened` needs in `api_server`. */
export const METRICS_TOKEN = 'metrics-token-for-tests';

/** A configuration as a user writes it, pointed at a simulator. */
export function botConfig(simulator: { port: number }, apiPort: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const http = `http://127.0.0.1:${simulator.port}`;
  const ws = `ws://127.0.0.1:${simulator.port}`;
  const { exchange, ...rest } = changes as { exchange?: object };
  return {
    max_open_trades: 3,
    stake_currency: 'USDT',
    stake_amount: 100,
    tradable_balance_ratio: 0.99,
    timeframe: '1m',
    dry_run: true,
    dry_run_wallet: 1000,
    trading_mode: 'spot',
    margin_mode: '',
    unfilledtimeout: { entry: 10, exit: 10, unit: 'minutes' },
    entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exchange: {
      name: 'binance',
      key: 'simulator-key',
      secret: 'simulator-secret',
      pair_whitelist: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'],
      pair_blacklist: [],
      ccxt_config: {
        urls: {
          api: {
            public: `${http}/api/v3`,
            private: `${http}/api/v3`,
            v1: `${http}/api/v1`,
            sapi: `${http}/sapi/v1`,
            fapiPublic: `${http}/fapi/v1`,
            dapiPublic: `${http}/dapi/v1`,
            ws: { spot: `${ws}/stream`, future: `${ws}/futures/ws`, 'ws-api': { spot: `${ws}/ws-api/v3` } },
          },
        },
      },
      ...exchange,
    },
    pairlists: [{ method: 'StaticPairList' }],
    api_server: {
      enabled: true,
      listen_ip_address: '127.0.0.1',
      listen_port: apiPort,
      username: API_USER,
      password: API_PASSWORD,
      jwt_secret_key: 'a-secret-for-tests-of-at-least-32-characters',
      ws_token: 'ws-token-for-tests',
      CORS_origins: ['http://good.example'],
    },
    bot_name: 'tested',
    strategy: 'QuietStrategy',
    initial_state: 'running',
    force_entry_enable: true,
    internals: { process_throttle_secs: 1 },
    ...rest,
  };
}

/** Starts a bot in a folder of its own (or one that is there already) and waits until its API answers. */
export async function startBotProcess(options: {
  config: Record<string, unknown>;
  folder?: string;
  environment?: Record<string, string>;
  waitForRunning?: boolean;
  /** For its first iteration, where that takes longer than others'. */
  patienceMs?: number;
  strategyPath?: string;
  /** SQLite in the bot's folder where left out. */
  databaseUrl?: string;
  /** `trade`, or `webserver`. */
  command?: 'trade' | 'webserver';
  /** More of the command line. */
  args?: readonly string[];
}): Promise<BotProcess> {
  const folder = options.folder ?? temporaryFolder();
  const file = join(folder, 'config.json');
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  writeFileSync(file, JSON.stringify(options.config, null, 2));
  const database = join(folder, 'trades.sqlite');
  const args = [
    programFile('src/cli/main.ts'),
    options.command ?? 'trade',
    '--config',
    file,
    '--userdir',
    folder,
    '--verbose',
    ...(options.args ?? []),
    ...(options.command === 'webserver'
      ? []
      : [
          '--strategy-path',
          options.strategyPath ?? join(ROOT, 'tests/process/strategies'),
          '--db-url',
          options.databaseUrl ?? `sqlite:///${database}`,
        ]),
  ];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, ...NODE_ENVIRONMENT, ...options.environment },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const api = options.config['api_server'] as { listen_port: number };
  const url = `http://127.0.0.1:${api.listen_port}`;
  const authorization = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;
  const ended = (): Promise<number | null> =>
    new Promise((resolve) =>
      child.exitCode === null && child.signalCode === null ? child.once('exit', (code) => resolve(code)) : resolve(child.exitCode),
    );
  const name = `bot at ${api.listen_port}`;
  running.set(name, () => text);
  child.once('exit', () => running.delete(name));
  const ask = async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    note(name, `${method} ${path}`, response.status, answer);
    return { status: response.status, body: JSON.parse(answer) as T };
  };
  const bot: BotProcess = {
    url,
    folder,
    database,
    process: child,
    output: () => text,
    ask,
    api: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await ask<T>(method, path, body);
      if (answer.status < 200 || answer.status > 299) {
        const asked = `${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
        throw new Error(`${asked} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 2000)}`);
      }
      return answer;
    },
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      return ended();
    },
  };
  if (options.waitForRunning !== false) {
    await until(
      async () => {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The bot ended with ${child.exitCode ?? child.signalCode}:\n${text}`);
        const health = await bot.api<{ last_process_ts: number | null }>('GET', 'health').catch(() => null);
        return health?.body.last_process_ts ? true : null;
      },
      "the bot's first iteration",
      options.patienceMs,
    );
  }
  return bot;
}

/**
 * Asks again until there is an answer.
 *
 * @param limitMs ample, since other programs have their share of the machine: how long something takes is for a test of its own
 * @param seen what the condition looks at, to be told in the error
 * @throws Error naming what was waited for, with what was seen last: answers, and what the bots said
 */
export async function until<T>(
  ask: () => Promise<T | null | false>,
  what: string,
  limitMs: number = START_LIMIT_MS,
  seen: (() => unknown) | null = null,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > end) {
      const state = seen === null ? '' : `\nSeen: ${JSON.stringify(await seen())}`;
      throw new Error(`Waited ${limitMs} ms in vain for ${what}.${state}\n${lastSeen()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until a bot has been through a whole loop from now on: what the last command left to it is done. */
export async function nextIteration(bot: BotProcess): Promise<void> {
  const lastSecond = async () => (await bot.api<{ last_process_ts: number | null }>('GET', 'health')).body.last_process_ts ?? 0;
  const now = Math.floor(Date.now() / 1000);
  await until(async () => (await lastSecond()) > now, 'the next iteration');
}

/** Waits until so many listen to a bot's messages: what is told before somebody listens is lost to them. */
export async function untilListened(bot: BotProcess, count: number): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${bot.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    return (await answer.text()).includes(`\nfreqtrade_stream_clients ${count}\n`);
  }, `${count} who listen`);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export function goldenJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(ROOT, 'tests/golden', name), 'utf8')) as T;
}

/** Runs a program to its end, whatever that is. */
export function runProgram(program: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(program, args, (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }));
  });
}
