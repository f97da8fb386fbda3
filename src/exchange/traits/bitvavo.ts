import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Who has placed an order, as Bitvavo wants to know it; any number that stays the same. */
const OPERATOR = 1;

/** Source: Bitvavo, "New order": `operatorId` is needed, `clientOrderId` is a UUID; "Error codes" 101 and 109 are its own troubles. */
export const bitvavo: KnownTraits = {
  idForm: 'uuid',
  orderParameters: { operatorId: OPERATOR },
  lookups: [byParameter('clientOrderId')],
  unknownOrder: /"errorCode":\s*240\b/,
  vagueCodes: ['101', '107', '108', '109', '112'],
};
