import { type Chance, chanceFrom } from '../battery/chance.ts';

/** What happened to others, each as a scenario of its own: `TEST_SEED=… npm test -- tests/incidents` repeats one. */
export const SEED: string = process.env['TEST_SEED'] ?? `incident-${Date.now() % 100_000}`;

export function chance(name: string): Chance {
  return chanceFrom(`${SEED}/${name}`);
}
