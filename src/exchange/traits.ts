import { exchangeFacts } from './facts.ts';

/** Facts of an exchange that ccxt does not tell. */
export interface ExchangeTraits {
  /** freqtrade's and ccxt's name. */
  readonly name: string;
  /** Candles one request returns. */
  readonly candleLimit: number;
  /** How long after sending an order may still be accepted, ms; bounded by the signature's validity where there is one. */
  readonly acceptanceWindowMs: number;
  /** Parameter that carries our client order id into a new order. */
  readonly clientOrderIdParameter: string;
  /** Parameter that asks for an order by that id. */
  readonly lookupParameter: string;
  /** Parameter that asks for the public trades from an id on; null where they are asked for by time. */
  readonly tradesAfterParameter: string | null;
  /** Extra options for ccxt, e.g. to load only what is traded. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The same where futures are traded, over `options`. */
  readonly futuresOptions: Readonly<Record<string, unknown>>;
}

const DEFAULTS: Omit<ExchangeTraits, 'name' | 'candleLimit' | 'tradesAfterParameter'> = {
  acceptanceWindowMs: 60_000,
  clientOrderIdParameter: 'clientOrderId',
  lookupParameter: 'clientOrderId',
  options: {},
  futuresOptions: { defaultType: 'swap' },
};

const KNOWN: Readonly<Record<string, Partial<ExchangeTraits>>> = {
  binance: {
    acceptanceWindowMs: 6000,
    lookupParameter: 'origClientOrderId',
    options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false, recvWindow: 5000 },
    futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } },
  },
};

/** Where nobody says how many candles one request returns. */
const CANDLE_LIMIT = 500;

export function traitsOf(name: string, isFutures = false): ExchangeTraits {
  const { candleLimit, facts } = exchangeFacts(name, isFutures);
  return {
    name,
    ...DEFAULTS,
    candleLimit: candleLimit ?? CANDLE_LIMIT,
    tradesAfterParameter: facts.trades_pagination === 'id' ? facts.trades_pagination_arg : null,
    ...KNOWN[name],
  };
}
