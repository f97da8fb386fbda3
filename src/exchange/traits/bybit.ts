import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { must } from '../../core/must.ts';
import { endedOfBybit } from './ended-candles.ts';
import { openStreamInExchangeTime } from './exchange-time.ts';
import { type FuturesTraits, PLAIN_FUTURES, setsOneWay } from './futures.ts';
import type { KnownTraits, Lookup } from './traits.ts';

interface Bybit extends CcxtExchange {
  privateGetV5OrderRealtime(parameters: object): Promise<Answer>;
  privateGetV5OrderHistory(parameters: object): Promise<Answer>;
  privateGetV5AccountInfo(): Promise<{ readonly result?: { readonly marginMode?: string } }>;
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

const DAY_MS = 86_400_000;

/** Margin mode is the account's, not a pair's. Source: Bybit, "Set margin mode", "Set leverage", "Switch position mode", "Get order history". */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  account: setsOneWay(
    /110025|not modified/i,
    "Hedge Mode is not supported by freqtrade. Please change 'Position Mode' to one-way on your bybit account.",
  ),
  setup: [
    {
      set: (client, { marginMode, pair, leverage }) => client.setMarginMode(marginMode, pair, { leverage }),
      isSo: async (client, { marginMode }) => {
        const mode = (await (client as Bybit).privateGetV5AccountInfo()).result?.marginMode;
        return mode === (marginMode === 'isolated' ? 'ISOLATED_MARGIN' : 'REGULAR_MARGIN');
      },
    },
    { set: (client, { leverage, pair }) => client.setLeverage(leverage, pair) },
  ],
  alreadySo: /110043|110026|140043|34036|not modified/i,
  orderParameters: () => ({ position_idx: 0 }),
  // what it lists as funding is no amount
  tellsFunding: false,
  isLiquidation: ({ createType }) => /Liq|Adl|TakeOver/.test(String(createType)),
};

/** Source: Bybit, "Error codes": server time-out, internal error, time-outs of the matching engine and of a creation; "Authentication": `recv_window`. */
export const bybit: KnownTraits = {
  branches: ['bybiteu'],
  idForm: 'letters',
  endedCandles: endedOfBybit,
  acceptanceWindowMs: 6000,
  orderIdParameters: { acknowledged: true },
  lookups: [byOrderLinkId],
  // "Get order history"
  orderListParameters: { limit: 50 },
  orderSearch: { windowMs: 7 * DAY_MS, reachMs: 729 * DAY_MS },
  options: { recvWindow: 5000, fetchMarkets: { types: ['spot'] }, fetchCurrencies: false },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } },
  futures,
  futuresStops: { findParameters: { acknowledged: true } },
  tame: (client) => openStreamInExchangeTime(client, 'authenticate'),
  // "Connect", "Args limits"
  topicsAMessage: (address) => (address.endsWith('/spot') ? 10 : Number.POSITIVE_INFINITY),
  vagueCodes: ['10000', '10016', '170007', '170146'],
};
