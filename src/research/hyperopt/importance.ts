import type { PointValue } from '../../samplers/space.ts';
import type { TriedPoints } from './tried-points.ts';

/** How much of the difference between tries goes with one parameter. */
export interface Importance {
  readonly name: string;
  /** 0 to 1; those of all parameters together are 1, unless nothing makes a difference. */
  readonly share: number;
}

const BINS = 8;
/** Fewer tries than this say nothing. */
const FEWEST = 10;

/**
 * Which parameters matter: by how much the ranks of the losses differ between values of a parameter, beside how much they differ at all.
 * Ranks, since one very bad try would count more than all others.
 */
export function importanceOf(tries: TriedPoints): Importance[] {
  if (tries.count < FEWEST) return [];
  const ranks = ranksOf(tries.losses());
  const raw = tries.space.map(({ name }, index) => ({ name, share: explained(ranks, groupsOf(tries.valuesOf(index))) }));
  const total = raw.reduce((sum, { share }) => sum + share, 0);
  return raw.map(({ name, share }) => ({ name, share: total === 0 ? 0 : share / total })).sort((a, b) => b.share - a.share);
}

/** Part of the variance that lies between groups, less what chance alone puts there. */
function explained(ranks: readonly number[], groups: readonly number[]): number {
  const count = groups.reduce((most, group) => Math.max(most, group), -1) + 1;
  if (count < 2) return 0;
  const [sums, sizes] = [new Array<number>(count).fill(0), new Array<number>(count).fill(0)];
  ranks.forEach((rank, index) => {
    const group = groups[index]!;
    sums[group]! += rank;
    sizes[group]!++;
  });
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  const all = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  const between = sums.reduce(
    (sum, total, group) => (sizes[group] === 0 ? sum : sum + sizes[group]! * (total / sizes[group]! - mean) ** 2),
    0,
  );
  if (all === 0) return 0;
  return Math.max(0, between / all - (count - 1) / (ranks.length - 1));
}

/** Ranks from 0 on; equals share theirs. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = values.map((_value, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && values[sorted[to]!] === values[sorted[from]!]) to++;
    for (let place = from; place < to; place++) ranks[sorted[place]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Values in groups: each by itself where there are few, numbers in equal parts of the tries where there are many. */
function groupsOf(values: readonly (PointValue | undefined)[]): number[] {
  const known = [...new Set(values)];
  if (known.length <= BINS || values.some((value) => typeof value !== 'number')) return values.map((value) => known.indexOf(value));
  const ranks = ranksOf(values as readonly number[]);
  return ranks.map((rank) => Math.min(BINS - 1, Math.floor((rank / values.length) * BINS)));
}
