import { inPlaceOfId } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: KuCoin, "Get order by clientOid": open orders, and those of the last three days, of the high-frequency account. */
export const kucoin: KnownTraits = {
  idForm: 'letters',
  orderParameters: { hf: true },
  orderIdParameters: { hf: true },
  lookups: [inPlaceOfId('', (wireId) => ({ clientOid: wireId, hf: true }))],
  unknownOrder: /order.{0,20}not (exist|found)|"code":\s*"(400100|100001)"/i,
  vagueCodes: ['408000', '500000'],
};
