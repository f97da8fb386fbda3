import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: MEXC, "Query order": `origClientOrderId`. A market order given a rate takes its amount for a cost, so it gets none. */
export const mexc: KnownTraits = {
  idForm: 'letters',
  acceptanceWindowMs: 6000,
  lookups: [byParameter('clientOrderId')],
  unknownOrder: /"code":\s*"?-(2013|2011)\b/,
  options: { recvWindow: 5000 },
  vagueCodes: ['500', '504', '-1000', '-1001', '-1006', '-1007'],
};
