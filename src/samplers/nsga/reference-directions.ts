/** Directions are spread over a grid of so many parts of each axis: enough for a population of 50 and few objectives. */
const FEWEST = 12;

/**
 * Evenly spread directions, the sum of whose numbers is 1.
 * Source: Das and Dennis, "Normal-boundary intersection", 1998.
 */
export function directionsOf(objectives: number): readonly (readonly number[])[] {
  if (objectives === 1) return [[1]];
  let parts = 1;
  while (choose(objectives + parts - 1, parts) < FEWEST) parts++;
  return partsOf(objectives, parts).map((direction) => direction.map((count) => count / parts));
}

/** How far a point is from the line through the origin in a direction. */
export function distanceTo(point: readonly number[], direction: readonly number[]): number {
  const dot = point.reduce((sum, value, axis) => sum + value * direction[axis]!, 0);
  const length = direction.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(point.reduce((sum, value, axis) => sum + (value - (dot / length) * direction[axis]!) ** 2, 0));
}

/** Every way to share so many parts among so many axes. */
function partsOf(axes: number, parts: number): number[][] {
  if (axes === 1) return [[parts]];
  return Array.from({ length: parts + 1 }, (_value, own) => partsOf(axes - 1, parts - own).map((rest) => [own, ...rest])).flat();
}

function choose(n: number, k: number): number {
  let count = 1;
  for (let at = 1; at <= k; at++) count = (count * (n - k + at)) / at;
  return Math.round(count);
}
