import type { Coordinates, Row } from '../coordinates.ts';
import { sampleInOrder } from '../in-order.ts';
import { randomNumbersOf } from '../random-numbers.ts';
import type { CreateSampler } from '../sampler.ts';
import { SOBOL_DIMENSIONS, sobol } from './sobol.ts';

/** Points that fill a space evenly: Sobol's sequence, scrambled by the seed. */
export const createQmcSampler: CreateSampler = (space, seed) =>
  sampleInOrder(space, (coordinates) => ({
    // waits for nothing, and keeps nothing
    needed: (_number, known) => known,
    choose: (number) => evenRow(coordinates, seed, number),
    learn: () => undefined,
  }));

/** So many rows from the start of the sequence fill a space more evenly than random ones. Dimensions that are too many are random. */
export function evenRow(coordinates: Coordinates, seed: number, number: number): Row {
  const random = randomNumbersOf(seed, number);
  const row = new Float64Array(coordinates.axes.length).fill(Number.NaN);
  return coordinates.settle(row, (axis) => (axis < SOBOL_DIMENSIONS ? sobol(number, axis, seed) : random()));
}
