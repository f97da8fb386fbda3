import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { DECIMAL_PLACES, TICK_SIZE } from '../core/market/precision.ts';
import { type PriceTicks, tickAt } from '../core/market/price-tick.ts';
import type { Funding } from '../core/trade/funding.ts';
import type { DataFrame } from '../strategy/data-frame.ts';

/** What the candle before each candle says, so that nothing is known early. Tags are null where nothing was said. */
export interface SignalColumns {
  readonly enterLong: Uint8Array;
  readonly exitLong: Uint8Array;
  readonly enterShort: Uint8Array;
  readonly exitShort: Uint8Array;
  readonly enterTag: TagColumn | null;
  readonly exitTag: TagColumn | null;
}

/** Texts of few different words: 0 for none, else one more than the position in `names`. */
export interface TagColumn {
  readonly codes: Uint16Array;
  readonly names: readonly string[];
}

/** The tag of a row. */
export function tagAt(tags: TagColumn | null, row: number): string | null {
  return tags === null ? null : (tags.names[tags.codes[row]! - 1] ?? null);
}

/** One pair of a backtest: candles from the first that may be traded on, and what is known of them. */
export interface PairData {
  readonly pair: string;
  readonly market: Market;
  readonly candles: Candles;
  readonly signals: SignalColumns;
  /** The analysed frame, start-up candles included; null where no callback could look at it. */
  readonly frame: DataFrame | null;
  /** Row of `frame` that the first candle of `candles` has. */
  readonly frameOffset: number;
  /** Candles of a smaller timeframe to look inside with; null for none. */
  readonly detail: Candles | null;
  readonly funding: Funding | null;
  /** What came before `candles`: start-up candles, which are not traded on. */
  readonly startup: { readonly time: Float64Array; readonly close: Float64Array };
  /** Price steps as the candles show them. */
  readonly ticks: PriceTicks;
}

/** Signals of an analysed frame for the candles from `start` on, each one candle later. */
export function shiftedSignals(frame: DataFrame, start: number): SignalColumns {
  const length = Math.max(0, frame.length - start);
  const flags = (name: string): Uint8Array => {
    const shifted = new Uint8Array(length);
    if (!frame.has(name)) return shifted;
    const values = frame.get(name).peek();
    for (let index = 0; index < length; index++) shifted[index] = values[start + index - 1] === 1 ? 1 : 0;
    return shifted;
  };
  const tags = (name: string): TagColumn | null => {
    const texts = frame.text(name);
    if (texts === null) return null;
    const codes = new Uint16Array(length);
    const known = new Map<string, number>();
    for (let index = 0; index < length; index++) {
      const text = texts[start + index - 1] ?? null;
      if (text === null) continue;
      let code = known.get(text);
      if (code === undefined) {
        code = known.size + 1;
        known.set(text, code);
      }
      codes[index] = code;
    }
    return { codes, names: [...known.keys()] };
  };
  return {
    enterLong: flags('enter_long'),
    exitLong: flags('exit_long'),
    enterShort: flags('enter_short'),
    exitShort: flags('exit_short'),
    enterTag: tags('enter_tag'),
    exitTag: tags('exit_tag'),
  };
}

/**
 * The market of a pair as it was: its price step is the one that candles of the time show, not today's. An exchange that counts
 * significant digits keeps its own.
 */
export function marketAt(data: PairData, at: number): Market {
  const { market } = data;
  const tick = tickAt(data.ticks, at);
  if (tick === null) return market;
  if (market.precisionMode === TICK_SIZE) return { ...market, pricePrecision: tick };
  return market.precisionMode === DECIMAL_PLACES ? { ...market, pricePrecision: Math.round(-Math.log10(tick)) } : market;
}
