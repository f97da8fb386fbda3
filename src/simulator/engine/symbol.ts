/** A market of the simulated exchange with its limits. Prices and amounts are plain numbers in quote and base units. */
export interface MarketSymbol {
  /** The engine's own name, `BTCUSDT` or, of a perpetual contract, `BTCUSDT.P`; dialects have theirs. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  /** A perpetual contract, paid in the quote currency. */
  readonly isPerpetual: boolean;
  /** Base currency in one contract; 1 on spot. Amounts are in base currency all the same. */
  readonly contractSize: number;
  readonly tickSize: number;
  /** Digits a price has at most, where a market counts them; whole numbers have as many as they need. */
  readonly significantDigits?: number;
  readonly stepSize: number;
  readonly minQty: number;
  readonly maxQty: number;
  readonly minNotional: number;
  /** Price level the synthetic walk moves around, or the factor on recorded candles. */
  readonly scale: number;
  /** File name under `recorded/` when real candles drive the price. */
  readonly recorded?: string;
  /** File of candles with their times, which are shown as they come. */
  readonly history?: string;
  /** Typical value of one order book level, in quote currency. */
  readonly levelValue: number;
}

type Row = [base: string, scale: number, tick: number, step: number, recorded?: string];

const ROWS: readonly Row[] = [
  ['BTC', 60000, 0.01, 0.00001],
  ['ETH', 3000, 0.01, 0.0001],
  ['BNB', 560, 0.01, 0.001],
  ['SOL', 145, 0.01, 0.001],
  ['XRP', 400, 0.0001, 0.1, 'xrp-eth-1m.json.gz'],
  ['ADA', 0.62, 0.0001, 0.1],
  ['LTC', 45000, 0.01, 0.001, 'unittest-btc-1m.json.gz'],
  ['DOGE', 0.16, 0.00001, 1],
  ['LINK', 14.2, 0.01, 0.01],
  ['AVAX', 31.5, 0.01, 0.01],
  ['DOT', 6.4, 0.001, 0.01],
  ['ATOM', 8.1, 0.001, 0.01],
];

/** Markets offered when none are named. */
export const DEFAULT_SYMBOLS: readonly MarketSymbol[] = ROWS.map(([base, scale, tickSize, stepSize, recorded]) =>
  createSymbol(base, 'USDT', scale, tickSize, stepSize, recorded),
);

/**
 * Markets for a list of pairs such as `["BTC/USDT", "FOO/USDT"]`; an unknown base gets a synthetic market near 100.
 * @throws Error naming the text that is not of the form BASE/QUOTE.
 */
export function symbolsFor(pairs: readonly string[]): MarketSymbol[] {
  return pairs.map((pair) => {
    const [base, quote, ...rest] = pair.split('/');
    if (!base || !quote || rest.length > 0) throw new Error(`"${pair}" is not a pair. Write BASE/QUOTE, e.g. BTC/USDT.`);
    const known = DEFAULT_SYMBOLS.find((symbol) => symbol.base === base && symbol.quote === quote);
    return known ?? createSymbol(base, quote, 100, 0.01, 0.001);
  });
}

function createSymbol(base: string, quote: string, scale: number, tickSize: number, stepSize: number, recorded?: string): MarketSymbol {
  return {
    id: base + quote,
    base,
    quote,
    isPerpetual: false,
    contractSize: 1,
    tickSize,
    stepSize,
    minQty: stepSize,
    maxQty: 9_000_000,
    minNotional: 5,
    scale,
    levelValue: 20_000,
    ...(recorded === undefined ? {} : { recorded }),
  };
}

/**
 * The perpetual contract on a spot market: the same price, amounts in whole steps of contracts.
 * @param contractSize base currency in a contract @param step smallest part of a contract that is traded
 */
export function perpetualOf(symbol: MarketSymbol, contractSize: number, step: number): MarketSymbol {
  const stepSize = Number((contractSize * step).toPrecision(12));
  return { ...symbol, id: `${symbol.id}.P`, isPerpetual: true, contractSize, stepSize, minQty: stepSize };
}

/** The step of prices near one: the market's own, or what its significant digits leave. */
export function tickAt({ tickSize, significantDigits }: MarketSymbol, price: number): number {
  if (significantDigits === undefined || !(price > 0)) return tickSize;
  const last = Math.floor(Math.log10(price)) + 1 - significantDigits;
  return Math.max(tickSize, Number(`1e${Math.min(last, 0)}`));
}

/** Decimal places of a step such as 0.001. */
export function decimals(step: number): number {
  const text = step.toString();
  const exponent = text.indexOf('e-');
  if (exponent >= 0) return Number(text.slice(exponent + 2));
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** Nearest multiple of a step, free of binary dust. */
export function toStep(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(decimals(step)));
}

/** Amounts of money are kept to eight decimals, as the exchange does. */
export function round8(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}
