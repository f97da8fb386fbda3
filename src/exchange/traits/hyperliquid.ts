import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: Hyperliquid, "Exchange endpoint": `cloid` of 128 bits; market orders are limits far away; nothing is signed that was not asked for. */
export const hyperliquid: KnownTraits = {
  idForm: 'hex',
  lookups: [byParameter('clientOrderId')],
  marketOrderNeedsRate: 'always',
  unknownOrder: /unknownOid/,
  options: { builderFee: false, approvedBuilderFee: false, refSet: true },
  tame: (client) => {
    // with its first call the client would approve a fee for its makers and name them as who has brought the user
    Object.assign(client, { handleBuilderFeeApproval: async () => true, setRef: async () => ({}) });
  },
};
