import { inPlaceOfId } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: KuCoin, "Get Order By ClientOid": open orders, and those of the last three days; "Get Account Type": where the money lies. */
export const kucoin: KnownTraits = {
  idForm: 'letters',
  orderParameters: { hf: true },
  orderIdParameters: { hf: true },
  lookups: [inPlaceOfId('', (wireId) => ({ clientOid: wireId, hf: true }))],
  // "Get Closed Orders"; the name under which ccxt sends a limit is another
  orderListParameters: { limit: 100 },
  unknownOrder: /order.{0,12}not.?(exist|found)|"code":\s*"100001"/i,
  // "Request rate limit" of streams: a hundred messages in ten seconds; what one costs of a request's pace
  options: { fetchMarkets: { types: ['spot'] }, ws: { cost: 14 } },
  learnedOptions: ['hf', 'uta'],
  // by our id ccxt finds the order that a stop has become; the stop itself only among those that wait
  stops: {
    parameters: (side) => ({ stop: side === 'sell' ? 'loss' : 'entry' }),
    findParameters: { stop: true },
    cancelParameters: { stop: true },
    isFoundInLists: true,
    lists: [{ call: 'fetchOpenOrders', parameters: { stop: true } }],
    fired: async (client, stop, pair) => {
      const isWoken = (stop.info as { readonly status?: unknown } | undefined)?.status === 'TRIGGERED';
      const clientOid = stop.clientOrderId;
      return isWoken && clientOid ? client.fetchOrder(clientOid, pair, { clientOid, hf: true }) : null;
    },
  },
  vagueCodes: ['408000', '500000'],
};
