/** Steps people count in. */
const STEPS = [1, 2, 2.5, 5, 10];

/** Values for an axis: round ones, zero among them where it is in reach, about as many as asked for. @param least step from one to the next */
export function axisValues(low: number, high: number, count: number, least = 0): number[] {
  const rough = Math.max(least, (high - low) / Math.max(1, count));
  if (!(rough > 0) || high === low) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_value, index) => (first + index) * step || 0);
}

const MOST_DECIMALS = 8;
/** Sums of binary fractions differ by less than this where they are the same. */
const NOTHING = 10 ** -MOST_DECIMALS;

/** Decimals that tell neighbours on an axis apart, and no more. */
export function axisDecimals(values: readonly number[]): number {
  const steps = values
    .slice(1)
    .map((value, index) => Math.abs(value - values[index]!))
    .filter((step) => step >= NOTHING);
  const step = steps.length === 0 ? 1 : Math.min(...steps);
  for (let decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)); decimals < MOST_DECIMALS; decimals++) {
    const rounded = step * 10 ** decimals;
    if (Math.abs(rounded - Math.round(rounded)) < 1e-3) return decimals;
  }
  return MOST_DECIMALS;
}
