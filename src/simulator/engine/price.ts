import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hashText, noise, unit } from './random.ts';
import { type MarketSymbol, tickAt, toStep } from './symbol.ts';

/** The market moves in steps of this length; between steps the price stands still. */
export const TICK_MS = 250;
export const MINUTE_MS = 60_000;
const TICKS_PER_MINUTE = MINUTE_MS / TICK_MS;

/** Open, high, low, close in quote currency, volume in base currency. */
export interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** The prices of one market. */
export interface Prices {
  /** Last price at a moment (ms, UTC), on the market's tick. */
  priceAt(ms: number): number;
  /** The candle from `start` (inclusive) to `end` (exclusive), both ms; the part after `now` has not happened and is left out. */
  bar(start: number, end: number, now: number): Bar | null;
  /** Multiplies every price from `at` on; `fixed` pins the price to one value instead. */
  move(at: number, change: { factor?: number; fixed?: number | null }): void;
  /** A fill of the account is part of the market's history. */
  print(at: number, price: number): void;
}

/** Price moves ordered over the control endpoint, in force from `from` (ms, UTC) until the next one. */
interface Move {
  from: number;
  factor: number;
  fixed: number | null;
}

/** One minute: where it starts and ends, and how far it strays, before any ordered move. */
interface Minute {
  open: number;
  close: number;
  high: number;
  low: number;
  volume: number;
  highTick: number;
  lowTick: number;
}

/** Period in minutes and amplitude (log price) of the waves a synthetic market is made of: ranges, trends, seasons. */
const WAVES: readonly (readonly [number, number])[] = [
  [1, 0.0006],
  [3, 0.0013],
  [11, 0.018],
  [37, 0.018],
  [127, 0.018],
  [541, 0.026],
  [2203, 0.035],
  [10_007, 0.06],
  [60_013, 0.11],
  [300_007, 0.2],
];

/**
 * The price of one market at any moment: a pure function of seed, market and time, except for moves that were ordered.
 * Within a minute the price walks from open to close through its high and its low.
 */
export class PriceSource implements Prices {
  readonly symbol: MarketSymbol;
  readonly #key: number;
  readonly #keys: number[];
  readonly #recorded: readonly number[][] | null;
  readonly #moves: Move[] = [];
  /** Extremes printed by orders of the account that walked the book, per minute. */
  readonly #prints: Map<number, { high: number; low: number }> = new Map();

  constructor(symbol: MarketSymbol, seed: string) {
    this.symbol = symbol;
    this.#key = hashText(`${seed}/${symbol.id}`);
    this.#keys = WAVES.map((_, index) => hashText(`${seed}/${symbol.id}/wave/${index}`));
    this.#recorded = symbol.recorded === undefined ? null : readRecorded(symbol.recorded);
  }

  priceAt(ms: number): number {
    const minuteIndex = Math.floor(ms / MINUTE_MS);
    const tick = Math.floor((ms - minuteIndex * MINUTE_MS) / TICK_MS);
    return this.#tickPrice(this.#minute(minuteIndex), minuteIndex, tick);
  }

  bar(start: number, end: number, now: number): Bar | null {
    const first = Math.floor(start / MINUTE_MS);
    const last = Math.min(Math.ceil(end / MINUTE_MS), Math.floor(now / MINUTE_MS) + 1);
    if (last <= first) return null;
    let bar: Bar | null = null;
    for (let minute = first; minute < last; minute++) {
      const next = this.#minuteBar(minute, now);
      if (bar === null) {
        bar = next;
      } else {
        if (next.high > bar.high) bar.high = next.high;
        if (next.low < bar.low) bar.low = next.low;
        bar.close = next.close;
        bar.volume += next.volume;
      }
    }
    return bar;
  }

  move(at: number, change: { factor?: number; fixed?: number | null }): void {
    const current = this.#moves.at(-1);
    const factor = (current?.factor ?? 1) * (change.factor ?? 1);
    this.#moves.push({ from: at, factor, fixed: change.fixed ?? null });
  }

  print(at: number, price: number): void {
    const minute = Math.floor(at / MINUTE_MS);
    const seen = this.#prints.get(minute);
    if (seen === undefined) this.#prints.set(minute, { high: price, low: price });
    else {
      seen.high = Math.max(seen.high, price);
      seen.low = Math.min(seen.low, price);
    }
  }

  #minuteBar(index: number, now: number): Bar {
    const minute = this.#minute(index);
    const startMs = index * MINUTE_MS;
    const complete = now >= startMs + MINUTE_MS;
    const ticks = complete ? TICKS_PER_MINUTE : Math.floor((now - startMs) / TICK_MS) + 1;
    const moved = this.#moves.length > 0 && this.#moves[0]!.from < startMs + MINUTE_MS;
    let bar: Bar;
    if (complete && !moved) {
      bar = { open: minute.open, high: minute.high, low: minute.low, close: minute.close, volume: minute.volume };
    } else {
      const open = this.#tickPrice(minute, index, 0);
      bar = { open, high: open, low: open, close: open, volume: (minute.volume * ticks) / TICKS_PER_MINUTE };
      for (let tick = 1; tick < ticks; tick++) {
        const price = this.#tickPrice(minute, index, tick);
        if (price > bar.high) bar.high = price;
        if (price < bar.low) bar.low = price;
        bar.close = price;
      }
    }
    const print = this.#prints.get(index);
    if (print !== undefined) {
      bar.high = Math.max(bar.high, print.high);
      bar.low = Math.min(bar.low, print.low);
    }
    return bar;
  }

  #tickPrice(minute: Minute, index: number, tick: number): number {
    const raw = walk(minute, tick);
    let price = raw;
    if (this.#moves.length > 0) {
      const at = index * MINUTE_MS + tick * TICK_MS;
      for (let move = this.#moves.length - 1; move >= 0; move--) {
        const entry = this.#moves[move]!;
        if (Math.floor(entry.from / TICK_MS) * TICK_MS <= at) {
          price = entry.fixed ?? raw * entry.factor;
          break;
        }
      }
    }
    return Math.max(this.#onTick(price), this.symbol.tickSize);
  }

  #onTick(price: number): number {
    return toStep(price, tickAt(this.symbol, price));
  }

  #minute(index: number): Minute {
    const highTick = 20 + Math.floor(unit(this.#key, index * 8 + 1) * 90);
    const lowTick = 120 + Math.floor(unit(this.#key, index * 8 + 2) * 100);
    const swap = unit(this.#key, index * 8 + 3) < 0.5;
    const ticks = swap ? { highTick: lowTick, lowTick: highTick } : { highTick, lowTick };
    if (this.#recorded !== null) {
      const row = mirrored(this.#recorded, index);
      const scale = this.symbol.scale;
      return {
        open: this.#onTick(row[0]! * scale),
        high: this.#onTick(row[1]! * scale),
        low: this.#onTick(row[2]! * scale),
        close: this.#onTick(row[3]! * scale),
        volume: row[4]!,
        ...ticks,
      };
    }
    const open = this.#onTick(this.#boundary(index));
    const close = this.#onTick(this.#boundary(index + 1));
    const reach = 0.0009;
    const high = Math.max(open, close) * (1 + reach * unit(this.#key, index * 8 + 4) ** 2);
    const low = Math.min(open, close) * (1 - reach * unit(this.#key, index * 8 + 5) ** 2);
    const activity = 0.3 + unit(this.#key, index * 8 + 6) + (high - low) / low / 0.002;
    return {
      open,
      close,
      high: this.#onTick(high),
      low: this.#onTick(low),
      volume: toStep((activity * this.symbol.levelValue * 6) / open, this.symbol.stepSize),
      ...ticks,
    };
  }

  /** Price at the start of a minute: waves on several scales, and a rare shock that fades within hours. */
  #boundary(index: number): number {
    let level = 0;
    for (let wave = 0; wave < WAVES.length; wave++) {
      const [period, amplitude] = WAVES[wave]!;
      level += amplitude * noise(this.#keys[wave]!, index / period);
    }
    const day = Math.floor(index / 1440);
    for (let back = 0; back <= 1; back++) {
      const dice = unit(this.#key, (day - back) * 8 + 7);
      if (dice > 0.08) continue;
      const start = (day - back) * 1440 + Math.floor((dice / 0.08) * 1300);
      const age = index - start;
      if (age < 0 || age > 720) continue;
      const size = (unit(this.#key, (day - back) * 8 + 3) - 0.5) * 0.1;
      level += size * Math.min(age / 3, 1) * (1 - age / 720);
    }
    return this.symbol.scale * Math.exp(level);
  }
}

/** Price within a minute, before rounding: straight lines through open, the two extremes and close. */
function walk(minute: Minute, tick: number): number {
  const highFirst = minute.highTick < minute.lowTick;
  const firstTick = highFirst ? minute.highTick : minute.lowTick;
  const firstPrice = highFirst ? minute.high : minute.low;
  const secondTick = highFirst ? minute.lowTick : minute.highTick;
  const secondPrice = highFirst ? minute.low : minute.high;
  const last = TICKS_PER_MINUTE - 1;
  if (tick <= firstTick) return between(minute.open, firstPrice, tick / firstTick);
  if (tick <= secondTick) return between(firstPrice, secondPrice, (tick - firstTick) / (secondTick - firstTick));
  return between(secondPrice, minute.close, (tick - secondTick) / (last - secondTick));
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Recorded candles played forward, then backward, so that the price never jumps at the seam. */
function mirrored(rows: readonly number[][], index: number): readonly number[] {
  const length = rows.length;
  const position = index % (2 * length);
  if (position < length) return rows[position]!;
  const [open, high, low, close, volume] = rows[2 * length - 1 - position]! as [number, number, number, number, number];
  return [close, high, low, open, volume];
}

const recordings = new Map<string, number[][]>();

function readRecorded(file: string): readonly number[][] {
  const known = recordings.get(file);
  if (known !== undefined) return known;
  const raw = readFileSync(isAbsolute(file) ? file : new URL(`./recorded/${file}`, import.meta.url));
  const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString();
  const content = JSON.parse(text) as { candles: number[][] } | number[][];
  // freqtrade's JSON data files have the time first
  const candles = Array.isArray(content) ? content.map((row) => row.slice(-5)) : content.candles;
  if (candles.length < 2 || candles[0]?.length !== 5) throw new Error(`${file} holds no candles of open, high, low, close, volume.`);
  recordings.set(file, candles);
  return candles;
}
