import { type Coordinates, coordinatesOf, type Row } from './coordinates.ts';
import { KnownTexts } from './known-texts.ts';
import type { Sampler, Trial } from './sampler.ts';
import type { Point, Space } from './space.ts';

/** How a sampler chooses. Trials have numbers, in the order in which they are asked for; results come in that order, whoever was first. */
export interface Method {
  /**
   * How many trials have to be known before this one is chosen; from one number to the next never fewer. What is known beyond them
   * is not looked at, so that it does not matter who was faster.
   * @param known how many trials are known, without a gap
   */
  needed(number: number, known: number): number;
  /** Called before points are asked for: how many are wanted side by side. */
  want?(count: number): void;
  /**
   * A row, settled or not; the same for the same number and the same trials.
   * @param pending rows of trials that are asked for and not learned
   * @param isNew whether nobody has asked for a (settled) row yet
   */
  choose(number: number, pending: readonly Row[], isNew: (row: Row) => boolean): Row;
  /** What came of the next trial, or of one that it has not chosen, which has no number. */
  learn(row: Row, losses: readonly number[] | null, isOwn: boolean): void;
}

interface Asked {
  readonly row: Row;
  losses: readonly number[] | null;
  isKnown: boolean;
}

/** A sampler that gives the same points whatever the order in which results of a batch arrive. */
export function sampleInOrder(space: Space, methodOf: (coordinates: Coordinates) => Method): Sampler {
  const coordinates = coordinatesOf(space);
  const method = methodOf(coordinates);
  /** What is asked for and not learned, in the order of its numbers; the first one's is `learned`. */
  const open: Asked[] = [];
  /** Numbers of the trials of a point that wait for a result. */
  const waiting = new Map<string, number[]>();
  const seen = new KnownTexts();
  const isNew = (row: Row): boolean => !seen.has(coordinates.keyOf(coordinates.pointOf(row)));
  let [known, learned] = [0, 0];

  const ask = (): Point | null => {
    const number = learned + open.length;
    const needed = method.needed(number, known);
    if (needed > known) return null;
    for (const { row, losses } of open.splice(0, needed - learned)) {
      learned++;
      method.learn(row, losses, true);
    }
    const pending = open.map(({ row }) => row);
    const row = method.choose(number, pending, isNew);
    const point = coordinates.pointOf(row);
    const key = coordinates.keyOf(point);
    seen.add(key);
    waiting.set(key, [...(waiting.get(key) ?? []), number]);
    open.push({ row, losses: null, isKnown: false });
    return point;
  };
  const tell = ({ point, losses }: Trial): void => {
    const key = coordinates.keyOf(point);
    const [number, ...rest] = waiting.get(key) ?? [];
    if (number === undefined) {
      seen.add(key);
      method.learn(coordinates.rowOf(point), losses, false);
      return;
    }
    if (rest.length > 0) waiting.set(key, rest);
    else waiting.delete(key);
    Object.assign(open[number - learned]!, { losses, isKnown: true });
    while (open[known - learned]?.isKnown === true) known++;
  };
  return {
    ask: (count) => {
      method.want?.(count);
      const points: Point[] = [];
      for (let point: Point | null; points.length < count; points.push(point)) {
        point = ask();
        if (point === null) break;
      }
      return points;
    },
    tell: (trials) => {
      for (const trial of trials) tell(trial);
    },
  };
}
