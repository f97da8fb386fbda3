import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketAddresses, serveMarkets } from '../../../tests/golden/markets.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { loadConfig } from '../../config/load.ts';
import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { readStudy } from '../../research/hyperopt/study-file.ts';
import { marketsAndPairs } from './backtest-pairs.ts';
import { type ProposeTask, researchThreads } from './work.ts';

const GOLDEN = join(ROOT, 'tests/golden');

describe('a proposal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'propose-'));
  let server: Server;
  let task: ProposeTask;
  beforeAll(async () => {
    server = await serveMarkets();
    const asked = JSON.parse(readFileSync(join(GOLDEN, 'hyperopt/case.json'), 'utf8')) as { config: { exchange: object } };
    const exchange = { ...asked.config.exchange, ccxt_config: { urls: marketAddresses(server) } };
    const { config } = loadConfig({ files: [], environment: {}, purpose: 'backtest', overrides: { ...asked.config, exchange } });
    const { pairs, markets } = await marketsAndPairs(config, null, () => undefined);
    const asWritten = { timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: null };
    task = {
      order: {
        ...{ strategy: 'Hyper', folders: [join(ROOT, 'examples/oracle')], lossFolders: [], losses: ['OnlyProfitHyperOptLoss'], epochs: 12 },
        request: { config, ...asWritten, timerange: '20240102-20240106', spaces: ['all'], analyzePerEpoch: false, minTrades: 1 },
        ...{ seed: 7, sampler: 'RandomSampler', workers: 1, earlyStop: 0, resultFolder: folder, resume: null, queue: null, python: null },
      },
      ...{ pairs: pairs.slice(0, 2), markets: [...markets.values()].filter(({ pair }) => pairs.includes(pair)) },
      ...{ store: { folder: join(GOLDEN, 'backtest/data'), format: 'feather' }, test: '20240106-20240109' },
    };
  }, 60_000);
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const propose = (wanted: ProposeTask) => researchThreads().run('propose', wanted);

  it('has what was found and what there is, each where was searched and behind', async () => {
    const proposal = await propose(task);
    const { search_file: file, epoch, old_parameters: old, new_parameters: found } = proposal!;
    // what the strategy has, as it is written
    expect(old).toMatchObject({ buy: { entry_fast: 9, entry_kind: 'both', kept: 4 }, stoploss: { stoploss: -0.05 }, roi: { 60: 0.01 } });
    expect(old['max_open_trades']).toEqual({ max_open_trades: 3 });
    const tries = [];
    for await (const record of readEpochs(join(folder, file))) tries.push(record);
    const best = tries.find(({ current_epoch: number }) => number === epoch)!;
    expect(best.loss).toBe(Math.min(...tries.map(({ loss }) => loss)));
    expect(found).toMatchObject(best.params_details);
    expect(found['buy']).toMatchObject({ kept: 4 });
    expect(proposal!.new_in_sample).toMatchObject({ loss: best.loss, total_trades: best.results_metrics.total_trades });
    // what is there does the same whatever is searched
    const { order } = task;
    const other = await propose({ ...task, order: { ...order, seed: 8, request: { ...order.request, spaces: ['buy', 'protection'] } } });
    expect([other!.old_in_sample, other!.old_out_of_sample]).toEqual([proposal!.old_in_sample, proposal!.old_out_of_sample]);
    expect(proposal!.old_in_sample!.total_trades).not.toBe(proposal!.old_out_of_sample!.total_trades);
    expect(readStudy(join(folder, file)).truth).toMatchObject({ epoch, out_of_sample: { figures: proposal!.new_out_of_sample } });
  }, 60_000);

  it('is none where nothing good is found, or candles behind are missing', async () => {
    const { order } = task;
    const none = { ...task, order: { ...order, epochs: 2, request: { ...order.request, minTrades: 10_000 } } };
    expect(await propose(none)).toBeNull();
    const alone = await propose({ ...task, order: { ...order, epochs: 2 }, test: '20300101-20300110' });
    expect([alone!.old_out_of_sample, alone!.new_out_of_sample]).toEqual([null, null]);
  }, 60_000);
});
