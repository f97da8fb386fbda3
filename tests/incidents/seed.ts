import { type Chance, chanceFrom } from '../battery/chance.ts';
import { seedOf } from '../seed.ts';

/** What happened to others, each as a scenario of its own: `TEST_SEED=… npm test -- tests/incidents` repeats one. */
export const SEED: string = seedOf('incident');

export function chance(name: string): Chance {
  return chanceFrom(`${SEED}/${name}`);
}
