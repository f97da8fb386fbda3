import * as arena from './arena.ts';
import { afterMissing, type Column, makeColumn } from './column.ts';

/** Columns an indicator of candles is made from. */
export interface Prices {
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
}

/** Source: TA-Lib AVGPRICE. */
export function averagePrice({ open, high, low, close }: Omit<Prices, 'volume'>): Column {
  const n = close.length;
  return makeColumn(n, [open, high, low, close], (out, o, h, l, c) => arena.kernels.averagePrice(out, o, h, l, c, n));
}

/** Source: TA-Lib MEDPRICE. */
export function medianPrice({ high, low }: Pick<Prices, 'high' | 'low'>): Column {
  return makeColumn(high.length, [high, low], (out, h, l) => arena.kernels.middle(out, h, l, high.length));
}

/** Source: TA-Lib TYPPRICE. */
export function typicalPrice({ high, low, close }: Omit<Prices, 'open' | 'volume'>): Column {
  const n = close.length;
  return makeColumn(n, [high, low, close], (out, h, l, c) => arena.kernels.typicalPrice(out, h, l, c, n));
}

/** Source: TA-Lib WCLPRICE. */
export function weightedClose({ high, low, close }: Omit<Prices, 'open' | 'volume'>): Column {
  const n = close.length;
  return makeColumn(n, [high, low, close], (out, h, l, c) => arena.kernels.weightedClose(out, h, l, c, n));
}

/** Candles that show the trend with less noise. Source: qtpylib heikinashi. */
export function heikinAshi({ open, high, low, close }: Omit<Prices, 'volume'>): { open: Column; high: Column; low: Column; close: Column } {
  const [first, top, bottom, last] = afterMissing(4, [open, high, low, close], (n, oo, oh, ol, oc, o, h, l, c) =>
    arena.kernels.heikinAshi(oo, oh, ol, oc, o, h, l, c, n),
  );
  return { open: first, high: top, low: bottom, close: last };
}
