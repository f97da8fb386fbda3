import { Column } from './column.ts';
import { afterMissing } from './missing.ts';

/** The columns of candles that indicators are made from; every frame has them. */
export interface Prices {
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
}

// One loop each: a column for every step between costs more than the reckoning.

/** Source: TA-Lib AVGPRICE. */
export function averagePrice(prices: Omit<Prices, 'volume'>): Column {
  const open = prices.open.values;
  const high = prices.high.values;
  const low = prices.low.values;
  const close = prices.close.values;
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) output[index] = (high[index]! + low[index]! + close[index]! + open[index]!) / 4;
  return new Column(output);
}

/** Source: TA-Lib MEDPRICE. */
export function medianPrice(prices: Pick<Prices, 'high' | 'low'>): Column {
  const high = prices.high.values;
  const low = prices.low.values;
  const output = new Float64Array(high.length);
  for (let index = 0; index < output.length; index++) output[index] = (high[index]! + low[index]!) / 2;
  return new Column(output);
}

/** Source: TA-Lib TYPPRICE. */
export function typicalPrice(prices: Omit<Prices, 'open' | 'volume'>): Column {
  const high = prices.high.values;
  const low = prices.low.values;
  const close = prices.close.values;
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) output[index] = (high[index]! + low[index]! + close[index]!) / 3;
  return new Column(output);
}

/** Source: TA-Lib WCLPRICE. */
export function weightedClose(prices: Omit<Prices, 'open' | 'volume'>): Column {
  const high = prices.high.values;
  const low = prices.low.values;
  const close = prices.close.values;
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) output[index] = (high[index]! + low[index]! + 2 * close[index]!) / 4;
  return new Column(output);
}

/** Candles that show the trend with less noise. Source: qtpylib heikinashi. */
export function heikinAshi({ open, high, low, close }: Omit<Prices, 'volume'>): { open: Column; high: Column; low: Column; close: Column } {
  return afterMissing({ open, high, low, close }, (prices) => {
    const last = averagePrice(prices);
    const first = new Float64Array(last.length);
    const top = prices.high.values.slice();
    const bottom = prices.low.values.slice();
    for (let index = 0; index < first.length; index++) {
      const begun =
        index === 0 ? (prices.open.values[0]! + prices.close.values[0]!) / 2 : (first[index - 1]! + last.values[index - 1]!) / 2;
      first[index] = begun;
      const ended = last.values[index]!;
      if (begun > top[index]!) top[index] = begun;
      if (ended > top[index]!) top[index] = ended;
      if (begun < bottom[index]!) bottom[index] = begun;
      if (ended < bottom[index]!) bottom[index] = ended;
    }
    return { open: new Column(first), high: new Column(top), low: new Column(bottom), close: last };
  });
}
