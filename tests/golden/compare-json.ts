type Json = Record<string, unknown>;

/** As near as sums in another order are. */
export function isClose(golden: number, ours: number): boolean {
  return golden === ours || Math.abs(golden - ours) <= 1e-8 * Math.max(Math.abs(golden), Math.abs(ours)) || Math.abs(golden - ours) < 1e-12;
}

/** Adds every place where two values differ. @param except keys that are left out, wherever they stand */
export function compareJson(golden: unknown, ours: unknown, path: string, differences: string[], except: readonly string[] = []): void {
  if (typeof golden === 'number' && typeof ours === 'number') {
    if (!isClose(golden, ours)) differences.push(`${path}: ${golden} / ${ours}`);
  } else if (golden !== null && typeof golden === 'object' && ours !== null && typeof ours === 'object') {
    for (const key of new Set([...Object.keys(golden), ...Object.keys(ours)])) {
      if (!except.includes(key)) compareJson((golden as Json)[key], (ours as Json)[key], `${path}.${key}`, differences, except);
    }
  } else if (golden !== ours) differences.push(`${path}: ${JSON.stringify(golden)} / ${JSON.stringify(ours)}`);
}
