import { civil, daysOf } from './calendar.ts';
import { DAY, MONTH, WEEK, YEAR } from './timeframe.ts';

/**
 * When candles begin and end: the one place that knows that months differ in length and that weeks begin on Mondays. Lengths are
 * those of `timeframeMs`, moments ms since epoch, UTC.
 */

/** Calendar months in a candle; 0 where its length is fixed. */
export function monthsIn(length: number): number {
  if (length <= 0) return 0;
  return length % YEAR === 0 ? (length / YEAR) * 12 : length % MONTH === 0 ? length / MONTH : 0;
}

/** Start of the candle that a moment lies in. Several months are counted from January 1970, several days from the epoch. */
export function candleStart(at: number, length: number): number {
  const months = monthsIn(length);
  if (months > 0) return monthAt(Math.floor(monthOf(at) / months) * months);
  const shift = length % WEEK === 0 ? FIRST_MONDAY : 0;
  return Math.floor((at - shift) / length) * length + shift;
}

/** End of the candle that begins at a moment, wherever that lies in the calendar. */
export function candleEnd(start: number, length: number): number {
  const months = monthsIn(length);
  if (months === 0) return start + length;
  const { year, month, day } = civil(Math.floor(start / DAY));
  const to = (year - 1970) * 12 + month - 1 + months;
  const last = (monthAt(to + 1) - monthAt(to)) / DAY;
  return monthAt(to) + (Math.min(day, last) - 1) * DAY + (start - Math.floor(start / DAY) * DAY);
}

/** Start of the next candle after a moment. */
export function nextCandleStart(at: number, length: number): number {
  return candleEnd(candleStart(at, length), length);
}

/** Candles from one start to a later one, the later not counted; whole ones only. */
export function candlesBetween(from: number, to: number, length: number): number {
  const months = monthsIn(length);
  return Math.max(0, Math.floor(months === 0 ? (to - from) / length : (monthOf(to) - monthOf(from)) / months));
}

/** How the candles of a file follow each other. */
export interface CandleGrid {
  /** The candle that a moment belongs to. */
  of(at: number): number;
  next(start: number): number;
}

/**
 * The candles that freqtrade makes of moments, beginning with one of them: lengths of less than a week are counted from midnight of its
 * day, months from its month. A week ends with the Monday that it is named after, so that candles of a Monday keep their date.
 */
export function gridFrom(first: number, length: number): CandleGrid {
  const months = monthsIn(length);
  if (months > 0) {
    // years begin with January
    const origin = length % YEAR === 0 ? Math.floor(monthOf(first) / 12) * 12 : monthOf(first);
    return {
      of: (at) => monthAt(origin + Math.floor((monthOf(at) - origin) / months) * months),
      next: (start) => candleEnd(start, length),
    };
  }
  if (length > LONGEST_IN_DAYS) {
    return {
      of: (at) => {
        const day = Math.floor(at / DAY);
        return (day + ((11 - (day % 7)) % 7)) * DAY;
      },
      next: (start) => start + WEEK,
    };
  }
  const origin = Math.floor(first / DAY) * DAY;
  return { of: (at) => origin + Math.floor((at - origin) / length) * length, next: (start) => start + length };
}

/** The epoch was a Thursday. */
const FIRST_MONDAY = 4 * DAY;
/** Longer ones are weeks to freqtrade. */
const LONGEST_IN_DAYS = 10_000 * 60_000;

/** Months since January 1970. */
function monthOf(at: number): number {
  const { year, month } = civil(Math.floor(at / DAY));
  return (year - 1970) * 12 + month - 1;
}

/** First moment of a month. */
function monthAt(month: number): number {
  return daysOf(1970 + Math.floor(month / 12), month - Math.floor(month / 12) * 12 + 1, 1) * DAY;
}
