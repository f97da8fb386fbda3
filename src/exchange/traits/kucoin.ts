import { inPlaceOfId } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: KuCoin, "Get Order By ClientOid": open orders, and those of the last three days; "Get Account Type": where the money lies. */
export const kucoin: KnownTraits = {
  idForm: 'letters',
  orderParameters: { hf: true },
  orderIdParameters: { hf: true },
  lookups: [inPlaceOfId('', (wireId) => ({ clientOid: wireId, hf: true }))],
  unknownOrder: /order.{0,12}not.?(exist|found)|"code":\s*"100001"/i,
  options: { fetchMarkets: { types: ['spot'] } },
  learnedOptions: ['hf', 'uta'],
  vagueCodes: ['408000', '500000'],
};
