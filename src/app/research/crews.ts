import { join } from 'node:path';
import { looksBack } from '../../backtest/prepare.ts';
import type { QueueAddress } from '../../queue/address.ts';
import { BacktestError } from '../../research/backtest-settings.ts';
import type { EpochText } from '../../research/hyperopt/epoch-text.ts';
import type { OpenStudy, StudyRequest, StudySources } from '../../research/hyperopt/open-study.ts';
import type { Point } from '../../samplers/space.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { type Hand, hire } from '../../workers/hands.ts';
import type { PythonPlace } from '../strategies/python-place.ts';
import type { LoadedStrategy } from '../strategies/strategy-loader.ts';
import type { EpochOrder } from './epoch-thread.ts';
import { programVersion } from './queue/program-version.ts';
import type { QueueNews } from './queue/queue-crew.ts';
import type { ParcelOrder } from './queue/search-parcel.ts';

/** Whoever tries points. */
export interface Crew {
  tryPoint(point: Point): Promise<{ losses: readonly number[]; kept: EpochText }>;
  end(): Promise<void>;
}

/** What is tried, beside the points. */
export interface TriedWith {
  readonly strategy: string;
  /** Folders with strategies, and with own loss functions. */
  readonly folders: readonly string[];
  readonly lossFolders: readonly string[];
  readonly request: StudyRequest;
  /** Names of loss functions. */
  readonly losses: readonly string[];
  /** Where a strategy in Python runs; null where there is none such place. */
  readonly python: PythonPlace | null;
}

/** A study that is ready, and the strategy it was made ready with. */
export interface ReadyStudy {
  readonly loaded: LoadedStrategy;
  readonly open: OpenStudy;
}

/**
 * Most that a thread's heap may hold, MiB; beside it lie the candles, which all share. A few dozen are used as a rule; a try with many thousands
 * of trades needs more for a moment, and must not end the search.
 */
const HEAP_MIB = 1024;
/** What it may hold for each row of the pairs where callbacks look at frames: tags, two texts a row with what hangs on them. */
const FRAME_BYTES_PER_ROW = 64;

/** Threads of this process. @param spillFolder for lines that are too long for memory; null where they stay in memory */
export function threadCrew(
  { folders, losses: lossNames, lossFolders, python }: TriedWith,
  { loaded, open }: ReadyStudy,
  count: number,
  onWarning: (text: string) => void,
  spillFolder: string | null = null,
): Crew {
  const { study, ground } = open;
  const order: EpochOrder = { study, ground, folders, lossNames, lossFolders, python, spillFolder };
  return new ThreadCrew(order, count, heapOf(loaded.strategy, open), onWarning);
}

/** @throws BacktestError, before candles are read, for a strategy that no worker can run */
export function refuseOverQueue({ path }: LoadedStrategy, queue: QueueAddress | null): void {
  if (queue !== null && path.endsWith('.py')) throw new BacktestError('--queue: a strategy in Python is tried on this machine only.');
}

/** What other machines are given. */
export function parcelOrder(
  { strategy, request, losses: lossNames, lossFolders }: TriedWith,
  { loaded, open }: ReadyStudy,
  sources: StudySources,
): ParcelOrder {
  return { version: programVersion(), strategy, request, lossNames, lossFolders, heapMib: heapOf(loaded.strategy, open), sources };
}

/** Workers of a queue. */
export async function queueCrew(
  address: QueueAddress,
  parcel: ParcelOrder,
  study: ReadyStudy & { readonly ahead: number },
  news: QueueNews,
): Promise<Crew> {
  const { QueueCrew } = await import('./queue/queue-crew.ts');
  return QueueCrew.open(address, parcel, study, news);
}

function heapOf(strategy: Strategy, { ground }: OpenStudy): number {
  if (!looksBack(strategy)) return HEAP_MIB;
  const rows = ground.pairs.reduce((sum, { candles }) => sum + candles.length, 0);
  return HEAP_MIB + Math.ceil((rows * FRAME_BYTES_PER_ROW) / 1024 / 1024);
}

/** Threads that try points: each new one goes to whoever has the least to do. */
class ThreadCrew implements Crew {
  readonly #hands: readonly { readonly hand: Hand<Point, EpochText>; busy: number }[];

  constructor(order: EpochOrder, count: number, heapMib: number, onWarning: (text: string) => void) {
    const file = new URL('./epoch-thread.ts', import.meta.url);
    this.#hands = Array.from({ length: count }, (_value, index) => {
      const spillFolder = order.spillFolder === null ? null : join(order.spillFolder, String(index));
      return { hand: hire<EpochOrder, Point, EpochText>(file, { ...order, spillFolder }, { heapMib, onWarning }), busy: 0 };
    });
  }

  async tryPoint(point: Point): Promise<{ losses: readonly number[]; kept: EpochText }> {
    const next = this.#hands.reduce((least, hand) => (hand.busy < least.busy ? hand : least));
    next.busy++;
    try {
      const kept = await next.hand.do(point);
      return { losses: kept.row.losses, kept };
    } finally {
      next.busy--;
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#hands.map(({ hand }) => hand.end()));
  }
}
