import { monthStart } from './calendar.ts';
import type { Candles } from './candles.ts';

/** The price steps a market had, by month: exchanges change them, and recorded prices tell what they were. */
export interface PriceTicks {
  /** First moment of each month, ascending, ms since epoch, UTC. */
  readonly from: readonly number[];
  readonly tick: readonly number[];
}

/** Digits that prices are looked at with; beyond lies binary dust. */
const SIGNIFICANT = 14;
const MOST_DECIMALS = 14;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_value, places) => 10 ** places);

/** Prices of candles, for their steps. */
export interface PriceRows {
  readonly length: number;
  readonly time: Float64Array;
  /** Open, high, low and close of a row. */
  readonly pricesAt: (row: number) => readonly number[];
  /** The first row from `from` on, of those before `end`, with a price that needs more digits than `per`, a power of ten, has; any before it will do. */
  readonly finer: (from: number, end: number, per: number) => number;
}

/** Finest step among the prices of each month; months of whole prices have none, as in freqtrade. */
export function priceTicks({ length, time, open, high, low, close }: Omit<Candles, 'volume'>): PriceTicks {
  return priceTicksOf({ length, time, pricesAt: (row) => [open[row]!, high[row]!, low[row]!, close[row]!], finer: (from) => from });
}

export function priceTicksOf({ length, time, pricesAt, finer }: PriceRows): PriceTicks {
  const from: number[] = [];
  const tick: number[] = [];
  for (let row = 0; row < length; ) {
    const month = monthStart(time[row]!);
    // any moment of the next month: months are at most 31 days long
    const end = rowAt(time, row, length, monthStart(month + 32 * 86_400_000));
    let decimals = 0;
    for (;;) {
      row = finer(row, end, POWERS[decimals]!);
      if (row >= end) break;
      for (const price of pricesAt(row)) decimals = finest(price, decimals);
      row++;
    }
    // whole prices tell no step: the one of before stays, or the market's
    if (decimals === 0) continue;
    from.push(month);
    tick.push(Number((10 ** -decimals).toFixed(decimals)));
  }
  return { from, tick };
}

/** Digits behind the point that prices of all months have. */
export function decimalsOf({ tick }: PriceTicks): number {
  return tick.reduce((most, step) => Math.max(most, Math.round(-Math.log10(step))), 0);
}

/** First row from `from` on, of rising times, that is not before a moment. */
function rowAt(time: Float64Array, from: number, length: number, moment: number): number {
  let [low, high] = [from, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The step of a moment; null before the first month that tells one. */
export function tickAt(ticks: PriceTicks, at: number): number | null {
  let found: number | null = null;
  for (let index = 0; index < ticks.from.length && ticks.from[index]! <= at; index++) found = ticks.tick[index]!;
  return found;
}

/** Decimals that a price needs, or `least` where that is more. */
function finest(price: number, least: number): number {
  const scaled = price * POWERS[least]!;
  // the common case, without text: nothing left after the decimals known
  if (!Number.isFinite(price) || Math.abs(scaled - Math.round(scaled)) < Math.abs(scaled) * 1e-14) return least;
  const text = String(Number(price.toPrecision(SIGNIFICANT)));
  const [digits = '', exponent] = text.split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent ?? 0);
  return Math.min(Math.max(least, decimals), MOST_DECIMALS);
}
