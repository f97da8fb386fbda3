import { describe, expect, it } from 'vitest';
import { coordinatesOf, type Row } from '../coordinates.ts';
import { normalBelow } from '../normal.ts';
import { randomNumbers } from '../random-numbers.ts';
import type { Space } from '../space.ts';
import { parzen } from './parzen.ts';

const SPACE: Space = [
  { kind: 'categorical', name: 'kind', choices: ['a', 'b', 'c'] },
  { kind: 'real', name: 'real', low: 0, high: 1 },
  { kind: 'int', name: 'few', low: 1, high: 3 },
  { kind: 'int', name: 'many', low: 1, high: 40, when: { name: 'kind', values: ['b'] } },
];
const { axes, rowOf, settle, pointOf, keyOf } = coordinatesOf(SPACE);
const OBSERVED = [
  { kind: 'a', real: 0.1, few: 1 },
  { kind: 'b', real: 0.2, few: 2, many: 7 },
  { kind: 'b', real: 0.25, few: 3, many: 30 },
].map(rowOf);

describe('a density', () => {
  it('sums up to one over the whole space, with branches and narrow kernels', () => {
    const density = parzen(axes, OBSERVED, null);
    let sum = 0;
    const steps = 400;
    for (let step = 0; step < steps; step++)
      for (let few = 1; few <= 3; few++)
        for (const kind of ['a', 'b', 'c'])
          for (let many = 1; many <= (kind === 'b' ? 40 : 1); many++) {
            const row = rowOf({ kind, real: (step + 0.5) / steps, few, many });
            // densities are per length of a dimension: a value's part of it is one by the number of values
            sum += Math.exp(density.logDensity(row)) / steps / 3 / 3 / (kind === 'b' ? 40 : 1);
          }
    expect(sum).toBeGreaterThan(0.98);
    expect(sum).toBeLessThan(1.02);
  });

  it('draws as it says', () => {
    const density = parzen(axes, OBSERVED, null);
    const random = randomNumbers(21);
    const count = 20_000;
    const found = new Map<string, { row: Row; times: number }>();
    for (let draw = 0; draw < count; draw++) {
      const row = settle(density.draw(random, false), random);
      // without the one that takes any number
      const key = keyOf({ ...pointOf(row), real: null });
      const entry = found.get(key);
      if (entry === undefined) found.set(key, { row, times: 1 });
      else entry.times++;
    }
    const steps = 100;
    for (const { row, times } of [...found.values()].filter((entry) => entry.times > 300)) {
      let share = 0;
      for (let step = 0; step < steps; step++) {
        row[1] = (step + 0.5) / steps;
        share += Math.exp(density.logDensity(row)) / steps / 9 / (Number.isNaN(row[3]!) ? 1 : 40);
      }
      expect(times / count).toBeGreaterThan(share * 0.85);
      expect(times / count).toBeLessThan(share * 1.15);
    }
  });

  it('is higher where observations weigh more', () => {
    const at = (weights: Float64Array) => parzen(axes, OBSERVED, weights).logDensity(OBSERVED[0]!);
    expect(at(Float64Array.from([2, 0.5, 0.5]))).toBeGreaterThan(at(Float64Array.from([0.5, 2, 0.5])));
  });
});

it('the normal distribution is that of tables', () => {
  for (const [x, below] of [
    [0, 0.5],
    [1, 0.8413447],
    [-1.96, 0.0249979],
    [3, 0.9986501],
  ] as const)
    expect(Math.abs(normalBelow(x) - below)).toBeLessThan(2e-7);
});
