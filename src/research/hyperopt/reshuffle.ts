import { drawdownOf } from '../../core/statistics/drawdown.ts';
import { randomNumbers } from '../../samplers/random-numbers.ts';

/** What the largest fall of the balance might have been, had the same trades come in another order; ratios, 0.01 = 1 %. */
export interface ReshuffledFalls {
  readonly runs: number;
  /** In the order that they came in. */
  readonly actual: number;
  /** Half of all orders fall less, nineteen of twenty, and the worst. */
  readonly median: number;
  readonly worst5: number;
  readonly worst: number;
}

/** Deals the profits of trades again and again, in other orders. @param profits stake currency, in the order of closing */
export function reshuffledFalls(profits: readonly number[], startingBalance: number, runs: number, seed: number): ReshuffledFalls {
  const random = randomNumbers(seed);
  const cards = [...profits];
  const falls = Array.from({ length: runs }, () => {
    for (let last = cards.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [cards[last], cards[other]] = [cards[other]!, cards[last]!];
    }
    return fallOf(cards, startingBalance);
  }).sort((a, b) => a - b);
  const at = (part: number): number => falls[Math.min(falls.length - 1, Math.floor(part * falls.length))] ?? 0;
  return { runs, actual: fallOf(profits, startingBalance), median: at(0.5), worst5: at(0.95), worst: at(1) };
}

function fallOf(profits: readonly number[], startingBalance: number): number {
  let value = 0;
  const points = profits.map((profit, at) => {
    value += profit;
    return { at, value };
  });
  return drawdownOf(points, startingBalance).largestRatio;
}
