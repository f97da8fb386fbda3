import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { QueueAddress } from '../../queue/address.ts';
import { BacktestError } from '../../research/backtest-settings.ts';
import { EpochFile, newEpochFile, readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { EpochRunner } from '../../research/hyperopt/epoch-runner.ts';
import type { EpochText } from '../../research/hyperopt/epoch-text.ts';
import { LossesByPoint } from '../../research/hyperopt/losses-by-point.ts';
import { type OpenStudy, openStudy, type StudyRequest, type StudySources } from '../../research/hyperopt/open-study.ts';
import { parameterFileText } from '../../research/hyperopt/parameter-file.ts';
import { type EpochRecord, type EpochResult, presentEpoch } from '../../research/hyperopt/present-epoch.ts';
import { settingsOfTries } from '../../research/hyperopt/settings-of-tries.ts';
import { checkSame, readStudy, type StudyFacts, writeStudy } from '../../research/hyperopt/study-file.ts';
import { type NumberedEpoch, pointKey, runStudy, type StudyEnd } from '../../research/hyperopt/study-loop.ts';
import { TriedPoints } from '../../research/hyperopt/tried-points.ts';
import { SAMPLERS } from '../../samplers/by-name.ts';
import type { Sampler } from '../../samplers/sampler.ts';
import type { Point, Space } from '../../samplers/space.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { loadLoss } from '../strategies/loss-loader.ts';
import { hostingOf, type PythonPlace } from '../strategies/python-place.ts';
import { type LoadedStrategy, loadStrategy, parameterPath } from '../strategies/strategy-loader.ts';
import { parcelOrder, queueCrew, refuseOverQueue, threadCrew } from './crews.ts';

/** A search as it is asked for; plain data. */
export interface SearchOrder {
  readonly strategy: string;
  /** Folders with strategies, and with own loss functions. */
  readonly folders: readonly string[];
  readonly lossFolders: readonly string[];
  readonly request: StudyRequest;
  /** Names; the first one says which try is the best. */
  readonly losses: readonly string[];
  readonly epochs: number;
  /** Null for one by chance. */
  readonly seed: number | null;
  /** Null for the strategy's, else the usual one. */
  readonly sampler: string | null;
  /** Threads. */
  readonly workers: number;
  /** 0 for never. */
  readonly earlyStop: number;
  /** Folder of the file with the tries. */
  readonly resultFolder: string;
  /** File of a search to go on with; null for a new one. */
  readonly resume: string | null;
  /** Where a strategy in Python runs; null where there is none such place. */
  readonly python: PythonPlace | null;
  /** Where workers on other machines take tries from; null for threads of this process. */
  readonly queue: QueueAddress | null;
}

/** How a search is going. */
export interface SearchNews {
  readonly onBegin: (begin: SearchBegin) => void;
  readonly onEpoch: (epoch: NumberedEpoch<EpochText>) => void;
  readonly onInfo: (text: string) => void;
}

export interface SearchBegin {
  readonly file: string;
  readonly facts: StudyFacts;
  readonly workers: number;
  /** Tries that an earlier run has made. */
  readonly known: number;
  /** What all threads share, bytes. */
  readonly sharedBytes: number;
  /** All tries, more with each that is made. */
  readonly tries: TriedPoints;
}

export interface SearchEnd extends StudyEnd {
  readonly file: string;
  readonly loaded: LoadedStrategy;
  readonly best: EpochRecord | null;
  /** Most memory of one thread, bytes. */
  readonly memory: number;
  readonly facts: StudyFacts;
  /** All of them, those of earlier runs among them. */
  readonly tries: TriedPoints;
}

/**
 * Tries under way at once: a part of all, so that what is chosen knows nearly all that came before, and never by how many threads or
 * machines there are, so that seeds mean the same for all.
 */
const [FEWEST_AHEAD, MOST_AHEAD, AHEAD_PART] = [10, 100, 1 / 20];
const USUAL_SAMPLER = 'NSGAIIISampler';

/** Searches for better parameters in threads of its own. @throws BacktestError, StrategyError, StrategyLoadError, ConfigurationError, CandleFileError */
export async function runSearch(order: SearchOrder, sources: StudySources, news: SearchNews, signal: AbortSignal): Promise<SearchEnd> {
  for (const name of order.losses) await loadLoss(name, order.lossFolders);
  const hosting = hostingOf(order.python, sources.onWarning);
  const loaded = await loadStrategy(order.strategy, order.folders, order.request.config, hosting);
  try {
    refuseOverQueue(loaded, order.queue);
    return await searchWith(loaded, order, sources, news, signal);
  } finally {
    loaded.close();
  }
}

async function searchWith(
  loaded: LoadedStrategy,
  order: SearchOrder,
  sources: StudySources,
  news: SearchNews,
  signal: AbortSignal,
): Promise<SearchEnd> {
  const open = await openStudy(order.request, loaded.strategy, sources);
  const { file, facts, earlier } = await beginning(order, open, loaded.strategy, sources.now);
  const workers = Math.max(1, Math.min(order.workers, order.epochs, facts.ahead));
  const sampler = samplerOf(facts, open.search.space);
  // as long as the search runs, and only where lines are too long for memory
  const spillFolder = join(dirname(file), `.${basename(file)}.tries`);
  const crew =
    order.queue === null
      ? threadCrew(order, { loaded, open }, workers, sources.onWarning, spillFolder)
      : await queueCrew(
          order.queue,
          parcelOrder(order, { loaded, open }, sources),
          { loaded, open, ahead: facts.ahead },
          {
            onInfo: news.onInfo,
            onWarning: sources.onWarning,
          },
        );
  news.onBegin({ file, facts, workers, known: earlier.losses.size, sharedBytes: open.ground.bytes, tries: earlier.tries });
  writeStudy(file, facts);
  const epochs = new EpochFile(file);
  // where the best one's line begins, which has all its trades
  let bestAt: number | null = null;
  let memory = 0;
  try {
    const plan = {
      epochs: order.epochs,
      earlyStop: order.earlyStop,
      ahead: facts.ahead,
      known: earlier.losses,
    };
    const end = await runStudy<EpochText>(
      plan,
      sampler,
      (point) => crew.tryPoint(point),
      async (epoch) => {
        const { kept, isBest, isInitial } = epoch;
        const place = { current_epoch: epoch.epoch, is_initial_point: isInitial, is_best: isBest };
        const from = await epochs.add(kept.head, place);
        memory = Math.max(memory, kept.memory);
        if (isBest) bestAt = from;
        earlier.tries.add(epoch.point, kept.row.loss);
        news.onEpoch(epoch);
      },
      signal,
    );
    const best = bestAt === null ? earlier.best : await epochs.at(bestAt);
    return { ...end, file, loaded, best, memory, facts, tries: earlier.tries };
  } finally {
    await Promise.all([epochs.close(), crew.end()]);
    await rm(spillFolder, { recursive: true, force: true });
  }
}

/**
 * Tries a point over another part of time, in this thread; null where no candles are left there.
 * @param point null for the strategy as it is @throws StrategyError, ConfigurationError
 */
export async function tryOn(
  { strategy, folders, lossFolders, losses, request, python }: SearchOrder,
  timerange: string,
  point: Point | null,
  sources: StudySources,
): Promise<EpochResult | null> {
  const { strategy: loaded, again, close } = await loadStrategy(strategy, folders, request.config, hostingOf(python, sources.onWarning));
  const quiet = { ...sources, onProgress: () => undefined, onWarning: () => undefined };
  try {
    const { study, ground } = await openStudy({ ...request, timerange }, loaded, quiet);
    const functions = await Promise.all(losses.map((name) => loadLoss(name, lossFolders)));
    const hooks = { makeStrategy: again, losses: functions, now: sources.now, onWarning: sources.onWarning };
    return presentEpoch(await new EpochRunner(study, ground, hooks).run(point), losses);
  } catch (error) {
    if (error instanceof BacktestError) return null;
    throw error;
  } finally {
    close();
  }
}

/** Writes the parameters of a try beside its strategy. @returns the file */
export function exportParameters(strategyPath: string, strategy: string, record: EpochRecord, now: number): string {
  const path = parameterPath(strategyPath);
  writeFileSync(path, parameterFileText(strategy, record, now));
  return path;
}

/** Where a search begins, or goes on. */
async function beginning(
  order: SearchOrder,
  { search, study }: OpenStudy,
  strategy: Strategy,
  now: () => number,
): Promise<{ file: string; facts: StudyFacts; earlier: Earlier }> {
  const asked = {
    strategy: order.strategy,
    losses: order.losses,
    timeframe: study.job.timeframe,
    timerange: order.request.timerange,
    pairs: study.job.pairs,
    min_trades: order.request.minTrades,
    space: search.space,
    settings: settingsOfTries(order.request),
  };
  if (order.resume === null) {
    const sampler = order.sampler ?? strategy.hyperOpt.generateEstimator?.(search.space) ?? usualSampler();
    const seed = order.seed ?? 1 + Math.floor(Math.random() * 0xfffe);
    const ahead = Math.min(MOST_AHEAD, Math.max(FEWEST_AHEAD, Math.ceil(order.epochs * AHEAD_PART)));
    return {
      file: freeFile(order, now),
      facts: { ...asked, sampler, seed, ahead, epochs: order.epochs },
      earlier: { losses: new LossesByPoint(), tries: new TriedPoints(search.space), best: null },
    };
  }
  // what was found out at its end is found out anew
  const { truth: _truth, ...begun } = readStudy(order.resume);
  checkSame(begun, asked, order.resume);
  return { file: order.resume, facts: { ...begun, epochs: order.epochs }, earlier: await earlierOf(order.resume, search.space) };
}

/** What earlier runs of a search have found: losses by the text of the point, all tries, and the best one. */
interface Earlier {
  readonly losses: LossesByPoint;
  readonly tries: TriedPoints;
  readonly best: EpochRecord | null;
}

async function earlierOf(file: string, space: Space): Promise<Earlier> {
  const [losses, tries] = [new LossesByPoint(), new TriedPoints(space)];
  let best: EpochRecord | null = null;
  if (existsSync(file))
    for await (const record of readEpochs(file)) {
      losses.set(pointKey(record.params_dict), lossesOf(record));
      tries.add(record.params_dict, record.loss);
      if (record.is_best && (best === null || record.loss < best.loss)) best = record;
    }
  return { losses, tries, best };
}

/** Two searches of one second have files of their own. */
function freeFile({ resultFolder, strategy }: SearchOrder, now: () => number): string {
  for (let at = now(); ; at += 1000) {
    const file = newEpochFile(resultFolder, strategy, at);
    if (!existsSync(file)) return file;
  }
}

function usualSampler(): string {
  return Object.hasOwn(SAMPLERS, USUAL_SAMPLER) ? USUAL_SAMPLER : 'RandomSampler';
}

/** @throws BacktestError */
function samplerOf({ sampler, seed, losses, epochs, ahead }: StudyFacts, space: Space): Sampler {
  const create = SAMPLERS[sampler];
  if (create === undefined) throw new BacktestError(`There is no sampler "${sampler}". There are: ${Object.keys(SAMPLERS).join(', ')}.`);
  try {
    return create(space, seed, { objectives: losses.length, trials: epochs, inFlight: ahead });
  } catch (error) {
    throw new BacktestError(`${sampler}: ${(error as Error).message}`);
  }
}

function lossesOf({ loss, losses }: EpochRecord): readonly number[] {
  return losses === undefined ? [loss] : Object.values(losses);
}
