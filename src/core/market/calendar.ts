/** `2024-01-02 00:25:00+00:00` for ms since epoch. */
export function dateWithZone(ms: number): string {
  return `${isoDay(ms)} ${clock(ms)}+00:00`;
}

/** `2024-01-02 00:25:00` */
export function dateTime(ms: number): string {
  return `${isoDay(ms)} ${clock(ms)}`;
}

/** `2024-01-02`, by arithmetic: pure rooms know no dates. */
export function isoDay(ms: number): string {
  const { year, month, day } = civil(Math.floor(ms / 86_400_000));
  return `${year}-${two(month)}-${two(day)}`;
}

/** `00:25:00` */
export function clock(ms: number): string {
  const seconds = Math.floor((ms % 86_400_000) / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

/** Monday is 0. */
export function weekday(ms: number): number {
  return (Math.floor(ms / 86_400_000) + 3) % 7;
}

/** Year, month and day of a number of days since the epoch. */
export function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const part = Math.floor((5 * dayOfYear + 2) / 153);
  const month = part < 10 ? part + 3 : part - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * part + 2) / 5) + 1 };
}

/** Days from the epoch to a day of the calendar. @param month 1 to 12 */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** First moment of the month that a moment lies in. */
export function monthStart(ms: number): number {
  const day = Math.floor(ms / 86_400_000);
  return (day - civil(day).day + 1) * 86_400_000;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
