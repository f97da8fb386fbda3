import { describe, expect, it } from 'vitest';
import { normalNumber, randomNumbers } from '../random-numbers.ts';
import type { Point } from '../space.ts';
import { choicesOf } from './choices.ts';
import { createCmaSampler } from './cma.ts';
import { distribution } from './distribution.ts';
import { eigenOf } from './eigen.ts';
import { surrogate } from './surrogate.ts';

/** The least of a function over the unit cube that CMA-ES by itself comes to in so many generations. */
function evolve(n: number, generations: number, value: (x: readonly number[]) => number): number {
  const random = randomNumbers(8);
  const lambda = 4 + Math.floor(3 * Math.log(n));
  const moving = distribution(new Float64Array(n).fill(0.8), 0.3, lambda);
  let best = Number.POSITIVE_INFINITY;
  for (let generation = 0; generation < generations; generation++) {
    const tried = Array.from({ length: lambda }, () => {
      const step = moving.draw(random);
      const loss = value([...step].map((part, axis) => moving.mean[axis]! + moving.sigma * part));
      return { step, loss };
    });
    tried.sort((a, b) => a.loss - b.loss);
    best = Math.min(best, tried[0]!.loss);
    moving.update(tried.map(({ step }) => step));
  }
  return best;
}

describe('CMA-ES', () => {
  it('comes to the bottom of a sphere, an ellipsoid and a bent valley in about as many steps as published', () => {
    const sphere = (x: readonly number[]) => x.reduce((sum, value) => sum + (value - 0.5) ** 2, 0);
    const ellipsoid = (x: readonly number[]) => x.reduce((sum, value, axis) => sum + 1e6 ** (axis / 9) * (value - 0.5) ** 2, 0);
    const rosenbrock = (cube: readonly number[]) => {
      const x = cube.map((value) => 4 * value - 2);
      return x.slice(1).reduce((sum, value, axis) => sum + 100 * (value - x[axis]! ** 2) ** 2 + (x[axis]! - 1) ** 2, 0);
    };
    // Hansen's code takes about 1800, 6000 and, in 5 dimensions, 3000 evaluations
    expect(evolve(10, 200, sphere)).toBeLessThan(1e-9);
    expect(evolve(10, 700, ellipsoid)).toBeLessThan(1e-9);
    expect(evolve(5, 450, rosenbrock)).toBeLessThan(1e-7);
  });

  it('with its model needs a tenth of that', () => {
    const space = Array.from({ length: 10 }, (_value, index) => ({ kind: 'real', name: `x${index}`, low: -4, high: 6 }) as const);
    const losses = (point: Point) => space.reduce((sum, { name }, axis) => sum + 1000 ** (axis / 9) * (Number(point[name]) - 2) ** 2, 0);
    const sampler = createCmaSampler(space, 1, { objectives: 1, trials: 600 });
    let best = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < 600; trial++) {
      const [point] = sampler.ask(1);
      best = Math.min(best, losses(point!));
      sampler.tell([{ point: point!, losses: [losses(point!)] }]);
    }
    expect(best).toBeLessThan(1e-6);
  });

  it('goes on elsewhere where nothing gets better', () => {
    const space = [{ kind: 'real', name: 'x', low: 0, high: 1 }] as const;
    const sampler = createCmaSampler(space, 3, { objectives: 1, trials: 400 });
    const tried: number[] = [];
    for (let trial = 0; trial < 400; trial++) {
      const [point] = sampler.ask(1);
      tried.push(Number(point!['x']));
      // a wide valley, and a deeper one that is narrow
      sampler.tell([{ point: point!, losses: [Math.min((tried.at(-1)! - 0.5) ** 2, 20 * (tried.at(-1)! - 0.95) ** 2 - 0.5)] }]);
    }
    expect(Math.min(...tried.map((x) => Math.abs(x - 0.95)))).toBeLessThan(0.001);
  });
});

describe('what it is made of', () => {
  it('eigenvectors make the matrix again', () => {
    const random = randomNumbers(2);
    const n = 7;
    const matrix = new Float64Array(n * n);
    for (let row = 0; row < n; row++)
      for (let column = 0; column <= row; column++) matrix[row * n + column] = matrix[column * n + row] = normalNumber(random);
    const { values, vectors } = eigenOf(matrix, n);
    for (let row = 0; row < n; row++)
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += vectors[row * n + k]! * values[k]! * vectors[column * n + k]!;
        expect(sum).toBeCloseTo(matrix[row * n + column]!, 10);
      }
  });

  it('the model is exact for a quadratic function, and is none for too few points', () => {
    const random = randomNumbers(6);
    const value = ([x, y, flag]: readonly number[]) => 3 + x! * x! - 2 * x! * y! + 5 * y! * y! + 0.5 * flag!;
    const samples = Array.from({ length: 30 }, (_value, index) => {
      const features = Float64Array.from([random(), random(), index % 2]);
      return { features, loss: value([...features]) };
    });
    const [center, scales] = [new Float64Array(3), new Float64Array(3).fill(0.5)];
    expect(surrogate(samples, center, scales, 2)!.predict(Float64Array.from([0.3, 0.9, 1]))).toBeCloseTo(value([0.3, 0.9, 1]), 5);
    expect(surrogate(samples.slice(0, 4), center, scales, 2)).toBeNull();
  });

  it('choices of good points become likelier, and none impossible', () => {
    const choices = choicesOf([3], 6);
    for (let generation = 0; generation < 60; generation++) choices.update([[2], [2], [2], [0], [1], [0]]);
    const random = randomNumbers(4);
    const drawn = Array.from({ length: 3000 }, () => choices.draw(random)[0]!);
    const share = (choice: number) => drawn.filter((one) => one === choice).length / drawn.length;
    expect(share(2)).toBeGreaterThan(0.9);
    expect(Math.min(share(0), share(1))).toBeGreaterThan(0.01);
  });
});
