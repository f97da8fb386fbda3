import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';

/** Dialects of exchanges that trade coins. */
export const SPOT_DIALECTS: readonly Dialect[] = Object.values(DIALECTS).filter(({ contractsOnlyIn }) => contractsOnlyIn === undefined);
