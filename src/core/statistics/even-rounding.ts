/**
 * Rounds as numpy does, and so freqtrade what pandas has computed: the product with a power of ten counts, and halfway goes to the even neighbour.
 * Python's own `round` (`roundTo`) looks at the exact value instead: of 1.925 they make 1.92 and 1.93. Source: freqtrade 2026.9.
 */
export function roundEven(value: number, places: number): number {
  const power = 10 ** places;
  return roundHalfEven(value * power) / power;
}

/** Whole number nearest to a value, ties to the even one. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
