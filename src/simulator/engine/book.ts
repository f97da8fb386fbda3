import { hashText, unit } from './random.ts';
import { type MarketSymbol, tickAt, toStep } from './symbol.ts';

/** One level: price in quote currency, amount in base currency. */
export type Level = [price: number, amount: number];

/** Bids fall, asks rise. */
export interface Book {
  bids: Level[];
  asks: Level[];
}

/** Order book around a price: a pure function of market, price step and time step. */
export function bookAt(symbol: MarketSymbol, price: number, tick: number, depth: number, levelValue: number): Book {
  const key = hashText(symbol.id);
  const bids: Level[] = [];
  const asks: Level[] = [];
  let down = price;
  let up = price;
  const step = tickAt(symbol, price);
  const stride = Math.max(step, toStep(price * 0.00003, step));
  for (let level = 0; level < depth; level++) {
    down = level === 0 ? price - step : down - stride * (1 + Math.floor(unit(key, tick * 4 + level) * 2));
    up = level === 0 ? price : up + stride * (1 + Math.floor(unit(key, tick * 4 + level + 2) * 2));
    if (down >= symbol.tickSize) bids.push([toStep(down, tickAt(symbol, down)), levelAmount(symbol, down, key, tick, level, levelValue)]);
    asks.push([toStep(up, tickAt(symbol, up)), levelAmount(symbol, up, key, tick + 1, level, levelValue)]);
  }
  return { bids, asks };
}

function levelAmount(symbol: MarketSymbol, price: number, key: number, tick: number, level: number, levelValue: number): number {
  const value = levelValue * (0.2 + 1.6 * unit(key, tick * 64 + level));
  return Math.max(toStep(value / price, symbol.stepSize), symbol.stepSize);
}
