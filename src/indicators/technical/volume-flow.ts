import { Column, only } from '../column.ts';
import { ema, sma } from '../moving-average.ts';
import { type Prices, typicalPrice } from '../prices.ts';

/** Volume and price together. */

type Flowing = Omit<Prices, 'open'>;
type Traded = Pick<Prices, 'close' | 'volume'>;

/** Candles whose changes say how much is usual. */
const USUAL = 30;

/**
 * Volume flow: volume with the sign of the typical price's change where that is more than usual, beside the average volume.
 * @param coefficient part of the usual change that counts @param cutoff volume that counts at most, times the average
 * Source: technical vfi.
 */
export function vfi(
  prices: Flowing,
  period = 130,
  coefficient = 0.2,
  cutoff = 2.5,
  signal = 5,
  isSmooth = false,
): { vfi: Column; signal: Column; histogram: Column } {
  const { high, low, close, volume } = prices;
  return only([high, low, close, volume], () => {
    const typical = typicalPrice(prices);
    const logs = typical.log();
    const least = logs.minus(logs.shift(1)).rolling(USUAL).std(0).times(coefficient).times(close).values;
    const usual = sma(volume.shift(1), period);
    const most = usual.times(cutoff).values;
    const change = typical.diff().values;
    const traded = volume.values;
    const signed = Float64Array.from(change, (moved, row) => {
      const counted = Math.min(traded[row]!, most[row]!);
      if (moved > least[row]!) return counted;
      return moved < -least[row]! ? -counted : 0;
    });
    const raw = new Column(signed, true).rolling(period).sum().over(usual);
    const line = isSmooth ? sma(raw, 3) : raw;
    const average = ema(line, signal);
    return { vfi: line, signal: average, histogram: line.minus(average) };
  });
}

function weighted({ close, volume }: Traded, period: number): Column {
  return close.times(volume).rolling(period).sum().over(volume.rolling(period).sum());
}

/** Whether volume confirms the price: averages with and without volume, long and short. Source: technical vpci. */
export function vpci(prices: Traded, short = 5, long = 20): Column {
  const { close, volume } = prices;
  return only([close, volume], () => {
    const confirmed = weighted(prices, long).minus(sma(close, long));
    const ratio = weighted(prices, short).over(sma(close, short));
    return confirmed.times(ratio).times(sma(volume, short).over(sma(volume, long)));
  });
}

/** Size of the relative change of that beside its own average. Source: technical vpcii. */
export function vpcii(prices: Traded, short = 5, long = 20, average = 8): Column {
  return only([prices.close, prices.volume], () => {
    const line = vpci(prices, short, long);
    return line.minus(line.rolling(average).mean()).pctChange().abs();
  });
}

/** MACD of averages weighted by volume. Source: technical vwmacd. */
export function vwmacd({ close, volume }: Traded, fast = 12, slow = 26, signal = 9): { vwmacd: Column; signal: Column; histogram: Column } {
  return only([close, volume], () => {
    const paid = volume.times(close);
    const line = ema(paid, fast)
      .over(ema(volume, fast))
      .minus(ema(paid, slow).over(ema(volume, slow)));
    const average = ema(line, signal);
    return { vwmacd: line, signal: average, histogram: line.minus(average) };
  });
}

/** Where closes lie in their ranges, weighted by volume, -1 to 1; unknown for a window with a candle without a range. Source: technical cmf. */
export function chaikinMoneyFlow({ high, low, close, volume }: Flowing, period = 21): Column {
  return only([high, low, close, volume], () => {
    const place = close.minus(low).minus(high.minus(close)).over(high.minus(low));
    return place.times(volume).rolling(period).sum().over(volume.rolling(period).sum());
  });
}
