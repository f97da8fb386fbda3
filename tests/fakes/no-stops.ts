import { StopRefused } from '../../src/exchange/errors.ts';
import type { Stops } from '../../src/exchange/ports/stops.ts';

/** Of an exchange on which no stop can be laid. */
export const NO_STOPS: Stops = {
  orderTypes: [],
  bindsCoins: true,
  actsByItself: true,
  keepsClientIds: true,
  place: () => Promise.reject(new StopRefused('No stop can be laid here.')),
  cancel: async () => undefined,
  find: async () => null,
  since: async () => [],
};
