import type { Funding } from '../backtest/pair-data.ts';
import type { Candles } from '../core/market/candles.ts';
import { EVERYTHING, type Timerange } from '../core/market/timerange.ts';
import { type CandleType, type DataFormat, loadCandles } from '../data/candle-files.ts';

/** Recorded candles of one exchange: a folder of files. */
export interface CandleStore {
  readonly folder: string;
  readonly format: DataFormat;
}

const FUNDING_TIMEFRAME = '1h';

/** Candles within a range; null when there are none. */
export async function storedCandles(
  store: CandleStore,
  pair: string,
  timeframe: string,
  isFutures: boolean,
  range: Timerange,
): Promise<Candles | null> {
  const candles = await load(store, pair, timeframe, isFutures ? 'futures' : 'spot', range, true);
  return candles === null || candles.length === 0 ? null : candles;
}

/** What holding one unit of a futures pair cost at each funding time; null where it was not recorded. */
export async function storedFunding(store: CandleStore, pair: string): Promise<Funding | null> {
  const rates = await load(store, pair, FUNDING_TIMEFRAME, 'funding_rate', EVERYTHING, false);
  const marks = await load(store, pair, FUNDING_TIMEFRAME, 'mark', EVERYTHING, false);
  if (rates === null || marks === null) return null;
  const markAt = new Map(Array.from(marks.time, (at, row) => [at, marks.open[row]!]));
  const time: number[] = [];
  const perUnit: number[] = [];
  for (let row = 0; row < rates.length; row++) {
    const at = rates.time[row]!;
    const mark = markAt.get(at);
    if (mark === undefined) continue;
    time.push(at);
    perUnit.push(mark * rates.open[row]!);
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
): Promise<Candles | null> {
  return loadCandles(store.folder, pair, timeframe, type, store.format, range, fillsGaps);
}
