import type { Candles } from '../core/market/candles.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { Funding } from '../core/trade/funding.ts';
import { type CandleType, type DataFormat, loadCandles } from '../data/candle-files.ts';

/** Recorded candles of one exchange: a folder of files. */
export interface CandleStore {
  readonly folder: string;
  readonly format: DataFormat;
}

const FUNDING_TIMEFRAME = '1h';

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
