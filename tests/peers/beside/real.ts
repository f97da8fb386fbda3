import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_PASSWORD, API_USER, ROOT, temporaryFolder, until } from '../../process/harness.ts';

export const PEERS: string = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
/** Starting Python takes its time where other programs have theirs. */
export const LIMIT_MS = 120_000;

/** The real freqtrade, trading in a folder of its own. */
export interface RealBot {
  readonly api: <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** @param options `strategies` is the folder of its strategies; its own folder is added to `folders`, which somebody removes */
export async function startReal(options: {
  readonly config: Readonly<Record<string, unknown>>;
  readonly strategies: string;
  readonly folders: string[];
  /** What its process is given beside ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether its first iteration is waited for, and not its API alone. */
  readonly untilItRuns: boolean;
  /** For that, ms. */
  readonly patienceMs?: number;
}): Promise<RealBot> {
  const { config } = options;
  const folder = temporaryFolder();
  options.folders.push(folder);
  mkdirSync(join(folder, 'user_data'));
  const exchange = { ...(config['exchange'] as object), enable_ws: false };
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...config, exchange, db_url: `sqlite:///${join(folder, 'trades.sqlite')}` }));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().endsWith('_proxy')));
  const args = ['trade', '--config', file, '--userdir', join(folder, 'user_data'), '--strategy-path', options.strategies];
  const child = spawn(join(PEERS, 'bin/python'), ['-m', 'freqtrade', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PYTHONWARNINGS: 'ignore', ...options.environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  const url = `http://127.0.0.1:${(config['api_server'] as { listen_port: number }).listen_port}/api/v1`;
  const authorization = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;
  const bot: RealBot = {
    api: async <T>(method: string, path: string, body?: unknown) => {
      const response = await fetch(`${url}/${path}`, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path} was answered ${response.status} by the real one: ${await response.text()}`);
      return (await response.json()) as T;
    },
    output: () => text,
    stop: () => ended(child),
  };
  const isThere = async (): Promise<true | null> => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The real freqtrade has ended:\n${text.slice(-4000)}`);
    const health = await bot.api<{ last_process_ts: number | null }>('GET', 'health').catch(() => null);
    return health !== null && (!options.untilItRuns || health.last_process_ts) ? true : null;
  };
  try {
    await until(isThere, 'the first iteration of the real freqtrade', options.patienceMs ?? LIMIT_MS, () =>
      Promise.resolve(text.slice(-4000)),
    );
  } catch (error) {
    await ended(child);
    throw error;
  }
  return bot;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(patience);
}
