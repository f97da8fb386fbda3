import * as arena from './arena.ts';
import { type AverageType, movingAverage } from './average-type.ts';
import { type Column, makeColumn, oneAfterMissing, only, room } from './column.ts';
import { sma } from './moving-average.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { sum } from './window.ts';

type Flowing = Pick<Prices, 'high' | 'low' | 'close' | 'volume'>;
type Traded = Pick<Prices, 'close' | 'volume'>;

/** Volume summed up with the sign of each change. Source: TA-Lib OBV. */
export function obv({ close, volume }: Traded): Column {
  return oneAfterMissing([close, volume], (n, out, c, v) => arena.kernels.onBalance(out, c, v, n));
}

/** Volume summed up by where each close lies in its range. Source: TA-Lib AD. */
export function accumulation({ high, low, close, volume }: Flowing): Column {
  return oneAfterMissing([high, low, close, volume], (n, out, h, l, c, v) => arena.kernels.accumulation(out, h, l, c, v, n));
}

/** Fast less slow exponential average of the accumulation. Source: TA-Lib ADOSC. */
export function adosc({ high, low, close, volume }: Flowing, fast = 3, slow = 10): Column {
  return oneAfterMissing([high, low, close, volume], (n, out, h, l, c, v) => {
    const totals = room(n);
    arena.kernels.accumulation(totals, h, l, c, v, n);
    arena.kernels.totalOscillator(out, totals, n, fast, slow);
  });
}

/** Chaikin money flow: where closes lie in their ranges, weighted by volume, -1 to 1. */
export function cmf({ high, low, close, volume }: Flowing, period = 20): Column {
  return oneAfterMissing([high, low, close, volume], (n, out, h, l, c, v) => arena.kernels.moneyFlow(out, h, l, c, v, n, period, room(n)));
}

/** Typical price weighted by volume over a window. Source: qtpylib rolling_vwap. */
export function rollingVwap(prices: Flowing, period = 20): Column {
  const { high, low, close, volume } = prices;
  return only([high, low, close, volume], () => {
    const paid = typicalPrice(prices).times(volume);
    // without trades the price stays where it was
    return paid.rolling(period).sum().over(volume.rolling(period).sum()).forwardFill();
  });
}

/** Price change times volume, smoothed. Source: TA-Lib EFI. */
export function elderForce({ close, volume }: Traded, period = 13): Column {
  return oneAfterMissing([close, volume], (n, out, c, v) => {
    const forces = room(n);
    arena.kernels.force(forces, c, v, n);
    arena.kernels.ema(out, forces, n, period, 2 / (period + 1));
  });
}

/** Range of a candle beside its volume. Source: TA-Lib MARKETFI. */
export function marketFacilitation({ high, low, volume }: Pick<Prices, 'high' | 'low' | 'volume'>): Column {
  const n = volume.length;
  return makeColumn(n, [high, low, volume], (out, h, l, v) => arena.kernels.facilitation(out, h, l, v, n));
}

/** Sum of relative changes on candles whose volume fell (or rose), from 1000 on. Source: TA-Lib NVI, PVI. */
export function volumeIndex({ close, volume }: Traded, side: 'negative' | 'positive'): Column {
  return oneAfterMissing([close, volume], (n, out, c, v) => arena.kernels.volumeIndex(out, c, v, n, side === 'negative' ? -1 : 1));
}

/** Volume times relative change, summed up. Source: TA-Lib PVT. */
export function priceVolumeTrend({ close, volume }: Traded): Column {
  return oneAfterMissing([close, volume], (n, out, c, v) => arena.kernels.priceVolumeTrend(out, c, v, n));
}

/** Fast less slow average of the volume, in percent of the slow one. Source: TA-Lib PVO. */
export function pvo({ volume }: Pick<Prices, 'volume'>, fast = 12, slow = 26, type: AverageType = 'ema'): Column {
  return only([volume], () => {
    const base = movingAverage(volume, Math.max(fast, slow), type);
    return shareOf(movingAverage(volume, Math.min(fast, slow), type).minus(base), base).times(100);
  });
}

/** Volume beside the average of the candles before. Source: TA-Lib RVOL. */
export function relativeVolume({ volume }: Pick<Prices, 'volume'>, period = 20): Column {
  return only([volume], () => volume.over(sma(volume, period).shift(1)));
}

/** A column beside another, 0 where that is 0. */
function shareOf(column: Column, all: Column): Column {
  const n = column.length;
  return makeColumn(n, [column, all], (out, a, b) => arena.kernels.shareOf(out, a, b, n));
}

/** Typical price weighted by volume, from the first candle on. Source: TA-Lib VWAP. */
export function vwap({ high, low, close, volume }: Flowing): Column {
  return oneAfterMissing([high, low, close, volume], (n, out, h, l, c, v) => arena.kernels.weightedPrice(out, h, l, c, v, n));
}

/** Sum of all values so far; after a missing one all are missing, other than with `cumSum`. Source: TA-Lib CUMSUM. */
export function runningTotal(column: Column): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.runningTotal(out, a, n));
}

/** A price weighted by volume over a window. Source: TA-Lib VWMA. */
export function vwma(column: Column, volume: Column, period = 30): Column {
  return only([column, volume], () => sum(column.times(volume), period).over(sum(volume, period)));
}

/** Williams' accumulation and distribution. Source: TA-Lib WAD. */
export function williamsAccumulation({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => arena.kernels.movedInRange(out, h, l, c, n));
}
