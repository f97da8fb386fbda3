import { signInExchangeTime } from './exchange-time.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Who has placed an order, as Bitvavo wants to know it; any number that stays the same, unless the user's own is in `ccxt_config`. */
const OPERATOR = 1;

/** Source: Bitvavo, "New order": `operatorId` is needed, `clientOrderId` is a UUID; "Error codes" 101 and 109 are its own troubles. */
export const bitvavo: KnownTraits = {
  idForm: 'uuid',
  // a request is good for ten seconds (`Bitvavo-Access-Window`), and its clock may be a second off
  acceptanceWindowMs: 11_000,
  options: { operatorId: OPERATOR },
  lookups: [byParameter('clientOrderId')],
  timeRefusal: /"errorCode":\s*304\b/,
  unknownOrder: /"errorCode":\s*240\b/,
  tickersHaveQuotes: true,
  tame: signInExchangeTime,
  isHeardPairByPair: true,
  vagueCodes: ['101', '107', '108', '109', '112'],
};
