/**
 * Rounds as numpy does, and so freqtrade what pandas has computed: the product with a power of ten counts, and halfway goes to the even neighbour.
 * Python's own `round` (`roundTo`) looks at the exact value instead: of 1.925 they make 1.92 and 1.93. Source: freqtrade 2026.9.
 */
export function roundEven(value: number, places: number): number {
  const power = 10 ** places;
  const steps = value * power;
  const isHalfway = Math.abs(steps % 1) === 0.5;
  return (isHalfway ? 2 * Math.round(steps / 2) : Math.round(steps)) / power;
}
