import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../src/research/results/result-files.ts';
import { serveMarkets } from '../golden/markets.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

/**
 * Strategies in Python, unchanged, through the command line: every field of every trade, and every question with what was seen meanwhile,
 * as the real freqtrade 2026.9 had them (`tests/fuzz/collection.py --recorded --record`).
 */
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const GOLDEN = join(ROOT, 'tests/golden');
const STRATEGIES = join(ROOT, 'tests/python/strategies');
const CASES = readdirSync(join(GOLDEN, 'python')).map((file) => file.replace('.json.gz', ''));
const PROFITS = new Set(['profit_abs', 'profit_ratio']);
const run = promisify(execFile);
/** Counts of digits by ours and by freqtrade's own function, on prices of several kinds; one day's candles. */
const DIGIT_COUNTS = `
import json, sys
import numpy as np, pandas as pd
sys.dont_write_bytecode = True
from freqtrade.data.btanalysis import get_tick_size_over_time
from freqtrade_ts_strategy.digit_counts import with_digit_counts
walk = 100 * np.exp(np.cumsum(np.random.default_rng(1).normal(0, 0.001, (288, 4)), 0))
kinds = {"cents": walk.round(2), "tiny": (walk * 1e-7).round(11), "whole": walk.round(0), "long": walk.round(10)}
same = {}
for kind, prices in kinds.items():
    candles = pd.DataFrame(prices, columns=["open", "high", "low", "close"])
    candles.insert(0, "date", pd.date_range("2024-01-01", periods=288, freq="5min", tz="UTC"))
    theirs = candles.copy()
    get_tick_size_over_time(theirs)
    same[kind] = with_digit_counts(candles).equals(theirs)
print(json.dumps(same))
`;

interface Recorded {
  readonly strategy: string;
  readonly mode: 'spot' | 'futures';
  readonly timerange: string;
  readonly config: Record<string, unknown> & { exchange: object };
  readonly trades: readonly Record<string, unknown>[];
  /** Kind and checksum of each. */
  readonly questions: readonly (readonly [string, number])[];
  /** Tags, and with reasons, as the report's tables have them, with how many trades each. */
  readonly tags?: readonly (readonly [unknown, number])[];
  /** Orders that timed out (entries, exits), entries cancelled and replaced. */
  readonly given_up?: readonly number[];
}

interface Tables {
  readonly timedout_entry_orders: number;
  readonly timedout_exit_orders: number;
  readonly canceled_entry_orders: number;
  readonly replaced_entry_orders: number;
  readonly results_per_enter_tag: readonly TagRow[];
  readonly mix_tag_stats: readonly TagRow[];
}

interface TagRow {
  readonly key: unknown;
  readonly trades: number;
}

const recorded = (name: string): Recorded =>
  JSON.parse(gunzipSync(readFileSync(join(GOLDEN, 'python', `${name}.json.gz`))).toString()) as Recorded;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('strategies in Python', () => {
  const folder = temporaryFolder();
  let server: Server;
  beforeAll(async () => {
    server = await serveMarkets();
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    removeFolder(folder);
  });

  it('has cases of both kinds', () => {
    expect(new Set(CASES.map((name) => recorded(name).mode))).toEqual(new Set(['spot', 'futures']));
  });

  it("the columns that freqtrade's backtests leave in frames are its own", async () => {
    const { stdout } = await run(join(PEERS, 'bin/python'), ['-c', DIGIT_COUNTS], { cwd: join(ROOT, 'python'), timeout: 110_000 });
    expect(JSON.parse(stdout)).toEqual({ cents: true, tiny: true, whole: true, long: true });
  }, 120_000);

  it('what a class keeps between pairs is seen, wherever that is; what would not be asked is refused', async () => {
    const script = [join(ROOT, 'tests/python/kept.py'), join(STRATEGIES, 'habits/keepers.py')];
    const env = { ...process.env, PYTHONPATH: join(ROOT, 'python'), PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await run(join(PEERS, 'bin/python'), script, { env, timeout: 110_000 });
    const { KeepsNothing, refused, ...keepers } = JSON.parse(stdout) as Record<string, readonly string[]>;
    expect(refused).toContain('OwnExits has its own should_exit.');
    expect(KeepsNothing).toEqual([]);
    expect(Object.keys(keepers)).toHaveLength(16);
    expect(Object.entries(keepers).filter(([, kept]) => kept.length === 0)).toEqual([]);
  }, 120_000);

  it('looks ahead and has as long a memory as the real one found: rows of its tables', async () => {
    const golden = recorded(CASES.find((name) => recorded(name).mode === 'spot')!);
    const config = { ...golden.config, exchange: { ...golden.config.exchange, pair_whitelist: ['S000/USDT', 'S001/USDT'] }, fee: 0.001 };
    const where = [...homeOf(config, join(folder, 'bias'), server), '--timerange', '20240103-20240106'];
    const table = async (...args: string[]) => {
      const { stdout } = await run(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args, ...where], { timeout: 220_000 });
      const cells = (line: string) =>
        line
          .split('│')
          .slice(1, -1)
          .map((cell) => cell.trim());
      return stdout
        .split('\n')
        .filter((line) => line.startsWith('│'))
        .map((line) => cells(line).join(' | '));
    };
    const few = ['--minimum-trade-amount', '2', '--targeted-trade-amount', '4'];
    const file = join(folder, 'bias/found.csv');
    const names = ['FarAhead', 'OtherFrames', 'AsksAhead', 'CountsCalls'];
    expect(await table('lookahead-analysis', '--strategy-list', ...names, ...few, '--lookahead-analysis-exportfilename', file)).toEqual([
      'looking.py | FarAhead | Yes | 4 | 4 | 4 | word, peak, enter_tag, enter_long, exit_tag, exit_long',
      'looking.py | OtherFrames | Yes | 4 | 1 | 0 | mean_hour, enter_long',
      'looking.py | AsksAhead | Yes | 4 | 0 | 1 | ahead',
      'looking.py | CountsCalls | Yes | 4 | 0 | 0 | rows, calls',
    ]);
    expect(readFileSync(file, 'utf8').split('\n')[3]).toBe('looking.py,AsksAhead,True,4,0,1,ahead');
    expect(await table('recursive-analysis', '--strategy', 'Recursing', '--startup-candle', '10', '100', '400')).toEqual([
      'rsi | nan% | -1.741% | 0.017% | -0.000%',
      'ema100 | nan% | nan% | -0.045% | 0.000%',
      'sma | nan% | - | - | -',
      'own | 0.156% | -0.003% | 0.001% | 0.000%',
      'adx | nan% | 1.765% | 0.843% | -0.000%',
      'obv | -80.257% | -58.787% | -161.722% | 176.320%',
      'long_sma | nan% | nan% | nan% | 0.000%',
      'count | -98.796% | -94.420% | -88.950% | -56.127%',
      'zero | nan% | nan% | nan% | -',
      'when | nan% | nan% | nan% | -',
      'mean | -148.987% | -129.398% | -132.624% | -168.051%',
      'high_bar | - | - | nan% | -',
      'word | - | - | nan% | -',
    ]);
  }, 300_000);

  it.each(CASES)(
    '%s: the same questions and trades',
    async (name) => {
      const golden = recorded(name);
      const home = join(folder, name);
      const said = await backtest(golden, home, server);
      const asked = join(home, `${name}.jsonl`);
      const questions = existsSync(asked) ? readFileSync(asked, 'utf8').trimEnd().split('\n') : [];
      const differing = golden.questions.findIndex(([, sum], index) => crc32(questions[index] ?? '') !== sum);
      expect(differing, `question ${differing}, ${golden.questions[differing]?.[0]}: ${questions[differing]}`).toBe(-1);
      expect(questions).toHaveLength(golden.questions.length);
      // a class that keeps nothing is analysed once, in several processes; one that does so from the first pair on, once in one
      if (name === 'Kinds' || name === 'KeepsInHelper') expect(said.match(/Indicators of S00\d/g)).toHaveLength(4);
      const report = readResult(join(home, 'backtest_results')).strategy[name] as unknown as Recorded & Tables;
      const { trades } = report;
      const tags = [...report.results_per_enter_tag, ...report.mix_tag_stats].map(({ key, trades: count }) => [key, count]);
      expect(tags).toEqual(golden.tags ?? tags);
      const { timedout_entry_orders, timedout_exit_orders, canceled_entry_orders, replaced_entry_orders } = report;
      const givenUp = [timedout_entry_orders, timedout_exit_orders, canceled_entry_orders, replaced_entry_orders];
      expect(givenUp).toEqual(golden.given_up ?? givenUp);
      expect(trades).toHaveLength(golden.trades.length);
      for (const [index, trade] of golden.trades.entries()) {
        const mine = trades[index]!;
        expect(Object.keys(mine).sort()).toEqual(Object.keys(trade).sort());
        for (const [key, value] of Object.entries(trade))
          if (PROFITS.has(key)) expect(mine[key], `trade ${index} ${key}`).toBeCloseTo(value as number, 8);
          else expect(mine[key], `trade ${index} ${key}`).toEqual(value);
      }
    },
    120_000,
  );
});

/** A folder with a configuration whose exchange is the recorded one. @returns the command line's options that name them */
function homeOf(config: Recorded['config'], home: string, server: Server): string[] {
  mkdirSync(home);
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const urls = { api: { public: `${url}/api/v3`, v1: `${url}/api/v1`, sapi: `${url}/sapi/v1`, fapiPublic: `${url}/fapi/v1` } };
  const file = join(home, 'config.json');
  writeFileSync(file, JSON.stringify({ ...config, exchange: { ...config.exchange, ccxt_config: { urls } } }));
  const where = ['-c', file, '--userdir', home, '-d', join(GOLDEN, 'backtest/data'), '--strategy-path', STRATEGIES];
  return [...where, '--python', join(PEERS, 'bin/python')];
}

async function backtest({ strategy, timerange, config }: Recorded, home: string, server: Server): Promise<string> {
  const args = ['backtesting', ...homeOf(config, home, server), '--recursive-strategy-search', '-s', strategy];
  const { stdout, stderr } = await run(
    process.execPath,
    [join(ROOT, 'src/cli/main.ts'), ...args, '--timerange', timerange, '--cache', 'none', '--export', 'trades'],
    {
      maxBuffer: 1e8,
      timeout: 110_000,
    },
  );
  return `${stdout}${stderr}`;
}
