import { mixed } from '../random-numbers.ts';
import { DIRECTION_NUMBERS } from './direction-numbers.ts';

const BITS = 32;
const SCALE = 2 ** -BITS;

/** Dimensions for which there are direction numbers. */
export const SOBOL_DIMENSIONS = DIRECTION_NUMBERS.length + 1;

/**
 * A coordinate of a point of Sobol's sequence, from 0 (included) to 1 (excluded).
 * @param index of the point, from 0 to 2^32 - 1
 * @param dimension from 0, below `SOBOL_DIMENSIONS`
 * @param scramble null for the sequence as it is; else the seed of a nested uniform scrambling (Owen, 1995) in the form of a hash
 * Source: Burley, "Practical hash-based Owen scrambling", 2020.
 */
export function sobol(index: number, dimension: number, scramble: number | null): number {
  const directions = directionsOf(dimension);
  let bits = 0;
  for (let rest = index >>> 0, at = 0; rest !== 0; rest >>>= 1, at++) if ((rest & 1) === 1) bits ^= directions[at]!;
  if (scramble === null) return (bits >>> 0) * SCALE;
  return scrambled(bits >>> 0, mixed(mixed(scramble >>> 0) ^ Math.imul(dimension + 1, 0x9e3779b9))) * SCALE;
}

const made: (Uint32Array | undefined)[] = [];

function directionsOf(dimension: number): Uint32Array {
  made[dimension] ??= directionsFrom(dimension === 0 ? null : DIRECTION_NUMBERS[dimension - 1]!);
  return made[dimension];
}

/** The recurrence over a primitive polynomial; the first dimension is van der Corput's sequence. */
function directionsFrom(numbers: readonly number[] | null): Uint32Array {
  const directions = new Uint32Array(BITS);
  if (numbers === null) return directions.map((_value, at) => 2 ** (BITS - 1 - at));
  const [coefficients = 0, ...first] = numbers;
  const degree = first.length;
  for (let at = 0; at < BITS; at++) {
    if (at < degree) {
      directions[at] = first[at]! * 2 ** (BITS - 1 - at);
      continue;
    }
    let bits = directions[at - degree]! ^ (directions[at - degree]! >>> degree);
    for (let term = 1; term < degree; term++) if (((coefficients >>> (degree - 1 - term)) & 1) === 1) bits ^= directions[at - term]!;
    directions[at] = bits;
  }
  return directions;
}

/** Flips each bit by a hash of the seed and the bits above it. Source: Vegdahl, "Building a better LK hash", 2021. */
function scrambled(bits: number, seed: number): number {
  let word = reversed(bits);
  word ^= Math.imul(word, 0x3d20adea);
  word = (word + seed) >>> 0;
  word = Math.imul(word, (seed >>> 16) | 1);
  word ^= Math.imul(word, 0x05526c56);
  word ^= Math.imul(word, 0x53a22864);
  return reversed(word >>> 0);
}

function reversed(bits: number): number {
  let word = bits;
  word = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  word = ((word >>> 2) & 0x33333333) | ((word & 0x33333333) << 2);
  word = ((word >>> 4) & 0x0f0f0f0f) | ((word & 0x0f0f0f0f) << 4);
  word = ((word >>> 8) & 0x00ff00ff) | ((word & 0x00ff00ff) << 8);
  return ((word >>> 16) | (word << 16)) >>> 0;
}
