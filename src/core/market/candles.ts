/** Candles as columns, oldest first. `time` is the start of each candle, ms since epoch, UTC. */
export interface Candles {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One candle: start (ms), open, high, low, close, volume. */
export type CandleRow = readonly [number, number, number, number, number, number];

export function emptyCandles(length: number): Candles {
  const column = () => new Float64Array(length);
  return { length, time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** Sorted, without duplicates (the later row wins), gaps filled with flat candles of no volume as freqtrade does. */
export function candlesFromRows(rows: readonly CandleRow[], timeframe: number): Candles {
  const byTime = new Map<number, CandleRow>();
  for (const row of rows) byTime.set(row[0], row);
  const sorted = [...byTime.values()].sort((a, b) => a[0] - b[0]);
  const filled: CandleRow[] = [];
  for (const row of sorted) {
    let previous = filled.at(-1);
    while (previous !== undefined && previous[0] + timeframe < row[0]) {
      const close = previous[4];
      previous = [previous[0] + timeframe, close, close, close, close, 0];
      filled.push(previous);
    }
    filled.push(row);
  }
  const candles = emptyCandles(filled.length);
  filled.forEach((row, index) => {
    candles.time[index] = row[0];
    candles.open[index] = row[1];
    candles.high[index] = row[2];
    candles.low[index] = row[3];
    candles.close[index] = row[4];
    candles.volume[index] = row[5];
  });
  return candles;
}

/** A view on a range of candles, without copying. */
export function sliceCandles(candles: Candles, start: number, end: number = candles.length): Candles {
  return {
    length: Math.max(0, end - start),
    time: candles.time.subarray(start, end),
    open: candles.open.subarray(start, end),
    high: candles.high.subarray(start, end),
    low: candles.low.subarray(start, end),
    close: candles.close.subarray(start, end),
    volume: candles.volume.subarray(start, end),
  };
}
