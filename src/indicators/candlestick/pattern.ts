import { Column } from '../column.ts';
import { afterMissing } from '../missing.ts';
import type { Prices } from '../prices.ts';
import { MORE_CANDLES } from './more-candles.ts';
import { ONE_CANDLE } from './one-candle.ts';
import type { Rule } from './rule.ts';
import { settingPeriod, shapesOf } from './shapes.ts';
import { THREE_CANDLES } from './three-candles.ts';
import { TWO_CANDLES } from './two-candles.ts';

const RULES = { ...ONE_CANDLE, ...TWO_CANDLES, ...THREE_CANDLES, ...MORE_CANDLES };

export type PatternName = keyof typeof RULES;

/** Names of all candlestick patterns. */
export const PATTERNS = Object.keys(RULES) as PatternName[];

/**
 * Where a candlestick pattern ends: 100 bullish, -100 bearish, 0 elsewhere (80 where it only just fits, 200 where it was confirmed).
 * @param penetration how far into the first body another candle must reach, a share of that body; only some patterns ask
 * Source: TA-Lib's CDL functions.
 */
export function candlestick({ open, high, low, close }: Omit<Prices, 'volume'>, name: PatternName, penetration?: number): Column {
  return afterMissing({ open, high, low, close }, (prices) => search(prices, name, penetration), 0);
}

function search(prices: Omit<Prices, 'volume'>, name: PatternName, penetration: number | undefined): Column {
  const rule: Rule = RULES[name];
  const shapes = shapesOf(prices);
  const judge = rule.judge(shapes, penetration ?? rule.penetration ?? 0);
  const first = rule.span + rule.needs.reduce((most, need) => Math.max(most, settingPeriod(need)), 0);
  const output = new Float64Array(shapes.length);
  // one that waits for a confirmation may have begun before the first result
  for (let index = first - (rule.memory ?? 0); index < first && index < output.length; index++) judge(index);
  for (let index = first; index < output.length; index++) output[index] = judge(index);
  return new Column(output);
}
