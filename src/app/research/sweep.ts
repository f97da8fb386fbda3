import { createHash } from 'node:crypto';
import { VERSION } from '../../api/calls/version.ts';
import type { QueueAddress } from '../../queue/address.ts';
import { BacktestError } from '../../research/backtest-settings.ts';
import { metricsOf } from '../../research/hyperopt/epoch-text.ts';
import { openStudy, type StudyRequest, type StudySources } from '../../research/hyperopt/open-study.ts';
import { pointKey } from '../../research/hyperopt/study-loop.ts';
import { type SweepGroup, type SweptValues, sweepGroups } from '../../research/sweep/combinations.ts';
import { type SweepPlace, type SweepRow, sweepRow } from '../../research/sweep/sweep-row.ts';
import { sweepable, unfitValues } from '../../research/sweep/swept.ts';
import type { Point } from '../../samplers/space.ts';
import { hostingOf, type PythonPlace } from '../strategies/python-place.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';
import { type Crew, parcelOrder, queueCrew, refuseOverQueue, threadCrew } from './crews.ts';
import { searchParcel } from './queue/search-parcel.ts';

/** A sweep as it is asked for. */
export interface SweepOrder {
  readonly strategies: readonly string[];
  /** Null for each strategy's. */
  readonly timeframes: readonly (string | null)[];
  /** Empty texts for all there is. */
  readonly timeranges: readonly string[];
  readonly parameters: readonly SweptValues[];
  readonly folders: readonly string[];
  /** Everything but what is swept. */
  readonly request: StudyRequest;
  /** Where strategies in Python run. */
  readonly python: PythonPlace;
  /** Threads. */
  readonly workers: number;
  /** Where workers on other machines take combinations from; null for threads of this process. */
  readonly queue: QueueAddress | null;
  /** Results that are there already, by their key. */
  readonly known: ReadonlyMap<string, SweepRow>;
}

export interface SweepNews {
  readonly onPlan: (combinations: number) => void;
  /** Awaited, so that a file keeps up. @param isNew false for one that was known */
  readonly onRow: (row: SweepRow, isNew: boolean) => Promise<void>;
  /** @param combinations that come to nothing by it */
  readonly onFailure: (what: string, reason: string, combinations: number) => void;
  readonly onInfo: (text: string) => void;
}

/** A try has one; nothing of a sweep goes by it. */
const LOSSES = ['OnlyProfitHyperOptLoss'];
/** Groups whose combinations are on the queue at once. */
const GROUPS_ON_QUEUE = 4;
/** Errors that belong to one combination: words of those who look at candles, strategies and configurations. */
const OF_ONE = ['OPERATIONAL_EXCEPTION', 'STRATEGY_ERROR', 'CANDLE_FILE_ERROR', 'CONFIGURATION_ERROR', 'STRATEGY_LOAD_ERROR'];

/**
 * Backtests every combination once. What goes wrong with one leaves the others alone.
 * @throws BacktestError, StrategyLoadError where the sweep itself can't be
 */
export async function runSweep(order: SweepOrder, sources: StudySources, news: SweepNews, signal: AbortSignal): Promise<void> {
  const groups = await plannedGroups(order, sources.onWarning);
  news.onPlan(groups.reduce((sum, { points }) => sum + points.length, 0));
  const side = Math.min(groups.length, order.queue === null ? order.workers : GROUPS_ON_QUEUE);
  const threads = Math.max(1, Math.floor(order.workers / side));
  const left = [...groups];
  const work = async (): Promise<void> => {
    for (let group = left.shift(); group !== undefined && !signal.aborted; group = left.shift()) {
      try {
        await sweepGroup(order, group, threads, { sources, news, signal });
      } catch (error) {
        if (!isOfOne(error)) throw error;
        if (!signal.aborted) news.onFailure(nameOf(group), error.message, group.points.length);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: side }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function isOfOne(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && OF_ONE.includes(String(error.code));
}

/** @throws BacktestError where a parameter is none of any strategy's, or a value is not to be taken */
async function plannedGroups(order: SweepOrder, warn: (text: string) => void): Promise<readonly SweepGroup[]> {
  const { strategies, parameters } = order;
  const taken = new Map<string, readonly SweptValues[]>();
  for (const name of strategies) taken.set(name, await takenBy(name, order, warn));
  for (const { name } of parameters)
    if (![...taken.values()].flat().some((parameter) => parameter.name === name))
      throw new BacktestError(`--parameters: no strategy has "${name}".`);
  return sweepGroups(strategies, order.timeframes, order.timeranges, (strategy) => taken.get(strategy) ?? []);
}

/** What a strategy takes of the parameters. @throws BacktestError for a value that it can't */
async function takenBy(
  name: string,
  { strategies, parameters, folders, request, python }: SweepOrder,
  warn: (text: string) => void,
): Promise<readonly SweptValues[]> {
  const { strategy, close } = await loadStrategy(name, folders, request.config, hostingOf(python, warn));
  try {
    const known = sweepable(strategy);
    const own = parameters.filter((parameter) => known.includes(parameter.name));
    for (const { name: parameter, values } of own) {
      const unfit = unfitValues(strategy, parameter, values);
      if (unfit !== null) throw new BacktestError(`--parameters: ${name}: ${unfit}.`);
    }
    const missing = parameters.filter((parameter) => !known.includes(parameter.name)).map((parameter) => parameter.name);
    if (missing.length > 0 && strategies.length === 1)
      throw new BacktestError(`--parameters: ${name} has no ${missing.join(', ')}. It has: ${known.join(', ')}.`);
    if (missing.length > 0) warn(`${name} has no ${missing.join(', ')}, and is tried without.`);
    return own;
  } finally {
    close();
  }
}

function nameOf({ strategy, timeframe, timerange }: SweepGroup, point: Point = {}): string {
  const values = Object.entries(point).map(([name, value]) => `${name}=${String(value)}`);
  return [strategy, ...(timeframe === null ? [] : [timeframe]), ...(timerange === '' ? [] : [timerange]), ...values].join(' ');
}

/** Whom a sweep asks and tells. */
interface SweepSide {
  readonly sources: StudySources;
  readonly news: SweepNews;
  readonly signal: AbortSignal;
}

async function sweepGroup(order: SweepOrder, group: SweepGroup, threads: number, side: SweepSide): Promise<void> {
  const { sources, news } = side;
  const { strategy, timeframe, timerange, points } = group;
  const config = { ...order.request.config, strategy, ...(timeframe === null ? {} : { timeframe }) };
  const request = { ...order.request, config, timerange, swept: Object.keys(points[0] ?? {}) };
  const python = { ...order.python, config, timerange };
  const loaded = await loadStrategy(strategy, order.folders, config, hostingOf(python, sources.onWarning));
  try {
    refuseOverQueue(loaded, order.queue);
    const ready = { loaded, open: await openStudy(request, loaded.strategy, sources) };
    const tried = { strategy, folders: order.folders, lossFolders: [], request, losses: LOSSES, python };
    const parcel = parcelOrder(tried, ready, sources);
    const study = (await searchParcel(parcel, loaded, ready.open)).key;
    const places = points.map((params): SweepPlace => {
      const key = createHash('sha256')
        .update(`${study} ${pointKey(params)}`)
        .digest('hex');
      return { key, version: VERSION, strategy, timeframe: ready.open.study.job.timeframe, timerange, params };
    });
    for (const { key } of places) {
      const known = order.known.get(key);
      if (known !== undefined) await news.onRow(known, false);
    }
    const open = places.filter(({ key }) => !order.known.has(key));
    if (open.length === 0) return;
    const crew =
      order.queue === null
        ? threadCrew(tried, ready, Math.min(threads, open.length), sources.onWarning)
        : await queueCrew(order.queue, parcel, { ...ready, ahead: open.length }, { onInfo: news.onInfo, onWarning: sources.onWarning });
    await tryAll(crew, open, group, side);
  } finally {
    loaded.close();
  }
}

/** Combinations of one group, all handed over at once. */
async function tryAll(crew: Crew, places: readonly SweepPlace[], group: SweepGroup, { news, signal }: SweepSide): Promise<void> {
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => {
    ending ??= crew.end();
    return ending;
  };
  const stop = (): void => {
    // whoever waits for it hears what is wrong
    end().catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const tryOne = async (place: SweepPlace): Promise<void> => {
    try {
      const { kept } = await crew.tryPoint(place.params);
      await news.onRow(sweepRow(place, metricsOf(kept)), true);
    } catch (error) {
      if (!signal.aborted) news.onFailure(nameOf(group, place.params), (error as Error).message, 1);
    }
  };
  try {
    await Promise.all(places.map(tryOne));
  } finally {
    signal.removeEventListener('abort', stop);
    await end();
  }
}
