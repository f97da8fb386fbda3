import { type CandleKind, type OtherCandles, recordedKey } from '../core/market/candle-kind.ts';
import { CANDLE_COLUMNS, type Candles } from '../core/market/candles.ts';
import { DAY, timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import { dropOldest } from '../core/oldest.ts';
import type { Funding } from '../core/trade/funding.ts';
import { type CandleType, type DataFormat, existingCandleFile, loadCandles } from '../data/candle-files.ts';
import { loadCandlesAtOnce } from '../data/candles-at-once.ts';
import { PlainCandles } from '../data/feather/plain-candles.ts';
import { isOfMarkets } from '../data/time-unit.ts';
import type { CandleColumns } from '../strategy/data-frame.ts';
import { laidCandles } from '../strategy/laid-candles.ts';

/** Recorded candles of one exchange: a folder of files. */
export interface CandleStore {
  readonly folder: string;
  readonly format: DataFormat;
}

const FUNDING_TIMEFRAME = '1h';

/** A range with the start-up candles before it. */
export function withStartup({ from, to }: Timerange, candles: number, timeframe: string): Timerange {
  return { from: from === null ? null : from - candles * timeframeMs(timeframe), to };
}

/** Candles within a range; null when there are none. @param onWarning given what of a file is left out */
export async function storedCandles(
  store: CandleStore,
  pair: string,
  timeframe: string,
  isFutures: boolean,
  range: Timerange,
  onWarning?: (text: string) => void,
): Promise<Candles | null> {
  const candles = await load(store, pair, timeframe, isFutures ? 'futures' : 'spot', range, true, onWarning);
  return candles === null || candles.length === 0 ? null : candles;
}

/** Those of another kind where one is named. */
export async function storedOfKind(
  store: CandleStore,
  { pair, timeframe, kind }: Omit<OtherCandles, 'kind'> & { readonly kind: CandleKind | undefined },
  isFutures: boolean,
  range: Timerange,
  onWarning?: (text: string) => void,
): Promise<Candles | null> {
  if (kind === undefined) return storedCandles(store, pair, timeframe, isFutures, range, onWarning);
  const candles = await load(store, pair, timeframe, kind, range, kind !== 'funding_rate', onWarning);
  return candles === null || candles.length === 0 ? null : candles;
}

/** Candles that a strategy asks for while it looks at others; null where there are none. */
export type CandlesAtOnce = (pair: string, timeframe: string, kind?: CandleKind) => Candles | null;

/** Of candles that are asked for one after the other, those that stay in memory. */
const KEPT_AT_ONCE = 4;

/** The same as `storedOfKind` for who can't wait, which a strategy's callbacks can't. @param rangeOf by timeframe @throws CandleFileError */
export function storedAtOnce(
  { folder, format }: CandleStore,
  isFutures: boolean,
  rangeOf: (timeframe: string) => Timerange,
  onWarning: (text: string) => void = () => undefined,
): CandlesAtOnce {
  const kept = new Map<string, Candles | null>();
  const type = (kind: CandleKind | undefined): CandleType => kind ?? (isFutures ? 'futures' : 'spot');
  return (pair, timeframe, kind) => {
    const key = recordedKey(pair, timeframe, kind);
    const known = kept.get(key);
    const order = { folder, pair, timeframe, type: type(kind), format, range: rangeOf(timeframe), fillsGaps: kind !== 'funding_rate' };
    const loaded = known === undefined ? loadCandlesAtOnce(order, onWarning) : known;
    const found = loaded === null || loaded.length === 0 ? null : loaded;
    kept.delete(key);
    kept.set(key, found);
    dropOldest(kept, KEPT_AT_ONCE);
    return found;
  };
}

/**
 * Stored candles laid where the indicators work, for a file as freqtrade writes it; null for every other, and where there are none: those are for
 * `storedCandles`, which tells what is wrong.
 */
export function laidStored(
  { folder, format }: CandleStore,
  pair: string,
  timeframe: string,
  isFutures: boolean,
  { from, to }: Timerange,
): CandleColumns | null {
  const step = timeframeMs(timeframe);
  if (format !== 'feather' || DAY % step !== 0) return null;
  const path = existingCandleFile(folder, pair, timeframe, isFutures ? 'futures' : 'spot', format);
  const file = PlainCandles.open(path, CANDLE_COLUMNS, step);
  if (file === null) return null;
  const { first, length } = file;
  const start = from === null ? 0 : Math.max(0, Math.ceil((from - first) / step));
  const end = to === null ? length : Math.min(length, Math.floor((to - first) / step) + 1);
  if (end <= start || !isOfMarkets(first) || !isOfMarkets(file.last)) return null;
  try {
    return laidCandles(file, steppedTimes(first + start * step, step, end - start), start, end);
  } catch {
    // damaged
    return null;
  }
}

/** The longest moments of before, which others are a part of, by their distance. */
const known = new Map<number, Float64Array>();

/** Moments that follow each other; most pairs share them. */
function steppedTimes(first: number, step: number, length: number): Float64Array {
  const longest = known.get(step);
  if (longest !== undefined) {
    const shift = (first - longest[0]!) / step;
    if (shift >= 0 && Number.isInteger(shift) && shift + length <= longest.length) return longest.subarray(shift, shift + length);
  }
  const times = new Float64Array(length);
  for (let row = 0; row < length; row++) times[row] = first + row * step;
  if (longest === undefined || longest.length < length) known.set(step, times);
  return times;
}

/**
 * What holding one unit of a futures pair cost at each funding time within a range; null where it was not recorded.
 * @param fallback rate before the first that was recorded (`futures_funding_rate`); null for none
 * @param onWarning given what of a file is left out
 */
export async function storedFunding(
  store: CandleStore,
  pair: string,
  range: Timerange,
  fallback: number | null,
  onWarning?: (text: string) => void,
): Promise<Funding | null> {
  const rates = await load(store, pair, FUNDING_TIMEFRAME, 'funding_rate', range, false, onWarning);
  const marks = await load(store, pair, FUNDING_TIMEFRAME, 'mark', range, true, onWarning);
  if (marks === null || (rates === null && fallback === null)) return null;
  const rateAt = new Map(rates === null ? [] : Array.from(rates.time, (at, row) => [at, rates.open[row]!]));
  const time: number[] = [];
  const perUnit: number[] = [];
  let isBefore = fallback !== null;
  for (let row = 0; row < marks.length; row++) {
    const at = marks.time[row]!;
    const recorded = rateAt.get(at);
    if (recorded !== undefined) isBefore = false;
    const rate = recorded ?? (isBefore ? fallback : null);
    if (rate === null) continue;
    time.push(at);
    perUnit.push(marks.open[row]! * rate);
  }
  return { time: Float64Array.from(time), perUnit: Float64Array.from(perUnit) };
}

async function load(
  store: CandleStore,
  pair: string,
  timeframe: string,
  type: CandleType,
  range: Timerange,
  fillsGaps: boolean,
  onWarning?: (text: string) => void,
): Promise<Candles | null> {
  return loadCandles(store.folder, pair, timeframe, type, store.format, range, fillsGaps, onWarning);
}
