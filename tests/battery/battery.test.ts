import { describe, expect, it } from 'vitest';
import { seedOf } from '../seed.ts';
import { PARTS } from './parts.ts';

const SEED = seedOf('battery');

describe(`the core of the battery (seed ${SEED}; all of it: npm run battery)`, () => {
  it.each(Object.entries(PARTS).filter(([, { fewTurns }]) => fewTurns > 0))(
    '%s: no orphan, no double, no end of the process, every amount to the last digit',
    async (_name, part) => {
      expect(await part.run(SEED, part.fewTurns, () => undefined, [])).toEqual([]);
    },
    180_000,
  );
});
