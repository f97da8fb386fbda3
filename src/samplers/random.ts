import { randomNumbers } from './random-numbers.ts';
import type { CreateSampler } from './sampler.ts';
import { type Point, type PointValue, takesPart, valueAt } from './space.ts';

/** Every value of a dimension as likely as any other. */
export const createRandomSampler: CreateSampler = (space, seed) => {
  const random = randomNumbers(seed);
  const point = (): Point => {
    const made: Record<string, PointValue> = {};
    for (const dimension of space) {
      // drawn for those that take no part, too: a choice changes nothing of the others
      const position = random();
      if (takesPart(dimension, made)) made[dimension.name] = valueAt(dimension, position);
    }
    return made;
  };
  return { ask: (count) => Array.from({ length: count }, point), tell: () => undefined };
};
