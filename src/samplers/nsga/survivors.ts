import { bestFirst, frontsOf, type Losses } from '../fronts.ts';
import type { RandomNumbers } from '../random-numbers.ts';
import { directionsOf, distanceTo } from './reference-directions.ts';

/** Which of a generation and its parents live on: indices, and for each how good it is among them, the smaller the better. */
export interface Survivors {
  readonly chosen: readonly number[];
  readonly ranks: readonly number[];
}

export type Survival = (trials: readonly Losses[], count: number, random: RandomNumbers) => Survivors;

/** NSGA-II: the best fronts; of the last that does not fit the loneliest. Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002. */
export const byCrowding: Survival = (trials, count) => {
  const chosen = bestFirst(trials).slice(0, count);
  return { chosen, ranks: chosen.map((_index, place) => place) };
};

/**
 * NSGA-III: the best fronts; of the last that does not fit those near directions with few others.
 * Source: Deb and Jain, "An evolutionary many-objective optimization algorithm", 2014.
 */
export const byDirections: Survival = (trials, count, random) => {
  const chosen: number[] = [];
  const ranks: number[] = [];
  for (const [rank, front] of frontsOf(trials).entries()) {
    const room = count - chosen.length;
    if (room <= 0) break;
    const taken = front.length <= room ? front : nichesOf(trials, chosen, front, room, random);
    for (const index of taken) {
      chosen.push(index);
      ranks.push(rank);
    }
  }
  return { chosen, ranks };
};

/** Fills the niches with the fewest members first. */
function nichesOf(trials: readonly Losses[], chosen: readonly number[], front: readonly number[], room: number, random: RandomNumbers) {
  const all = [...chosen, ...front];
  const points = normalized(all.map((index) => trials[index]!));
  const directions = directionsOf(trials[0]!.length);
  const near = points.map((point) => {
    const distances = directions.map((direction) => distanceTo(point, direction));
    const distance = Math.min(...distances);
    return { direction: distances.indexOf(distance), distance };
  });
  const members = new Int32Array(directions.length);
  for (let place = 0; place < chosen.length; place++) members[near[place]!.direction]!++;
  const open = new Map<number, number[]>();
  front.forEach((_index, at) => {
    const { direction } = near[chosen.length + at]!;
    open.set(direction, [...(open.get(direction) ?? []), at]);
  });
  const taken: number[] = [];
  while (taken.length < room) {
    const fewest = Math.min(...[...open.keys()].map((direction) => members[direction]!));
    const lonely = [...open].filter(([direction]) => members[direction] === fewest);
    const [direction, candidates] = lonely[Math.floor(random() * lonely.length)]!;
    const distanceOf = (at: number): number => near[chosen.length + at]!.distance;
    // the first of a direction is the one next to it
    const place =
      members[direction] === 0
        ? candidates.reduce((best, _at, index) => (distanceOf(candidates[index]!) < distanceOf(candidates[best]!) ? index : best), 0)
        : Math.floor(random() * candidates.length);
    taken.push(front[candidates.splice(place, 1)[0]!]!);
    members[direction]!++;
    if (candidates.length === 0) open.delete(direction);
  }
  return taken;
}

/** Losses from 0 (the best of any) to 1 (where the plane through the extreme points meets the axis). */
function normalized(trials: readonly Losses[]): number[][] {
  const size = trials[0]!.length;
  const finite = trials.filter((losses) => losses.every(Number.isFinite));
  const ideal = Array.from({ length: size }, (_value, axis) => Math.min(...finite.map((losses) => losses[axis]!)));
  const shifted = trials.map((losses) => losses.map((loss, axis) => (Number.isFinite(loss) ? loss - ideal[axis]! : Number.MAX_VALUE)));
  const intercepts = interceptsOf(shifted, size);
  return shifted.map((losses) => losses.map((loss, axis) => Math.min(1e6, loss / intercepts[axis]!)));
}

function interceptsOf(shifted: readonly (readonly number[])[], size: number): number[] {
  const first = frontsOf(shifted)[0]!.map((index) => shifted[index]!);
  const extremes = Array.from({ length: size }, (_value, axis) => {
    const reach = (losses: readonly number[]): number => Math.max(...losses.map((loss, at) => (at === axis ? loss : loss * 1e6)));
    return first.reduce((best, losses) => (reach(losses) < reach(best) ? losses : best));
  });
  const plane = solved(extremes);
  return Array.from({ length: size }, (_value, axis) => {
    const meets = plane === null ? 0 : 1 / plane[axis]!;
    if (meets > 1e-9 && Number.isFinite(meets)) return meets;
    return Math.max(...first.map((losses) => losses[axis]!)) || 1;
  });
}

/** The plane a·x = 1 through points, by elimination; null where there is none. */
function solved(points: readonly (readonly number[])[]): number[] | null {
  const rows = points.map((point) => [...point, 1]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.findIndex((row, at) => at >= column && Math.abs(row[column]!) > 1e-12);
    if (pivot < 0) return null;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let other = 0; other < size; other++) {
      if (other === column) continue;
      const factor = rows[other]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[other]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}
