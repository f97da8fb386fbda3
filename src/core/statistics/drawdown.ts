/** What an account is worth, or has gained, at a moment; ms since epoch, UTC, stake currency. */
export interface ValuePoint {
  readonly at: number;
  readonly value: number;
}

/** How a value fell below its high before. Amounts in stake currency; ratios of what the account was worth at that high, 0.01 = 1 %. */
export interface Drawdown {
  /** The largest fall by its amount, and its ratio. */
  readonly abs: number;
  readonly ratio: number;
  /** Largest ratio, which another fall may have had. */
  readonly largestRatio: number;
  /** When that fall began and where it was deepest. */
  readonly start: number;
  readonly end: number;
  /** The value at the high and at the low of that fall. */
  readonly high: number;
  readonly low: number;
  /** The fall that is not over; 0 at a high. It is measured from the high before the last point. */
  readonly current: { readonly abs: number; readonly ratio: number; readonly start: number; readonly high: number };
}

/**
 * The one drawdown: of statistics, reports and protections.
 * @param points in order of time @param base what the values stand on (0 where they are whole balances) @param firstHigh the high before the first
 */
export function drawdownOf(points: readonly ValuePoint[], base: number, firstHigh = 0): Drawdown {
  const { length } = points;
  return drawdownOfColumns({ length, at: (index) => points[index]!.at, value: (index) => points[index]!.value }, base, firstHigh);
}

/** The same over values that lie in columns. */
export function drawdownOfColumns(
  points: { readonly length: number; readonly at: (index: number) => number; readonly value: (index: number) => number },
  base: number,
  firstHigh = 0,
): Drawdown {
  let high = firstHigh;
  let highAt: number | null = null;
  let startBeforeLast = 0;
  let last = firstHigh;
  let worst = { abs: 0, ratio: 0, start: 0, end: 0, high: 0, low: 0 };
  let largestRatio = 0;
  for (let index = 0; index < points.length; index++) {
    const at = points.at(index);
    const value = points.value(index);
    if (highAt === null) {
      highAt = at;
      worst = { ...worst, start: at, end: at };
    }
    startBeforeLast = highAt;
    last = value;
    if (value > high) {
      high = value;
      highAt = at;
    }
    const abs = high - value;
    const ratio = (base + high - (base + value)) / (base + high);
    if (ratio > largestRatio) largestRatio = ratio;
    if (abs > worst.abs) worst = { abs, ratio, start: highAt, end: at, high, low: value };
  }
  const abs = high - last;
  return {
    ...worst,
    largestRatio,
    current: { abs, ratio: abs > 0 ? (base + high - (base + last)) / (base + high) : 0, start: startBeforeLast, high },
  };
}
