import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { chanceFrom } from '../battery/chance.ts';
import { contractLife } from '../fakes/contract-life.ts';
import { seedOf } from '../seed.ts';

const SEED = seedOf('contracts');
/** Steps that are tried of each; `npm run battery` tries all. */
const TRIED = 12;

describe(`a live bot on contracts that is killed at a step and started again (seed ${SEED})`, () => {
  const dialects = Object.values(DIALECTS).filter(({ hasContracts }) => hasContracts);
  it.each(dialects)('on $name neither loses nor doubles an order, and holds what the exchange holds', async (dialect) => {
    const { name } = dialect;
    const whole = await contractLife(dialect, Number.POSITIVE_INFINITY);
    expect(whole.problems).toEqual([]);
    expect(whole.steps).toBeGreaterThan(60);
    const chance = chanceFrom(`${SEED} ${name}`);
    for (let turn = 0; turn < TRIED; turn++) {
      const at = 1 + Math.floor(((turn + chance.next()) / TRIED) * whole.steps);
      const { problems, last } = await contractLife(dialect, at);
      expect(problems, `killed at step ${at}, ${last}`).toEqual([]);
    }
  });
});
