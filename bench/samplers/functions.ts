import type { Point, Space } from '../../src/samplers/space.ts';

/** A function with one lowest place, and what Optuna is to call it. */
export interface StandardFunction {
  readonly name: string;
  readonly space: Space;
  /** The smaller the better. */
  readonly value: (point: Point) => number;
}

const reals = (count: number, low: number, high: number): Space =>
  Array.from({ length: count }, (_value, index) => ({ kind: 'real', name: `x${index}`, low, high }));

const numbers = (point: Point, count: number): number[] => Array.from({ length: count }, (_value, index) => Number(point[`x${index}`]));

/** Away from the middle of the space, where some start. */
const SHIFTS = [1.3, -2.1, 0.7, 2.4, -1.6, 0.4];

const shifted = (point: Point, count: number): number[] => numbers(point, count).map((x, index) => x - SHIFTS[index]!);

/** Source: Dixon and Szego, "Towards global optimization 2", 1978. */
const HARTMANN = {
  weights: [1, 1.2, 3, 3.2],
  a: [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  p: [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ],
};

function hartmann(x: readonly number[]): number {
  return -HARTMANN.weights.reduce((sum, weight, row) => {
    const inner = x.reduce((total, value, axis) => total + HARTMANN.a[row]![axis]! * (value - HARTMANN.p[row]![axis]! / 10_000) ** 2, 0);
    return sum + weight * Math.exp(-inner);
  }, 0);
}

/** Neighbours are turned into each other by a quarter of a right angle each, so that no axis is one of the function's own. */
function turned(x: readonly number[]): number[] {
  const made = [...x];
  for (let axis = 0; axis + 1 < made.length; axis++) {
    const [one, other] = [made[axis]!, made[axis + 1]!];
    made[axis] = Math.cos(Math.PI / 8) * one - Math.sin(Math.PI / 8) * other;
    made[axis + 1] = Math.sin(Math.PI / 8) * one + Math.cos(Math.PI / 8) * other;
  }
  return made;
}

export const STANDARD_FUNCTIONS: readonly StandardFunction[] = [
  { name: 'sphere, 5 dimensions', space: reals(5, -5, 5), value: (point) => shifted(point, 5).reduce((sum, x) => sum + x * x, 0) },
  {
    name: 'ellipsoid, turned, 4 dimensions',
    space: reals(4, -5, 5),
    value: (point) => turned(shifted(point, 4)).reduce((sum, x, axis) => sum + 1000 ** (axis / 3) * x * x, 0),
  },
  {
    name: 'Rosenbrock, 4 dimensions',
    space: reals(4, -5, 10),
    value: (point) => {
      const x = numbers(point, 4);
      return [0, 1, 2].reduce((sum, axis) => sum + 100 * (x[axis + 1]! - x[axis]! ** 2) ** 2 + (1 - x[axis]!) ** 2, 0);
    },
  },
  {
    name: 'Rastrigin, 3 dimensions',
    space: reals(3, -5.12, 5.12),
    value: (point) => 30 + shifted(point, 3).reduce((sum, x) => sum + x * x - 10 * Math.cos(2 * Math.PI * x), 0),
  },
  {
    name: 'Ackley, 5 dimensions',
    space: reals(5, -32, 32),
    value: (point) => {
      const x = shifted(point, 5);
      const mean = (of: (value: number) => number): number => x.reduce((sum, value) => sum + of(value), 0) / x.length;
      return (
        20 +
        Math.E -
        20 * Math.exp(-0.2 * Math.sqrt(mean((value) => value * value))) -
        Math.exp(mean((value) => Math.cos(2 * Math.PI * value)))
      );
    },
  },
  { name: 'Hartmann, 6 dimensions', space: reals(6, 0, 1), value: (point) => hartmann(numbers(point, 6)) },
  {
    name: 'mixed: whole numbers, decimals, choices',
    space: [
      ...reals(2, -5, 5),
      { kind: 'int', name: 'fast', low: 2, high: 50 },
      { kind: 'int', name: 'slow', low: 20, high: 200 },
      { kind: 'decimal', name: 'level', low: 0.1, high: 0.9, decimals: 2 },
      { kind: 'categorical', name: 'average', choices: ['sma', 'ema', 'wma', 'hull'] },
      { kind: 'categorical', name: 'guarded', choices: [true, false] },
    ],
    value: (point) => {
      const [x0, x1] = shifted(point, 2) as [number, number];
      const average = { sma: 4, ema: 1, wma: 0, hull: 6 }[String(point['average'])]!;
      const lengths = ((Number(point['fast']) - 17) / 10) ** 2 + ((Number(point['slow']) - 120 + Number(point['fast'])) / 40) ** 2;
      return (
        x0 ** 2 + (x1 + 0.5 * x0) ** 2 + lengths + 20 * (Number(point['level']) - 0.37) ** 2 + average + (point['guarded'] === true ? 0 : 2)
      );
    },
  },
  {
    name: 'conditional: three branches',
    space: [
      { kind: 'categorical', name: 'branch', choices: ['trend', 'range', 'none'] },
      { kind: 'real', name: 'stop', low: 0, high: 1 },
      ...reals(3, -5, 5).map((dimension) => ({ ...dimension, when: { name: 'branch', values: ['trend'] } })),
      { kind: 'int', name: 'length', low: 1, high: 100, when: { name: 'branch', values: ['range'] } },
      { kind: 'real', name: 'width', low: 0, high: 4, when: { name: 'branch', values: ['range', 'none'] } },
    ],
    value: (point) => {
      const stop = 5 * (Number(point['stop']) - 0.62) ** 2;
      if (point['branch'] === 'trend') return stop + shifted(point, 3).reduce((sum, x) => sum + x * x, 0);
      const width = (Number(point['width']) - 1.7) ** 2;
      return point['branch'] === 'range' ? stop + 1 + width + ((Number(point['length']) - 34) / 30) ** 2 : stop + 2 + width;
    },
  },
];
