import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programFile } from '../../scripts/program.mjs';
import { readResult } from '../../src/research/results/result-files.ts';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';

/**
 * What freqtrade 2026.9 computed, over the same candles and markets: every field of every trade, every figure of the summary.
 * The command line is the one a user would write; the exchange's address leads to the recorded markets.
 */
const GOLDEN = join(ROOT, 'tests/golden/backtest');
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const CASES = readdirSync(GOLDEN).filter((name) => existsSync(join(GOLDEN, name, 'case.json')));
/** Runs at a time. */
const AT_ONCE = 2;
/** When the run happened, which no two runs share. */
const MOMENTS = new Set(['backtest_run_start_ts', 'backtest_run_end_ts']);
const PROFITS = new Set(['profit_abs', 'profit_ratio']);
const run = promisify(execFile);

interface Case {
  readonly strategy: string;
  readonly timerange: string;
  readonly flags: string[];
  readonly config: Record<string, unknown> & { exchange: object };
}
type Json = Record<string, unknown>;

const unzipped = <T>(...path: string[]): T => JSON.parse(gunzipSync(readFileSync(join(GOLDEN, ...path))).toString()) as T;

describe('backtests beside the real freqtrade', () => {
  const folder = temporaryFolder();
  const reports = new Map<string, Json>();
  let server: Server;
  beforeAll(async () => {
    server = await serveMarkets();
    const waiting = [...CASES];
    const worker = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) reports.set(name, await backtest(name, folder, server));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }, 300_000);
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    removeFolder(folder);
  });

  it('knows every case', () => expect(CASES).toHaveLength(42));

  it.each(CASES)('%s: every field of every trade', (name) => {
    const golden = unzipped<Json[]>(name, 'trades.json.gz');
    const ours = reports.get(name)!['trades'] as Json[];
    expect(ours).toHaveLength(golden.length);
    golden.forEach((trade, index) => {
      const mine = ours[index]!;
      expect(Object.keys(mine).sort()).toEqual(Object.keys(trade).sort());
      for (const [key, value] of Object.entries(trade)) {
        const label = `trade ${index} ${key}`;
        if (PROFITS.has(key)) expect(isClose(value as number, mine[key] as number), `${label}: ${value} / ${mine[key]}`).toBe(true);
        else expect(mine[key], label).toEqual(value);
      }
    });
  });

  it.each(CASES)('%s: every figure of the summary', (name) => {
    const golden = unzipped<Json>(name, 'summary.json.gz');
    const ours = { ...reports.get(name)! };
    // not part of the recorded summary
    delete ours['trades'];
    const differences: string[] = [];
    compare(golden, ours, '', differences);
    expect(differences).toEqual([]);
  });

  it('tells confirmTradeExit the type a stop goes out with, and lets an exit pass where it fails', async () => {
    const asked = { strategy: 'ConfirmingStrategy', path: join(ROOT, 'tests/process/strategies') };
    const { trades } = (await backtest('RoiStoploss', folder, server, asked)) as { trades: Json[] };
    const golden = unzipped<Json[]>('RoiStoploss', 'trades.json.gz');
    expect(new Set(golden.map((trade) => trade['exit_reason']))).toContain('stop_loss');
    expect(trades).toHaveLength(golden.length);
    for (const key of ['open_date', 'close_date', 'close_rate', 'exit_reason'])
      expect(trades.map((trade) => trade[key])).toEqual(golden.map((trade) => trade[key]));
  });

  it.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('is read by the real backtesting-show', async () => {
    const { stdout } = await run(join(PEERS, 'bin/freqtrade'), ['backtesting-show', '--userdir', join(folder, 'RoiStoploss')], {
      env: { ...process.env, COLUMNS: '200' },
      timeout: 60_000,
    });
    expect(stdout).toContain('Result for strategy RoiStoploss');
    expect(stdout).toMatch(/Absolute profit +│ -109\.699 USDT/);
    expect(stdout).toMatch(/Sharpe \(daily wallet balance\) +│ -4\.69/);
  });
});

/** @param asked another strategy than the case's, and its folder */
async function backtest(name: string, folder: string, server: Server, asked?: { strategy: string; path: string }): Promise<Json> {
  const { timerange, flags, config, ...of } = JSON.parse(readFileSync(join(GOLDEN, name, 'case.json'), 'utf8')) as Case;
  const { strategy, path } = asked ?? { ...of, path: join(ROOT, 'examples/oracle') };
  const home = join(folder, asked === undefined ? name : strategy);
  mkdirSync(home);
  const file = join(home, 'config.json');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const urls = { api: { public: `${url}/api/v3`, v1: `${url}/api/v1`, sapi: `${url}/sapi/v1`, fapiPublic: `${url}/fapi/v1` } };
  writeFileSync(file, JSON.stringify({ ...config, exchange: { ...config.exchange, ccxt_config: { urls } } }));
  const results = join(home, 'backtest_results');
  const where = ['-c', file, '--userdir', home, '-d', join(GOLDEN, 'data'), '--strategy-path', path];
  const args = ['backtesting', ...where, '-s', strategy, '--timerange', timerange, '--cache', 'none', '--export', 'trades', ...flags];
  await run(process.execPath, [programFile('src/cli/main.ts'), ...args], { maxBuffer: 1e8, timeout: 120_000 });
  return readResult(results).strategy[strategy] as unknown as Json;
}

async function serveMarkets(): Promise<Server> {
  const spot = gunzipSync(readFileSync(join(GOLDEN, 'exchangeInfo.json.gz')));
  const futures = gunzipSync(readFileSync(join(GOLDEN, 'fapi-exchangeInfo.json.gz')));
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    response.setHeader('content-type', 'application/json');
    response.end(path === '/api/v3/exchangeInfo' ? spot : path === '/fapi/v1/exchangeInfo' ? futures : '{"serverTime":1704153600000}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function isClose(golden: number, ours: number): boolean {
  return golden === ours || Math.abs(golden - ours) <= 1e-8 * Math.max(Math.abs(golden), Math.abs(ours)) || Math.abs(golden - ours) < 1e-12;
}

function compare(golden: unknown, ours: unknown, path: string, differences: string[]): void {
  if (typeof golden === 'number' && typeof ours === 'number') {
    if (!isClose(golden, ours)) differences.push(`${path}: ${golden} / ${ours}`);
  } else if (golden !== null && typeof golden === 'object' && ours !== null && typeof ours === 'object') {
    for (const key of new Set([...Object.keys(golden), ...Object.keys(ours)])) {
      if (MOMENTS.has(key)) continue;
      // a lock that a strategy asks for has the moment of the run in freqtrade, the moment of the candle in ours
      const isMoment = (key === 'lock_time' || key === 'lock_timestamp') && (golden as Json)['reason'] === 'bad';
      if (!isMoment) compare((golden as Json)[key], (ours as Json)[key], `${path}.${key}`, differences);
    }
  } else if (golden !== ours) differences.push(`${path}: ${JSON.stringify(golden)} / ${JSON.stringify(ours)}`);
}
