import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STANDARD_FUNCTIONS } from '../../bench/samplers/functions.ts';
import { medianOf, TRIALS } from '../../bench/samplers/race.ts';
import { SAMPLERS } from './by-name.ts';

/** Recorded from Optuna 5.0.0 with `npm run bench -- samplers`: the median of the best of 20 seeds. */
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/golden/optuna-medians.json'), 'utf8')) as {
  readonly trials: number;
  readonly medians: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

describe('samplers beside Optuna, on eight standard functions', () => {
  it.each([
    ['TPESampler', 8],
    ['CmaEsSampler', 20],
  ])('%s is no worse on seven of them', (name, seeds) => {
    expect(recorded.trials).toBe(TRIALS);
    const worse = STANDARD_FUNCTIONS.filter(
      (what) => !(medianOf(SAMPLERS[name]!, what, seeds) <= (recorded.medians[name]?.[what.name] ?? Number.NEGATIVE_INFINITY)),
    );
    expect(worse.length, worse.map((what) => what.name).join('; ')).toBeLessThanOrEqual(1);
  });
});
