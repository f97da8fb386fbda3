/** The account's balance at a moment; ms since epoch, stake currency. */
export interface BalancePoint {
  readonly at: number;
  readonly balance: number;
}

/** The largest fall of a balance below its high before. Stake currency; ratios of the balance at that high. */
export interface BalanceDrawdown {
  readonly abs: number;
  readonly ratio: number;
  /** Largest ratio, which another fall may have had. */
  readonly largestRatio: number;
  readonly start: number;
  readonly end: number;
  /** Gain over the starting balance at the high and at the low of the fall. */
  readonly high: number;
  readonly low: number;
}

export const NO_DRAWDOWN: BalanceDrawdown = { abs: 0, ratio: 0, largestRatio: 0, start: 0, end: 0, high: 0, low: 0 };

/** @param points in order of time; the high starts at `start` */
export function balanceDrawdown(points: Iterable<BalancePoint>, start: number): BalanceDrawdown {
  let high = 0;
  let highAt: number | null = null;
  let worst = NO_DRAWDOWN;
  let largestRatio = 0;
  for (const { at, balance } of points) {
    const gain = balance - start;
    if (highAt === null) {
      highAt = at;
      worst = { ...NO_DRAWDOWN, start: at, end: at };
    }
    if (gain > high) {
      high = gain;
      highAt = at;
    }
    const abs = high - gain;
    const ratio = abs / (start + high);
    largestRatio = Math.max(largestRatio, ratio);
    if (abs > worst.abs) worst = { abs, ratio, largestRatio, start: highAt, end: at, high, low: gain };
  }
  return { ...worst, largestRatio };
}
