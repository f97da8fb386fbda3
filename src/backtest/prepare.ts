import type { Market } from '../core/market/market.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { Funding } from '../core/trade/funding.ts';
import { analyzeOnce, type Surroundings } from '../strategy/analyze.ts';
import { condensedPrices, ticksOf } from '../strategy/condensed.ts';
import type { CandleColumns, DataFrame } from '../strategy/data-frame.ts';
import { misnamed, type Silence, silenceOf } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { placesOf, type Span } from './left-out.ts';
import { type PairData, shiftedSignals, type TradedCandles } from './pair-data.ts';

/** What is known of a pair before the strategy has looked at it. */
export interface RawPair {
  readonly pair: string;
  readonly market: Market;
  /** Start-up candles included. */
  readonly candles: CandleColumns;
  readonly detail: TradedCandles | null;
  readonly funding: Funding | null;
}

/** What is noticed of a frame that was analysed. */
export interface FrameNotes {
  /** There is nothing to enter on. */
  readonly silence: (silence: Silence) => void;
  /** A column is called nearly like a signal, in words. */
  readonly misnamed: (words: string) => void;
}

const UNHEARD: FrameNotes = { silence: () => undefined, misnamed: () => undefined };

/**
 * Lets the strategy look at a pair and cuts the start-up candles off. Null where nothing is left to trade on. Of the columns, those are given up
 * that can be made again.
 */
export async function preparePair(
  strategy: Strategy,
  raw: RawPair,
  startup: number,
  range: Timerange,
  surroundings: Surroundings,
  notes: FrameNotes = UNHEARD,
): Promise<PairData | null> {
  return analyzeOnce(strategy, raw.pair, raw.candles, surroundings, (frame) => preparedPair(strategy, raw, frame, startup, range, notes));
}

/** Rows that are traded on: without start-up candles, within the range. They are counted, not timed. @param time of all rows, ms */
export function tradedRows(time: Float64Array, startup: number, range: Timerange): { readonly start: number; readonly end: number } {
  let start = startup;
  if (startup === 0 && range.from !== null) while (start < time.length && time[start]! < range.from) start++;
  let end = time.length;
  if (range.to !== null) while (end > start && time[end - 1]! > range.to) end--;
  return { start, end };
}

/** What is known of a frame that has not all candles, or other prices. */
export type ChangedCandles = Pick<PairData, 'places' | 'span' | 'closes'>;

/** @param all starts of the candles @param frame start of each that a frame has @param span from when to when all are traded */
export function leftOutOf(all: Float64Array, frame: Float64Array, rows: { start: number; end: number }, span: Span): ChangedCandles {
  if (frame.length === all.length) return {};
  const places = placesOf(all, frame.subarray(rows.start, rows.end));
  return places === null ? { span } : { span, places };
}

/**
 * Cuts the start-up candles off a frame that was analysed. Null where nothing is left to trade on.
 * @param indicated starts of the candles that were left before signals were looked for, ms
 */
export function preparedPair(
  strategy: Strategy,
  raw: RawPair,
  frame: DataFrame,
  startup: number,
  range: Timerange,
  notes: FrameNotes = UNHEARD,
  indicated: Float64Array = raw.candles.time,
): PairData | null {
  const all = tradedRows(indicated, startup, range);
  if (all.end - all.start < 1) return null;
  const span = { start: indicated[all.start]!, end: indicated[all.end - 1]! };
  const rows = frame.length === indicated.length ? all : tradedRows(frame.time, startup, range);
  // more of them may be left out than are to be traded on
  const [start, end] = [rows.start, Math.max(rows.start, rows.end)];
  const silence = silenceOf(frame, raw.pair, start, strategy.canShort);
  if (silence !== null) notes.silence(silence);
  // what a class of freqtrade's own sets is its business
  if (strategy.analysePairs === undefined && (silence?.meant ?? null) === null) for (const words of misnamed(frame)) notes.misnamed(words);
  const ticks = ticksOf(raw.candles);
  // one that looks at all pairs at once is traded on prices as it has left them in its frame
  const prices = strategy.analysePairs === undefined ? raw.candles : frame;
  return {
    pair: raw.pair,
    market: raw.market,
    candles: { length: end - start, time: frame.time.subarray(start, end), ...condensedPrices(prices, start, end, ticks) },
    signals: shiftedSignals(frame, start),
    frame: looksBack(strategy) ? frame : null,
    frameOffset: start,
    detail: raw.detail,
    funding: raw.funding,
    startup: { time: raw.candles.time.slice(0, start), close: raw.candles.close.peek().slice(0, start) },
    ticks,
    ...leftOutOf(raw.candles.time, frame.time, { start, end }, span),
    ...(prices !== raw.candles && prices.close.peek() !== raw.candles.close.peek() && closesOf(raw)),
  };
}

function closesOf({ candles: { time, close } }: RawPair): ChangedCandles {
  return { closes: { time, close: close.peek() } };
}

/** Callbacks that may ask for analysed frames while trading; without one, frames need not be kept. */
export const LOOKING = [
  'botLoopStart',
  'customEntryPrice',
  'customExitPrice',
  'customStakeAmount',
  'customStoploss',
  'customExit',
  'customRoi',
  'minRoiReached',
  'minRoiReachedEntry',
  'leverage',
  'confirmTradeEntry',
  'confirmTradeExit',
  'checkEntryTimeout',
  'checkExitTimeout',
  'adjustOrderPrice',
  'adjustEntryPrice',
  'adjustExitPrice',
  'adjustTradePosition',
  'orderFilled',
] as const satisfies readonly (keyof Strategy)[];

/** Whether a strategy's callbacks could look at frames, or at what it kept for itself while making them. */
export function looksBack(strategy: Strategy): boolean {
  return LOOKING.some((name) => strategy[name] !== undefined);
}

/** First and last moment of all pairs together, ms. */
export function rangeOf(pairs: readonly TradedPair[]): Span {
  const spans = pairs.map(({ span, candles: { time, length } }) => span ?? { start: time[0]!, end: time[length - 1]! });
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

interface TradedPair extends Pick<PairData, 'span'> {
  readonly candles: Pick<TradedCandles, 'time' | 'length'>;
}
