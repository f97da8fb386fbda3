/** When something was done last. */
export interface LastRun {
  /** When it began; ms since epoch, UTC. */
  readonly atMs: number;
  readonly hasFailed: boolean;
}

const DAY_MS = 86_400_000;
/** A start has enough to do, ms. */
const FIRST_AFTER_MS = 60_000;
/** What has failed is tried again so much later, ms. */
const RETRY_MS = 3_600_000;

/**
 * How long to wait for the next run, ms. The clock is asked once: waiting itself goes by a monotonic one. A last run in the future, since
 * the clock was set back, is waited for no longer than any other.
 * @param last null where it was never done @param nowMs ms since epoch, UTC
 */
export function waitForNext(everyDays: number, last: LastRun | null, nowMs: number): number {
  if (last === null) return FIRST_AFTER_MS;
  const every = last.hasFailed ? Math.min(RETRY_MS, everyDays * DAY_MS) : everyDays * DAY_MS;
  const left = Math.min(every, last.atMs + every - nowMs);
  return Math.max(FIRST_AFTER_MS, left);
}
