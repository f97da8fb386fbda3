import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import { Jobs } from '../../research/jobs.ts';
import { ProposalFiles } from './proposal-files.ts';
import { reoptimizeSettings } from './reoptimize-settings.ts';
import { Reoptimizer } from './reoptimizer.ts';
import type { ProposeTask } from './work.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const START = Date.UTC(2026, 10, 29, 12);
const FIGURES = {
  ...{ loss: -1, loss_values: [-1], total_trades: 4, wins: 3, draws: 0, losses: 1, profit_mean: 0.01, profit_total: 0.1 },
  ...{ profit_total_abs: 100, max_drawdown_abs: 1, max_drawdown_account: 0.001, holding_avg: '1:00:00', stake_currency: 'USDT' },
};
const CONFIG = {
  ...{ strategy: 'Hyper', stake_currency: 'USDT', epochs: 40, hyperopt_loss: 'SharpeHyperOptLoss' },
  reoptimize: { every_days: 7, train_days: 30, test_days: 10, spaces: ['buy'], random_state: 3 },
};

describe('re-optimising', () => {
  let folder: string;
  let at: number;
  /** What waits, and when it is over. */
  let waiting: { until: number; resolve: () => void }[];
  let said: string[];
  let proposed: Proposal[];
  let downloads: unknown[];
  let tasks: ProposeTask[];
  let problem: string | null;
  const running: Reoptimizer[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reoptimize-'));
    [at, waiting, said, proposed, downloads, tasks, problem] = [0, [], [], [], [], [], null];
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
    rmSync(folder, { recursive: true });
  });

  function start(): Reoptimizer {
    let ids = 0;
    const jobs = new Jobs(() => `job-${++ids}`);
    const config = { ...CONFIG, exchange: {} };
    const places = {
      ...{ config, userFolder: folder, folders: [], store: { folder, format: 'feather' }, checkDeclared: () => undefined },
      input: (_timeframe: null, timerange: string) => ({ config, timerange, store: {} }),
      pairs: async (named: string[] | null) => ({ pairs: named ?? ['BTC/USDT'], markets: [] }),
    };
    const threads = {
      run: async (_kind: string, task: ProposeTask, { signal }: { signal: AbortSignal }) => {
        tasks.push(task);
        if (problem === 'endless') await new Promise((resolve) => signal.addEventListener('abort', resolve));
        if (problem !== null) throw new Error(problem);
        return {
          ...{ strategy: 'Hyper', created_ts: START + at, loss_names: task.order.losses, search_file: 'x.fthypt', epoch: 4 },
          ...{ train_timerange: task.order.request.timerange, test_timerange: task.test },
          ...{ old_parameters: { buy: { rsi: 30 } }, new_parameters: { buy: { rsi: 35 } } },
          ...{ old_in_sample: FIGURES, new_in_sample: FIGURES, old_out_of_sample: FIGURES, new_out_of_sample: null },
        };
      },
    };
    const log = { info: (_module: string, text: string) => said.push(text), warn: (_module: string, text: string) => said.push(text) };
    const data = {
      download: (order: unknown) => {
        downloads.push(order);
        return jobs.start('download_data', true, async () => null);
      },
    };
    const strategies = { find: async () => ({ timeframe: '5m', startupCandles: 12 }) };
    const files = new ProposalFiles(join(folder, 'hyperopt_results'), folder);
    const one = new Reoptimizer(reoptimizeSettings(config as never), { jobs, threads, log, places, data, strategies, files } as never, {
      now: () => START + at,
      monotonic: () => at,
      pause: (ms, signal) =>
        new Promise<void>((resolve, reject) => {
          waiting.push({ until: at + ms, resolve });
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      pairs: () => ['ETH/USDT'],
      tell: (proposal) => proposed.push(proposal),
    });
    running.push(one);
    one.start();
    return one;
  }
  /** Lets time pass, an hour at a time, until nothing is due. */
  async function pass(ms: number): Promise<void> {
    for (const end = at + ms; at < end; ) {
      at = Math.min(end, at + HOUR);
      for (const { resolve } of waiting.splice(0)) resolve();
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
  }

  it('searches once the start is over, on the latest candles, and proposes what it finds', async () => {
    const one = start();
    expect(one.schedule()).toMatchObject({ strategy: 'Hyper', everyDays: 7, lastRun: null, nextMs: START + MINUTE, isRunning: false });
    await pass(MINUTE);
    const [day, startup] = [DAY / 1000, 12 * 300];
    const to = START / 1000 + 60;
    expect(downloads).toMatchObject([{ pairs: ['ETH/USDT'], timeframes: ['5m'], timerange: `${to - 40 * day - startup}-`, prepend: true }]);
    expect(tasks).toMatchObject([
      {
        ...{ pairs: ['ETH/USDT'], test: `${to - 10 * day}-${to - 1}` },
        order: {
          ...{ losses: ['SharpeHyperOptLoss'], epochs: 40, seed: 3, workers: 1 },
          request: { spaces: ['buy'], enableProtections: true, timerange: `${to - 40 * day}-${to - 10 * day - 1}` },
        },
      },
    ]);
    expect(proposed).toHaveLength(1);
    expect(one.list()).toMatchObject([{ filename: 'proposal_Hyper_2026-11-29_12-01-00.json', proposal: { epoch: 4 } }]);
    expect(said.at(-1)).toBe('Parameters for Hyper are proposed, and not applied: proposal_Hyper_2026-11-29_12-01-00.json.');
    // the parameter file of a strategy would be beside it; nothing but these is written
    expect(readdirSync(folder).sort()).toEqual(['hyperopt_results', 'reoptimize.json']);
    one.delete('proposal_Hyper_2026-11-29_12-01-00.json');
    expect(one.list()).toEqual([]);
    expect(() => one.delete('../reoptimize.json')).toThrow('File not found.');
  });

  it('does so again after as many days, not sooner for a new start', async () => {
    await start().close();
    at = 0;
    const first = start();
    await pass(MINUTE);
    expect(tasks).toHaveLength(1);
    await pass(3 * DAY);
    await first.close();
    waiting = [];
    const second = start();
    expect(second.schedule()!.nextMs).toBe(START + MINUTE + 7 * DAY);
    await pass(4 * DAY - HOUR);
    expect(tasks).toHaveLength(1);
    await pass(2 * HOUR);
    expect(tasks).toHaveLength(2);
    expect(proposed).toHaveLength(2);
  });

  it('tries again an hour later where it has failed', async () => {
    problem = 'No candles.';
    const one = start();
    await pass(MINUTE);
    expect(said.at(-1)).toBe('Re-optimisation of Hyper failed: No candles.');
    expect(one.schedule()).toMatchObject({ lastRun: { atMs: START + MINUTE, hasFailed: true }, nextMs: START + MINUTE + HOUR });
    problem = null;
    await pass(HOUR);
    expect(proposed).toHaveLength(1);
    expect(one.schedule()).toMatchObject({ lastRun: { hasFailed: false } });
  });

  it('tries again an hour later where what it has found could not be written', async () => {
    writeFileSync(join(folder, 'hyperopt_results'), 'in the way');
    const one = start();
    await pass(MINUTE);
    expect(said.at(-1)).toMatch(/^Re-optimisation of Hyper failed: .*hyperopt_results/);
    expect(one.schedule()).toMatchObject({ lastRun: { hasFailed: true }, nextMs: START + MINUTE + HOUR });
    rmSync(join(folder, 'hyperopt_results'));
    await pass(HOUR);
    expect(proposed).toHaveLength(1);
    expect(one.list()).toHaveLength(1);
  });

  it('ends with whoever started it, and is not done over and over', async () => {
    problem = 'endless';
    const one = start();
    at = MINUTE;
    for (const { resolve } of waiting.splice(0)) resolve();
    await expect.poll(() => tasks.length).toBe(1);
    expect(one.schedule()).toMatchObject({ isRunning: true, nextMs: null });
    await one.close();
    expect(said.filter((text) => text.includes('failed'))).toEqual([]);
    expect(existsSync(join(folder, 'hyperopt_results'))).toBe(false);
    expect(start().schedule()!.nextMs).toBe(START + MINUTE + HOUR);
  });

  it('is not done where the configuration asks for none', () => {
    expect(reoptimizeSettings({ strategy: 'Hyper' } as never)).toBeNull();
  });
});
