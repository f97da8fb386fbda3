import type { Column } from '../column.ts';
import type { Prices } from '../prices.ts';

/** What a candle is compared with: an average over the candles before it, or its own body. Source: TA-Lib's candle settings. */
const SETTINGS = {
  bodyLong: { range: 'body', period: 10, factor: 1 },
  bodyShort: { range: 'body', period: 10, factor: 1 },
  bodyDoji: { range: 'highLow', period: 10, factor: 0.1 },
  shadowLong: { range: 'body', period: 0, factor: 1 },
  shadowVeryLong: { range: 'body', period: 0, factor: 2 },
  shadowShort: { range: 'shadows', period: 10, factor: 1 },
  shadowVeryShort: { range: 'highLow', period: 10, factor: 0.1 },
  near: { range: 'highLow', period: 5, factor: 0.2 },
  far: { range: 'highLow', period: 5, factor: 0.6 },
  equal: { range: 'highLow', period: 5, factor: 0.05 },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Candles before the first that a setting can be told for. */
export function settingPeriod(name: SettingName): number {
  return SETTINGS[name].period;
}

/** Candles as patterns look at them. Each column is made when it is first asked for, and kept for other patterns on the same candles. */
export class Shapes {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly length: number;
  readonly #averages = new Map<SettingName, Float64Array>();
  #body: Float64Array | null = null;
  #upper: Float64Array | null = null;
  #lower: Float64Array | null = null;
  #top: Float64Array | null = null;
  #bottom: Float64Array | null = null;
  #colour: Int8Array | null = null;

  constructor({ open, high, low, close }: Pick<Prices, 'open' | 'high' | 'low' | 'close'>) {
    this.open = open.values;
    this.high = high.values;
    this.low = low.values;
    this.close = close.values;
    this.length = close.length;
  }

  /** 1 for a candle that rose or stood, -1 for one that fell. */
  get colour(): Int8Array {
    if (this.#colour !== null) return this.#colour;
    const values = new Int8Array(this.length);
    const { open, close } = this;
    for (let index = 0; index < values.length; index++) values[index] = close[index]! >= open[index]! ? 1 : -1;
    this.#colour = values;
    return values;
  }
  /** Distance of open and close. */
  get body(): Float64Array {
    if (this.#body !== null) return this.#body;
    const values = new Float64Array(this.length);
    const { open, close } = this;
    for (let index = 0; index < values.length; index++) values[index] = Math.abs(close[index]! - open[index]!);
    this.#body = values;
    return values;
  }
  /** Upper end of the body. */
  get top(): Float64Array {
    if (this.#top !== null) return this.#top;
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = Math.max(this.close[index]!, this.open[index]!);
    this.#top = values;
    return values;
  }
  /** Lower end of the body. */
  get bottom(): Float64Array {
    if (this.#bottom !== null) return this.#bottom;
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = Math.min(this.close[index]!, this.open[index]!);
    this.#bottom = values;
    return values;
  }
  /** Length of the upper shadow. */
  get upper(): Float64Array {
    if (this.#upper !== null) return this.#upper;
    const values = new Float64Array(this.length);
    const { high, top } = this;
    for (let index = 0; index < values.length; index++) values[index] = high[index]! - top[index]!;
    this.#upper = values;
    return values;
  }
  /** Length of the lower shadow. */
  get lower(): Float64Array {
    if (this.#lower !== null) return this.#lower;
    const values = new Float64Array(this.length);
    const { low, bottom } = this;
    for (let index = 0; index < values.length; index++) values[index] = bottom[index]! - low[index]!;
    this.#lower = values;
    return values;
  }

  /** What each candle is compared with under a setting; NaN before there are enough candles. */
  average(name: SettingName): Float64Array {
    const known = this.#averages.get(name);
    if (known !== undefined) return known;
    const { range, period, factor } = SETTINGS[name];
    const values = new Float64Array(this.length).fill(Number.NaN);
    const ranges = this.#ranges(range);
    const scale = range === 'shadows' ? 2 : 1;
    if (period === 0) {
      for (let index = 0; index < values.length; index++) values[index] = (factor * ranges[index]!) / scale;
    } else {
      let sum = 0;
      for (let index = 0; index < values.length; index++) {
        if (index >= period) {
          values[index] = (factor * (sum / period)) / scale;
          sum -= ranges[index - period]!;
        }
        sum += ranges[index]!;
      }
    }
    this.#averages.set(name, values);
    return values;
  }

  #ranges(range: 'body' | 'highLow' | 'shadows'): Float64Array {
    if (range === 'body') return this.body;
    const values = new Float64Array(this.length);
    const { high, low } = this;
    for (let index = 0; index < values.length; index++) values[index] = high[index]! - low[index]!;
    if (range === 'shadows') {
      const { body } = this;
      for (let index = 0; index < values.length; index++) values[index]! -= body[index]!;
    }
    return values;
  }
}

const KNOWN = new WeakMap<Column, { prices: Pick<Prices, 'open' | 'high' | 'low' | 'close'>; shapes: Shapes }>();

/** The shapes of candles, made once for all patterns that are looked for in them. */
export function shapesOf(prices: Pick<Prices, 'open' | 'high' | 'low' | 'close'>): Shapes {
  const { open, high, low, close } = prices;
  const known = KNOWN.get(close);
  if (known !== undefined && known.prices.open === open && known.prices.high === high && known.prices.low === low) return known.shapes;
  const shapes = new Shapes(prices);
  KNOWN.set(close, { prices: { open, high, low, close }, shapes });
  return shapes;
}
