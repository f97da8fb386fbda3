import type { OnStreamState } from './streams.ts';

export interface StreamWatchOptions {
  /** ms on a clock that only runs forward. */
  readonly monotonic: () => number;
  readonly onState: OnStreamState | undefined;
  /** Ends the connections, so that all that is read is asked for anew. */
  readonly reconnect: () => void;
}

/** A stream of pairs is taken for dead when none of them was heard of for this long, ms. */
const SILENT_MS = 120_000;
/** What comes later than this beside the quickest of its stream is old, ms; so many of them in a row, over so long, are no accident. */
const OLD_MS = 10_000;
const [OLD_COUNT, OLD_FOR_MS] = [20, 30_000];
/** Where a new connection changes nothing, the next is made after twice as long each time; until all was well for so long, ms. */
const MOST_PATIENCE = 32;
const STEADY_MS = 600_000;
/** For how long the quickest message is remembered, at least, ms: clocks drift. */
const QUICKEST_FOR_MS = 900_000;
const EVERY_MS = 10_000;

interface Watched {
  heardAt: number;
  /** Since when nothing was missed. */
  steadySince: number;
  patience: number;
  /** Messages in a row that were old, and when the first of them came. */
  old: { count: number; since: number };
  /** Smallest distance of the machine's clock and the messages' moments, of the time before and of this, ms. */
  quickest: { before: number; present: number; since: number };
  isReported: boolean;
}

/**
 * Notices streams that are connected and of no use: that say nothing, or tell what is long over. It tells so and has them connected anew.
 * How old a message is, is seen beside the quickest one before, so that it does not matter how the clocks are set.
 */
export class StreamWatch {
  readonly #options: StreamWatchOptions;
  readonly #watched: Map<string, Watched> = new Map();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
  }

  /** A stream is read from now on. */
  begin(stream: string): void {
    const at = this.#options.monotonic();
    const nothing = Number.POSITIVE_INFINITY;
    this.#watched.set(stream, {
      heardAt: at,
      steadySince: at,
      patience: 1,
      old: { count: 0, since: at },
      quickest: { before: nothing, present: nothing, since: at },
      isReported: false,
    });
    this.#timer ??= setInterval(() => this.check(), EVERY_MS);
  }

  /** Nothing is read any more. */
  end(): void {
    this.#watched.clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /**
   * Something of a stream has come.
   * @param moment of which it tells, ms since epoch; undefined where it does not say
   * @returns how old it is, ms
   */
  heard(stream: string, moment?: number): number {
    const watched = this.#watched.get(stream);
    if (watched === undefined) return 0;
    const at = this.#options.monotonic();
    const age = moment === undefined ? 0 : ageOf(watched.quickest, at, moment);
    const { old } = watched;
    if (age > OLD_MS) watched.old = { count: old.count + 1, since: old.count === 0 ? at : old.since };
    else watched.old = { count: 0, since: at };
    if (at - watched.heardAt > SILENT_MS || age > OLD_MS) watched.steadySince = at;
    watched.heardAt = at;
    if (age > OLD_MS) return age;
    if (at - watched.steadySince > STEADY_MS) watched.patience = 1;
    if (watched.isReported) this.#options.onState?.(stream, null);
    watched.isReported = false;
    return age;
  }

  /** Looks at all streams; by itself every ten seconds. */
  check(): void {
    const at = this.#options.monotonic();
    let isOfUse = true;
    for (const [stream, watched] of this.#watched) {
      const { heardAt, old, patience, isReported } = watched;
      const isSilent = at - heardAt > SILENT_MS * patience;
      const isOld = old.count >= OLD_COUNT && at - old.since > OLD_FOR_MS * patience;
      if (!isSilent && !isOld) continue;
      isOfUse = false;
      const words = isSilent ? `it has said nothing for ${Math.round((at - heardAt) / 1000)} s` : 'it tells what is long over';
      if (!isReported) this.#options.onState?.(stream, words);
      watched.isReported = true;
      watched.patience = Math.min(patience * 2, MOST_PATIENCE);
      watched.heardAt = at;
      watched.steadySince = at;
      watched.old = { count: 0, since: at };
    }
    if (!isOfUse) this.#options.reconnect();
  }
}

function ageOf(quickest: Watched['quickest'], at: number, moment: number): number {
  if (at - quickest.since > QUICKEST_FOR_MS) {
    quickest.before = quickest.present;
    quickest.present = Number.POSITIVE_INFINITY;
    quickest.since = at;
  }
  const distance = at - moment;
  quickest.present = Math.min(quickest.present, distance);
  return distance - Math.min(quickest.before, quickest.present);
}
