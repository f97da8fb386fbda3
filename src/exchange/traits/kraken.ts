import { inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: Kraken, "Nonce"; "Add order": `cl_ord_id` is a UUID; by it orders are found in the lists only. */
export const kraken: KnownTraits = {
  idForm: 'uuid',
  hasGrowingNonce: true,
  lookups: [inLists('cl_ord_id')],
  unknownOrder: /EOrder:Unknown order|EOrder:Invalid order/,
  stops: { refusal: /EOrder:Invalid price/ },
  vagueCodes: ['EService:Unavailable', 'EService:Busy', 'EService:Timeout', 'EService:Deadline elapsed', 'EGeneral:Internal error'],
};
