import { compareTimeframes } from '../../core/market/candle-length.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';

/** What the name of a vendor's file tells: `BTCUSDT-1h-2025-01` (Binance), `Binance_BTCUSDT_1h` (CryptoDataDownload), `XBTUSD_60` (Kraken). */
export interface VendorName {
  readonly pair: string | null;
  readonly timeframe: string | null;
}

/** Currencies that things are paid in, the longer ones first. */
const QUOTES = [
  'FDUSD',
  'USDT',
  'USDC',
  'TUSD',
  'BUSD',
  'USDD',
  'DAI',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'AUD',
  'CAD',
  'CHF',
  'TRY',
  'BRL',
  'KRW',
  'XBT',
  'BTC',
  'ETH',
  'BNB',
];
/** XBTUSD is no XB in TUSD: only these were ever paid in it. */
const IN_TUSD = /^(BTC|ETH|BNB|XRP|ADA|LTC|SOL|DOGE|TRX|EOS|LINK|MATIC|AVAX|DOT)TUSD$/;
/** Names of Kraken for what everybody calls otherwise. */
const KRAKEN: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };
/** Kraken counts minutes. */
const MINUTES: Readonly<Record<string, string>> = {
  1: '1m',
  5: '5m',
  15: '15m',
  30: '30m',
  60: '1h',
  240: '4h',
  720: '12h',
  1440: '1d',
  10080: '1w',
};
const WORDS: Readonly<Record<string, string>> = { minute: '1m', hour: '1h', hourly: '1h', day: '1d', daily: '1d', d: '1d', weekly: '1w' };

export function readVendorName(name: string): VendorName {
  const words = name.split(/[-_ ]+/).filter(Boolean);
  const pairs = words.map(splitPair);
  const at = pairs.findIndex((pair) => pair !== null);
  // BTC_USDT-5m, as we name files ourselves
  const two = words.length > 1 && QUOTES.includes(words[1]!.toUpperCase()) ? `${words[0]!.toUpperCase()}/${words[1]!.toUpperCase()}` : null;
  const timeframe = words
    .slice(two !== null ? 2 : at + 1)
    .map((word) =>
      /^\d+[smhdwM]$/.test(word) ? word : /^\d+mo$/i.test(word) ? word.replace(/mo$/i, 'M') : (MINUTES[word] ?? WORDS[word.toLowerCase()]),
    )
    .find((found) => found !== undefined);
  return { pair: two ?? pairs[at] ?? null, timeframe: timeframe ?? null };
}

/** BTCUSDT is BTC/USDT, XBTUSD is BTC/USD; null for what is no pair. */
export function splitPair(word: string): string | null {
  const upper = word.toUpperCase();
  const quote = QUOTES.find(
    (candidate) => upper.endsWith(candidate) && upper.length > candidate.length + 1 && (candidate !== 'TUSD' || IN_TUSD.test(upper)),
  );
  if (quote === undefined || !/^[\p{L}\p{N}]+$/u.test(upper)) return null;
  const base = upper.slice(0, -quote.length);
  return `${KRAKEN[base] ?? base}/${KRAKEN[quote] ?? quote}`;
}

/** Timeframes that files come in. */
const COMMON = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'].sort(compareTimeframes);

/** The timeframe that most candles are apart; null where it is none of the common ones. @param time rising, ms */
export function timeframeOf(time: Float64Array): string | null {
  const steps = new Map<number, number>();
  for (let row = 1; row < time.length; row++) {
    const step = time[row]! - time[row - 1]!;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [most] = [...steps].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0]);
  // months are of four lengths
  if (most >= 28 * 86_400_000 && most <= 31 * 86_400_000) return '1M';
  return COMMON.find((timeframe) => timeframeMs(timeframe) === most) ?? null;
}
