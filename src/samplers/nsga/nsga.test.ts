import { describe, expect, it } from 'vitest';
import { frontsOf } from '../fronts.ts';
import { randomNumbers } from '../random-numbers.ts';
import type { CreateSampler } from '../sampler.ts';
import { createNsga2Sampler, createNsga3Sampler } from './nsga.ts';
import { directionsOf, distanceTo } from './reference-directions.ts';
import { byDirections } from './survivors.ts';

const SPACE = Array.from({ length: 6 }, (_value, index) => ({ kind: 'real', name: `x${index}`, low: 0, high: 1 }) as const);
const numbers = (point: Readonly<Record<string, unknown>>): number[] => SPACE.map(({ name }) => Number(point[name]));

/** Its front is 1 - √x. Source: Zitzler et al., "Comparison of multiobjective evolutionary algorithms", 2000. */
function zdt1(x: readonly number[]): [number, number] {
  const g = 1 + (9 * x.slice(1).reduce((sum, value) => sum + value, 0)) / (x.length - 1);
  return [x[0]!, g * (1 - Math.sqrt(x[0]! / g))];
}

/** Its front is the unit sphere. Source: Deb et al., "Scalable test problems", 2005. */
function dtlz2(x: readonly number[]): [number, number, number] {
  const g = x.slice(2).reduce((sum, value) => sum + (value - 0.5) ** 2, 0);
  const [a, b] = [(x[0]! * Math.PI) / 2, (x[1]! * Math.PI) / 2];
  return [(1 + g) * Math.cos(a) * Math.cos(b), (1 + g) * Math.cos(a) * Math.sin(b), (1 + g) * Math.sin(a)];
}

function frontOf(create: CreateSampler, losses: (x: readonly number[]) => number[], trials: number): number[][] {
  const sampler = create(SPACE, 4, { objectives: losses([0, 0, 0, 0, 0, 0]).length, trials });
  const all: number[][] = [];
  while (all.length < trials) {
    const points = sampler.ask(25);
    sampler.tell(points.map((point) => ({ point, losses: losses(numbers(point)) })));
    all.push(...points.map((point) => losses(numbers(point))));
  }
  return frontsOf(all)[0]!.map((index) => all[index]!);
}

describe('NSGA', () => {
  it.each([
    ['II', createNsga2Sampler],
    ['III', createNsga3Sampler],
  ])('%s finds the whole front of two losses', (_name, create) => {
    const front = frontOf(create, zdt1, 2500);
    const above = front.map(([f1, f2]) => f2! - (1 - Math.sqrt(f1!)));
    expect(Math.max(...above)).toBeLessThan(0.3);
    // all along it
    for (let from = 0; from < 1; from += 0.2) expect(front.some(([f1]) => f1! >= from && f1! < from + 0.2)).toBe(true);
  });

  it('III finds a front of three losses, near every direction', () => {
    const front = frontOf(createNsga3Sampler, dtlz2, 2500);
    expect(front.filter((losses) => Math.hypot(...losses) < 1.1).length).toBeGreaterThan(front.length / 2);
    for (const direction of directionsOf(3)) expect(Math.min(...front.map((losses) => distanceTo(losses, direction)))).toBeLessThan(0.25);
  });

  it('III spreads directions as Das and Dennis do', () => {
    expect(directionsOf(3)).toHaveLength(15);
    expect(directionsOf(2)).toHaveLength(12);
    for (const direction of directionsOf(4)) expect(direction.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1);
    expect(distanceTo([1, 1], [1, 0])).toBeCloseTo(1);
  });

  it('III keeps those near directions that nobody else is near to', () => {
    // a crowd in the middle, and one at either end
    const crowd = Array.from({ length: 10 }, (_value, index) => [0.5 + index / 1000, 0.5 - index / 1000]);
    const { chosen } = byDirections([...crowd, [0, 1], [1, 0]], 4, randomNumbers(1));
    expect(chosen).toContain(10);
    expect(chosen).toContain(11);
  });
});
