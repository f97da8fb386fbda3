import { inLists, inPlaceOfId } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** ccxt puts it before every id. */
const PREFIX = 't-';

/** Source: Gate, "Create an order": `text` of at most 28 letters and digits behind `t-`; by it only an open order is found. */
export const gate: KnownTraits = {
  branches: ['gateeu'],
  idForm: 'letters',
  idPrefix: PREFIX,
  lookups: [inPlaceOfId(PREFIX), inLists(null, PREFIX)],
  marketOrderNeedsRate: 'to_buy',
  options: { fetchMarkets: { types: ['spot'] } },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['swap'] } },
  vagueCodes: ['SERVER_ERROR', 'TOO_BUSY', 'INTERNAL', 'REQUEST_EXPIRED'],
};
