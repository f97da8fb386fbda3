import { exchangeFacts, presentName } from '../facts.ts';
import { KNOWN_TRAITS } from './known.ts';
import { byParameter } from './lookups.ts';
import { usualStops } from './stops.ts';
import type { ExchangeTraits, KnownTraits } from './traits.ts';

const DEFAULTS: Omit<ExchangeTraits, 'name' | 'candleLimit' | 'tradesAfterParameter' | 'orderSearch' | 'stops' | 'futuresStops'> = {
  acceptanceWindowMs: 60_000,
  obstacles: async () => [],
  vagueCodes: [],
  refusalCodes: [],
  timeRefusal: null,
  lateRefusal: null,
  unknownOrder: null,
  idForm: 'as_is',
  idPrefix: '',
  clientOrderIdParameter: 'clientOrderId',
  orderParameters: {},
  orderIdParameters: {},
  lookups: [byParameter('clientOrderId')],
  orderListParameters: {},
  listsShowIds: true,
  fillsByOrder: false,
  laterLookups: [],
  orderList: null,
  marketOrderNeedsRate: 'never',
  costParameters: null,
  options: {},
  futuresOptions: { defaultType: 'swap' },
  learnedOptions: [],
  futures: null,
  hasGrowingNonce: false,
  tickersHaveQuotes: false,
  endedCandles: null,
  isHeardPairByPair: false,
  topicsAMessage: () => Number.POSITIVE_INFINITY,
  tame: () => undefined,
};

/** Exchanges, and their branches under other laws, whose live orders are known and held by tests. */
const KNOWN: Readonly<Record<string, Omit<KnownTraits, 'branches'>>> = Object.fromEntries(
  Object.entries(KNOWN_TRAITS).flatMap(([name, { branches = [], ...traits }]) => [name, ...branches].map((known) => [known, traits])),
);

/** Whether orders can be placed for real: their ids, look-ups and refusals are known. */
export function isTradable(name: string): boolean {
  return KNOWN[name] !== undefined;
}

/** Where nobody says how many candles one request returns. */
const CANDLE_LIMIT = 500;
/** What an exchange's clock may be off, and an order be under way, beyond what a signature is good for, ms. */
const WINDOW_MARGIN_MS = 1000;

/** Exchanges that search no longer than some days at once keep orders for three months at least, ms. Source: Binance, "All Orders". */
const ORDERS_KEPT_MS = 89 * 86_400_000;

function ordersWithin(minutes: number | null): ExchangeTraits['orderSearch'] {
  return minutes === null ? null : { windowMs: minutes * 60_000, reachMs: ORDERS_KEPT_MS };
}

/** @param options the user's own for ccxt: a longer `recvWindow` (ms) makes the acceptance window longer */
export function traitsOf(name: string, isFutures = false, options: Readonly<Record<string, unknown>> = {}): ExchangeTraits {
  const { candleLimit, facts } = exchangeFacts(name, isFutures);
  const { stops = {}, futuresStops = {}, ...known } = KNOWN[presentName(name)] ?? {};
  const acceptanceWindowMs = known.acceptanceWindowMs ?? DEFAULTS.acceptanceWindowMs;
  const recvWindow = Number(options['recvWindow'] ?? 0);
  return {
    name,
    ...DEFAULTS,
    candleLimit: candleLimit ?? CANDLE_LIMIT,
    tradesAfterParameter:
      facts.trades_pagination === 'id' && facts.trades_pagination_overlap !== false ? facts.trades_pagination_arg : null,
    orderSearch: ordersWithin(facts.fetch_orders_limit_minutes),
    ...known,
    stops: { ...usualStops(name, known, false), ...stops },
    futuresStops: { ...usualStops(name, known, true), ...stops, ...futuresStops },
    acceptanceWindowMs: recvWindow > 0 ? Math.max(acceptanceWindowMs, recvWindow + WINDOW_MARGIN_MS) : acceptanceWindowMs,
  };
}
