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
import { type EpochRecord, presentEpoch } from '../../src/research/hyperopt/present-epoch.ts';
import { compareJson } from '../golden/compare-json.ts';
import { marketAddresses, serveMarkets } from '../golden/markets.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

/** What freqtrade 2026.9 made of points of a strategy in Python: the same file, asked by us. */
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const GOLDEN = join(ROOT, 'tests/golden/hyperopt');
const LOSS = 'SharpeHyperOptLoss';
const MOMENTS = ['backtest_run_start_ts', 'backtest_run_end_ts'];
const OF_ONE_TRY = ['loss', 'params_dict', 'params_details', 'params_not_optimized', 'results_explanation', 'total_profit'] as const;

const epochs = (name: string): EpochRecord[] =>
  gunzipSync(readFileSync(join(GOLDEN, name)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EpochRecord);

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('a search over a strategy in Python', () => {
  const home = temporaryFolder();
  const open: LoadedStrategy[] = [];
  let server: Server;
  beforeAll(async () => {
    server = await serveMarkets();
    mkdirSync(join(home, 'strategies'));
    copyFileSync(join(GOLDEN, 'strategy.py'), join(home, 'strategies/hyper.py'));
  });
  afterAll(async () => {
    for (const { close } of open) close();
    await new Promise((resolve) => server.close(resolve));
    removeFolder(home);
  });

  async function runnerOf(name: string, timerange: string, analyzePerEpoch: boolean): Promise<EpochRunner> {
    const asked = JSON.parse(readFileSync(join(GOLDEN, 'case.json'), 'utf8')) as { config: { exchange: object } };
    const exchange = { ...asked.config.exchange, ccxt_config: { urls: marketAddresses(server) } };
    const python = join(PEERS, 'bin/python');
    const { config } = loadConfig({ files: [], environment: {}, purpose: 'backtest', overrides: { ...asked.config, exchange, python } });
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
    const { study, ground } = await openStudy(
      { config, ...asWritten, timerange, spaces: ['all'], analyzePerEpoch, minTrades: 1 },
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
    const runner = await runnerOf('Hyper', '20240102-20240201', false);
    const differences: string[] = [];
    for (const golden of epochs('seed-42-40.fthypt.gz')) {
      const ours = presentEpoch(await runner.run(golden.params_dict), [LOSS]);
      const label = String(golden.current_epoch);
      const fields = (record: Pick<EpochRecord, (typeof OF_ONE_TRY)[number]>) =>
        Object.fromEntries(OF_ONE_TRY.map((key) => [key, record[key]]));
      compareJson(fields(golden), fields(ours), label, differences);
      compareJson(golden.results_metrics, ours.results_metrics, `${label} metrics`, differences, MOMENTS);
    }
    expect(differences.slice(0, 20)).toEqual([]);
  }, 120_000);
});
