import { byParameter, inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/**
 * Source: Bitget, "REST API error codes": time-outs and troubles of its own; a market order to buy names its cost; "Get Order Info": by our
 * id only an order that is not finished is found.
 */
export const bitget: KnownTraits = {
  idForm: 'letters',
  lookups: [byParameter('clientOid'), inLists(null, '', ['fetchCanceledAndClosedOrders'])],
  marketOrderNeedsRate: 'to_buy',
  vagueCodes: ['40010', '40015', '40725', '45001'],
};
