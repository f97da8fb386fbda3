import { Column } from './column.ts';
import { afterMissing, fromFirstOf } from './missing.ts';
import { momentum } from './momentum.ts';
import type { Prices } from './prices.ts';
import { trueRange } from './volatility.ts';
import { highest, lowest, sum } from './window.ts';

/** Wilder's directional movement: index, lines, and their averages. NaN until there are enough candles. */
export interface Direction {
  readonly plusDm: Column;
  readonly minusDm: Column;
  readonly plusDi: Column;
  readonly minusDi: Column;
  readonly dx: Column;
  readonly adx: Column;
  readonly adxr: Column;
}

/** Source: TA-Lib PLUS_DM, MINUS_DM, PLUS_DI, MINUS_DI, DX, ADX, ADXR. */
export function direction({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period = 14): Direction {
  return afterMissing({ high, low, close }, (prices) => ({ ...fromStart(prices, period) }));
}

function fromStart(prices: Pick<Prices, 'high' | 'low' | 'close'>, period: number): Direction {
  const [highs, lows] = [prices.high.values, prices.low.values];
  const ranges = trueRange(prices).values;
  const { length } = highs;
  const column = () => new Float64Array(length).fill(Number.NaN);
  const [plusDm, minusDm, plusDi, minusDi, dx, adx, adxr] = [column(), column(), column(), column(), column(), column(), column()];
  let [plus, minus, range] = [0, 0, 0];
  let lastDx = 0;
  let sumDx = 0;
  for (let index = 1; index < length; index++) {
    const up = highs[index]! - highs[index - 1]!;
    const down = lows[index - 1]! - lows[index]!;
    const isStarting = index < period;
    const keep = isStarting ? 1 : 1 - 1 / period;
    plus = plus * keep + (up > 0 && up > down ? up : 0);
    minus = minus * keep + (down > 0 && up < down ? down : 0);
    range = range * keep + ranges[index]!;
    if (index >= period - 1) {
      plusDm[index] = plus;
      minusDm[index] = minus;
    }
    if (index < period) continue;
    plusDi[index] = range > 0 ? (100 * plus) / range : 0;
    minusDi[index] = range > 0 ? (100 * minus) / range : 0;
    const sum = plusDi[index]! + minusDi[index]!;
    if (sum > 0) lastDx = (100 * Math.abs(minusDi[index]! - plusDi[index]!)) / sum;
    dx[index] = lastDx;
    if (index < 2 * period) sumDx += lastDx;
    if (index === 2 * period - 1) adx[index] = sumDx / period;
    // without any movement the average stays
    if (index >= 2 * period) adx[index] = sum > 0 ? (adx[index - 1]! * (period - 1) + lastDx) / period : adx[index - 1]!;
    if (index >= 3 * period - 2) adxr[index] = (adx[index]! + adx[index - period + 1]!) / 2;
  }
  const wrap = (values: Float64Array) => new Column(values);
  return {
    plusDm: wrap(plusDm),
    minusDm: wrap(minusDm),
    plusDi: wrap(plusDi),
    minusDi: wrap(minusDi),
    dx: wrap(dx),
    adx: wrap(adx),
    adxr: wrap(adxr),
  };
}

/** Strength of the trend, 0 to 100. Source: TA-Lib ADX. */
export function adx(prices: Prices, period = 14): Column {
  return direction(prices, period).adx;
}

/** Distance covered beside the way taken, 0 to 1. Source: TA-Lib ER. */
export function efficiency(column: Column, period = 10): Column {
  const way = sum(momentum(column, 1).abs(), period);
  return momentum(column, period).abs().over(way).where(way.differs(0), 1).where(way.isKnown());
}

/** Range of a window beside the way taken in it: high in a trend. Source: TA-Lib VHF. */
export function horizontalFilter(column: Column, period = 28): Column {
  const way = momentum(column, 1).abs().rolling(period).sum();
  const share = highest(column, period).minus(lowest(column, period)).over(way).where(way.differs(0), 0);
  return fromFirstOf(share.fill(0), way);
}

/** Movement up and down beside the true range. Source: TA-Lib VORTEX. */
export function vortex(prices: Prices, period = 14): { plus: Column; minus: Column } {
  const { high, low } = prices;
  const range = sum(trueRange(prices), period);
  const share = (moved: Column) => fromFirstOf(sum(moved.abs(), period).over(range).fill(0), range);
  return { plus: share(high.minus(low.shift(1))), minus: share(low.minus(high.shift(1))) };
}
