/** Moments (ms since epoch, UTC) and values, oldest first. */
export type Points = readonly (readonly [number, number])[];

export interface EvenLines {
  /** ms since epoch, UTC; equally far from each other. */
  readonly times: readonly number[];
  /** For each line its value at each of the times; null where it has not begun or is over. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** As many moments as a chart can tell apart. */
const MOST = 600;
const SECOND_MS = 1000;

/** Lines on one axis of time: a chart puts moments equally far from each other, however far apart they are. A value holds until the next one. @param stepMs the least from one moment to the next */
export function evenly(lines: readonly Points[], stepMs = SECOND_MS, span?: readonly [from: number, to: number]): EvenLines {
  const ends = lines.flatMap((points) => (points.length === 0 ? [] : [points[0]![0], points.at(-1)![0]]));
  if (ends.length === 0) return { times: [], values: lines.map(() => []) };
  const from = Math.min(...ends, ...(span === undefined ? [] : [span[0]]));
  const to = Math.max(...ends, ...(span === undefined ? [] : [span[1]]));
  const step = Math.max(1, Math.ceil((to - from) / stepMs / MOST)) * stepMs;
  const count = Math.ceil((to - from) / step) + 1;
  const times = Array.from({ length: count }, (_moment, index) => from + index * step);
  return { times, values: lines.map((points) => valuesAt(points, times, step)) };
}

function valuesAt(points: Points, times: readonly number[], step: number): (number | null)[] {
  let next = 0;
  const last = points.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
  return times.map((time) => {
    while (next < points.length && points[next]![0] <= time) next++;
    return next === 0 || time - step >= last ? null : points[next - 1]![1];
  });
}
