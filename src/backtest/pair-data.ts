import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { DECIMAL_PLACES, TICK_SIZE } from '../core/market/precision.ts';
import { type PriceTicks, tickAt } from '../core/market/price-tick.ts';
import type { Funding } from '../core/trade/funding.ts';
import { signalBits } from '../strategy/condensed.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import type { Span } from './left-out.ts';

/** What the candle before each candle says, so that nothing is known early. */
export interface SignalColumns {
  /** A byte for each candle, of the bits below. */
  readonly bits: Uint8Array;
  /** Null where nothing was said. */
  readonly enterTag: TagColumn | null;
  readonly exitTag: TagColumn | null;
}

/** Bits of a candle's signals, in the order of `SIGNALS`. */
export const SIGNAL = { enterLong: 1, exitLong: 2, enterShort: 4, exitShort: 8 } as const;
export const ANY_ENTRY = SIGNAL.enterLong | SIGNAL.enterShort;

/** Texts of few different words: 0 for none, else one more than the position in `names`. */
export interface TagColumn {
  readonly codes: Uint8Array | Uint16Array;
  readonly names: readonly string[];
}

/** The tag of a row. */
export function tagAt(tags: TagColumn | null, row: number): string | null {
  return tags === null ? null : (tags.names[tags.codes[row]! - 1] ?? null);
}

/** Candles as they are traded on: prices may be whole numbers, so many of which are one. */
export interface TradedCandles {
  readonly length: number;
  /** Start of each, ms since epoch, UTC. */
  readonly time: Float64Array;
  readonly open: PriceColumn;
  readonly high: PriceColumn;
  readonly low: PriceColumn;
  readonly close: PriceColumn;
  /** A price is a number of the column divided by this. */
  readonly per: number;
}

export type PriceColumn = Float64Array | Int32Array;

/** One pair of a backtest: candles from the first that may be traded on, and what is known of them. */
export interface PairData {
  readonly pair: string;
  readonly market: Market;
  readonly candles: TradedCandles;
  readonly signals: SignalColumns;
  /** The analysed frame, start-up candles included; null where no callback could look at it. */
  readonly frame: DataFrame | null;
  /** Row of `frame` that the first candle of `candles` has. */
  readonly frameOffset: number;
  /** Candles of a smaller timeframe to look inside with; null for none. */
  readonly detail: TradedCandles | null;
  readonly funding: Funding | null;
  /** What came before `candles`: start-up candles, which are not traded on. */
  readonly startup: { readonly time: Float64Array; readonly close: Float64Array };
  /** Price steps as the candles show them. */
  readonly ticks: PriceTicks;
  /** Row of each candle from the first on, below 0 for one that the strategy has left out; absent where it has left out none in between. */
  readonly places?: Int32Array;
  /** From when to when it is traded, where the strategy has left out candles; else that of `candles`. */
  readonly span?: Span;
  /** Its closes, start-up candles included, where the strategy has left out candles or has given them others; else those of `candles`. */
  readonly closes?: { readonly time: Float64Array; readonly close: Float64Array };
}

/** Frees what was traded on, when nobody will ask for it any more: sooner than anybody would notice that it is not in use. */
export function giveUp({ candles, detail, signals }: PairData): void {
  const prices = [candles, detail].flatMap((part) => (part === null ? [] : [part.open, part.high, part.low, part.close]));
  const tags = [signals.enterTag, signals.exitTag].flatMap((tag) => tag?.codes ?? []);
  for (const { buffer } of [...prices, signals.bits, ...tags]) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}

/** Frames that were kept, by pair. */
export function framesOf(pairs: readonly PairData[]): ReadonlyMap<string, DataFrame> {
  return new Map(pairs.flatMap(({ pair, frame }) => (frame === null ? [] : [[pair, frame] as const])));
}

/** Prices as they are. */
export function asTraded({ length, time, open, high, low, close }: Omit<Candles, 'volume'>): TradedCandles {
  return { length, time, open, high, low, close, per: 1 };
}

/** Signals of an analysed frame for the candles from `start` on, each one candle later. @param spare to be written over where it is of as many candles */
export function shiftedSignals(frame: DataFrame, start: number, spare: SignalColumns | null = null): SignalColumns {
  const length = Math.max(0, frame.length - start);
  const reused = spare?.bits.length === length ? spare : null;
  const before = signalBits(frame);
  const tags = (name: string, old: TagColumn | null): TagColumn | null => {
    const found = frame.tagCodes(name);
    if (found === null) return null;
    const Codes = found.names.length > MOST_BYTE ? Uint16Array : Uint8Array;
    const codes = old?.codes instanceof Codes ? old.codes : new Codes(length);
    return { codes: shifted(found.codes, start, codes), names: found.names };
  };
  return {
    bits: shifted(before, start, reused?.bits ?? new Uint8Array(length)),
    enterTag: tags('enter_tag', reused?.enterTag ?? null),
    exitTag: tags('exit_tag', reused?.exitTag ?? null),
  };
}

const MOST_BYTE = 255;

/** Rows from the one before `start` on; nothing comes before the first. */
function shifted<Codes extends Uint8Array | Uint16Array>(rows: Uint8Array | Uint16Array, start: number, target: Codes): Codes {
  const first = Math.min(start === 0 ? 1 : 0, target.length);
  target.fill(0, 0, first);
  target.set(rows.subarray(start + first - 1, start + target.length - 1), first);
  return target;
}

/** Markets with the price step of another time: every entry asks for one. */
const steppedMarkets = new WeakMap<Market, Map<number, Market>>();

/**
 * The market of a pair as it was: its price step is the one that candles of the time show, not today's. An exchange that counts
 * significant digits keeps its own.
 */
export function marketAt(data: PairData, at: number): Market {
  const { market } = data;
  const tick = tickAt(data.ticks, at);
  if (tick === null) return market;
  if (market.precisionMode === TICK_SIZE) return withPrecision(market, tick);
  return market.precisionMode === DECIMAL_PLACES ? withPrecision(market, Math.round(-Math.log10(tick))) : market;
}

function withPrecision(market: Market, pricePrecision: number): Market {
  if (market.pricePrecision === pricePrecision) return market;
  let stepped = steppedMarkets.get(market);
  if (stepped === undefined) {
    stepped = new Map();
    steppedMarkets.set(market, stepped);
  }
  let found = stepped.get(pricePrecision);
  if (found === undefined) {
    found = { ...market, pricePrecision };
    stepped.set(pricePrecision, found);
  }
  return found;
}
