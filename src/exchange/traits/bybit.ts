import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { must } from '../../core/must.ts';
import type { KnownTraits, Lookup } from './traits.ts';

interface Bybit extends CcxtExchange {
  privateGetV5OrderRealtime(parameters: object): Promise<Answer>;
  privateGetV5OrderHistory(parameters: object): Promise<Answer>;
}
interface Answer {
  readonly result?: { readonly list?: readonly object[] };
}

/** ccxt's own call fails without a number. Source: Bybit, "Get open and closed orders" (the last 500), "Get order history" (two years). */
const byOrderLinkId: Lookup = async (client, wireId, pair): Promise<CcxtOrder | null> => {
  const bybit = client as Bybit;
  const market = must(bybit.market(pair), `market ${pair}`);
  const asked = { category: market.spot ? 'spot' : 'linear', symbol: market.id, orderLinkId: wireId };
  for (const call of ['privateGetV5OrderRealtime', 'privateGetV5OrderHistory'] as const) {
    const [order] = (await bybit[call](asked)).result?.list ?? [];
    if (order !== undefined) return bybit.parseOrder(order, market) as CcxtOrder;
  }
  return null;
};

/** Source: Bybit, "Error codes": server time-out, internal error, time-outs of the matching engine and of a creation; "Authentication": `recv_window`. */
export const bybit: KnownTraits = {
  branches: ['bybiteu'],
  idForm: 'letters',
  acceptanceWindowMs: 6000,
  orderIdParameters: { acknowledged: true },
  lookups: [byOrderLinkId],
  options: { recvWindow: 5000, fetchMarkets: { types: ['spot'] }, fetchCurrencies: false },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } },
  vagueCodes: ['10000', '10016', '170007', '170146'],
};
