import { Column } from './column.ts';
import { afterMissing } from './missing.ts';
import type { Prices } from './prices.ts';

/**
 * Highs above (lows below) those of the candles around them: 100 where that is known, when the candles to the right have
 * come, so that nothing looks ahead; 0 elsewhere. Source: TA-Lib FRACTAL.
 */
export function fractal({ high, low }: Pick<Prices, 'high' | 'low'>, left = 2, right = 2): { high: Column; low: Column } {
  return afterMissing(
    { high, low },
    (prices) => ({ high: turns(prices.high.values, left, right, 1), low: turns(prices.low.values, left, right, -1) }),
    0,
  );
}

function turns(input: Float64Array, left: number, right: number, sign: 1 | -1): Column {
  const output = new Float64Array(input.length);
  for (let index = left + right; index < input.length; index++) {
    const middle = index - right;
    let isTurn = !Number.isNaN(input[middle]!);
    for (let at = index - left - right; at <= index; at++)
      if (at !== middle && input[at]! * sign >= input[middle]! * sign) {
        isTurn = false;
        break;
      }
    if (isTurn) output[index] = 100;
  }
  return new Column(output);
}
