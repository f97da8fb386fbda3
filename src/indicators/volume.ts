import { type AverageType, movingAverage } from './average-type.ts';
import { Column } from './column.ts';
import { afterMissing } from './missing.ts';
import { momentum } from './momentum.ts';
import { ema, firstNumber, sma } from './moving-average.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { sum } from './window.ts';

type Flowing = Pick<Prices, 'high' | 'low' | 'close' | 'volume'>;

/** Volume summed up with the sign of each change. Source: TA-Lib OBV. */
export function obv({ close, volume }: Pick<Prices, 'close' | 'volume'>): Column {
  return afterMissing({ close, volume }, (prices) => {
    const output = new Float64Array(prices.close.length);
    let total = prices.volume.values[0] ?? 0;
    let before = prices.close.values[0] ?? 0;
    for (let index = 0; index < output.length; index++) {
      const now = prices.close.values[index]!;
      if (now > before) total += prices.volume.values[index]!;
      else if (now < before) total -= prices.volume.values[index]!;
      before = now;
      output[index] = total;
    }
    return new Column(output);
  });
}

/** Volume summed up by where each close lies in its range. Source: TA-Lib AD. */
export function accumulation({ high, low, close, volume }: Prices): Column {
  return afterMissing({ high, low, close, volume }, (prices) => new Column(runningTotal(moneyFlow(prices).values)));
}

function runningTotal(values: Float64Array): Float64Array {
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    total += values[index]!;
    values[index] = total;
  }
  return values;
}

/** Fast less slow exponential average of the accumulation. Source: TA-Lib ADOSC. */
export function adosc({ high, low, close, volume }: Prices, fast = 3, slow = 10): Column {
  return afterMissing({ high, low, close, volume }, (prices) => fastLessSlow(prices, fast, slow));
}

function fastLessSlow(prices: Flowing, fast: number, slow: number): Column {
  const total = runningTotal(moneyFlow(prices).values);
  const output = new Float64Array(total.length).fill(Number.NaN);
  let [quick, calm] = [total[0] ?? 0, total[0] ?? 0];
  const start = Math.max(fast, slow) - 1;
  for (let index = 1; index < output.length; index++) {
    quick += ((total[index]! - quick) * 2) / (fast + 1);
    calm += ((total[index]! - calm) * 2) / (slow + 1);
    if (index >= start) output[index] = quick - calm;
  }
  return new Column(output);
}

/** Chaikin money flow: where closes lie in their ranges, weighted by volume, -1 to 1. */
export function cmf(prices: Flowing, period = 20): Column {
  const flow = moneyFlow(prices).values;
  const volume = prices.volume.values;
  const output = new Float64Array(volume.length).fill(Number.NaN);
  const start = firstNumber(prices.close.values) + period - 1;
  let moved = 0;
  let all = 0;
  // candles in a row without volume: their sum is nothing, whatever rounding has left of it
  let silent = 0;
  for (let index = start - period + 1; index < volume.length; index++) {
    moved += flow[index]!;
    all += volume[index]!;
    silent = volume[index] === 0 ? silent + 1 : 0;
    if (index > start) {
      moved -= flow[index - period]!;
      all -= volume[index - period]!;
    }
    if (index >= start) output[index] = all > 0 && silent < period ? moved / all : 0;
  }
  return new Column(output);
}

/** Volume of each candle by where its close lies in its range: all of it at the high, none in the middle, less at the low. */
function moneyFlow(prices: Flowing): Column {
  const high = prices.high.values;
  const low = prices.low.values;
  const close = prices.close.values;
  const volume = prices.volume.values;
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) {
    const range = high[index]! - low[index]!;
    if (range > 0) output[index] = ((close[index]! - low[index]! - (high[index]! - close[index]!)) / range) * volume[index]!;
  }
  return new Column(output);
}

/** Typical price weighted by volume over a window. Source: qtpylib rolling_vwap. */
export function rollingVwap(prices: Prices, period = 20): Column {
  return sum(typicalPrice(prices).times(prices.volume), period).over(sum(prices.volume, period));
}

/** Price change times volume, smoothed. Source: TA-Lib EFI. */
export function elderForce({ close, volume }: Prices, period = 13): Column {
  return ema(momentum(close, 1).times(volume), period);
}

/** Range of a candle beside its volume. Source: TA-Lib MARKETFI. */
export function marketFacilitation({ high, low, volume }: Prices): Column {
  return high.minus(low).over(volume).where(volume.equals(0).not(), 0);
}

/** Sum of relative changes on candles whose volume fell (or rose), from 1000 on. Source: TA-Lib NVI, PVI. */
export function volumeIndex({ close, volume }: Pick<Prices, 'close' | 'volume'>, side: 'negative' | 'positive'): Column {
  return afterMissing({ close, volume }, (prices) => changesWhere(prices, side));
}

function changesWhere({ close, volume }: Pick<Prices, 'close' | 'volume'>, side: 'negative' | 'positive'): Column {
  const output = new Float64Array(close.length);
  let value = 1000;
  for (let index = 0; index < output.length; index++) {
    const moved = index === 0 ? 0 : volume.values[index]! - volume.values[index - 1]!;
    const before = close.values[index - 1]!;
    if ((side === 'negative' ? moved < 0 : moved > 0) && before !== 0) value += value * ((close.values[index]! - before) / before);
    output[index] = value;
  }
  return new Column(output);
}

/** Volume times relative change, summed up. Source: TA-Lib PVT. */
export function priceVolumeTrend({ close, volume }: Pick<Prices, 'close' | 'volume'>): Column {
  return afterMissing({ close, volume }, trendOfVolume);
}

function trendOfVolume({ close, volume }: Pick<Prices, 'close' | 'volume'>): Column {
  const output = new Float64Array(close.length);
  for (let index = 1; index < output.length; index++) {
    const before = close.values[index - 1]!;
    const change = before === 0 ? 0 : (close.values[index]! - before) / before;
    output[index] = output[index - 1]! + volume.values[index]! * change;
  }
  return new Column(output);
}

/** Fast less slow average of the volume, in percent of the slow one. Source: TA-Lib PVO. */
export function pvo({ volume }: Pick<Prices, 'volume'>, fast = 12, slow = 26, type: AverageType = 'ema'): Column {
  const base = movingAverage(volume, slow, type);
  return movingAverage(volume, fast, type).minus(base).over(base).times(100).where(base.differs(0), 0).where(base.isKnown());
}

/** Volume beside the average of the candles before. Source: TA-Lib RVOL. */
export function relativeVolume({ volume }: Pick<Prices, 'volume'>, period = 20): Column {
  const average = sma(volume, period).shift(1);
  return volume.over(average).where(average.differs(0), 0).where(average.isKnown());
}

/** Typical price weighted by volume, from the first candle on. Source: TA-Lib VWAP. */
export function vwap(prices: Prices): Column {
  return typicalPrice(prices).times(prices.volume).cumSum().over(prices.volume.cumSum());
}

/** A price weighted by volume over a window. Source: TA-Lib VWMA. */
export function vwma(column: Column, volume: Column, period = 30): Column {
  return sum(column.times(volume), period).over(sum(volume, period));
}

/** Williams' accumulation and distribution. Source: TA-Lib WAD. */
export function williamsAccumulation({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>): Column {
  return afterMissing({ high, low, close }, movedInRange);
}

function movedInRange({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>): Column {
  const output = new Float64Array(close.length);
  for (let index = 1; index < output.length; index++) {
    const now = close.values[index]!;
    const before = close.values[index - 1]!;
    let moved = 0;
    if (now > before) moved = now - Math.min(low.values[index]!, before);
    else if (now < before) moved = now - Math.max(high.values[index]!, before);
    output[index] = output[index - 1]! + moved;
  }
  return new Column(output);
}
