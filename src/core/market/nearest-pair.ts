import { nearest } from '../nearest.ts';

/** The pair that is meant by one that is not traded: the same letters without the strokes, as in BTCUSDT, else the nearest; null for none. */
export function nearestPair(typed: string, known: readonly string[]): string | null {
  const bare = (pair: string) =>
    pair
      .toUpperCase()
      .replace(/:.*$/, '')
      .replaceAll(/[^A-Z0-9]/g, '');
  return known.find((pair) => bare(pair) === bare(typed)) ?? nearest(typed, known);
}

/** A question for the end of a message; empty where no pair can be meant. */
export function meantPair(typed: string, known: readonly string[]): string {
  const guess = nearestPair(typed, known);
  return guess === null ? '' : ` Did you mean ${guess}?`;
}
