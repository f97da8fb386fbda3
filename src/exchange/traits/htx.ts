import { openStreamInExchangeTime } from './exchange-time.ts';
import { byParameter, inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

const HOUR_MS = 3_600_000;

/**
 * Source: HTX, "Authentication": a signature is good for five minutes; "IDs": 8 h after its creation an order is found by our id, a
 * finished one for 2 h; "Search Past Orders": two days in one search.
 */
export const htx: KnownTraits = {
  idForm: 'letters',
  timeRefusal: /api-signature-not-valid.*timestamp/i,
  acceptanceWindowMs: 301_000,
  lookups: [byParameter('clientOrderId'), inLists(null, '', ['fetchOpenOrders', 'fetchOrders'])],
  orderSearch: { windowMs: 48 * HOUR_MS, reachMs: 179 * 24 * HOUR_MS },
  fillsByOrder: true,
  marketOrderNeedsRate: 'to_buy',
  // ccxt cuts the cost to the steps of the coin that is bought, to nothing where those are large and the money is bitcoin
  costParameters: (client, pair, cost) => ({ createMarketBuyOrderRequiresPrice: false, amount: client.costToPrecision(pair, cost) }),
  options: {
    fetchMarkets: { types: { spot: true, linear: false, inverse: false } },
    // the ticker that ccxt asks for by itself has no quotes
    watchTicker: { name: 'market.{marketId}.bbo' },
  },
  tickersHaveQuotes: true,
  unknownOrder: /"err-code":\s*"(base-record-invalid|base-not-found|not-found|order-queryorder-invalid)"/,
  stops: { parameters: (side) => ({ operator: side === 'sell' ? 'lte' : 'gte' }) },
  tame: (client) => openStreamInExchangeTime(client, 'authenticate'),
  vagueCodes: ['timeout', 'base-system-error', 'login-required'],
};
