import { byParameter, inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: HTX, "Authentication": a signature is good for five minutes; "Query order by client order id": 8 h while open, 2 h when finished. */
export const htx: KnownTraits = {
  idForm: 'letters',
  acceptanceWindowMs: 301_000,
  lookups: [byParameter('clientOrderId'), inLists(null)],
  marketOrderNeedsRate: 'to_buy',
  unknownOrder: /base-record-invalid|order-?(not|invalid)|orderstate-error/,
  vagueCodes: ['timeout', 'base-system-error', 'login-required'],
};
