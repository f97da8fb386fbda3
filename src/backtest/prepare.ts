import type { Candles } from '../core/market/candles.ts';
import { sliceCandles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { priceTicks } from '../core/market/price-tick.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { Funding } from '../core/trade/funding.ts';
import { analyze, type Surroundings } from '../strategy/analyze.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { type Silence, silenceOf } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { type PairData, shiftedSignals } from './pair-data.ts';

/** What is known of a pair before the strategy has looked at it. */
export interface RawPair {
  readonly pair: string;
  readonly market: Market;
  /** Start-up candles included. */
  readonly candles: Candles;
  readonly detail: Candles | null;
  readonly funding: Funding | null;
}

/** Lets the strategy look at a pair and cuts the start-up candles off. Null where nothing is left to trade on. @param onSilence called where there is nothing to enter on */
export async function preparePair(
  strategy: Strategy,
  raw: RawPair,
  startup: number,
  range: Timerange,
  surroundings: Surroundings,
  onSilence: (silence: Silence) => void = () => undefined,
): Promise<PairData | null> {
  return preparedPair(strategy, raw, await analyze(strategy, raw.pair, raw.candles, surroundings), startup, range, onSilence);
}

/** Cuts the start-up candles off a frame that was analysed. Null where nothing is left to trade on. */
export function preparedPair(
  strategy: Strategy,
  raw: RawPair,
  frame: DataFrame,
  startup: number,
  range: Timerange,
  onSilence: (silence: Silence) => void,
): PairData | null {
  let start = startup;
  if (startup === 0 && range.from !== null) while (start < frame.length && frame.time[start]! < range.from) start++;
  let end = frame.length;
  if (range.to !== null) while (end > start && frame.time[end - 1]! > range.to) end--;
  if (end - start < 1) return null;
  const silence = silenceOf(frame, raw.pair, start);
  if (silence !== null) onSilence(silence);
  const candles = sliceCandles(strategy.analysePairs === undefined ? raw.candles : candlesOf(frame), start, end);
  const keepsFrame = looksBack(strategy);
  return {
    pair: raw.pair,
    market: raw.market,
    // trading knows no volume
    candles: keepsFrame ? candles : { ...candles, volume: NO_VOLUME },
    signals: shiftedSignals(frame, start),
    frame: keepsFrame ? frame : null,
    frameOffset: start,
    detail: raw.detail,
    funding: raw.funding,
    startup: { time: raw.candles.time.slice(0, start), close: raw.candles.close.slice(0, start) },
    ticks: priceTicks(raw.candles),
  };
}

/** Prices as a strategy has left them in its frame, which freqtrade trades on. */
function candlesOf({ length, time, open, high, low, close, volume }: DataFrame): Candles {
  return { length, time, open: open.values, high: high.values, low: low.values, close: close.values, volume: volume.values };
}

const NO_VOLUME = new Float64Array(0);

/** Callbacks that may ask for analysed frames while trading; without one, frames need not be kept. */
const LOOKING = [
  'botLoopStart',
  'customEntryPrice',
  'customExitPrice',
  'customStakeAmount',
  'customStoploss',
  'customExit',
  'customRoi',
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
export function rangeOf(pairs: readonly PairData[]): { start: number; end: number } {
  return {
    start: Math.min(...pairs.map(({ candles }) => candles.time[0]!)),
    end: Math.max(...pairs.map(({ candles }) => candles.time[candles.length - 1]!)),
  };
}
