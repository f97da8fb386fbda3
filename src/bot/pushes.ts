import { candleEnd } from '../core/market/candle-calendar.ts';
import type { CandleRow } from '../core/market/candles.ts';
import type { Ticker } from '../core/market/market.ts';
import type { ExchangePush } from '../exchange/ports/pushes.ts';
import { candlesKept, mergeCandle } from './candle-rows.ts';
import type { BotSettings } from './settings.ts';
import type { BotState, HeardTicker } from './state.ts';

type Pushed<K extends ExchangePush['kind']> = Extract<ExchangePush, { kind: K }>;

/** A pushed price younger than this needs no request, ms. */
export const FRESH_MS = 3000;

/** What of a bot pushes are distinguished by, and taken into. */
export interface PushedTo {
  readonly state: BotState;
  readonly settings: Pick<BotSettings, 'timeframeMs' | 'startupCandles'>;
  readonly now: () => number;
}

/**
 * What the exchange's streams have sent and the loop has not taken in. Streams write here and nowhere else, so that the state changes
 * between the loop's steps only. The newest price of a pair waits, and one row for each candle: this does not grow with time.
 */
export class Pushes {
  readonly #tickers = new Map<string, HeardTicker>();
  /** By pair and start. */
  readonly #candles = new Map<string, Map<number, CandleRow>>();
  /** Of streams that tell the best prices and not the last one. */
  readonly #unknownLast = new WeakSet<Ticker>();
  /** Of pairs whose waiting price carries on the last one of the state: what that was. */
  readonly #carried = new Map<string, Ticker>();
  /** Pairs whose waiting price was old when it came. */
  readonly #late = new Set<string>();
  /** Start of the candle of a pair that was last heard of and not asked for after its end, ms. */
  readonly #underWay = new Map<string, number>();
  /** Candles of a pair that begin before this moment (ms) were asked for after their end. */
  readonly #known = new Map<string, number>();
  /** The same of those that were asked for while they ran, or whose stream broke: one that begins the next has not sent the rest of these. */
  readonly #cut = new Map<string, number>();
  /** Pairs whose stream has begun a candle after a gap. */
  readonly #behindGap = new Set<string>();
  /** Edition of the configuration that the candles were asked for under. */
  #edition = 0;
  readonly #orders: Pushed<'order'>[] = [];
  /** Pairs with an open trade whose price was taken in and not acted on. */
  readonly #moved = new Set<string>();
  #hasBegun = false;
  #hasNews = false;
  #wake: () => void = () => undefined;

  /** @param wake called when something has come that should be acted on at once */
  listen(wake: () => void): void {
    this.#wake = wake;
  }

  /** @param edition of the configuration it was asked for under: a candle of another timeframe must not join the rows of this one */
  arrive({ state, now }: PushedTo, push: ExchangePush, edition: number): void {
    if (push.kind === 'ticker') {
      const { pair, ticker, ageMs = 0 } = push;
      // somebody has asked since
      if (ageMs > FRESH_MS && (state.tickers.get(pair)?.at ?? 0) > now() - ageMs) return;
      const known = state.tickers.get(pair)?.ticker;
      const before = this.#tickers.get(pair)?.ticker ?? known;
      const kept = { ...ticker, last: ticker.last ?? before?.last ?? null };
      if (ticker.last === null) this.#unknownLast.add(kept);
      if (ticker.last !== null) this.#carried.delete(pair);
      else if (before === known && known !== undefined) this.#carried.set(pair, known);
      this.#tickers.set(pair, { ticker: kept, at: now() - ageMs });
      // to act on it, it would have to be asked for, with each that comes late
      if (ageMs > FRESH_MS) {
        this.#late.add(pair);
        return;
      }
      this.#late.delete(pair);
      const isMoved = before?.bid !== ticker.bid || before?.ask !== ticker.ask;
      if (!isMoved || !state.trades.some((trade) => trade.pair === pair)) return;
    } else if (push.kind === 'candle') {
      if (edition !== state.edition) return;
      this.#noteCandle(push.pair, push.row[0]);
      if (!this.#keepCandle(state, push, edition)) return;
    } else if (push.kind === 'candle_end') {
      if (edition === state.edition && this.#underWay.get(push.pair) === push.start) this.#underWay.delete(push.pair);
      return;
    } else if (push.kind === 'candle_break') {
      if (edition === state.edition) this.#noteBreak(push.pair);
      return;
    }
    if (push.kind === 'order') this.#orders.push(push);
    else this.#hasNews = true;
    this.#wake();
  }

  /** @returns whether a candle begins with it */
  #keepCandle(state: BotState, { pair, row }: Pushed<'candle'>, edition: number): boolean {
    if (edition !== this.#edition) this.#candles.clear();
    this.#edition = edition;
    const waiting = this.#candles.get(pair) ?? new Map<number, CandleRow>();
    const last = state.candles.get(pair)?.at(-1)?.[0] ?? Number.POSITIVE_INFINITY;
    const isNew = row[0] > last && !waiting.has(row[0]);
    this.#candles.set(pair, waiting.set(row[0], row));
    return isNew;
  }

  /** Takes prices and candles into the state. Called by the loop between its steps, and by what it has begun. */
  takeIn({ state, settings }: PushedTo): void {
    this.#hasNews = false;
    for (const [pair, heard] of this.#tickers) {
      const before = state.tickers.get(pair)?.ticker;
      state.tickers.set(pair, this.#withAsked(pair, heard, before));
      if (before?.bid === heard.ticker.bid && before?.ask === heard.ticker.ask) continue;
      if (!this.#late.has(pair) && state.trades.some((trade) => trade.pair === pair)) this.#moved.add(pair);
    }
    this.#tickers.clear();
    this.#late.clear();
    this.#carried.clear();
    for (const [pair, waiting] of this.#edition === state.edition ? this.#candles : []) {
      const rows = state.candles.get(pair);
      if (rows === undefined || rows.length === 0) continue;
      for (const row of [...waiting.values()].sort((a, b) => a[0] - b[0])) {
        // after a gap the whole is asked for
        if (row[0] > candleEnd(rows.at(-1)![0], settings.timeframeMs)) this.#behindGap.add(pair);
        else if (this.#isOld(pair, row, rows)) continue;
        else if (mergeCandle(rows, row, candlesKept(settings))) this.#hasBegun = true;
      }
    }
    this.#candles.clear();
  }

  /** A stream that lags tells how a candle was that was asked for after its end: with less volume. */
  #isOld(pair: string, [start, , , , , volume]: CandleRow, rows: readonly CandleRow[]): boolean {
    const isKnown = start < (this.#known.get(pair) ?? Number.NEGATIVE_INFINITY);
    return isKnown && rows.some((known) => known[0] === start && known[5] > volume);
  }

  /** A last price that was asked for while the push waited is newer than the one it carries on. */
  #withAsked(pair: string, heard: HeardTicker, known: Ticker | undefined): HeardTicker {
    const carried = this.#carried.get(pair);
    if (carried === undefined || known === undefined || known === carried || this.#unknownLast.has(known)) return heard;
    const ticker = { ...heard.ticker, last: known.last ?? heard.ticker.last };
    this.#unknownLast.add(ticker);
    return { ...heard, ticker };
  }

  /** Whether orders or prices wait to be acted on, taken in or not. */
  get isUrgent(): boolean {
    return this.#hasNews || this.#orders.length > 0 || this.#moved.size > 0;
  }

  /** Whether the last price of a ticker is one of before, since its stream brings none. */
  isOlderLast(ticker: Ticker): boolean {
    return this.#unknownLast.has(ticker);
  }

  /** A candle was sent. That it has ended by our clock does not make this the last of it: an exchange may be late, and its clock behind ours. */
  #noteCandle(pair: string, start: number): void {
    if (start >= (this.#known.get(pair) ?? Number.NEGATIVE_INFINITY)) this.#underWay.set(pair, start);
    if (this.#cut.get(pair) === start) this.#cut.delete(pair);
  }

  /** The stream was not heard for a moment: the rest of the candle that was under way may never come. */
  #noteBreak(pair: string): void {
    const start = this.#underWay.get(pair);
    if (start !== undefined) this.#cut.set(pair, Math.min(start, this.#cut.get(pair) ?? start));
  }

  /**
   * Candles were asked for.
   * @param knownBefore those that begin before this moment (ms) are known to their end @param cut of the first that ran; null where the stream
   * has sent as much of it
   */
  noteAsked(pair: string, knownBefore: number, cut: number | null): void {
    this.#behindGap.delete(pair);
    this.#known.set(pair, knownBefore);
    for (const unfinished of [this.#underWay, this.#cut]) {
      const start = unfinished.get(pair);
      if (start !== undefined && start < knownBefore) unfinished.delete(pair);
    }
    if (cut !== null) this.#cut.set(pair, cut);
  }

  /** Start of a pair's candle that is known as it was while it ran, and of which no stream has sent more since, ms; null for none. */
  cutCandle(pair: string): number | null {
    return this.#cut.get(pair) ?? null;
  }

  /** Whether more may come of a candle, unless the next one has begun. */
  isUnderWay(pair: string, start: number): boolean {
    return this.#underWay.get(pair) === start;
  }

  /** Whether candles of a pair are missing before the one that its stream has begun. */
  isBehindGap(pair: string): boolean {
    return this.#behindGap.has(pair);
  }

  /** All candles are asked for anew. */
  forgetCandles(): void {
    this.#candles.clear();
    this.#underWay.clear();
    this.#known.clear();
    this.#cut.clear();
    this.#behindGap.clear();
  }

  get hasOrders(): boolean {
    return this.#orders.length > 0;
  }

  /** Whether a candle has begun that `takeBegun` has not returned. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether a candle has begun since this was asked last. */
  takeBegun(): boolean {
    const hasBegun = this.#hasBegun;
    this.#hasBegun = false;
    return hasBegun;
  }

  /** Pairs whose prices have moved since this was asked last. */
  takeMoved(): ReadonlySet<string> {
    const moved = new Set(this.#moved);
    this.#moved.clear();
    return moved;
  }

  /** The oldest of what was sent of orders and not asked for. */
  nextOrder(): Pushed<'order'> | undefined {
    return this.#orders.shift();
  }

  /** Nobody acts on what has come: when somebody does, all of it is asked for anew. */
  forgetWork(): void {
    this.#orders.length = 0;
    this.#moved.clear();
  }

  /** Prices heard before the clock was set back would never become old. */
  forgetPrices(): void {
    this.#tickers.clear();
    this.#moved.clear();
  }
}
