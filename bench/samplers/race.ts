import type { CreateSampler } from '../../src/samplers/sampler.ts';
import type { StandardFunction } from './functions.ts';

export const TRIALS = 200;
export const SEEDS = 20;

/** The lowest value that a sampler finds in as many trials, one after the other. */
export function bestOf(create: CreateSampler, { space, value }: StandardFunction, seed: number): number {
  const sampler = create(space, seed, { objectives: 1, trials: TRIALS });
  let best = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < TRIALS; trial++) {
    const [point] = sampler.ask(1);
    if (point === undefined) throw new Error('The sampler waits for nothing.');
    const loss = value(point);
    best = Math.min(best, loss);
    sampler.tell([{ point, losses: [loss] }]);
  }
  return best;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

export function medianOf(create: CreateSampler, what: StandardFunction, seeds: number): number {
  return median(Array.from({ length: seeds }, (_value, seed) => bestOf(create, what, seed)));
}
