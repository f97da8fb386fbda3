import type { Exchange as CcxtExchange, Trade as CcxtTrade } from 'ccxt';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: Hyperliquid, "Exchange endpoint": `cloid` of 128 bits; market orders are limits far away; nothing is signed that was not asked for. */
export const hyperliquid: KnownTraits = {
  idForm: 'hex',
  lookups: [byParameter('clientOrderId')],
  marketOrderNeedsRate: 'always',
  unknownOrder: /unknownOid/,
  options: { builderFee: false, approvedBuilderFee: false, refSet: true, defaultType: 'spot', fetchMarkets: { types: ['spot'] } },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['swap'] } },
  tame: (client) => {
    // with its first call the client would approve a fee for its makers and name them as who has brought the user
    Object.assign(client, { handleBuilderFeeApproval: async () => true, setRef: async () => ({}) });
    nameFees(client);
  },
};

/** Fees of fills are in tokens (UBTC), which the client calls by the names of their coins (BTC) everywhere else. */
function nameFees(client: CcxtExchange): void {
  const { parseTrade } = client;
  client.parseTrade = (trade, market) => {
    const parsed = parseTrade.call(client, trade, market) as CcxtTrade;
    const coins = (client.options as { spotCurrencyMapping?: Readonly<Record<string, string>> }).spotCurrencyMapping ?? {};
    for (const fee of [parsed.fee, ...((parsed as { fees?: CcxtTrade['fee'][] }).fees ?? [])]) {
      if (fee?.currency !== undefined) fee.currency = coins[fee.currency] ?? fee.currency;
    }
    return parsed;
  };
}
