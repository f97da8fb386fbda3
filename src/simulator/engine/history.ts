import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Bar, Prices } from './price.ts';
import { type MarketSymbol, tickAt, toStep } from './symbol.ts';

/** Start of a candle (ms, UTC), open, high, low, close in quote currency, volume in base currency. */
type Row = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

/** Part of a candle for which the price stands where the one before has ended. */
const STILL = 0.8;

/**
 * The price of a market by candles that are shown when their time comes. The price moves once within a candle, late, from the close of
 * the one before to its own: whoever looks sooner or later after a candle has ended finds the same.
 */
export class History implements Prices {
  readonly #symbol: MarketSymbol;
  readonly #rows: readonly Row[];
  /** Of one candle, ms. */
  readonly #length: number;
  /** Candles that began before are shown to their close, those later not before they have ended (ms, UTC); null: by the clock. */
  #shownUntil: number | null = null;

  /** @throws Error unless the file holds two candles at least, in their order */
  constructor(symbol: MarketSymbol, file: string) {
    this.#symbol = symbol;
    this.#rows = readRows(file);
    this.#length = this.#rows.slice(1).reduce((length, [time], index) => Math.min(length, time - this.#rows[index]![0]), Number.MAX_VALUE);
    if (!(this.#length > 0)) throw new Error(`${file} holds candles that are not in their order.`);
  }

  priceAt(ms: number): number {
    const index = Math.max(this.#after(ms) - 1, 0);
    const row = this.#rows[index]!;
    const stillFor = this.#shownUntil === null ? STILL : row[0] < this.#shownUntil ? 0 : 1;
    if (ms >= row[0] + stillFor * this.#length) return this.#scaled(row[4]);
    return this.#scaled(index === 0 ? row[1] : this.#rows[index - 1]![4]);
  }

  bar(start: number, end: number, now: number): Bar | null {
    let bar: Bar | null = null;
    for (let index = this.#after(start - 1); index < this.#rows.length; index++) {
      const row = this.#rows[index]!;
      if (row[0] >= end || row[0] > now) break;
      const open = this.#scaled(row[1]);
      const hasEnded = row[0] + this.#length <= now;
      const last = this.priceAt(now);
      const [high, low, close] = hasEnded
        ? [this.#scaled(row[2]), this.#scaled(row[3]), this.#scaled(row[4])]
        : [Math.max(open, last), Math.min(open, last), last];
      if (bar === null) bar = { open, high, low, close, volume: 0 };
      bar.high = Math.max(bar.high, high);
      bar.low = Math.min(bar.low, low);
      bar.close = close;
      if (hasEnded) bar.volume += row[5];
    }
    return bar;
  }

  /** The price moves when it is ordered to, no longer by the clock. @param until candles that began before are shown to their close; ms, UTC */
  show(until: number): void {
    this.#shownUntil = until;
  }

  /** @throws Error always: what has been is not changed */
  move(): void {
    throw new Error(`${this.#symbol.id} follows recorded candles; its price is not moved.`);
  }

  print(): void {
    // an order fills at the price there is
  }

  /** Index of the first candle that starts after a moment. */
  #after(ms: number): number {
    let [from, to] = [0, this.#rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#rows[middle]![0] <= ms) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #scaled(price: number): number {
    const scaled = price * this.#symbol.scale;
    return Math.max(toStep(scaled, tickAt(this.#symbol, scaled)), this.#symbol.tickSize);
  }
}

function readRows(file: string): readonly Row[] {
  const raw = readFileSync(file);
  const rows = JSON.parse((file.endsWith('.gz') ? gunzipSync(raw) : raw).toString()) as Row[];
  if (!Array.isArray(rows) || rows.length < 2 || rows.some((row) => !Array.isArray(row) || row.length !== 6))
    throw new Error(`${file} holds no candles of time, open, high, low, close, volume.`);
  return rows;
}
