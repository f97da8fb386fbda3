import { rowFrom } from '../../backtest/left-out.ts';
import type { PairData, PriceColumn, TradedCandles } from '../../backtest/pair-data.ts';
import { rangeOf } from '../../backtest/prepare.ts';
import { type FeatherColumn, writeFeather } from '../../data/feather/feather.ts';

/** How the pairs moved together, one row for each candle but the last. */
export interface MarketChange {
  readonly date: Float64Array;
  /** Mean close. */
  readonly mean: Float64Array;
  /** Mean changes of the closes, summed up; ratio. */
  readonly relativeMean: Float64Array;
  /** Pairs that have the candle. */
  readonly count: Float64Array;
}

/** Closes of one pair in time. */
export interface ClosePath {
  /** ms since epoch, UTC */
  readonly time: Float64Array;
  readonly close: PriceColumn;
  /** A close is a number of the column divided by this. */
  readonly per: number;
}

/** What is known of how a pair moved. */
export interface MovingPair extends Pick<PairData, 'startup' | 'span' | 'closes'> {
  readonly candles: ClosePath & Pick<TradedCandles, 'length'>;
}

/** No more of pairs than how they moved. */
export function movesOf(pairs: readonly PairData[]): MovingPair[] {
  return pairs.map(({ startup, span, closes, candles: { length, time, close, per } }) => ({
    startup,
    candles: { length, time, close, per },
    ...(span !== undefined && { span }),
    ...(closes !== undefined && { closes }),
  }));
}

/**
 * Closes of a pair from the first moment of all pairs on. One that has gaps among its start-up candles is traded on later, since
 * those are counted and not timed; it moved all the same.
 */
function closesFrom({ candles, startup, closes }: MovingPair, start: number): ClosePath {
  if (closes !== undefined) return pathFrom({ ...closes, per: 1 }, start);
  const { time, close, per } = candles;
  if (time[0]! <= start) return { time, close, per };
  const first = startup.time.findIndex((at) => at >= start);
  if (first < 0) return { time, close, per };
  return {
    time: Float64Array.from([...startup.time.subarray(first), ...time]),
    close: Float64Array.from([...startup.close.subarray(first), ...Float64Array.from(close, (price) => price / per)]),
    per: 1,
  };
}

function pathFrom({ time, close, per }: ClosePath, start: number): ClosePath {
  const first = rowFrom(time, start);
  return { time: time.subarray(first), close: close.subarray(first), per };
}

/** Paths of all pairs from the first moment that is traded on; those that had too few candles to trade on moved all the same. */
function pathsOf(pairs: readonly MovingPair[], idle: readonly ClosePath[], start: number): ClosePath[] {
  const late = idle.map((path) => pathFrom(path, start));
  return [...pairs.map((pair) => closesFrom(pair, start)), ...late.filter(({ time }) => time.length > 0)];
}

/** Mean change of the pairs from their first to their last close, ratio. @param idle pairs with candles that were not traded on */
export function meanChange(pairs: readonly MovingPair[], idle: readonly ClosePath[]): number {
  const { start } = rangeOf(pairs);
  const changes = pathsOf(pairs, idle, start).map(({ close, per }) => {
    const [first, last] = [close[0]! / per, close[close.length - 1]! / per];
    return (last - first) / first;
  });
  return changes.reduce((sum, change) => sum + change, 0) / changes.length;
}

/** @param idle pairs with candles that were not traded on @param step length of a candle, ms */
export function marketChangeOf(pairs: readonly MovingPair[], idle: readonly ClosePath[], step: number): MarketChange {
  const { start, end } = rangeOf(pairs);
  const length = Math.max(0, Math.round((end - start) / step));
  const closes = new Float64Array(length);
  const count = new Float64Array(length);
  const changes = new Float64Array(length);
  const changed = new Float64Array(length);
  for (const { close, time, per } of pathsOf(pairs, idle, start)) {
    const shift = Math.round((time[0]! - start) / step);
    const last = Math.min(close.length, length - shift);
    let before = Number.NaN;
    for (let row = 0; row < last; row++) {
      const now = close[row]! / per;
      closes[row + shift]! += now;
      count[row + shift]!++;
      if (row > 0) {
        changes[row + shift]! += now / before - 1;
        changed[row + shift]!++;
      }
      before = now;
    }
  }
  const kept: number[] = [];
  for (let index = 0; index < length; index++) if (count[index]! > 0) kept.push(index);
  let relative = 0;
  return {
    date: Float64Array.from(kept, (index) => start + index * step),
    mean: Float64Array.from(kept, (index) => closes[index]! / count[index]!),
    relativeMean: Float64Array.from(kept, (index) => {
      relative += changed[index] === 0 ? 0 : changes[index]! / changed[index]!;
      return relative;
    }),
    count: Float64Array.from(kept, (index) => count[index]!),
  };
}

/** freqtrade's file of it. */
export function marketChangeFile({ date, mean, relativeMean, count }: MarketChange): Uint8Array {
  return writeFeather(
    new Map<string, FeatherColumn>([
      ['date', { kind: 'time', unit: 'ms', values: date }],
      ['mean', { kind: 'number', values: mean }],
      ['rel_mean', { kind: 'number', values: relativeMean }],
      ['count', { kind: 'integer', values: count }],
    ]),
  );
}
