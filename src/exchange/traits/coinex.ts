import { inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: CoinEx, "Get unfilled order", "Get filled order": both by `client_id`; a market order to buy names its cost. */
export const coinex: KnownTraits = {
  idForm: 'letters',
  lookups: [inLists('client_id')],
  marketOrderNeedsRate: 'to_buy',
  unknownOrder: /"code":\s*3600\b/,
};
