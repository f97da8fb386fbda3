import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASIC, startTestApi, type TestApi } from '../../../tests/fakes/api-server.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { SearchJobs } from '../../app/research/search-jobs.ts';
import type { SearchTask, SearchTaskNews } from '../../app/research/work.ts';
import { Jobs } from '../../research/jobs.ts';
import type { HyperoptState } from '../../wire/answers/hyperopt.ts';

const ROW = {
  ...{ epoch: 1, isBest: true, point: { buy: 3 }, loss: -1, losses: [-1], trades: 4, wins: 3, draws: 0, defeats: 1, profitMean: 0.01 },
  ...{ profitMedian: 0, profitRatio: 0.1, profitAbs: 100, drawdownAbs: 1, drawdownRatio: 0.001, holdingAverage: '1:00:00' },
  stakeCurrency: 'USDT',
};

describe('searches over the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'searches-'));
  let api: TestApi;
  let asked: SearchTask | null = null;
  beforeAll(async () => {
    for (const name of ['strategies', 'hyperopt_results', 'hyperopts']) mkdirSync(join(folder, name));
    copyFileSync(join(ROOT, 'examples/oracle/hyper.ts'), join(folder, 'strategies/hyper.ts'));
    const epochs = gunzipSync(readFileSync(join(ROOT, 'tests/golden/hyperopt/seed-42-40.fthypt.gz')));
    writeFileSync(join(folder, 'hyperopt_results/strategy_Hyper_2026-11-28_20-28-00.fthypt'), epochs);
    const jobs = new Jobs(() => 'job-1');
    const places = {
      userFolder: folder,
      folders: [join(folder, 'strategies')],
      checkDeclared: () => undefined,
      input: () => ({ config: { exchange: {} }, store: { folder, format: 'feather' } }),
      pairs: async () => ({ pairs: ['BTC/USDT'], markets: [] }),
    };
    const threads = {
      run: async (_kind: string, task: SearchTask, { onNews }: { onNews: (news: SearchTaskNews) => void }) => {
        asked = task;
        onNews({ tell: 'begin', file: '/x/strategy_Hyper_2026-11-29_08-00-00.fthypt', space: [] });
        onNews({ tell: 'epochs', rows: [ROW, { ...ROW, epoch: 2, isBest: false }] });
        return { epochs: 2, reason: 'done', skipped: 0, memory: 0 };
      },
    };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const searches = new SearchJobs(places as never, { jobs, threads, log } as never);
    api = await startTestApi({ research: { searches, jobs, isBesideTrading: false, config: { trading_mode: 'spot' } } });
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await api.call(method, path, { authorization: BASIC, ...(body === undefined ? {} : { body }) });
    return (await answer.json()) as T;
  };

  it('starts one, and tells of its tries, all or the newer ones', async () => {
    const order = { strategy: 'Hyper', loss_names: ['SharpeHyperOptLoss'], spaces: ['buy'], epochs: 2, random_state: 7 };
    expect(await call('POST', 'hyperopt', order)).toEqual({ status: 'Hyperopt started in background.', job_id: 'job-1' });
    await expect.poll(async () => (await call<HyperoptState>('GET', 'hyperopt/job-1')).status).toBe('ended');
    expect(asked!.order).toMatchObject({ strategy: 'Hyper', losses: ['SharpeHyperOptLoss'], seed: 7, request: { spaces: ['buy'] } });
    const state = await call<HyperoptState>('GET', 'hyperopt/job-1');
    expect(state).toMatchObject({ running: false, epochs: 2, epochs_done: 2, filename: 'strategy_Hyper_2026-11-29_08-00-00.fthypt' });
    expect(state.rows[0]).toMatchObject({ epoch: 1, is_best: true, loss: -1, params: { buy: 3 }, total_trades: 4, profit_total: 0.1 });
    expect((await call<HyperoptState>('GET', 'hyperopt/job-1?after=1')).rows.map(({ epoch }) => epoch)).toEqual([2]);
    expect((await api.call('GET', 'hyperopt/job-2', { authorization: BASIC })).status).toBe(404);
    expect((await api.call('POST', 'hyperopt', { authorization: 'Bearer nobody', body: order })).status).toBe(401);
    expect((await api.call('POST', 'hyperopt', { authorization: BASIC, body: { strategy: 'Hyper', loss_names: [] } })).status).toBe(422);
  });

  it('shows earlier ones, and writes the parameters of a try beside its strategy', async () => {
    const [file] = await call<{ filename: string; strategy: string }[]>('GET', 'hyperopt/history');
    expect(file).toMatchObject({ strategy: 'Hyper' });
    const state = await call<HyperoptState>('GET', `hyperopt/history/result?filename=${file!.filename}`);
    expect(state.rows.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_value, index) => index + 1));
    expect(state.importance[0]!.share).toBeGreaterThan(0.1);
    expect(await call('POST', 'hyperopt/use', { filename: file!.filename, epoch: 35 })).toMatchObject({ strategy: 'Hyper' });
    const stored = JSON.parse(readFileSync(join(folder, 'strategies/hyper.json'), 'utf8')) as { params: { buy: object } };
    expect(stored.params.buy).toMatchObject({ entry_kind: 'ema', entry_rsi: 38.2, kept: 4 });
    for (const filename of ['../hyper.fthypt', 'nothing.fthypt'])
      expect((await api.call('GET', `hyperopt/history/result?filename=${filename}`, { authorization: BASIC })).status).toBe(404);
    expect((await api.call('POST', 'hyperopt/use', { authorization: BASIC, body: { filename: file!.filename, epoch: 99 } })).status).toBe(
      404,
    );
  });

  it('names the loss functions', async () => {
    const { loss_functions: found } = await call<{ loss_functions: { name: string }[] }>('GET', 'hyperoptloss');
    expect(found.map(({ name }) => name)).toContain('SharpeHyperOptLossDaily');
  });
});
