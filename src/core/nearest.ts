/** The known name that differs least from a typed one, if it is near enough to be meant; else null. */
export function nearest(typed: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  // of three letters, two others make another word
  let bestDistance = (typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3))) + 1;
  for (const name of known) {
    // as many letters must be added or left out at least
    if (Math.abs(typed.length - name.length) >= bestDistance) continue;
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * How many letters must be added, left out, exchanged or swapped with their neighbour to make one of the other.
 * @param limit from which on it does not matter; then any number that is not below it
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, substitution, swap));
    }
    [before, previous] = [previous, current];
    // every way to the end leads through one of these two rows
    if (Math.min(...current) >= limit && Math.min(...before) + 1 >= limit) return limit;
  }
  return previous[b.length]!;
}
