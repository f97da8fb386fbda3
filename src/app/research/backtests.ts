import type { RawConfig } from '../../config/raw.ts';
import { checkedAgain } from '../../config/validate.ts';
import type { Job } from '../../research/jobs.ts';
import { type BacktestOrder, type BacktestState, type Backtests, ResearchRefused } from '../../research/port.ts';
import type { ResearchPlaces } from './places.ts';
import { refuseFreqai } from './strategies.ts';
import { startTask, type TaskPlace } from './task-jobs.ts';

/** Backtests that may run at once. */
const MOST_BACKTESTS = 8;
/** Jobs whose result is kept in memory. */
const KEPT_RESULTS = 8;

const NOT_STARTED: BacktestState = {
  status: 'not_started',
  message: 'Backtest not yet executed',
  step: '',
  progress: 0,
  tradeCount: null,
  result: null,
};

/** What is kept of a backtest for the next one where the configuration does not say, MiB and minutes. */
const KEPT_MIB = 512;
const KEPT_MINUTES = 10;
/** The coarsest clock of file systems, ms. */
const SETTLES_MS = 2000;

/** Most that is kept of a backtest, bytes. */
function keptBytes({ kept_backtest_mb: most = KEPT_MIB }: RawConfig): number {
  return most * 2 ** 20;
}

/** How long it is kept, ms; 0 where nothing is. */
export function keptMs(config: RawConfig): number {
  return keptBytes(config) === 0 ? 0 : (config.kept_backtest_minutes ?? KEPT_MINUTES) * 60_000;
}

/** Backtests in threads: freqtrade's single one, and others as jobs. */
export class BacktestJobs implements Backtests {
  readonly #places: ResearchPlaces;
  readonly #at: TaskPlace;
  readonly #threads: number;
  /** The one backtest that freqtrade knows; where there is none, what is said instead. */
  #single: Job | null = null;
  #idle: BacktestState = NOT_STARTED;
  readonly #steps = new WeakMap<Job, { step: string; ratio: number; trades: number }>();
  readonly #withResult: Job[] = [];

  /** @param threads that one backtest may have where it runs alone */
  constructor(places: ResearchPlaces, at: TaskPlace, threads: number) {
    this.#places = places;
    this.#at = at;
    this.#threads = threads;
  }

  start(order: BacktestOrder): void {
    if (this.state().status === 'running') throw new ResearchRefused('impossible', 'Bot Background task already running', 'query');
    this.#forgetSingle();
    this.#single = this.#run(order);
  }

  state(): BacktestState {
    return this.#single === null ? this.#idle : this.#stateOf(this.#single);
  }

  isSingle(job: Job): boolean {
    return job === this.#single;
  }

  async abort(): Promise<boolean> {
    const job = this.#single;
    if (job?.status !== 'running') return false;
    this.#single = null;
    this.#idle = { ...NOT_STARTED, message: 'Backtest ended' };
    await job.abort();
    return true;
  }

  reset(): void {
    if (this.#single?.status === 'running') throw new ResearchRefused('impossible', 'Backtest is running; abort it first.');
    this.#forgetSingle();
    this.#idle = NOT_STARTED;
  }

  startJob(order: BacktestOrder): Job {
    const running = this.#running();
    if (running >= MOST_BACKTESTS)
      throw new ResearchRefused('impossible', `${running} backtests are running already: wait until one has ended, or abort one.`);
    const job = this.#run(order);
    this.#withResult.push(job);
    // results are large, and kept in files
    for (const old of this.#withResult.splice(0, Math.max(0, this.#withResult.length - KEPT_RESULTS))) old.result = null;
    return job;
  }

  #running(): number {
    return this.#at.jobs.list().filter(({ category, status }) => category === 'backtest' && status === 'running').length;
  }

  jobState(id: string): BacktestState {
    const job = this.#at.jobs.find(id);
    if (job === null || job.category !== 'backtest') throw new ResearchRefused('missing', 'Job not found.');
    return this.#stateOf(job);
  }

  #run(order: BacktestOrder): Job {
    const places = this.#places;
    const job: Job = startTask(
      this.#at,
      'backtest',
      'backtest',
      async () => {
        refuseFreqai(order.freqaiModel);
        places.checkDeclared(order.strategy);
        const task = {
          ...places.input(order.timeframe, order.timerange, this.#configOf(order)),
          strategy: order.strategy,
          ...(await places.pairs()),
          resultFolder: places.resultFolder,
          timeframeDetail: order.timeframeDetail ?? '',
          enableProtections: order.enableProtections,
        };
        const { config } = places;
        const reuses = (order.cache ?? config.backtest_cache) !== 'none';
        // several at once have a thread each
        const threads = this.#running() > 1 ? 1 : this.#threads;
        return { task, mostBytes: keptBytes(config), reuses, threads, settlesMs: SETTLES_MS };
      },
      ({ step, ratio, trades }) => this.#steps.set(job, { step, ratio, trades }),
    );
    return job;
  }

  /** @throws ConfigurationError where what is asked for makes no configuration */
  #configOf({ maxOpenTrades, stakeAmount, wallet }: BacktestOrder): RawConfig {
    const { config } = this.#places;
    const stake = stakeAmount === null || stakeAmount === '' ? config.stake_amount : stakeAmount;
    return checkedAgain(
      {
        ...config,
        dry_run: true,
        ...(maxOpenTrades === null ? {} : { max_open_trades: maxOpenTrades }),
        stake_amount: typeof stake === 'string' && Number.isFinite(Number(stake)) ? Number(stake) : stake,
        ...(wallet === null ? {} : { dry_run_wallet: wallet }),
      },
      'the request',
    );
  }

  #stateOf(job: Job): BacktestState {
    if (job.status === 'failed') return { ...NOT_STARTED, status: 'error', message: `Backtest failed with ${job.error}` };
    if (job.status === 'success') {
      const result = job.result as Uint8Array | null;
      return { ...NOT_STARTED, status: 'ended', message: 'Backtest ended', step: 'finished', progress: 1, result };
    }
    const { step, ratio, trades } = this.#steps.get(job) ?? { step: 'startup', ratio: 0, trades: 0 };
    return { ...NOT_STARTED, status: 'running', message: 'Backtest running', step, progress: ratio, tradeCount: trades };
  }

  #forgetSingle(): void {
    // it is in a file, and its job stays in the list
    if (this.#single !== null) this.#single.result = null;
    this.#single = null;
  }
}
