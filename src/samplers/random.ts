import type { Coordinates, Row } from './coordinates.ts';
import { sampleInOrder } from './in-order.ts';
import { type RandomNumbers, randomNumbersOf } from './random-numbers.ts';
import type { CreateSampler } from './sampler.ts';

/** Every value of a dimension as likely as any other. */
export const createRandomSampler: CreateSampler = (space, seed) =>
  sampleInOrder(space, (coordinates) => ({
    // waits for nothing, and keeps nothing
    needed: (_number, known) => known,
    choose: (number) => randomRow(coordinates, randomNumbersOf(seed, number)),
    learn: () => undefined,
  }));

export function randomRow(coordinates: Coordinates, random: RandomNumbers): Row {
  return coordinates.settle(new Float64Array(coordinates.axes.length).fill(Number.NaN), random);
}
