import { isoDay } from '../core/market/calendar.ts';

/** The first coin is of January 2009; nothing is traded after this century. */
const FIRST = Date.UTC(2009, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/** What a moment would be in other units than the one that was written. */
const MISTAKES: readonly { readonly factor: number; readonly text: string }[] = [
  { factor: 1000, text: 'seconds were written as milliseconds' },
  { factor: 1 / 1000, text: 'microseconds were written as milliseconds' },
  { factor: 1 / 1e6, text: 'nanoseconds were written as milliseconds' },
  { factor: 1e6, text: 'seconds were written as microseconds, or milliseconds as nanoseconds' },
];

/** @param time ms since epoch, NaN where there is none @throws Error when a moment can't be one of a market, with the likely cause */
export function checkMoments(time: Float64Array): void {
  for (let row = 0; row < time.length; row++) {
    const at = time[row]!;
    if (at < FIRST || at >= LAST) throw new Error(`row ${row + 1} is of ${dayOf(at)}${causeOf(at)}`);
  }
}

/** Whether a moment can be one of a market, ms since epoch. */
export function isOfMarkets(at: number): boolean {
  return at >= FIRST && at < LAST;
}

function dayOf(at: number): string {
  return Math.abs(at) < 8e15 ? isoDay(at) : `the year ${Math.round(1970 + at / (365.25 * 86_400_000))}`;
}

function causeOf(at: number): string {
  const cause = MISTAKES.find(({ factor }) => isOfMarkets(at * factor));
  return cause === undefined ? ', when nothing was traded' : `: ${cause.text}`;
}
