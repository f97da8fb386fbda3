import { decimalsOf, type PriceTicks, priceTicksOf } from '../core/market/price-tick.ts';
import { SIGNALS } from '../core/market/signal-names.ts';
import { letGo, mark } from '../indicators/arena.ts';
import { finerPrices, signalBytes, wholePrices } from '../indicators/traded.ts';
import type { CandleColumns, DataFrame } from './data-frame.ts';

export { markedRows } from '../indicators/traded.ts';

/** A byte for each row, with a bit for each signal that is 1, in the order of `SIGNALS`. */
export function signalBits(frame: DataFrame): Uint8Array<ArrayBuffer> {
  return signalBytes(
    SIGNALS.map((name) => (frame.has(name) ? frame.get(name) : null)),
    frame.length,
  );
}

/** Prices in as little memory as they fit in. */
export interface CondensedPrices {
  readonly open: Float64Array | Int32Array;
  readonly high: Float64Array | Int32Array;
  readonly low: Float64Array | Int32Array;
  readonly close: Float64Array | Int32Array;
  /** A price is a number of the column divided by this. */
  readonly per: number;
}

/** Prices from one row to before another: whole numbers where they give every price again, else a copy. Other threads may see the closes. */
export function condensedPrices(candles: CandleColumns, start: number, end: number, ticks: PriceTicks): CondensedPrices {
  const per = 10 ** decimalsOf(ticks);
  const whole = (name: Price) => wholePrices(candles[name], per, start, end, name === 'close');
  const open = whole('open');
  const high = open === null ? null : whole('high');
  const low = high === null ? null : whole('low');
  const close = low === null ? null : whole('close');
  if (open !== null && high !== null && low !== null && close !== null) return { open, high, low, close, per };
  const copy = (name: Price) => candles[name].peek().slice(start, end);
  return { open: copy('open'), high: copy('high'), low: copy('low'), close: copy('close'), per: 1 };
}

type Price = 'open' | 'high' | 'low' | 'close';

/** Candles that are laid only to be condensed. @param lay null where there are none to be laid */
export function condensedOnce(lay: () => CandleColumns | null): (CondensedPrices & Pick<CandleColumns, 'length' | 'time'>) | null {
  const since = mark();
  try {
    const candles = lay();
    if (candles === null) return null;
    const { length, time } = candles;
    return { length, time, ...condensedPrices(candles, 0, length, ticksOf(candles)) };
  } finally {
    letGo(since);
  }
}

/** Price steps of a pair by month, as its candles show them. */
export function ticksOf({ length, time, open, high, low, close }: CandleColumns): PriceTicks {
  const columns = [open, high, low, close] as const;
  return priceTicksOf({ length, time, pricesAt: (row) => columns.map((column) => column.peek()[row]!), finer: finerPrices(columns) });
}
