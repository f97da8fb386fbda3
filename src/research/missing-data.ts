import { dateTime } from '../core/market/calendar.ts';
import { EVERYTHING, type Timerange } from '../core/market/timerange.ts';
import { storedPairs } from '../data/data-folder.ts';
import { type CandleStore, storedCandles } from './candle-store.ts';

/** How candles are got, for messages about those that are missing. */
export interface DownloadHint {
  /** e.g. `freqtrade download-data --config my.json` */
  readonly command: string;
  readonly exchange: string;
  /** What the exchange has. */
  readonly timeframes: readonly string[];
}

/** Candles that were looked for. */
export interface WantedCandles {
  readonly store: CandleStore;
  readonly timeframe: string;
  readonly isFutures: boolean;
  /** As it was written. */
  readonly timerange: string;
}

const DAYS = 30;
/** More pairs are not named one by one. */
const NAMED = 10;

/** There are no candles at all: what there is instead, and the command that gets them. */
export async function nothingFound(wanted: WantedCandles, pairs: readonly string[], hint: DownloadHint): Promise<string> {
  const { store, timeframe, timerange } = wanted;
  const range = timerange === '' ? '' : ` for the timerange "${timerange}"`;
  const { text, isLater } = await whatThereIs(wanted, pairs);
  return `No data found. There are no ${timeframe} candles of ${listed(pairs)} in ${store.folder}${range}${text}. ${howToGet(wanted, pairs, hint, isLater)}`;
}

/** Some pairs have no candles and are left out. */
export async function someNotFound(wanted: WantedCandles, pairs: readonly string[], hint: DownloadHint): Promise<string> {
  const { text, isLater } = await whatThereIs(wanted, pairs);
  const kind = wanted.isFutures ? 'futures' : 'spot';
  return `No history for ${listed(pairs)}, ${kind}, ${wanted.timeframe} found in ${wanted.store.folder}${text}. Left out. ${howToGet(wanted, pairs, hint, isLater)}`;
}

/** Candles begin later than was asked for, or end earlier. */
export interface ShortHistory {
  readonly pair: string;
  /** First and last candle there are, ms. */
  readonly from: number;
  readonly to: number;
}

/** What is missing at the ends of a timerange; null for nothing. */
export async function endsMissing(
  wanted: WantedCandles,
  range: Timerange,
  found: readonly ShortHistory[],
  { hint, candleMs, now }: { readonly hint: () => Promise<DownloadHint>; readonly candleMs: number; readonly now: number },
): Promise<string | null> {
  const late = found.filter(({ from }) => range.from !== null && from >= range.from + candleMs);
  const end = Math.min(range.to ?? now, now);
  const early = range.to === null ? [] : found.filter(({ to }) => to + 2 * candleMs < end);
  if (late.length + early.length === 0) return null;
  const words = [
    ...(late.length === 0
      ? []
      : [`of ${listed(late.map(({ pair }) => pair))} begin at ${dateTime(Math.min(...late.map(({ from }) => from)))}`]),
    ...(early.length === 0
      ? []
      : [`of ${listed(early.map(({ pair }) => pair))} end at ${dateTime(Math.max(...early.map(({ to }) => to)))}`]),
  ];
  const pairs = [...new Set([...late, ...early].map(({ pair }) => pair))];
  return `The timerange "${wanted.timerange}" is not covered: candles ${words.join(', and ')}. ${howToGet(wanted, pairs, await hint(), late.length > 0)}`;
}

async function whatThereIs(wanted: WantedCandles, pairs: readonly string[]): Promise<{ text: string; isLater: boolean }> {
  const { store, timeframe, isFutures } = wanted;
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const pair of pairs) {
    const candles = await storedCandles(store, pair, timeframe, isFutures, EVERYTHING);
    if (candles === null) continue;
    from = Math.min(from, candles.time[0]!);
    to = Math.max(to, candles.time.at(-1)!);
  }
  if (to > 0) return { text: `; there are some from ${dateTime(from)} to ${dateTime(to)}`, isLater: true };
  const others = storedPairs(store.folder, store.format, isFutures).filter(({ pair }) => pairs.includes(pair));
  const timeframes = [...new Set(others.filter(({ type }) => type === 'spot' || type === 'futures').map((one) => one.timeframe))];
  return { text: timeframes.length === 0 ? '' : `; there are ${timeframes.join(', ')}`, isLater: false };
}

function howToGet(
  { timeframe, timerange, isFutures }: WantedCandles,
  pairs: readonly string[],
  hint: DownloadHint,
  prepends: boolean,
): string {
  if (hint.timeframes.length > 0 && !hint.timeframes.includes(timeframe))
    return `${hint.exchange} has no ${timeframe}; it has ${hint.timeframes.join(', ')}.`;
  const words = [
    hint.command,
    ...(pairs.length > NAMED ? [] : ['--pairs', ...pairs]),
    '--timeframes',
    timeframe,
    ...(timerange === '' ? ['--days', String(DAYS)] : ['--timerange', timerange]),
    ...(prepends && timerange !== '' ? ['--prepend'] : []),
    ...(isFutures ? ['--trading-mode', 'futures'] : []),
  ];
  return `Get them: ${words.join(' ')}`;
}

function listed(pairs: readonly string[]): string {
  return pairs.length > NAMED ? `${pairs.slice(0, NAMED).join(', ')} and ${pairs.length - NAMED} more` : pairs.join(', ');
}
