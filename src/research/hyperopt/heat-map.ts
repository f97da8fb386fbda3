import type { Point, PointValue } from '../../samplers/space.ts';
import { WORST_LOSS } from './epoch-runner.ts';

/** Values of one parameter that stand together: one, or all from the first to the last. */
interface Stretch {
  readonly label: string;
  readonly holds: (value: PointValue) => boolean;
}

/** Losses by the values of two parameters. */
export interface HeatMap {
  /** Values, or stretches of them, of each parameter: from left to right, and from top to bottom. */
  readonly x: readonly string[];
  readonly y: readonly string[];
  /** Row by row: the middle loss of the tries with these values, and how many they are; null where there are none. */
  readonly cells: readonly (readonly (HeatCell | null)[])[];
}

export interface HeatCell {
  readonly loss: number;
  readonly tries: number;
}

/** Values beside each other at most. */
const MOST = 8;
const DIGITS = 3;

/** How the middle loss goes with two parameters; tries without a result are left out. */
export function heatMapOf(tries: readonly { readonly point: Point; readonly loss: number }[], [x, y]: readonly [string, string]): HeatMap {
  const good = tries.filter(({ loss, point }) => loss < WORST_LOSS && Object.hasOwn(point, x) && Object.hasOwn(point, y));
  const across = stretchesOf(good.map(({ point }) => point[x]!));
  const down = stretchesOf(good.map(({ point }) => point[y]!));
  const losses: number[][][] = down.map(() => across.map(() => []));
  for (const { point, loss } of good) {
    const [column, row] = [across.findIndex(({ holds }) => holds(point[x]!)), down.findIndex(({ holds }) => holds(point[y]!))];
    losses[row]?.[column]?.push(loss);
  }
  return {
    x: across.map(({ label }) => label),
    y: down.map(({ label }) => label),
    cells: losses.map((row) => row.map((cell) => (cell.length === 0 ? null : { loss: middleOf(cell), tries: cell.length }))),
  };
}

/** Each value where they are few or no numbers; else equal parts of the way from the least to the most. */
function stretchesOf(values: readonly PointValue[]): Stretch[] {
  const known = [...new Set(values)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  if (known.length <= MOST || known.some((value) => typeof value !== 'number'))
    return known.map((one) => ({ label: written(one), holds: (value) => value === one }));
  const [low, high] = [Number(known[0]), Number(known.at(-1))];
  const step = (high - low) / MOST;
  return Array.from({ length: MOST }, (_value, index) => {
    const [from, to] = [low + index * step, low + (index + 1) * step];
    const inside = known.filter((value) => Number(value) >= from && (index === MOST - 1 || Number(value) < to));
    return {
      label:
        inside.length === 0
          ? written(from)
          : inside.length === 1
            ? written(inside[0]!)
            : `${written(inside[0]!)} – ${written(inside.at(-1)!)}`,
      holds: (value: PointValue) => Number(value) >= from && (index === MOST - 1 || Number(value) < to),
    };
  });
}

function written(value: PointValue): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(DIGITS))) : String(value);
}

function middleOf(losses: readonly number[]): number {
  const sorted = [...losses].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
