/**
 * Pairs that several threads look at. Each takes the next that nobody has taken, so that all are done at about the same time, however late a thread
 * comes and however long a pair takes.
 */
export interface SharedPairs {
  /** How many were taken, and then for each thread whether it has begun. */
  readonly turns: Int32Array<SharedArrayBuffer>;
  /** Of whom takes them. */
  readonly thread: number;
}

const TAKEN = 0;
const FIRST_THREAD = 1;
/** More than there are pairs, and so few that the count goes on from it. */
const ALL_TAKEN = 1 << 30;

/** The same pairs for each of so many threads. */
export function sharedAmong(threads: number): SharedPairs[] {
  const turns = new Int32Array(new SharedArrayBuffer((FIRST_THREAD + threads) * Int32Array.BYTES_PER_ELEMENT));
  return Array.from({ length: threads }, (_value, thread) => ({ turns, thread }));
}

/** Places of the pairs that fall to this thread, of so many; all where they are not shared. */
export function* turnsOf(shared: SharedPairs | null, length: number): Generator<number> {
  if (shared === null) {
    for (let place = 0; place < length; place++) yield place;
    return;
  }
  const { turns, thread } = shared;
  Atomics.store(turns, FIRST_THREAD + thread, 1);
  for (let place = Atomics.add(turns, TAKEN, 1); place < length; place = Atomics.add(turns, TAKEN, 1)) yield place;
}

/** Leaves nothing for any thread, where one has failed. */
export function takeAll({ turns }: SharedPairs): void {
  Atomics.store(turns, TAKEN, ALL_TAKEN);
}

/** Whether a thread has begun. One that begins when all are taken finds nothing to do. */
export function hasBegun({ turns, thread }: SharedPairs): boolean {
  return Atomics.load(turns, FIRST_THREAD + thread) === 1;
}
