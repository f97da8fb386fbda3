import type { Point, PointValue } from '../../samplers/space.ts';
import { BacktestError } from '../backtest-settings.ts';

/** A name and the values that it takes on. */
export interface SweptValues {
  readonly name: string;
  readonly values: readonly PointValue[];
}

/** One strategy on one timeframe over one part of time, and the points that are tried there. */
export interface SweepGroup {
  readonly strategy: string;
  /** Null for the strategy's. */
  readonly timeframe: string | null;
  /** Empty for all there is. */
  readonly timerange: string;
  readonly points: readonly Point[];
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER}):(${NUMBER}):(${NUMBER})$`);
/** More than anybody waits for, and what a slip of the keyboard makes of a range. */
const MOST_VALUES = 100_000;

/** @param text `buy_rsi=20,25,30` or `buy_rsi=20:30:5` (from, to, step; both ends included) @throws BacktestError */
export function sweptValues(text: string): SweptValues {
  const form = `--parameters: write NAME=VALUE,VALUE or NAME=FROM:TO:STEP, not "${text}".`;
  const at = text.indexOf('=');
  const [name, list] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
  if (name === '' || list === '') throw new BacktestError(form);
  const range = RANGE.exec(list);
  if (range !== null) return { name, values: stepsOf(range.slice(1, 4), form) };
  const words = list.split(',').map((word) => word.trim());
  if (words.includes('')) throw new BacktestError(form);
  return { name, values: [...new Set(words.map(plainValue))] };
}

function stepsOf(texts: readonly string[], form: string): number[] {
  const [from, to, step] = texts.map(Number) as [number, number, number];
  const decimals = Math.max(...texts.map((text) => text.split('.')[1]?.length ?? 0));
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (!(step !== 0 && count >= 1 && count <= MOST_VALUES)) throw new BacktestError(form);
  return Array.from({ length: count }, (_value, index) => Number((from + index * step).toFixed(decimals)));
}

function plainValue(word: string): PointValue {
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  return new RegExp(`^${NUMBER}$`).test(word) ? Number(word) : word;
}

/** Every combination of values, the last name changing fastest. */
export function pointsOf(swept: readonly SweptValues[]): readonly Point[] {
  return swept.reduce<readonly Point[]>(
    (points, { name, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** Every combination, each once. @param sweptOf what a strategy takes of the parameters */
export function sweepGroups(
  strategies: readonly string[],
  timeframes: readonly (string | null)[],
  timeranges: readonly string[],
  sweptOf: (strategy: string) => readonly SweptValues[],
): readonly SweepGroup[] {
  return [...new Set(strategies)].flatMap((strategy) => {
    const points = pointsOf(sweptOf(strategy));
    return [...new Set(timeframes)].flatMap((timeframe) =>
      [...new Set(timeranges)].map((timerange) => ({ strategy, timeframe, timerange, points })),
    );
  });
}
