import { Column } from './column.ts';

/** The columns of candles that indicators are made from; every frame has them. */
export interface Prices {
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
}

/** Source: TA-Lib AVGPRICE. */
export function averagePrice({ open, high, low, close }: Prices): Column {
  return high.plus(low).plus(close).plus(open).over(4);
}

/** Source: TA-Lib MEDPRICE. */
export function medianPrice({ high, low }: Prices): Column {
  return high.plus(low).over(2);
}

/** Source: TA-Lib TYPPRICE. */
export function typicalPrice({ high, low, close }: Prices): Column {
  return high.plus(low).plus(close).over(3);
}

/** Source: TA-Lib WCLPRICE. */
export function weightedClose({ high, low, close }: Prices): Column {
  return high.plus(low).plus(close.times(2)).over(4);
}

/** Candles that show the trend with less noise. Source: qtpylib heikinashi. */
export function heikinAshi(prices: Prices): { open: Column; high: Column; low: Column; close: Column } {
  const close = averagePrice(prices);
  const open = new Float64Array(close.length);
  for (let index = 0; index < open.length; index++) {
    open[index] = index === 0 ? (prices.open.values[0]! + prices.close.values[0]!) / 2 : (open[index - 1]! + close.values[index - 1]!) / 2;
  }
  return {
    open: new Column(open),
    close,
    high: new Column(prices.high.values.map((value, index) => Math.max(value, open[index]!, close.values[index]!))),
    low: new Column(prices.low.values.map((value, index) => Math.min(value, open[index]!, close.values[index]!))),
  };
}
