import type { Market } from '../core/market/market.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { Funding } from '../core/trade/funding.ts';
import { analyzeOnce, type Surroundings } from '../strategy/analyze.ts';
import { condensedPrices, ticksOf } from '../strategy/condensed.ts';
import type { CandleColumns, DataFrame } from '../strategy/data-frame.ts';
import { misnamed, type Silence, silenceOf } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
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

/** Cuts the start-up candles off a frame that was analysed. Null where nothing is left to trade on. */
export function preparedPair(
  strategy: Strategy,
  raw: RawPair,
  frame: DataFrame,
  startup: number,
  range: Timerange,
  notes: FrameNotes = UNHEARD,
): PairData | null {
  let start = startup;
  if (startup === 0 && range.from !== null) while (start < frame.length && frame.time[start]! < range.from) start++;
  let end = frame.length;
  if (range.to !== null) while (end > start && frame.time[end - 1]! > range.to) end--;
  if (end - start < 1) return null;
  const silence = silenceOf(frame, raw.pair, start, strategy.canShort);
  if (silence !== null) notes.silence(silence);
  // what a class of freqtrade's own sets is its business
  if (strategy.analysePairs === undefined && (silence?.meant ?? null) === null) for (const words of misnamed(frame)) notes.misnamed(words);
  const ticks = ticksOf(raw.candles);
  // one that looks at all pairs at once is traded on prices as it has left them in its frame
  const prices = strategy.analysePairs === undefined ? raw.candles : frame;
  // a frame may have left some out at its beginning
  const [known, traded] = [raw.candles.time, frame.time[start]!];
  let before = start;
  while (before < known.length && known[before]! < traded) before++;
  return {
    pair: raw.pair,
    market: raw.market,
    candles: { length: end - start, time: frame.time.subarray(start, end), ...condensedPrices(prices, start, end, ticks) },
    signals: shiftedSignals(frame, start),
    frame: looksBack(strategy) ? frame : null,
    frameOffset: start,
    detail: raw.detail,
    funding: raw.funding,
    startup: { time: known.slice(0, before), close: raw.candles.close.peek().slice(0, before) },
    ticks,
  };
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
export function rangeOf(pairs: readonly { readonly candles: Pick<TradedCandles, 'time' | 'length'> }[]): { start: number; end: number } {
  return {
    start: Math.min(...pairs.map(({ candles }) => candles.time[0]!)),
    end: Math.max(...pairs.map(({ candles }) => candles.time[candles.length - 1]!)),
  };
}
