import type { CandleQuote } from './exits.ts';
import { rowFrom } from './left-out.ts';
import type { PairTrades } from './open-trades.ts';
import { type PairData, type TradedCandles, tagAt } from './pair-data.ts';
import type { Holding } from './wallet-history.ts';

/** Where a pair is in its candles. */
export class Cursor {
  readonly data: PairData;
  /** The pair's open trades. */
  readonly held: PairTrades;
  /** What the account holds of it. */
  readonly holding: Holding;
  /** Row of the present candle; -1 when the pair has none now. */
  row = -1;
  /** Row of the last turn before the present one. */
  lastRow = -1;
  /** Up to this moment nothing can happen to the open trades of the pair, ms. */
  wakesAt = 0;
  readonly quote: CandleQuote = { at: 0, rate: 0, high: 0, low: 0, close: 0, enterTag: null };
  /** The last candle this pair had its turn at. */
  turn = 0;
  /** The last candle in which this pair had a trade. */
  traded = 0;
  #detailNext = 0;
  readonly #step: number;

  constructor(data: PairData, step: number, held: PairTrades, holding: Holding) {
    this.data = data;
    this.held = held;
    this.holding = holding;
    this.#step = step;
  }

  /** Row of a moment, by arithmetic: the grid of candles has no gaps. The first candle only brings its signal. -1 for none. */
  rowAt(at: number): number {
    const { places } = this.data;
    const { time, length } = this.data.candles;
    const place = (at - time[0]!) / this.#step;
    const row = places === undefined ? place : (places[place] ?? -1);
    return row >= 1 && row < length && Number.isInteger(row) ? row : -1;
  }

  /** Goes to a moment without a look at its prices. @returns whether the pair has a candle there */
  goTo(at: number): boolean {
    if (this.row >= 0) this.lastRow = this.row;
    this.row = this.rowAt(at);
    return this.row >= 0;
  }

  /** Goes to a moment. @returns whether the pair has a candle there */
  moveTo(at: number): boolean {
    if (!this.goTo(at)) return false;
    this.#read(this.data.candles, this.row, at);
    this.quote.enterTag = tagAt(this.data.signals.enterTag, this.row);
    return true;
  }

  /** Opening rate of a moment; null where the pair has no candle then. */
  openingAt(at: number): number | null {
    const row = this.rowAt(at);
    const { open, per } = this.data.candles;
    return row < 0 ? null : open[row]! / per;
  }

  /** The last row up to a moment, the first candle among them. @returns below 0 where all are later */
  lastRowUpTo(at: number): number {
    const { time, length } = this.data.candles;
    if (this.data.places !== undefined) return rowFrom(time, at + 1) - 1;
    return Math.min(Math.floor((at - time[0]!) / this.#step), length - 1);
  }

  /** The moment of a row; never where there is none. */
  momentOf(row: number): number {
    const { time, length } = this.data.candles;
    return row < length ? time[row]! : Number.POSITIVE_INFINITY;
  }

  /** The detail candle of a moment, if there is one. */
  readDetail(at: number): boolean {
    const detail = this.data.detail;
    if (detail === null) return false;
    while (this.#detailNext < detail.length && detail.time[this.#detailNext]! < at) this.#detailNext++;
    if (this.#detailNext >= detail.length || detail.time[this.#detailNext]! !== at) return false;
    this.#read(detail, this.#detailNext, at);
    return true;
  }

  #read(candles: TradedCandles, row: number, at: number): void {
    const { quote } = this;
    const { per } = candles;
    quote.at = at;
    quote.rate = candles.open[row]! / per;
    quote.high = candles.high[row]! / per;
    quote.low = candles.low[row]! / per;
    quote.close = candles.close[row]! / per;
  }
}
