/** Minimal return by age: minutes to ratio (0.01 = 1 %), sorted by minutes. -1 forces the exit at that age. */
export type RoiTable = readonly (readonly [minutes: number, ratio: number])[];

/** A step as a strategy wants it; null where it has none. */
export type WantedStep = readonly [minutes: number | null, ratio: number | null];

/** @throws Error naming the key or value that is not a number. */
export function roiTable(minimalRoi: Readonly<Record<string, number>>): RoiTable {
  return Object.entries(minimalRoi)
    .map(([minutes, ratio]): [number, number] => {
      if (!Number.isFinite(Number(minutes)) || typeof ratio !== 'number' || !Number.isFinite(ratio)) {
        throw new Error(`minimal_roi: "${minutes}": ${String(ratio)} is not minutes to ratio, e.g. "30": 0.01.`);
      }
      return [Number(minutes), ratio];
    })
    .sort((a, b) => a[0] - b[0]);
}

/** The ratio that counts at an age: of the largest key not above it; null before the first key. */
export function roiAt(table: RoiTable, minutes: number): number | null {
  return roiStepAt(table, minutes)?.[1] ?? null;
}

/** The step that counts at an age; null before the first. */
export function roiStepAt(table: RoiTable, minutes: number): RoiTable[number] | null {
  let found: RoiTable[number] | null = null;
  for (const step of table) {
    if (step[0] > minutes) break;
    found = step;
  }
  return found;
}

/** The step that counts at an age, and the strategy's own ratio where that is lower: it begins at the present age. */
export function lowerStep(table: RoiTable, minutes: number, custom: number | null): RoiTable[number] | null {
  const step = roiStepAt(table, minutes);
  if (custom === null || !Number.isFinite(custom)) return step;
  return step === null || custom < step[1] ? [minutes, custom] : step;
}
