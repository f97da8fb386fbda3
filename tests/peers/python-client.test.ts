import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapeDifferences } from '../process/golden-replay.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../process/harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const CLIENT = join(PEERS, 'bin/freqtrade-client');
const run = promisify(execFile);

interface ClientRun {
  arguments: string[];
  config: string;
  exit: number;
}

interface Outcome {
  exit: number;
  json: unknown;
  stdout: string;
}

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'S000/USDT', 'S001/USDT'];
const STRATEGY = `
from freqtrade.strategy import IStrategy
class QuietStrategy(IStrategy):
    timeframe = '1m'; minimal_roi = {"0": 10}; stoploss = -0.5; startup_candle_count = 5
    def populate_indicators(self, d, m): d['sma'] = d['close'].rolling(3).mean(); return d
    def populate_entry_trend(self, d, m): d['enter_long'] = 0; return d
    def populate_exit_trend(self, d, m): d['exit_long'] = 0; return d
`;
/** Answers that differ on purpose; docs/differences.md argues each. */
const DIFFERENT = new Set(['cancel_open_order 1', 'edge']);

describe.skipIf(!existsSync(CLIENT) && process.env['CI'] === undefined)('the Python freqtrade-client', () => {
  let simulator: SimulatorProcess;
  let ours: BotProcess;
  let theirs: ChildProcess;
  let folder: string;
  let ourConfig: string;
  let theirConfig: string;
  let theirUrl: string;

  const clientConfig = (name: string, port: number): string => {
    const file = join(folder, name);
    const api = { enabled: true, listen_ip_address: '127.0.0.1', listen_port: port, username: API_USER, password: API_PASSWORD };
    writeFileSync(file, JSON.stringify({ api_server: api }));
    return file;
  };
  beforeAll(async () => {
    folder = temporaryFolder();
    simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
    for (const pair of PAIRS) await simulator.control('POST', 'price', { symbol: pair.replace('/', ''), price: 100, hold: true });
    const pricing = { price_side: 'same', use_order_book: true, order_book_top: 1 };
    const changes = { timeframe: '5m', entry_pricing: pricing, exit_pricing: pricing, exchange: { pair_whitelist: PAIRS } };
    const [ourPort, theirPort] = [await freePort(), await freePort()];
    ours = await startBotProcess({ config: botConfig(simulator, ourPort, changes) });
    const home = join(folder, 'theirs');
    mkdirSync(join(home, 'strategies'), { recursive: true });
    writeFileSync(join(home, 'strategies/quiet.py'), STRATEGY);
    writeFileSync(join(home, 'config.json'), JSON.stringify(botConfig(simulator, theirPort, changes)));
    theirs = spawn(join(PEERS, 'bin/freqtrade'), ['trade', '--config', join(home, 'config.json'), '--userdir', home], {
      cwd: home,
      stdio: 'ignore',
    });
    ourConfig = clientConfig('ours.json', ourPort);
    theirConfig = clientConfig('theirs.json', theirPort);
    theirUrl = `http://127.0.0.1:${theirPort}`;
    await until(
      async () => (await asked<{ last_process: string | null }>(theirUrl, 'health'))?.last_process ?? null,
      "freqtrade's first iteration",
      60_000,
    );
  });
  afterAll(async () => {
    theirs?.kill('SIGKILL');
    await ours?.stop();
    await simulator?.close();
    if (ours) removeFolder(ours.folder);
    removeFolder(folder);
  });

  /** What a bot answers; null where it does not. */
  async function asked<T>(url: string, path: string): Promise<T | null> {
    const authorization = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;
    const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization } }).catch(() => null);
    return answer?.ok ? ((await answer.json()) as T) : null;
  }

  async function call(config: string, args: readonly string[]): Promise<Outcome> {
    const found = await run(CLIENT, ['--config', config, ...args], { cwd: folder }).then(
      ({ stdout }) => ({ exit: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ exit: error.code, stdout: error.stdout }),
    );
    try {
      return { ...found, json: JSON.parse(found.stdout) };
    } catch {
      return { ...found, json: null };
    }
  }

  /** Waits until a bot has done what it was told: it is stopped, or has been through a loop since. */
  async function carriedOut(url: string): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    await until(async () => {
      const config = await asked<{ state: string }>(url, 'show_config');
      const health = await asked<{ last_process_ts: number | null }>(url, 'health');
      return config?.state === 'stopped' || (config?.state !== 'reload_config' && (health?.last_process_ts ?? 0) > now);
    }, `${url} to carry out the command`);
  }

  it('gets the same exit codes and the same keys from us and from the real bot, for every command', async () => {
    const runs = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/client-runs.json.gz'))).toString()) as ClientRun[];
    const usable = runs.filter((recorded) => recorded.config === 'given').map((recorded) => recorded.arguments);
    const extra = ['edge', 'pairlists_available', 'pause', 'start', 'list_open_trades_custom_data', 'trades 1 0', 'reload_trade 99'].map(
      (text) => text.split(' '),
    );
    const wrong: string[] = [];
    for (const args of [...usable, ...extra]) {
      // the strategy has another name than where the commands were recorded
      const words = args.map((word) => (word === 'S' ? 'QuietStrategy' : word));
      const [our, their] = await Promise.all([call(ourConfig, words), call(theirConfig, words)]);
      const name = words.join(' ');
      if (our.exit !== their.exit) wrong.push(`${name}: exit ${their.exit} / ${our.exit}`);
      if (!DIFFERENT.has(name)) wrong.push(...shapeDifferences(their.json, our.json).map((difference) => `${name}${difference}`));
      // what was asked for is carried out before the next command
      if (/^(forceexit|start|stop|reload_config)/.test(name)) await Promise.all([carriedOut(ours.url), carriedOut(theirUrl)]);
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('meets our client: the same commands, JSON out, errors on standard error', async () => {
    const bin = join(ROOT, 'client/bin/freqtrade-client.mjs');
    const mine = async (...args: string[]) =>
      run(process.execPath, [bin, '--config', theirConfig, '--json', ...args]).then(
        ({ stdout, stderr }) => ({ exit: 0, stdout, stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({ exit: error.code, stdout: error.stdout, stderr: error.stderr }),
      );
    for (const command of [
      'ping',
      'version',
      'show_config',
      'count',
      'status',
      'trades',
      'profit',
      'performance',
      'stats',
      'daily',
      'balance',
      'whitelist',
      'locks',
      'health',
    ]) {
      const [our, their] = [await mine(command), await call(theirConfig, [command])];
      expect(our.exit, command).toBe(0);
      expect(shapeDifferences(their.json, JSON.parse(our.stdout)), command).toEqual([]);
    }
    const refused = await mine('forceenter', 'NOPE/USDT', 'long');
    expect(refused.exit).not.toBe(0);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain('Symbol does not exist');
  });
});
