import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real processes over real sockets: a simulated exchange, bots, and what belongs to them. Everything is ended by `close`. */

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 30_000;

export interface SimulatorProcess {
  readonly url: string;
  readonly port: number;
  /** Calls a control endpoint. */
  control<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
  ledger(): Promise<Ledger>;
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
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** Waits for the process to end. @returns its exit code, null after a signal */
  ended(): Promise<number | null>;
  stop(): Promise<number | null>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
}

export async function startSimulatorProcess(args: readonly string[] = []): Promise<SimulatorProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'src/simulator/main.ts'), '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`simulator ended with ${code}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/control/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`control ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    url,
    port,
    control,
    ledger: () => control<Ledger>('GET', 'ledger'),
    close: async () => {
      child.kill('SIGKILL');
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null)));
    },
  };
}

export const API_USER = 'u';
export const API_PASSWORD = 'p-for-tests';

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
            ws: { spot: `${ws}/stream`, future: `${ws}/stream`, 'ws-api': { spot: `${ws}/ws-api/v3` } },
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
    join(ROOT, 'src/cli/main.ts'),
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
    env: { ...process.env, ...options.environment },
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
  const bot: BotProcess = {
    url,
    folder,
    database,
    process: child,
    output: () => text,
    api: async <T>(method: string, path: string, body?: unknown) => {
      const response = await fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as T };
    },
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      return ended();
    },
  };
  if (options.waitForRunning !== false) {
    await until(async () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The bot ended with ${child.exitCode ?? child.signalCode}:\n${text}`);
      const health = await bot.api<{ last_process_ts: number | null }>('GET', 'health').catch(() => null);
      return health?.body.last_process_ts ? true : null;
    }, `the bot's first iteration; it said:\n${text}`);
  }
  return bot;
}

/** Asks again until there is an answer. @throws Error naming what was waited for */
export async function until<T>(ask: () => Promise<T | null | false>, what: string, limitMs: number = START_LIMIT_MS): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
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
