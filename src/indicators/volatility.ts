import * as arena from './arena.ts';
import { type Column, makeColumn, oneAfterMissing, only, room } from './column.ts';
import { ema, sma } from './moving-average.ts';
import type { Prices } from './prices.ts';
import { stddev, sum } from './window.ts';

type Ranged = Pick<Prices, 'high' | 'low' | 'close'>;

/** True range: how far a candle reached, the close before it included; NaN for the first. Source: TA-Lib TRANGE. */
export function trueRange({ high, low, close }: Ranged): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => arena.kernels.trueRange(out, h, l, c, n));
}

/** Average true range with Wilder's smoothing. Source: TA-Lib ATR. */
export function atr({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => arena.kernels.averageTrueRange(out, h, l, c, n, period));
}

/** Average true range in percent of the close. Source: TA-Lib NATR. */
export function natr({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => {
    const range = room(n);
    arena.kernels.averageTrueRange(range, h, l, c, n, period);
    arena.kernels.percentOf(out, range, c, n);
  });
}

/** TA-Lib's Bollinger bands: population deviation, around a simple or an exponential average. Source: TA-Lib BBANDS. */
export function bbands(
  column: Column,
  period = 20,
  deviationsUp = 2,
  deviationsDown = 2,
  average: 'sma' | 'ema' = 'sma',
): { upper: Column; middle: Column; lower: Column } {
  const n = column.length;
  return only([column], () => {
    const middle = average === 'sma' ? sma(column, period) : ema(column, period);
    const width = stddev(column, period);
    const at = (deviations: number) =>
      makeColumn(n, [middle, width], (out, centre, away) => arena.kernels.blend(out, centre, 1, away, deviations, n));
    return { upper: at(deviationsUp), middle, lower: at(-deviationsDown) };
  });
}

/** Wilder's stop and reverse. Source: TA-Lib SAR. */
export function sar({ high, low }: Pick<Prices, 'high' | 'low'>, acceleration = 0.02, maximum = 0.2): Column {
  const step = Math.min(acceleration, maximum);
  return oneAfterMissing([high, low], (n, out, h, l) => arena.kernels.stopAndReverse(out, h, l, n, step, maximum));
}

/** Average range of a candle. Source: TA-Lib ADR. */
export function averageDayRange({ high, low }: Prices, period = 14): Column {
  return only([high, low], () => sma(high.minus(low), period));
}

/** Change of the smoothed range, in percent; 0 where there was none. Source: TA-Lib CVI. */
export function chaikinVolatility({ high, low }: Prices, period = 10, change = 10): Column {
  const n = high.length;
  return only([high, low], () =>
    makeColumn(n, [ema(high.minus(low), period)], (out, range) => arena.kernels.changePercentOrNone(out, range, n, change)),
  );
}

/** Sum of the smoothed range beside itself smoothed once more: high before turns. Source: TA-Lib MASSI. */
export function massIndex({ high, low }: Prices, fast = 9, slow = 25): Column {
  return only([high, low], () =>
    sum(
      oneAfterMissing([high, low], (n, out, h, l) => arena.kernels.rangeRatio(out, h, l, n, fast)),
      slow,
    ),
  );
}

/** How much of the way to the extreme a stop goes: at first, more with each new extreme, and at most. */
interface Steps {
  readonly initial: number;
  readonly step: number;
  readonly maximum: number;
}

export interface SarOptions {
  /** Where to begin: above 0 long, below 0 short, 0 to find out. */
  readonly start?: number;
  /** Share by which a new stop is set off when it turns. */
  readonly offset?: number;
  readonly long?: Steps;
  readonly short?: Steps;
}

const USUAL_STEPS = { initial: 0.02, step: 0.02, maximum: 0.2 };

/** Wilder's stop and reverse with steps of its own for each side; negative while short. Source: TA-Lib SAREXT. */
export function sarExtended({ high, low }: Pick<Prices, 'high' | 'low'>, options: SarOptions = {}): Column {
  const { start = 0, offset = 0, long = USUAL_STEPS, short = USUAL_STEPS } = options;
  const steps = [long.initial, long.step, long.maximum, short.initial, short.step, short.maximum] as const;
  return oneAfterMissing([high, low], (n, out, h, l) => arena.kernels.signedStopAndReverse(out, h, l, n, start, offset, ...steps));
}
