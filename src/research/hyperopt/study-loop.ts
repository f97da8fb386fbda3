import type { Sampler, Trial } from '../../samplers/sampler.ts';
import type { Point } from '../../samplers/space.ts';
import { LossesByPoint } from './losses-by-point.ts';

/** What came of a point: its losses, and what is kept of it. */
export interface Tried<Kept> {
  readonly losses: readonly number[];
  readonly kept: Kept;
}

/** A try that has its place among the others. */
export interface NumberedEpoch<Kept> extends Tried<Kept> {
  /** From 1 on. */
  readonly epoch: number;
  readonly point: Point;
  readonly isBest: boolean;
  readonly isInitial: boolean;
}

export interface StudyPlan {
  readonly epochs: number;
  /** Tries without a better one that are put up with: one more ends the search; 0 for any number. Source: freqtrade 2026.9. */
  readonly earlyStop: number;
  /**
   * Tries that may be under way at once. A point is chosen when all but so many before it are known, so that the points of a seed are the
   * same however fast each try is, and whoever makes it.
   */
  readonly ahead: number;
  /** What earlier runs of the same search have found, by the text of the point. It is not tried again. */
  readonly known: Pick<LossesByPoint, 'get'>;
}

export interface StudyEnd {
  /** Tries that were made or known. */
  readonly epochs: number;
  /** Points that were asked for again and not tried again. */
  readonly skipped: number;
  readonly reason: 'done' | 'stopped' | 'stagnation' | 'exhausted';
}

/** Losses from here on are never the best. Source: freqtrade 2026.9. */
const FIRST_BEST = 100;
/** The first tries, which samplers choose by chance. Source: freqtrade 2026.9. */
const INITIAL_POINTS = 30;
/** How often another point is asked for in place of one that has been tried. */
const PATIENCE = 200;

/** How a point is known again. */
export function pointKey(point: Point): string {
  return JSON.stringify(Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Lets a sampler choose points until there are enough, and numbers what came of them in the order they were chosen. */
export async function runStudy<Kept>(
  plan: StudyPlan,
  sampler: Sampler,
  tryPoint: (point: Point) => Promise<Tried<Kept>>,
  /** Given each new try in its order; awaited, so that a file keeps up. */
  onEpoch: (epoch: NumberedEpoch<Kept>) => Promise<void>,
  signal: AbortSignal,
): Promise<StudyEnd> {
  const loop = new StudyLoop(plan, sampler, tryPoint, onEpoch, signal);
  return loop.run();
}

interface Pending<Kept> {
  readonly point: Point;
  isDone: boolean;
  /** Null where an earlier run knows it. */
  readonly tried: Promise<Tried<Kept>> | null;
  readonly losses: readonly number[] | null;
}

class StudyLoop<Kept> {
  readonly #plan: StudyPlan;
  readonly #sampler: Sampler;
  readonly #tryPoint: (point: Point) => Promise<Tried<Kept>>;
  readonly #onEpoch: (epoch: NumberedEpoch<Kept>) => Promise<void>;
  readonly #signal: AbortSignal;
  /** What has come of points so far. */
  readonly #results = new LossesByPoint();
  readonly #pending: Pending<Kept>[] = [];
  /** How often each point that is under way was chosen. */
  readonly #underWay = new Map<string, number>();
  #best = FIRST_BEST;
  /** The smallest loss so far, be it no good, and the try it is of. */
  #least = Number.POSITIVE_INFINITY;
  #leastAt = 1;
  #epoch = 0;
  #skipped = 0;
  /** Ends the wait for a try. */
  #wake: () => void = () => undefined;

  constructor(
    plan: StudyPlan,
    sampler: Sampler,
    tryPoint: (point: Point) => Promise<Tried<Kept>>,
    onEpoch: (epoch: NumberedEpoch<Kept>) => Promise<void>,
    signal: AbortSignal,
  ) {
    this.#plan = plan;
    this.#sampler = sampler;
    this.#tryPoint = tryPoint;
    this.#onEpoch = onEpoch;
    this.#signal = signal;
  }

  async run(): Promise<StudyEnd> {
    const wake = (): void => this.#wake();
    this.#signal.addEventListener('abort', wake);
    try {
      return await this.#study();
    } finally {
      this.#signal.removeEventListener('abort', wake);
    }
  }

  async #study(): Promise<StudyEnd> {
    const { epochs, ahead } = this.#plan;
    let reason: StudyEnd['reason'] = 'done';
    for (let asked = 0; asked < epochs && reason === 'done'; ) {
      if (this.#pending.length >= ahead) await this.#takeFirst();
      if (this.#signal.aborted) reason = 'stopped';
      else if (this.#isStagnant()) reason = 'stagnation';
      else if (this.#choose()) asked++;
      // a sampler may wait for what is under way
      else if (this.#pending.length > 0) await this.#takeFirst();
      else reason = 'exhausted';
    }
    // what is under way is not lost, unless it is to end at once: then what is done is taken, and the others are tried when it goes on
    while (this.#pending.length > 0 && !this.#isStagnant()) if (!(await this.#takeFirst())) break;
    if (this.#signal.aborted && this.#pending.length > 0) reason = 'stopped';
    if (reason === 'done' && this.#epoch < epochs && this.#isStagnant()) reason = 'stagnation';
    return { epochs: this.#epoch, skipped: this.#skipped, reason };
  }

  #isStagnant(): boolean {
    const { earlyStop } = this.#plan;
    return earlyStop > 0 && this.#epoch - this.#leastAt > earlyStop;
  }

  /** Has the sampler choose the next point. @returns false where it only chooses what has been tried */
  #choose(): boolean {
    for (let attempt = 0; attempt < PATIENCE; attempt++) {
      const [point] = this.#sampler.ask(1);
      if (point === undefined) return false;
      const key = pointKey(point);
      const times = this.#underWay.get(key) ?? 0;
      const before = times > 0 ? undefined : this.#results.get(key);
      if (before === undefined) this.#underWay.set(key, times + 1);
      if (times === 0 && before === undefined) {
        this.#begin(point, key);
        return true;
      }
      this.#skipped++;
      // what is under way waits for an answer as any other
      if (before !== undefined) this.#sampler.tell([{ point, losses: before }]);
    }
    return false;
  }

  #begin(point: Point, key: string): void {
    const losses = this.#plan.known.get(key) ?? null;
    const tried = losses === null ? this.#tryPoint(point) : null;
    const pending: Pending<Kept> = { point, tried, losses, isDone: tried === null };
    const done = (): void => {
      pending.isDone = true;
      if (this.#pending[0] === pending) this.#wake();
    };
    // what it throws is thrown where it is waited for
    tried?.then(done, done);
    this.#pending.push(pending);
  }

  /** @returns false where it is not done and nobody waits any more, or where there is none */
  async #takeFirst(): Promise<boolean> {
    const [first] = this.#pending;
    if (first !== undefined && !first.isDone && !this.#signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (first?.isDone !== true) return false;
    this.#pending.shift();
    const { point } = first;
    const tried = first.tried === null ? null : await first.tried;
    const losses = tried?.losses ?? first.losses ?? [];
    const trial: Trial = { point, losses };
    const key = pointKey(point);
    this.#sampler.tell(Array.from({ length: this.#underWay.get(key) ?? 1 }, () => trial));
    this.#underWay.delete(key);
    this.#results.set(key, losses);
    this.#epoch++;
    const loss = losses[0] ?? FIRST_BEST;
    const isBest = loss < this.#best;
    if (isBest) this.#best = loss;
    if (loss < this.#least) {
      this.#least = loss;
      this.#leastAt = this.#epoch;
    }
    if (tried !== null) await this.#onEpoch({ ...tried, epoch: this.#epoch, point, isBest, isInitial: this.#epoch <= INITIAL_POINTS });
    return true;
  }
}
