import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketsAndPairs } from '../../src/app/research/backtest-pairs.ts';
import { placeOf } from '../../src/app/strategies/python-place.ts';
import { type LoadedStrategy, loadStrategy } from '../../src/app/strategies/strategy-loader.ts';
import { BUILT_IN_LOSSES } from '../../src/backtest/losses/built-in.ts';
import { loadConfig } from '../../src/config/load.ts';
import { EpochRunner } from '../../src/research/hyperopt/epoch-runner.ts';
import { openStudy } from '../../src/research/hyperopt/open-study.ts';
import { presentEpoch } from '../../src/research/hyperopt/present-epoch.ts';
import { differencesOfEpochs, goldenEpochs } from '../golden/epochs.ts';
import { marketAddresses, serveMarkets } from '../golden/markets.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

/** What freqtrade 2026.9 made of points of a strategy in Python: the same file, asked by us. */
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const GOLDEN = join(ROOT, 'tests/golden/hyperopt');
const STRATEGIES = join(ROOT, 'tests/python/strategies');
const LOSS = 'SharpeHyperOptLoss';
/** Every so many points are tried: all of them with 1. */
const SOME = 5;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('a search over a strategy in Python', () => {
  const home = temporaryFolder();
  const open: LoadedStrategy[] = [];
  let server: Server;
  beforeAll(async () => {
    server = await serveMarkets();
    mkdirSync(join(home, 'strategies'));
    for (const [file, name] of [
      ['strategy.py', 'hyper.py'],
      ['nested.py', 'nested.py'],
    ] as const)
      copyFileSync(join(GOLDEN, file), join(home, 'strategies', name));
    for (const name of ['every_callback.py', 'traced.py']) copyFileSync(join(STRATEGIES, name), join(home, 'strategies', name));
  });
  afterAll(async () => {
    for (const { close } of open) close();
    await new Promise((resolve) => server.close(resolve));
    removeFolder(home);
  });

  interface Tried {
    readonly name: string;
    readonly timerange: string;
    readonly analyzePerEpoch?: boolean;
    /** In place of those of the case. */
    readonly config?: object;
    /** Whether nothing is searched. */
    readonly isAsItIs?: boolean;
  }

  async function runnerOf({ name, timerange, analyzePerEpoch = false, isAsItIs = false, ...tried }: Tried): Promise<EpochRunner> {
    const asked = JSON.parse(readFileSync(join(GOLDEN, 'case.json'), 'utf8')) as { config: { exchange: object } };
    const settings = { ...asked.config, ...tried.config };
    const exchange = { ...settings.exchange, ccxt_config: { urls: marketAddresses(server) } };
    const overrides = { ...settings, exchange, python: join(PEERS, 'bin/python'), user_data_dir: home };
    const { config } = loadConfig({ files: [], environment: {}, purpose: 'backtest', overrides });
    const { pairs, markets } = await marketsAndPairs(config, null, () => undefined);
    const dataFolder = join(ROOT, 'tests/golden/backtest/data');
    const folders = [join(home, 'strategies')];
    const place = { ...placeOf(config, { folders, dataFolder, dataFormat: 'feather', timerange }), runmode: 'hyperopt' as const };
    const onLog = (level: string, logger: string, text: string): void => {
      if (level === 'ERROR') throw new Error(`${logger}: ${text}`);
    };
    const loaded = await loadStrategy(name, folders, config, { place, onLog });
    open.push(loaded);
    const asWritten = { timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: null };
    const searched = isAsItIs ? { spaces: [], swept: [] } : { spaces: ['all'] };
    const { study, ground } = await openStudy(
      { config, ...asWritten, timerange, ...searched, analyzePerEpoch, minTrades: 0 },
      loaded.strategy,
      {
        store: { folder: dataFolder, format: 'feather' },
        pairs,
        markets,
        download: { command: '', exchange: 'binance', timeframes: [] },
        now: () => Date.UTC(2024, 1, 1),
        onProgress: () => undefined,
        onWarning: () => undefined,
      },
    );
    const onWarning = (text: string): void => {
      throw new Error(text);
    };
    return new EpochRunner(study, ground, { makeStrategy: loaded.again, losses: [BUILT_IN_LOSSES[LOSS]!], now: () => 0, onWarning });
  }

  it('makes of every point what the real one does: every figure, every field of every trade', async () => {
    const runner = await runnerOf({ name: 'Hyper', timerange: '20240102-20240201' });
    expect(open.at(-1)!.strategy).toMatchObject({ entry_rsi: { low: 20, high: 45, decimals: 1, space: 'buy' }, kept: { optimize: false } });
    const tries = goldenEpochs('seed-42-40.fthypt.gz').filter((_epoch, index) => index % SOME === 0);
    expect(tries.length).toBeGreaterThan(7);
    expect(await differencesOfEpochs(tries, LOSS, runner)).toEqual([]);
  }, 120_000);

  it('does so with spaces of the class HyperOpt within the strategy, and indicators made with each try', async () => {
    const runner = await runnerOf({ name: 'HyperNested', timerange: '20240102-20240110', analyzePerEpoch: true });
    const tries = goldenEpochs('nested-11-14.fthypt.gz').filter((_epoch, index) => index % SOME !== 1);
    expect(await differencesOfEpochs(tries, LOSS, runner)).toEqual([]);
  }, 120_000);

  it('asks callbacks as a backtest does, and each try begins as the first', async () => {
    const golden = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/python/EveryCallback.json.gz'))).toString()) as {
      timerange: string;
      config: object;
      trades: { profit_abs: number; close_date: string }[];
    };
    const runner = await runnerOf({ name: 'EveryCallback', timerange: golden.timerange, config: golden.config, isAsItIs: true });
    const rows = (trades: readonly { profit_abs: number | null; close_date: string }[]): object[] =>
      trades.map((trade) => ({ profit: trade.profit_abs?.toFixed(8), at: trade.close_date }));
    for (let round = 0; round < 2; round++) {
      const { results_metrics: metrics } = presentEpoch(await runner.run({}), [LOSS]);
      expect(rows(metrics.trades)).toEqual(rows(golden.trades));
    }
  }, 120_000);
});
