/** Candles with columns, as the API sends them. */
export interface CandleTable {
  readonly columns: readonly string[];
  readonly data: readonly unknown[];
  readonly timeframe_ms?: number;
  readonly annotations?: readonly unknown[] | null;
}

export interface Candle {
  /** Start, ms since epoch, UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

type Row = readonly (string | number | boolean | null)[];

export function rowsOf(table: CandleTable): readonly Row[] {
  return table.data as readonly Row[];
}

export function candlesOf(table: CandleTable): Candle[] {
  const [time, open, high, low, close, volume] = ['__date_ts', 'open', 'high', 'low', 'close', 'volume'].map((name) =>
    table.columns.indexOf(name),
  ) as [number, number, number, number, number, number];
  return rowsOf(table).map((row) => ({
    time: Number(row[time]),
    open: Number(row[open]),
    high: Number(row[high]),
    low: Number(row[low]),
    close: Number(row[close]),
    volume: Number(row[volume]),
  }));
}

/** Heikin-Ashi candles of the same times. */
export function heikinAshi(candles: readonly Candle[]): Candle[] {
  let [open, close] = [Number.NaN, Number.NaN];
  return candles.map((candle) => {
    const mean = (candle.open + candle.high + candle.low + candle.close) / 4;
    open = Number.isNaN(open) ? (candle.open + candle.close) / 2 : (open + close) / 2;
    close = mean;
    return { ...candle, open, close, high: Math.max(candle.high, open, close), low: Math.min(candle.low, open, close) };
  });
}

/** Candles of a larger timeframe. @param lengthMs a multiple of theirs */
export function larger(candles: readonly Candle[], lengthMs: number): Candle[] {
  const result: Candle[] = [];
  for (const candle of candles) {
    const time = Math.floor(candle.time / lengthMs) * lengthMs;
    const last = result.at(-1);
    if (last?.time === time)
      result[result.length - 1] = {
        ...last,
        high: Math.max(last.high, candle.high),
        low: Math.min(last.low, candle.low),
        close: candle.close,
        volume: last.volume + candle.volume,
      };
    else result.push({ ...candle, time });
  }
  return result;
}

/** Currency that rates of a pair are in. */
export function quoteOf(pair: string): string {
  return pair.split('/')[1]?.split(':')[0] ?? '';
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Length of a timeframe, ms; 0 for one that is not known. */
export function lengthOf(timeframe: string): number {
  const [, count, unit] = /^(\d+)([mhdw])$/.exec(timeframe) ?? [];
  return count === undefined ? 0 : Number(count) * UNITS[unit!]!;
}

/** Timeframes that whole candles of another make. */
export function largerTimeframes(timeframe: string): string[] {
  const length = lengthOf(timeframe);
  return ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '8h', '12h', '1d', '1w'].filter(
    (one) => one === timeframe || (length > 0 && lengthOf(one) > length && lengthOf(one) % length === 0),
  );
}
