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

/** Source: TA-Lib AVGPRICE. */
export function averagePrice({ open, high, low, close }: Omit<Prices, 'volume'>): Column {
  return high.plus(low).plus(close).plus(open).over(4);
}

/** Source: TA-Lib MEDPRICE. */
export function medianPrice({ high, low }: Pick<Prices, 'high' | 'low'>): Column {
  return high.plus(low).over(2);
}

/** Source: TA-Lib TYPPRICE. */
export function typicalPrice({ high, low, close }: Omit<Prices, 'open' | 'volume'>): Column {
  return high.plus(low).plus(close).over(3);
}

/** Source: TA-Lib WCLPRICE. */
export function weightedClose({ high, low, close }: Prices): Column {
  return high.plus(low).plus(close.times(2)).over(4);
}

/** Candles that show the trend with less noise. Source: qtpylib heikinashi. */
export function heikinAshi({ open, high, low, close }: Omit<Prices, 'volume'>): { open: Column; high: Column; low: Column; close: Column } {
  return afterMissing({ open, high, low, close }, (prices) => {
    const last = averagePrice(prices);
    const first = new Float64Array(last.length);
    const [top, bottom] = [prices.high.values.slice(), prices.low.values.slice()];
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
