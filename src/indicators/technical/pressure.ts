import { Column, only } from '../column.ts';
import { cci, mfi, rateOfChangePercent, ultosc, willr } from '../momentum.ts';
import { ema, wma } from '../moving-average.ts';
import type { Prices } from '../prices.ts';
import { rsi } from '../rsi.ts';

/** Oscillators. */

type Ranged = Pick<Prices, 'high' | 'low' | 'close'>;

/** Share of new highs in new highs and new lows of a window, 0 to 1. Source: technical osc. */
export function osc({ high, low }: Pick<Prices, 'high' | 'low'>, period = 14): Column {
  return only([high, low], () => {
    const up = high.diff().clip(0).rolling(period).mean();
    const down = low.diff().times(-1).clip(0).rolling(period).mean();
    return up.over(up.plus(down));
  });
}

/** Schaff's trend cycle. Source: technical stc. */
export function stc(column: Column, fast = 23, slow = 50, period = 10): Column {
  return only([column], () => {
    const line = ema(column, fast).minus(ema(column, slow));
    const least = line.rolling(period).min();
    const k = line.minus(least).over(line.rolling(period).max().minus(least)).times(100);
    const d = k.rolling(period).mean();
    const moved = k.times(line);
    return line.minus(moved).times(100).over(d.times(line).minus(moved));
  });
}

/** Momentum of averages of rises and falls over some candles, 0 to 100. @param momentum candles that a rise is measured over Source: technical RMI. */
export function rmi(column: Column, period = 20, momentum = 5): Column {
  return only([column], () => {
    const change = column.diff(momentum);
    const [up, down] = [ema(change.clip(0).fill(0), period), ema(change.times(-1).clip(0).fill(0), period)];
    const ratio = up.over(down);
    return ratio
      .times(0)
      .plus(100)
      .minus(ratio.plus(1).map((value) => 100 / value))
      .where(down.equals(0).not(), 0);
  });
}

/** Mean of seven oscillators, and its average. Source: technical TKE. */
export function tke(prices: Omit<Prices, 'open'>, period = 14, average = 5): { tke: Column; average: Column } {
  const { high, low, close, volume } = prices;
  return only([high, low, close, volume], () => {
    const least = low.rolling(period).min();
    const place = close.minus(least).times(100).over(high.rolling(period).max().minus(least));
    const parts = [
      rsi(close, period),
      place,
      ultosc(prices, 7, 14, 28),
      mfi(prices, period),
      willr(prices, period),
      rateOfChangePercent(close, period),
      cci(prices, period),
    ].map((column) => column.values);
    const line = new Column(
      Float64Array.from(parts[0]!, (_nothing, row) => meanOfKnown(parts, row)),
      true,
    );
    return { tke: line, average: ema(line, average) };
  });
}

/** Of those that are known. */
function meanOfKnown(columns: readonly Float64Array[], row: number): number {
  let [sum, count] = [0, 0];
  for (const column of columns) {
    const value = column[row]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Where the close lies in the range of some candles, -100 to 0; unknown where there is no range. Source: technical williams_percent. */
export function williamsPercent({ high, low, close }: Ranged, period = 14): Column {
  return only([high, low, close], () => {
    const most = high.rolling(period).max();
    return most
      .minus(close)
      .over(most.minus(low.rolling(period).min()))
      .times(-100);
  });
}

/** An oscillator of 0 to 100 pressed to its ends, -1 to 1. @param average weighted, before that, candles; 0 for none Source: technical fishers_inverse. */
export function fishersInverse(column: Column, average = 0): Column {
  return only([column], () => {
    const centred = column.minus(50).times(0.1);
    const power = (average > 0 ? wma(centred, average) : centred).times(2).exp();
    return power.minus(1).over(power.plus(1));
  });
}

/**
 * Tom DeMark's count of candles that close above (or below) the close of four candles before, -9 to 9. Candles without volume count for
 * neither. Source: technical td_sequential.
 */
export function tdSequential({ close, volume }: Pick<Prices, 'close' | 'volume'>): Column {
  const [price, traded] = [close.values, volume.values];
  const countOf = (isStart: (row: number) => boolean) => {
    const counts = new Float64Array(price.length);
    let since = -1;
    for (let row = 0; row < price.length; row++) {
      // rows without trades belong to no run
      if (!(traded[row]! > 0)) {
        counts[row] = Number.NaN;
        continue;
      }
      since = isStart(row) ? 0 : since + 1;
      counts[row] = since;
    }
    return counts;
  };
  const rises = countOf((row) => price[row]! > (price[row - 4] ?? Number.NaN));
  const falls = countOf((row) => price[row]! < (price[row - 4] ?? Number.NaN));
  const [riseTens, riseOthers] = [runs(rises, (count) => count % 10 === 0), runs(rises, (count) => count % 10 !== 0)];
  const [fallTens, fallOthers] = [runs(falls, (count) => count % 10 === 0), runs(falls, (count) => count % 10 !== 0)];
  const found = Float64Array.from(price, (_nothing, row) => {
    if (fallOthers[row]! > 9) return -(fallOthers[row]! % 9);
    return riseOthers[row]! > 9 ? riseOthers[row]! % 9 : fallTens[row]! - riseTens[row]!;
  });
  return new Column(found, true);
}

/** Rows since the last that begins a run. */
function runs(counts: Float64Array, begins: (count: number) => boolean): Float64Array {
  let since = -1;
  return counts.map((count) => {
    since = begins(count) ? 0 : since + 1;
    return since;
  });
}
