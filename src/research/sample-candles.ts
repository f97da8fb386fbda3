import { candleStart } from '../core/market/candle-calendar.ts';
import { type Candles, emptyCandles } from '../core/market/candles.ts';
import { type PublicTrades, tradeColumns } from '../core/market/public-trade.ts';

/** Candles that are made up, for trying a strategy where there are none: the same ones every time, with trends, ranges, spikes and falls. */

const FIRST = Date.UTC(2024, 0, 1);
/** Per candle, ratio. */
const SWING = 0.004;
const SHOCK = 0.03;

/** @param name its letters are the seed @param count of candles @param length of a candle, ms */
export function sampleCandles(name: string, count: number, length: number): Candles {
  const random = randomOf(name);
  const candles = emptyCandles(count);
  let price = 20 + 200 * random();
  let trend = 0;
  let start = candleStart(FIRST, length);
  for (let row = 0; row < count; row++) {
    if (random() < 0.01) trend = (random() - 0.5) * SWING;
    const shock = random() < 0.004 ? (random() - 0.5) * 2 * SHOCK : 0;
    const wave = Math.sin(row / 37) * SWING * 0.4 + Math.sin(row / 311) * SWING * 0.3;
    const change = trend + wave * 0.3 + shock + (random() - 0.5) * SWING * 2;
    // what has gone far comes back
    const close = Math.max(1, price * (1 + change - Math.log(price / 100) * 0.0005));
    const reach = SWING * random();
    candles.time[row] = start;
    candles.open[row] = round(price);
    candles.close[row] = round(close);
    candles.high[row] = round(Math.max(price, close) * (1 + reach));
    candles.low[row] = round(Math.min(price, close) * (1 - reach));
    candles.volume[row] = round(50 + 1000 * random() * (1 + Math.abs(change) * 100));
    price = close;
    start += length;
  }
  return candles;
}

const TRADES = 8;

/** Public trades within such candles, as many of each; buyers prevail where the price rises. @param length of a candle, ms */
export function sampleTrades(name: string, candles: Candles, length: number): PublicTrades {
  const random = randomOf(`${name} trades`);
  return tradeColumns(
    Array.from({ length: candles.length * TRADES }, (_nothing, index) => {
      const row = Math.floor(index / TRADES);
      const rise = Math.sign(candles.close[row]! - candles.open[row]!);
      const price = round(candles.low[row]! + (candles.high[row]! - candles.low[row]!) * random());
      const amount = round((2 * random() * candles.volume[row]!) / TRADES);
      return {
        time: candles.time[row]! + Math.floor(((index % TRADES) * length) / TRADES),
        id: String(index),
        type: null,
        side: random() < 0.5 + 0.2 * rise ? 'buy' : 'sell',
        price,
        amount,
        cost: price * amount,
      };
    }),
  );
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** Numbers in [0, 1) that a text has. */
function randomOf(text: string): () => number {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
