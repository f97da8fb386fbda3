import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASIC, startTestApi, type TestApi } from '../../../tests/fakes/api-server.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { ProposalFiles } from '../../app/research/proposal-files.ts';
import { QueueWatch } from '../../app/research/queue/queue-watch.ts';
import { epochHere, epochsHere } from '../../app/research/search-here.ts';
import { SearchJobs } from '../../app/research/search-jobs.ts';
import { WalkJobs } from '../../app/research/walk-jobs.ts';
import type { SearchTask, SearchTaskNews, WalkTask, WalkTaskNews } from '../../app/research/work.ts';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import type { StoredWindow, WalkReport } from '../../research/hyperopt/walk-report.ts';
import { Jobs } from '../../research/jobs.ts';
import type { ReoptimizeState } from '../../research/port.ts';
import type { HyperoptFile, HyperoptProposals, HyperoptState, ParameterFile, WalkForwardState } from '../../wire/answers/hyperopt.ts';

const FIGURES = {
  ...{ loss: -1, loss_values: [-1, 5], total_trades: 4, wins: 3, draws: 0, losses: 1, profit_mean: 0.01, profit_total: 0.1 },
  ...{ profit_total_abs: 100, max_drawdown_abs: 1, max_drawdown_account: 0.001, holding_avg: '1:00:00', stake_currency: 'USDT' },
};
const FALLS = { runs: 1000, actual: 0.01, median: 0.02, worst5: 0.03, worst: 0.04 };
const TRUTH = { epoch: 1, in_sample: FIGURES, out_of_sample: { timerange: '1-2', figures: FIGURES }, reshuffled: FALLS };
const FACTS = {
  ...{ strategy: 'Hyper', sampler: 'TPESampler', seed: 7, losses: ['SharpeHyperOptLoss', 'MaxDrawDownHyperOptLoss'], timeframe: '5m' },
  ...{ timerange: '20240102-20240109', pairs: ['BTC/USDT'], min_trades: 1, ahead: 10, epochs: 2, space: [] },
};
const WINDOW: StoredWindow = {
  train: ['2024-01-02 00:00:00', '2024-01-07 00:00:00'],
  test: ['2024-01-07 00:00:00', '2024-01-10 00:00:00'],
  ...{ filename: 'walk-forward_Hyper_2026-11-29_08-00-00/x.fthypt', epoch: 2, params: { buy: 3 }, params_details: {} },
  ...{ in_sample: FIGURES, out_of_sample: FIGURES },
};
const REPORT: WalkReport = {
  ...{ strategy: 'Hyper', loss_names: ['SharpeHyperOptLoss'], timerange: '20240102-20240112', train_days: 5, test_days: 3, epochs: 12 },
  ...{ stake_currency: 'USDT', windows: [WINDOW] },
  summary: { total_trades: 4, profit_total_abs: 100, profit_total: 0.1, good_windows: 1, reshuffled: FALLS },
};
const ROW = {
  ...{
    epoch: 1,
    isBest: true,
    point: { buy: 3, sell: 1 },
    loss: -1,
    losses: [-1, 5],
    trades: 4,
    wins: 3,
    draws: 0,
    defeats: 1,
    profitMean: 0.01,
  },
  ...{ profitMedian: 0, profitRatio: 0.1, profitAbs: 100, drawdownAbs: 1, drawdownRatio: 0.001, holdingAverage: '1:00:00' },
  stakeCurrency: 'USDT',
};

const PROPOSAL: Proposal = {
  ...{ strategy: 'Hyper', created_ts: Date.UTC(2026, 10, 29, 8), loss_names: ['SharpeHyperOptLoss'], search_file: 'x.fthypt', epoch: 35 },
  ...{ train_timerange: '20240102-20240109', test_timerange: '20240109-20240112' },
  ...{ old_parameters: { buy: { entry_rsi: 30 } }, new_parameters: { buy: { entry_rsi: 38.2 } } },
  ...{ old_in_sample: null, new_in_sample: FIGURES, old_out_of_sample: null, new_out_of_sample: FIGURES },
};

/** Seed of what goes on until it is ended. */
const ENDLESS = 99;

describe('searches over the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'searches-'));
  let api: TestApi;
  let asked: SearchTask | null = null;
  let walked: WalkTask | null = null;
  let schedule: ReoptimizeState | null = null;
  beforeAll(async () => {
    for (const name of ['strategies', 'hyperopt_results', 'hyperopts']) mkdirSync(join(folder, name));
    copyFileSync(join(ROOT, 'examples/oracle/hyper.ts'), join(folder, 'strategies/hyper.ts'));
    const epochs = gunzipSync(readFileSync(join(ROOT, 'tests/golden/hyperopt/seed-42-40.fthypt.gz')));
    writeFileSync(join(folder, 'hyperopt_results/strategy_Hyper_2026-11-28_20-28-00.fthypt'), epochs);
    let ids = 0;
    const jobs = new Jobs(() => `job-${++ids}`);
    const places = {
      userFolder: folder,
      queue: null,
      config: { stake_currency: 'USDT' },
      store: { folder, format: 'feather' },
      folders: [join(folder, 'strategies')],
      checkDeclared: () => undefined,
      input: () => ({ config: { exchange: {} }, store: { folder, format: 'feather' } }),
      pairs: async (named: string[] | null) => ({ pairs: named ?? ['BTC/USDT'], markets: [] }),
    };
    const threads = {
      run: async (kind: string, order: unknown, { onNews, signal }: { onNews?: (news: unknown) => void; signal?: AbortSignal } = {}) => {
        if (kind === 'epochs') return epochsHere((order as { path: string }).path);
        if (kind === 'epoch') return epochHere((order as { path: string }).path, (order as { epoch: number }).epoch);
        const tell = onNews as (news: SearchTaskNews | WalkTaskNews) => void;
        if (kind === 'walk') {
          walked = order as WalkTask;
          tell({ tell: 'epochs', epochs: 5 });
          tell({ tell: 'window', window: WINDOW });
          if (walked.order.seed === ENDLESS) await new Promise((resolve) => signal!.addEventListener('abort', resolve));
          return { report: REPORT, file: '/x/walk-forward_Hyper_2026-11-29_08-00-00.json' };
        }
        asked = order as SearchTask;
        tell({ tell: 'begin', file: '/x/strategy_Hyper_2026-11-29_08-00-00.fthypt', facts: FACTS });
        const second = { ...ROW, epoch: 2, isBest: false, losses: [0, 2], loss: 0, point: { buy: 4, sell: 1 } };
        tell({ tell: 'epochs', rows: [ROW, second], importance: [{ name: 'buy', share: 1 }] });
        tell({ tell: 'epochs', rows: [], importance: null });
        if (asked.order.seed === ENDLESS) await new Promise((resolve) => signal!.addEventListener('abort', resolve));
        return { epochs: 2, reason: 'done', skipped: 0, memory: 0, truth: TRUTH };
      },
    };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const searches = new SearchJobs(places as never, { jobs, threads, log } as never);
    const walks = new WalkJobs(places as never, { jobs, threads, log } as never);
    const queue = new QueueWatch(null, () => undefined);
    const files = new ProposalFiles(join(folder, 'hyperopt_results'), folder);
    const proposals = { list: () => files.list(), delete: (name: string) => files.delete(name), schedule: () => schedule };
    api = await startTestApi({
      research: { searches, walks, queue, jobs, proposals, isBesideTrading: false, config: { trading_mode: 'spot' } },
    });
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
    const order = { strategy: 'Hyper', loss_names: FACTS.losses, spaces: ['buy'], epochs: 2, random_state: 7, pairs: ['ETH/USDT'] };
    expect(await call('POST', 'hyperopt', order)).toEqual({ status: 'Hyperopt started in background.', job_id: 'job-1' });
    await expect.poll(async () => (await call<HyperoptState>('GET', 'hyperopt/job-1')).status).toBe('ended');
    expect(asked!.order).toMatchObject({ strategy: 'Hyper', losses: FACTS.losses, seed: 7, request: { spaces: ['buy'] } });
    expect(asked!.pairs).toEqual(['ETH/USDT']);
    const state = await call<HyperoptState>('GET', 'hyperopt/job-1');
    expect(state).toMatchObject({ running: false, epochs: 2, epochs_done: 2, filename: 'strategy_Hyper_2026-11-29_08-00-00.fthypt' });
    expect(state).toMatchObject({ sampler: 'TPESampler', random_state: 7, stake_currency: 'USDT', loss_names: FACTS.losses });
    // the second is worse in the first loss, and better in the other
    expect([state.best_epoch, state.pareto_epochs]).toEqual([1, [1, 2]]);
    expect(state.rows[0]).toMatchObject({ epoch: 1, is_best: true, loss: -1, params: { buy: 3 }, total_trades: 4, profit_total: 0.1 });
    expect(state.truth).toMatchObject({
      ...{ epoch: 1, in_sample: FIGURES, out_of_sample: FIGURES, out_of_sample_timerange: '1-2' },
      reshuffled: { runs: 1000, median: 0.02, worst_5_percent: 0.03, worst: 0.04 },
    });
    const newer = await call<HyperoptState>('GET', 'hyperopt/job-1?after=1');
    expect([newer.rows.map(({ epoch }) => epoch), newer.epochs_done]).toEqual([[2], 2]);
    const map = 'hyperopt/heat_map?job_id=job-1&x_parameter=buy&y_parameter=sell';
    const cells = (losses: number[]) => [losses.map((loss) => ({ loss, tries: 1 }))];
    expect(await call('GET', map)).toEqual({ x_values: ['3', '4'], y_values: ['1'], cells: cells([-1, 0]) });
    expect(await call('GET', `${map}&loss_name=MaxDrawDownHyperOptLoss`)).toMatchObject({ cells: cells([5, 2]) });
    expect((await api.call('GET', `${map}&loss_name=Nonsense`, { authorization: BASIC })).status).toBe(404);
    expect((await api.call('GET', 'hyperopt/job-2', { authorization: BASIC })).status).toBe(404);
    expect((await api.call('POST', 'hyperopt', { authorization: 'Bearer nobody', body: order })).status).toBe(401);
    expect((await api.call('POST', 'hyperopt', { authorization: BASIC, body: { strategy: 'Hyper', loss_names: [] } })).status).toBe(422);
  });

  it('refuses what can’t be searched at once, and says what to write instead', async () => {
    writeFileSync(join(folder, 'hyperopts/mine.ts'), 'export const OwnLoss: HyperoptLoss = () => 1;');
    const order = { strategy: 'Hyper', loss_names: ['SharpeHyperOptLoss'], timerange: '20240102-20240112', train_days: 5, test_days: 3 };
    for (const [wrong, reason] of [
      [{ loss_names: ['SharpHyperOptLoss'] }, 'There is no loss function \\"SharpHyperOptLoss\\". Did you mean \\"SharpeHyperOptLoss\\"?'],
      [{ loss_names: ['SharpeHyperOptLoss', 'OwnLos'] }, 'Did you mean \\"OwnLoss\\"?'],
      [{ sampler: 'TPE' }, 'There is no sampler \\"TPE\\".'],
      [{ timerange: '20240132-20240202' }, 'timerange'],
      [{ timeframe: '5' }, 'is not a timeframe'],
      [{ spaces: [] }, 'spaces: name what may change'],
    ] as const)
      for (const path of ['hyperopt', 'walk_forward']) {
        const answer = await api.call('POST', path, { authorization: BASIC, body: { ...order, ...wrong } });
        expect([path, answer.status, await answer.text()]).toEqual([path, 400, expect.stringContaining(reason) as unknown]);
      }
  });

  it('says what may be asked for', async () => {
    const choices = await call<{ samplers: string[]; every_spaces: string[]; processors: number }>('GET', 'hyperopt/choices');
    expect(choices.samplers).toContain('TPESampler');
    expect(choices.every_spaces).toEqual(['default', 'all', 'roi', 'stoploss', 'trailing', 'trades']);
    expect(choices.processors).toBeGreaterThan(0);
  });

  it('ends one that runs, and keeps its tries', async () => {
    const { job_id: id } = await call<{ job_id: string }>('POST', 'hyperopt', {
      strategy: 'Hyper',
      loss_names: FACTS.losses,
      random_state: ENDLESS,
    });
    await expect.poll(async () => (await call<HyperoptState>('GET', `hyperopt/${id}`)).rows.length).toBe(2);
    expect((await call<HyperoptState>('GET', `hyperopt/${id}`)).epochs_per_second).toBeGreaterThan(0);
    expect(await call('DELETE', `hyperopt/${id}`)).toMatchObject({
      ...{ status: 'aborted', running: false, rows: [], epochs_done: 2 },
      truth: { epoch: TRUTH.epoch },
    });
    expect(await call('GET', `hyperopt/${id}`)).toMatchObject({ status_msg: 'Hyperopt aborted', rows: [{ epoch: 1 }, { epoch: 2 }] });
  });

  it('walks forward, tells of its windows, and shows and deletes earlier walks', async () => {
    const order = { strategy: 'Hyper', loss_names: ['SharpeHyperOptLoss'], timerange: '20240102-20240112', train_days: 5, test_days: 3 };
    const { job_id: id } = await call<{ job_id: string }>('POST', 'walk_forward', order);
    await expect.poll(async () => (await call<WalkForwardState>('GET', `walk_forward/${id}`)).status).toBe('ended');
    expect(walked).toMatchObject({ trainDays: 5, testDays: 3, windows: [{ trainFrom: Date.UTC(2024, 0, 2) }, {}] });
    expect(await call('GET', `walk_forward/${id}`)).toMatchObject({
      ...{ filename: 'walk-forward_Hyper_2026-11-29_08-00-00.json', windows_total: 2 },
      windows: [{ train_from: '2024-01-02 00:00:00', test_to: '2024-01-10 00:00:00', in_sample: FIGURES, out_of_sample: FIGURES }],
      summary: { total_trades: 4, good_windows: 1, reshuffled: { worst_5_percent: 0.03 } },
    });
    const { job_id: endless } = await call<{ job_id: string }>('POST', 'walk_forward', { ...order, random_state: ENDLESS });
    await expect.poll(async () => (await call<WalkForwardState>('GET', `walk_forward/${endless}`)).windows.length).toBe(1);
    expect(await call('GET', `walk_forward/${endless}`)).toMatchObject({ running: true, summary: null });
    expect(await call('DELETE', `walk_forward/${endless}`)).toMatchObject({ status: 'aborted', windows: [{}] });
    const open = await api.call('POST', 'walk_forward', { authorization: BASIC, body: { ...order, timerange: '20240102-' } });
    expect([open.status, await open.text()]).toEqual([400, expect.stringContaining('name both ends') as unknown]);
    const short = await api.call('POST', 'walk_forward', { authorization: BASIC, body: { ...order, train_days: 60 } });
    expect([short.status, await short.text()]).toEqual([400, expect.stringContaining('too few for 60 days') as unknown]);
    const name = 'walk-forward_Hyper_2026-11-29_08-00-00';
    const results = join(folder, 'hyperopt_results');
    writeFileSync(join(results, `${name}.json`), JSON.stringify(REPORT));
    mkdirSync(join(results, name));
    expect(await call('GET', 'walk_forward/history')).toEqual([
      {
        ...{ filename: `${name}.json`, strategy: 'Hyper', search_start_ts: Date.UTC(2026, 10, 29, 8) },
        ...{ loss_names: ['SharpeHyperOptLoss'], timerange: '20240102-20240112', total_trades: 4, profit_total: 0.1 },
      },
    ]);
    const broken = 'walk-forward_Hyper_2026-11-28_08-00-00.json';
    writeFileSync(join(results, broken), '{"windows": 1}');
    const unread = { loss_names: [], timerange: null, total_trades: null, profit_total: null };
    expect(await call('GET', 'walk_forward/history')).toMatchObject([{}, { filename: broken, ...unread }]);
    rmSync(join(results, broken));
    expect(await call('GET', `walk_forward/history/result?filename=${name}.json`)).toMatchObject({ windows: [{ epoch: 2 }] });
    expect(await call('DELETE', `walk_forward/history/${name}.json`)).toEqual([]);
    expect(existsSync(join(results, name))).toBe(false);
    expect((await api.call('GET', 'walk_forward/history/result?filename=../config.json', { authorization: BASIC })).status).toBe(404);
  });

  it('shows who takes work from the queue, and gives none where there is no queue', async () => {
    expect(await call('GET', 'hyperopt/workers')).toEqual({ queue: null, problem: null, workers: [] });
    const order = { strategy: 'Hyper', loss_names: ['SharpeHyperOptLoss'], over_queue: true };
    const answer = await api.call('POST', 'hyperopt', { authorization: BASIC, body: order });
    const reason = 'There is no queue: start this program with its address in the variable FREQTRADE_QUEUE.';
    expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining(reason) as unknown]);
    expect((await api.call('GET', 'hyperopt/workers', { authorization: 'Bearer nobody' })).status).toBe(401);
  });

  it('shows earlier ones, and writes the parameters of a try beside its strategy', async () => {
    const [file] = await call<HyperoptFile[]>('GET', 'hyperopt/history');
    expect(file).toMatchObject({ strategy: 'Hyper', search_start_ts: Date.UTC(2026, 10, 28, 20, 28), truth: null });
    const state = await call<HyperoptState>('GET', `hyperopt/history/result?filename=${file!.filename}`);
    expect(state.rows.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_value, index) => index + 1));
    expect(state.importance[0]!.share).toBeGreaterThan(0.1);
    expect(await call('GET', 'hyperopt/parameters?strategy=Hyper')).toMatchObject({ parameter_file: null, parameter_groups: {} });
    expect(await call('POST', 'hyperopt/use', { filename: file!.filename, epoch: 35 })).toMatchObject({ strategy: 'Hyper' });
    const stored = JSON.parse(readFileSync(join(folder, 'strategies/hyper.json'), 'utf8')) as { params: { buy: object } };
    expect(stored.params.buy).toMatchObject({ entry_kind: 'ema', entry_rsi: 38.2, kept: 4 });
    const written = await call<ParameterFile>('GET', 'hyperopt/parameters?strategy=Hyper');
    expect(written).toMatchObject({ parameter_file: 'hyper.json', parameter_groups: stored.params });
    expect(written.export_time).toMatch(/^\d{4}-/);
    const ofTry = `hyperopt/history/parameters?filename=${file!.filename}&epoch=35`;
    expect(await call('GET', ofTry)).toEqual({ epoch: 35, parameter_groups: written.parameter_groups });
    const kept = await api.call('POST', 'hyperopt/use', {
      authorization: BASIC,
      body: { filename: file!.filename, epoch: 3, overwrite: false },
    });
    expect([kept.status, await kept.text()]).toEqual([400, expect.stringContaining('hyper.json is there already') as unknown]);
    expect(await call('GET', 'hyperopt/parameters?strategy=Hyper')).toEqual(written);
    for (const filename of ['../hyper.fthypt', 'nothing.fthypt', 'walk-forward_x/../../x.fthypt', 'a/b.fthypt'])
      expect((await api.call('GET', `hyperopt/history/result?filename=${filename}`, { authorization: BASIC })).status).toBe(404);
    expect((await api.call('POST', 'hyperopt/use', { authorization: BASIC, body: { filename: file!.filename, epoch: 99 } })).status).toBe(
      404,
    );
  });

  it('finds a place for the parameters of a strategy in Python', async () => {
    const python = join(folder, 'strategies/spaced.py');
    copyFileSync(join(ROOT, 'tests/golden/hyperopt/spaced.py'), python);
    const file = 'strategy_Spaced_2026-11-27_20-28-00.fthypt';
    const tries = gunzipSync(readFileSync(join(ROOT, 'tests/golden/hyperopt/spaced-14.fthypt.gz')));
    writeFileSync(join(folder, 'hyperopt_results', file), tries);
    expect(await call('GET', 'hyperopt/parameters?strategy=Spaced')).toMatchObject({ parameter_file: null });
    expect(await call('POST', 'hyperopt/use', { filename: file, epoch: 5 })).toMatchObject({ strategy: 'Spaced' });
    // as freqtrade writes them: binary numbers, and what is no JSON in its place
    const text = readFileSync(join(folder, 'strategies/spaced.json'), 'utf8');
    expect(text).toMatch(/"stoploss": -1\.0\n[\s\S]*"max_open_trades": -1\n[\s\S]*"enter_level": 22\.0\n/);
    expect(await call('GET', 'hyperopt/parameters?strategy=Spaced')).toMatchObject({ parameter_file: 'spaced.json' });
    rmSync(join(folder, 'hyperopt_results', file));
    rmSync(python);
  });

  it('deletes one', async () => {
    const [file] = await call<HyperoptFile[]>('GET', 'hyperopt/history');
    expect(await call('DELETE', `hyperopt/history/${file!.filename}`)).toEqual([]);
    expect(existsSync(join(folder, 'hyperopt_results', file!.filename))).toBe(false);
    expect((await api.call('DELETE', 'hyperopt/history/..%2Fx.fthypt', { authorization: BASIC })).status).toBe(404);
  });

  it('shows what the schedule has found, and puts it away', async () => {
    expect(await call('GET', 'proposals')).toEqual({ schedule: null, proposals: [] });
    const files = new ProposalFiles(join(folder, 'hyperopt_results'), folder);
    const later = { ...PROPOSAL, created_ts: PROPOSAL.created_ts + 60_000, epoch: 3 };
    const [first, second] = [files.add(PROPOSAL), files.add(later)];
    const [at, next] = [PROPOSAL.created_ts, PROPOSAL.created_ts + 7 * 86_400_000];
    schedule = { strategy: 'Hyper', everyDays: 7, lastRun: { atMs: at, hasFailed: true }, nextMs: next, isRunning: false };
    const said = { strategy: 'Hyper', every_days: 7, last_run_ts: at, has_failed: true, next_run_ts: next, running: false };
    const shown = [
      { filename: second, ...later },
      { filename: first, ...PROPOSAL },
    ];
    expect(await call<HyperoptProposals>('GET', 'proposals')).toEqual({ schedule: said, proposals: shown });
    // one that runs again has not failed yet
    schedule = { ...schedule, nextMs: null, isRunning: true };
    expect((await call<HyperoptProposals>('GET', 'proposals')).schedule).toEqual({
      ...said,
      has_failed: false,
      next_run_ts: null,
      running: true,
    });
    for (const [method, path] of [
      ['GET', 'proposals'],
      ['DELETE', `proposals/${first}`],
    ] as const)
      expect((await api.call(method, path, { authorization: 'Bearer nobody' })).status).toBe(401);
    writeFileSync(join(folder, 'hyperopt_results/other.json'), '{}');
    for (const file of ['other.json', '..%2Freoptimize.json', 'proposal_nothing.json'])
      expect((await api.call('DELETE', `proposals/${file}`, { authorization: BASIC })).status, file).toBe(404);
    expect(await call('DELETE', `proposals/${second}`)).toMatchObject({ proposals: [{ filename: first }] });
    expect(existsSync(join(folder, 'hyperopt_results', second))).toBe(false);
    expect(await call('DELETE', `proposals/${first}`)).toMatchObject({ proposals: [] });
  });

  it('names the loss functions', async () => {
    const { loss_functions: found } = await call<{ loss_functions: { name: string }[] }>('GET', 'hyperoptloss');
    expect(found.map(({ name }) => name)).toContain('SharpeHyperOptLossDaily');
  });
});
