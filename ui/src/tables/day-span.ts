const DAY_MS = 86_400_000;

/** From one moment until before another, ms. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Days of a form, both counted in; empty for no limit. */
export function spanOfDays(from: string, to: string): Span {
  return {
    from: from === '' ? Number.NEGATIVE_INFINITY : Date.parse(from),
    until: to === '' ? Number.POSITIVE_INFINITY : Date.parse(to) + DAY_MS,
  };
}

/** The last days up to now; today is one of them. */
export function lastDays(days: number, now: number): Span {
  return spanOfDays(new Date(now - (days - 1) * DAY_MS).toISOString().slice(0, 10), '');
}
