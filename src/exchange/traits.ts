import { exchangeFacts } from './facts.ts';

/** Facts of an exchange that ccxt does not tell. */
export interface ExchangeTraits {
  /** freqtrade's and ccxt's name. */
  readonly name: string;
  /** Candles one request returns. */
  readonly candleLimit: number;
  /** How long after its request has ended an order may still be accepted, ms; bounded by the signature's validity where there is one. */
  readonly acceptanceWindowMs: number;
  /** Codes in an answer that look like a refusal and leave an order's outcome open. */
  readonly vagueCodes: readonly string[];
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
  vagueCodes: [],
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
    // Source: binance, "Error codes": 1000 to 1008 are the server's own troubles, 1016 its going down
    vagueCodes: ['-1000', '-1001', '-1006', '-1007', '-1008', '-1016'],
  },
  // Source: bybit, "Error codes": server time-out, internal error, time-out of the order's creation
  bybit: { vagueCodes: ['10000', '10016', '170007', '170146'] },
  // Source: okx, "Error code": service busy or down, time-outs, an id that exists
  okx: { vagueCodes: ['50001', '50004', '50013', '50026', '51016', '51149', '51054'] },
  kucoin: { vagueCodes: ['408000', '500000'] },
  bitget: { vagueCodes: ['40010', '40015', '40725', '45001'] },
  // a signature is good for five minutes
  htx: { acceptanceWindowMs: 301_000, vagueCodes: ['timeout', 'base-system-error'] },
  mexc: { vagueCodes: ['500', '504'] },
  bingx: { vagueCodes: ['100500', '80012'] },
};

/** What an exchange's clock may be off, and an order be under way, beyond what a signature is good for, ms. */
const WINDOW_MARGIN_MS = 1000;

/** Where nobody says how many candles one request returns. */
const CANDLE_LIMIT = 500;

/** @param options the user's own for ccxt: a longer `recvWindow` (ms) makes the acceptance window longer */
export function traitsOf(name: string, isFutures = false, options: Readonly<Record<string, unknown>> = {}): ExchangeTraits {
  const { candleLimit, facts } = exchangeFacts(name, isFutures);
  const acceptanceWindowMs = KNOWN[name]?.acceptanceWindowMs ?? DEFAULTS.acceptanceWindowMs;
  const recvWindow = Number(options['recvWindow'] ?? 0);
  return {
    name,
    ...DEFAULTS,
    candleLimit: candleLimit ?? CANDLE_LIMIT,
    tradesAfterParameter: facts.trades_pagination === 'id' ? facts.trades_pagination_arg : null,
    ...KNOWN[name],
    acceptanceWindowMs: recvWindow > 0 ? Math.max(acceptanceWindowMs, recvWindow + WINDOW_MARGIN_MS) : acceptanceWindowMs,
  };
}
