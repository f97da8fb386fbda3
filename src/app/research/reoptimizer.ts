import { setTimeout as sleep } from 'node:timers/promises';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { reasonOf } from '../../core/reason.ts';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import { waitForNext } from '../../research/hyperopt/run-schedule.ts';
import { timerangeText } from '../../research/hyperopt/windows.ts';
import type { CandleData, Job, ProposalFile, Proposals, ReoptimizeState, Strategies } from '../../research/port.ts';
import { logWarning } from './job-log.ts';
import type { ResearchPlaces } from './places.ts';
import type { ProposalFiles } from './proposal-files.ts';
import type { ReoptimizeSettings } from './reoptimize-settings.ts';
import { searchTask } from './search-orders.ts';
import type { TaskPlace } from './task-jobs.ts';

const DAY_MS = 86_400_000;
const MODULE = 'reoptimize';
/** Timers are no longer than this, ms: Node's end at 24 days. */
const LONGEST_SLEEP_MS = 3_600_000;

/** Time, and whoever is to hear of proposals. */
export interface ReoptimizerHooks {
  /** ms since epoch, UTC. */
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Rejects when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Pairs that are traded now; none for those of the configuration. */
  readonly pairs: () => readonly string[];
  readonly tell: (proposal: Proposal) => void;
}

export const STEADY: Pick<ReoptimizerHooks, 'now' | 'monotonic' | 'pause'> = {
  now: Date.now,
  monotonic: () => performance.now(),
  pause: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};

interface Surroundings extends TaskPlace {
  readonly places: ResearchPlaces;
  readonly data: Pick<CandleData, 'download'>;
  readonly strategies: Pick<Strategies, 'find'>;
  readonly files: ProposalFiles;
}

/** Searches again every so many days, and proposes what it has found; it applies nothing. */
export class Reoptimizer implements Proposals {
  /** Null where it is not asked for: then there are the proposals of before. */
  readonly #settings: ReoptimizeSettings | null;
  readonly #at: Surroundings;
  readonly #hooks: ReoptimizerHooks;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** When the next run begins, monotonic ms; null while one runs. */
  #nextAt: number | null = null;

  constructor(settings: ReoptimizeSettings | null, at: Surroundings, hooks: ReoptimizerHooks) {
    this.#settings = settings;
    this.#at = at;
    this.#hooks = hooks;
  }

  /** Begins to wait for what is due. */
  start(): void {
    if (this.#settings !== null) this.#running = this.#goOn(this.#settings);
  }

  list(): readonly ProposalFile[] {
    return this.#at.files.list();
  }

  delete(filename: string): void {
    this.#at.files.delete(filename);
  }

  schedule(): ReoptimizeState | null {
    if (this.#settings === null) return null;
    const { now, monotonic } = this.#hooks;
    const { strategy, everyDays } = this.#settings;
    return {
      strategy,
      everyDays,
      lastRun: this.#at.files.lastRun(strategy),
      nextMs: this.#nextAt === null ? null : Math.round(now() + Math.max(0, this.#nextAt - monotonic())),
      isRunning: this.#nextAt === null && !this.#end.signal.aborted,
    };
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #goOn(settings: ReoptimizeSettings): Promise<void> {
    const { now, monotonic } = this.#hooks;
    const { files } = this.#at;
    const { signal } = this.#end;
    while (!signal.aborted) {
      this.#nextAt = monotonic() + waitForNext(settings.everyDays, files.lastRun(settings.strategy), now());
      if (!(await this.#waitUntil(this.#nextAt))) return;
      this.#nextAt = null;
      await this.#attempt(settings);
    }
  }

  /** @returns whether the time has come, rather than the end */
  async #waitUntil(at: number): Promise<boolean> {
    const { monotonic, pause } = this.#hooks;
    const { signal } = this.#end;
    for (let left = at - monotonic(); left > 0; left = at - monotonic())
      try {
        await pause(Math.min(left, LONGEST_SLEEP_MS), signal);
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
    return !signal.aborted;
  }

  /** Whatever goes wrong is said, and tried again later. */
  async #attempt(settings: ReoptimizeSettings): Promise<void> {
    const { files, log } = this.#at;
    const atMs = this.#hooks.now();
    try {
      // noted before: what ends the process is not tried again at once
      files.keepRun(settings.strategy, { atMs, hasFailed: true });
      const proposal = await this.#propose(settings, atMs);
      if (this.#end.signal.aborted) return;
      const filename = proposal === null ? null : files.add(proposal);
      files.keepRun(settings.strategy, { atMs, hasFailed: false });
      if (proposal === null) return log.info(MODULE, `Nothing good was found for ${settings.strategy}: nothing is proposed.`);
      log.info(MODULE, `Parameters for ${settings.strategy} are proposed, and not applied: ${filename}.`);
      this.#hooks.tell(proposal);
    } catch (error) {
      if (!this.#end.signal.aborted) log.warn(MODULE, `Re-optimisation of ${settings.strategy} failed: ${reasonOf(error)}`);
    }
  }

  async #propose(settings: ReoptimizeSettings, atMs: number): Promise<Proposal | null> {
    const { jobs, places, threads, log } = this.#at;
    const { strategy, trainDays, testDays, epochs } = settings;
    places.checkDeclared(strategy);
    const testFrom = atMs - testDays * DAY_MS;
    const trainFrom = testFrom - trainDays * DAY_MS;
    const chosen = this.#hooks.pairs();
    const pairs = chosen.length > 0 ? chosen : null;
    if (settings.downloads) await this.#download(settings, pairs, trainFrom);
    // the bot that would use it trades with the protections of its strategy
    const request = {
      ...{ strategy, timeframe: null, timerange: timerangeText(trainFrom, testFrom), pairs, spaces: settings.spaces },
      ...{ losses: settings.losses, epochs, minTrades: settings.minTrades, earlyStop: 0, seed: settings.seed, sampler: settings.sampler },
      ...{ workers: settings.workers, enableProtections: true, analyzePerEpoch: false, isOverQueue: false },
    };
    const job: Job = jobs.start('reoptimize', true, async (tell, signal) => {
      const task = { ...(await searchTask(request, places)), test: timerangeText(testFrom, atMs) };
      return threads.run('propose', task, {
        signal,
        onNews: ({ epochs: done }) => tell({ '0': { progress: done, total: epochs, description: 'Epochs' } }),
        onWarning: (text) => logWarning(job, text, log),
      });
    });
    return this.#resultOf(job) as Promise<Proposal | null>;
  }

  /** The latest candles, and those before that the indicators begin with. @throws Error where some can't be had */
  async #download(settings: ReoptimizeSettings, pairs: readonly string[] | null, fromMs: number): Promise<void> {
    const { data, places, strategies } = this.#at;
    const known = await strategies.find(settings.strategy);
    const timeframe = places.config.timeframe ?? known?.timeframe ?? '5m';
    const ahead = (known?.startupCandles ?? 0) * timeframeMs(timeframe);
    await this.#resultOf(
      data.download({
        ...{ place: { exchange: null, tradingMode: null }, pairs: pairs ?? (await places.pairs()).pairs },
        ...{ timeframes: settings.timeframes ?? [timeframe], days: null, timerange: `${Math.floor((fromMs - ahead) / 1000)}-` },
        ...{ erase: false, downloadTrades: false, candleTypes: null, prepend: true, fillsGaps: false },
      }),
    );
  }

  /** What a job gives. @throws Error with what it failed by */
  async #resultOf(job: Job): Promise<unknown> {
    const end = (): void => {
      job.abort().catch(() => undefined);
    };
    const { signal } = this.#end;
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    await job.settled;
    signal.removeEventListener('abort', end);
    if (job.status !== 'success') throw new Error(job.error ?? 'It was ended.');
    return job.result;
  }
}
