import type { PairlistReach } from '../../src/pairlists/handler.ts';

/** A world with nothing beyond the exchange. */
export const NO_REACH: PairlistReach = {
  basesElsewhere: async () => [],
  document: async (url) => {
    throw new Error(`there is no ${url} here`);
  },
  save: () => undefined,
};
