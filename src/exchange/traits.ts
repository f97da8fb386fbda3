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
  /** Extra options for ccxt, e.g. to load only what is traded. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The same where futures are traded, over `options`. */
  readonly futuresOptions: Readonly<Record<string, unknown>>;
}

const DEFAULTS: Omit<ExchangeTraits, 'name'> = {
  candleLimit: 500,
  acceptanceWindowMs: 60_000,
  clientOrderIdParameter: 'clientOrderId',
  lookupParameter: 'clientOrderId',
  options: {},
  futuresOptions: { defaultType: 'swap' },
};

const KNOWN: Readonly<Record<string, Partial<ExchangeTraits>>> = {
  binance: {
    candleLimit: 1000,
    acceptanceWindowMs: 6000,
    lookupParameter: 'origClientOrderId',
    options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false, recvWindow: 5000 },
    futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } },
  },
};

export function traitsOf(name: string): ExchangeTraits {
  return { name, ...DEFAULTS, ...KNOWN[name] };
}
