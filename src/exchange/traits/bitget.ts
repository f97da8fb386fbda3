import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: Bitget, "REST API error codes": time-outs and troubles of its own; a market order to buy names its cost. */
export const bitget: KnownTraits = {
  idForm: 'letters',
  lookups: [byParameter('clientOid')],
  marketOrderNeedsRate: 'to_buy',
  vagueCodes: ['40010', '40015', '40725', '45001'],
};
