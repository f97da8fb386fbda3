const DAY_MS = 86_400_000;
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_value, number) => String(number).padStart(2, '0'));
/** The day that was asked for last: dates of one page are close to each other. */
let lastDay = { number: 0, text: '1970-01-01' };

/** `2026-11-24 11:19:50` for ms since epoch, UTC; empty for 0. */
export function dateText(ms: number): string {
  if (ms === 0) return '';
  const number = Math.floor(ms / DAY_MS);
  if (number !== lastDay.number) lastDay = { number, text: new Date(number * DAY_MS).toISOString().slice(0, -14) };
  const second = Math.floor((ms - number * DAY_MS) / 1000);
  const minute = Math.floor(second / 60);
  return `${lastDay.text} ${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:${TWO_DIGITS[second % 60]}`;
}

export function dateOrNull(ms: number | null): string | null {
  return ms === null ? null : dateText(ms);
}

/** `2026-11-24T11:19:50.123000Z` */
export function isoText(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

/** `2026-11-24T11:19:50.123000`, without a fraction on the full second: dates that freqtrade takes from its database as they are. */
export function plainIsoText(ms: number): string {
  const text = new Date(ms).toISOString().slice(0, -1);
  return text.endsWith('.000') ? text.slice(0, -4) : `${text}000`;
}

/** `7 seconds ago`, as freqtrade's humanized dates. */
export function ago(ms: number, now: number): string {
  if (ms === 0) return '';
  const seconds = Math.max(0, Math.floor((now - ms) / 1000));
  const steps: readonly (readonly [limit: number, unit: number, one: string, many: string])[] = [
    [60, 1, 'a second', 'seconds'],
    [3600, 60, 'a minute', 'minutes'],
    [86_400, 3600, 'an hour', 'hours'],
    [86_400 * 30, 86_400, 'a day', 'days'],
    [86_400 * 365, 86_400 * 30, 'a month', 'months'],
  ];
  const years = [Number.POSITIVE_INFINITY, 86_400 * 365, 'a year', 'years'] as const;
  if (seconds === 0) return 'now';
  const [, unit, one, many] = steps.find(([limit]) => seconds < limit) ?? years;
  const count = Math.floor(seconds / unit);
  return `${count === 1 ? one : `${count} ${many}`} ago`;
}

/** `1 day, 2:03:04` for a duration in ms. */
export function durationText(ms: number): string {
  const total = Math.floor(ms / 1000);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const pad = (value: number) => String(value).padStart(2, '0');
  const clock = `${hours}:${pad(Math.floor((total % 3600) / 60))}:${pad(total % 60)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}
