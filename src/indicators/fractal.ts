import * as arena from './arena.ts';
import { afterMissing, type Column } from './column.ts';
import type { Prices } from './prices.ts';

/**
 * Highs above (lows below) those of the candles around them: 100 where that is known, when the candles to the right have
 * come, so that nothing looks ahead; 0 elsewhere. Source: TA-Lib FRACTAL.
 */
export function fractal({ high, low }: Pick<Prices, 'high' | 'low'>, left = 2, right = 2): { high: Column; low: Column } {
  const search = (n: number, tops: number, bottoms: number, h: number, l: number) => {
    arena.kernels.turns(tops, h, n, left, right, 1);
    arena.kernels.turns(bottoms, l, n, left, right, -1);
  };
  const [tops, bottoms] = afterMissing(2, [high, low], search, 0);
  return { high: tops, low: bottoms };
}
