/** Losses of a trial, one for each objective; Infinity for all where there is no result. */
export type Losses = readonly number[];

/** Losses as they can be compared: what is no number is worst. */
export function comparable(losses: Losses | null, objectives: number): Losses {
  return Array.from({ length: objectives }, (_value, index) => {
    const loss = losses?.[index] ?? Number.POSITIVE_INFINITY;
    return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
  });
}

/** Whether one is nowhere worse than another, and somewhere better. */
export function dominates(one: Losses, other: Losses): boolean {
  let isBetter = false;
  for (let index = 0; index < one.length; index++) {
    if (one[index]! > other[index]!) return false;
    if (one[index]! < other[index]!) isBetter = true;
  }
  return isBetter;
}

/**
 * Indices of trials by front: none of the first is dominated, none of the second by others than the first …
 * Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002.
 */
export function frontsOf(trials: readonly Losses[]): number[][] {
  if ((trials[0]?.length ?? 0) === 1) return frontsOfOne(trials);
  const above = new Int32Array(trials.length);
  const below: number[][] = trials.map(() => []);
  for (let one = 0; one < trials.length; one++) {
    for (let other = one + 1; other < trials.length; other++) {
      const [better, worse] = dominates(trials[one]!, trials[other]!)
        ? [one, other]
        : dominates(trials[other]!, trials[one]!)
          ? [other, one]
          : [-1, -1];
      if (better < 0) continue;
      below[better]!.push(worse);
      above[worse]!++;
    }
  }
  const fronts: number[][] = [];
  let front = [...above.keys()].filter((index) => above[index] === 0);
  while (front.length > 0) {
    fronts.push(front);
    const next: number[] = [];
    for (const index of front) for (const worse of below[index]!) if (--above[worse]! === 0) next.push(worse);
    front = next.sort((a, b) => a - b);
  }
  return fronts;
}

function frontsOfOne(trials: readonly Losses[]): number[][] {
  const fronts: number[][] = [];
  const order = [...trials.keys()].sort((a, b) => trials[a]![0]! - trials[b]![0]! || a - b);
  for (const index of order) {
    const last = fronts.at(-1);
    if (last !== undefined && trials[last[0]!]![0] === trials[index]![0]) last.push(index);
    else fronts.push([index]);
  }
  return fronts;
}

/** How lonely each trial of a front is: the sum over objectives of the way between its neighbours; Infinity at the ends. Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002. */
export function crowdingDistances(front: readonly Losses[]): Float64Array {
  const distances = new Float64Array(front.length);
  for (let objective = 0; objective < (front[0]?.length ?? 0); objective++) {
    const order = [...front.keys()].sort((a, b) => front[a]![objective]! - front[b]![objective]! || a - b);
    const at = (place: number): number => front[order[place]!]![objective]!;
    const range = at(order.length - 1) - at(0);
    distances[order[0]!] = Number.POSITIVE_INFINITY;
    distances[order.at(-1)!] = Number.POSITIVE_INFINITY;
    if (!(range > 0) || range === Number.POSITIVE_INFINITY) continue;
    for (let place = 1; place < order.length - 1; place++) distances[order[place]!]! += (at(place + 1) - at(place - 1)) / range;
  }
  return distances;
}

/** Indices of trials from the best to the worst: by front, the lonelier first within one, then the earlier. */
export function bestFirst(trials: readonly Losses[]): number[] {
  return frontsOf(trials).flatMap((front) => {
    const distances = crowdingDistances(front.map((index) => trials[index]!));
    const order = [...front.keys()].sort((a, b) => (distances[a] === distances[b] ? a - b : distances[b]! - distances[a]!));
    return order.map((place) => front[place]!);
  });
}
