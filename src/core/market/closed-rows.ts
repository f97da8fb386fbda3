import { candleEnd, candleStart } from './candle-calendar.ts';
import type { CandleRow } from './candles.ts';

/** How long after a candle's end an exchange may take to bring it whole, and by how much its clock may be behind ours, ms. */
export const GRACE_MS = 1500;
/** A candle that does not come is asked for again after as long as it has been missing, but no longer than this, ms. */
const LONGEST_PAUSE_MS = 60_000;

/** Rows whose candle has ended. */
export function closedRows(rows: readonly CandleRow[], length: number, now: number): readonly CandleRow[] {
  let end = rows.length;
  while (end > 0 && candleEnd(rows[end - 1]![0], length) > now) end--;
  return end === rows.length ? rows : rows.slice(0, end);
}

/**
 * Rows of an answer that are known to their end: they had ended when they were asked for, and the exchange has sent the next one, too, or had
 * time to. What was asked for while a candle ran lacks its rest, however much later it is looked at; some exchanges send candles ahead.
 * @param asked ms since epoch
 */
export function finishedRows(rows: readonly CandleRow[], length: number, asked: number): readonly CandleRow[] {
  const ended = closedRows(rows, length, asked);
  const last = ended.at(-1);
  const isYoung = last !== undefined && ended.length === rows.length && candleEnd(last[0], length) > asked - GRACE_MS;
  return isYoung ? ended.slice(0, -1) : ended;
}

/** An answer of the exchange, and when it was asked for, ms since epoch. */
export interface AskedRows {
  readonly rows: readonly CandleRow[];
  readonly asked: number;
}

/** Rows of an answer whose candle has ended, as far as they are known to their end. */
export function closedOf({ rows, asked }: AskedRows, length: number, now: number): readonly CandleRow[] {
  return closedRows(finishedRows(rows, length, asked), length, now);
}

/** Candles that begin before this moment (ms) are in an answer as they were at their end, or there is none. */
export function knownBefore({ rows, asked }: AskedRows, length: number): number {
  const unfinished = rows[finishedRows(rows, length, asked).length];
  return unfinished?.[0] ?? candleStart(asked - GRACE_MS, length);
}

/**
 * Whether the exchange may have more than it answered last. Where it had time to send the candle that has ended and has not, nobody may have
 * traded; it is asked again more and more seldom.
 * @param last start of the newest candle that is known, ms; null for none @param asked when it was asked last, ms since epoch; null for never
 * @param areMoments of what belongs to the beginning of a candle, as funding rates do, the running one is wanted
 */
export function mayHaveMore(last: number | null, asked: number | null, length: number, now: number, areMoments = false): boolean {
  const running = candleStart(now, length);
  if (last !== null && last >= running) return false;
  const ended = last === null || areMoments ? Number.NEGATIVE_INFINITY : candleEnd(last, length);
  // weeks of some exchanges do not begin on Mondays
  const due = ended <= now ? Math.max(running, ended) : running;
  if (asked === null || asked < due + GRACE_MS) return true;
  return ended < running && now - asked >= Math.min(asked - running, LONGEST_PAUSE_MS);
}
