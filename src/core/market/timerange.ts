import { civil, daysOf } from './calendar.ts';

/** Part of a history: from (included) to (included), ms since epoch, UTC; null where a side is open. */
export interface Timerange {
  readonly from: number | null;
  readonly to: number | null;
}

export const EVERYTHING: Timerange = { from: null, to: null };

/**
 * Reads `20240101-20240201`, either side open, days or `20240101T1200`, or epoch seconds or ms.
 * @throws Error that says how to write it
 */
export function parseTimerange(text: string | null | undefined): Timerange {
  if (text === null || text === undefined || text === '') return EVERYTHING;
  const match = /^([\dT:]*)-([\dT:]*)$/.exec(text);
  if (match === null || (match[1] === '' && match[2] === '')) throw wrong(text);
  const from = match[1] === '' ? null : moment(match[1]!, text);
  const to = match[2] === '' ? null : moment(match[2]!, text);
  if (from !== null && to !== null && from > to) throw new Error(`Start date is after stop date for timerange "${text}".`);
  return { from, to };
}

function moment(part: string, whole: string): number {
  const date = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/.exec(part);
  if (date !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = date.slice(1).map((value) => Number(value ?? 0));
    const at = utc(year, month, day, hour, minute, second);
    if (at === null) throw wrong(whole);
    return at;
  }
  if (/^\d{10}$/.test(part)) return Number(part) * 1000;
  if (/^\d{13}$/.test(part)) return Number(part);
  throw wrong(whole);
}

/** ms since epoch of a moment in UTC; null when there is no such day or time. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const days = daysOf(year, month, day);
  // a day that its month does not have is one of the next
  return civil(days).day === day ? ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 : null;
}

function wrong(text: string): Error {
  return new Error(`"${text}" is not a timerange. Write YYYYMMDD-YYYYMMDD, with either side left out if you like.`);
}
