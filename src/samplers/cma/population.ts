import type { Coordinates, Row } from '../coordinates.ts';
import type { Losses } from '../fronts.ts';
import type { RandomNumbers } from '../random-numbers.ts';
import { choicesOf } from './choices.ts';
import { distribution } from './distribution.ts';

/** A point of a generation. */
export interface Candidate {
  readonly row: Row;
  /** What a model sees of it: dimensions with an order, then 0 or 1 for each choice of the others but their first. */
  readonly features: Float64Array;
  /** From the mean, without step size and margin. */
  readonly step: Float64Array;
  readonly choices: readonly number[];
  losses: Losses | null;
  /** Loss that a model expected before it was tried. */
  expected: number | null;
}

/** One run of CMA-ES over all dimensions of a space. */
export interface Population {
  generation(random: RandomNumbers): Candidate[];
  /** @param candidates of the generation, best first */
  update(candidates: readonly Candidate[]): void;
  /** Where it is, and how long its steps are there, for each feature. */
  readonly center: Float64Array;
  scales(): Float64Array;
  /** How far a step goes at most, ratio of the space; Infinity where there are choices only. */
  reach(): number;
}

/** Steps out of the space are drawn anew so often before they are cut off. */
const TRIES = 20;
/** The value next to the mean's is at most so many standard deviations away. */
const MARGIN = 1.6;

/**
 * Numbers with an order by CMA-ES with margin, so that counted values never stand still (R. Hamano et al., "CMA-ES with margin", GECCO
 * 2022), choices beside it.
 * @param start of the mean, for each dimension with an order, from 0 to 1
 * @param sigma step size to begin with, ratio
 * @param lambda points of a generation
 */
export function population(coordinates: Coordinates, start: Float64Array, sigma: number, lambda: number): Population {
  const { axes } = coordinates;
  const ordered = [...axes.keys()].filter((axis) => !axes[axis]!.isCategory);
  const unordered = [...axes.keys()].filter((axis) => axes[axis]!.isCategory);
  const counts = unordered.map((axis) => axes[axis]!.values);
  const moving = ordered.length > 0 ? distribution(start, sigma, lambda) : null;
  const choices = choicesOf(counts, lambda);
  const flags = (chosen: readonly number[]): number[] =>
    counts.flatMap((count, at) => Array.from({ length: count - 1 }, (_value, index) => (chosen[at] === index + 1 ? 1 : 0)));
  const noFlags = flags([]);
  const center = new Float64Array(ordered.length + noFlags.length);
  center.set(start);

  /** How much steps along each axis are stretched. */
  const stretches = (): number[] =>
    ordered.map((axis, at) => {
      const { values } = axes[axis]!;
      if (moving === null || values < 2) return 1;
      const mean = moving.mean[at]!;
      const cell = Math.min(values - 1, Math.floor(mean * values));
      const out = Math.min(cell > 0 ? mean - cell / values : 1, cell < values - 1 ? (cell + 1) / values - mean : 1);
      return Math.max(1, (out + 1e-9) / (MARGIN * moving.deviation(at)));
    });
  /** A step that stays within the space. */
  const draw = (stretch: readonly number[], random: RandomNumbers): Float64Array => {
    if (moving === null) return new Float64Array(0);
    const { mean, sigma: size } = moving;
    let step = moving.draw(random);
    const at = (axis: number): number => mean[axis]! + size * stretch[axis]! * step[axis]!;
    const isOut = (axis: number): boolean => at(axis) < 0 || at(axis) > 1;
    for (let attempt = 0; attempt < TRIES && ordered.some((_axis, index) => isOut(index)); attempt++) step = moving.draw(random);
    ordered.forEach((_axis, index) => {
      if (isOut(index)) step[index] = ((at(index) < 0 ? 0 : 1) - mean[index]!) / (size * stretch[index]!);
    });
    return step;
  };
  const candidate = (stretch: readonly number[], step: Float64Array, random: RandomNumbers): Candidate => {
    const chosen = choices.draw(random);
    const places = ordered.map((_axis, at) => (moving === null ? 0 : moving.mean[at]! + moving.sigma * stretch[at]! * step[at]!));
    const row = new Float64Array(axes.length);
    ordered.forEach((axis, at) => {
      row[axis] = places[at]!;
    });
    unordered.forEach((axis, at) => {
      row[axis] = chosen[at]!;
    });
    coordinates.settle(row, random);
    const seen = ordered.map((axis, at) => (Number.isNaN(row[axis]!) ? places[at]! : row[axis]!));
    return { row, features: Float64Array.from([...seen, ...flags(chosen)]), step, choices: chosen, losses: null, expected: null };
  };
  let isFirst = true;
  return {
    center,
    generation: (random) => {
      const stretch = stretches();
      const made = Array.from({ length: lambda }, (_value, index) =>
        // the start itself is tried first
        candidate(stretch, isFirst && index === 0 ? new Float64Array(ordered.length) : draw(stretch, random), random),
      );
      isFirst = false;
      return made;
    },
    update: (candidates) => {
      moving?.update(candidates.map(({ step }) => step));
      choices.update(candidates.map((one) => one.choices));
      if (moving !== null) center.set(moving.mean);
    },
    scales: () => Float64Array.from([...ordered.map((_axis, at) => moving?.deviation(at) ?? 1), ...noFlags.map(() => 1)]),
    reach: () => moving?.reach() ?? Number.POSITIVE_INFINITY,
  };
}
