/**
 * Exact decimal arithmetic on the shortest decimal text of a number, the way exchanges and freqtrade compute money:
 * 0.00166 x 60000.1 is 99.600166, not 99.60016600000001.
 */
export interface Decimal {
  /** Value times 10 to the power of `places`. */
  readonly digits: bigint;
  readonly places: number;
}

const QUOTIENT_PLACES = 18;

/** @throws Error for NaN and infinities. */
export function decimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Error(`Broken invariant: ${value} is not a finite number`);
  const text = value.toString();
  const point = text.indexOf('.');
  // most numbers: no exponent
  if (!text.includes('e')) {
    return point < 0
      ? { digits: BigInt(text), places: 0 }
      : { digits: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
  }
  const [mantissa = '0', exponentText] = text.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const exponent = exponentText === undefined ? 0 : Number(exponentText);
  const places = fraction.length - exponent;
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, places: a.places + b.places };
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { digits: scaled(a, places) + scaled(b, places), places };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { digits: -b.digits, places: b.places });
}

/** Quotient to 18 decimal places, truncated. @throws RangeError for a zero divisor. */
export function over(a: Decimal, b: Decimal): Decimal {
  const shift = QUOTIENT_PLACES + b.places - a.places;
  const digits = shift >= 0 ? (a.digits * 10n ** BigInt(shift)) / b.digits : a.digits / (b.digits * 10n ** BigInt(-shift));
  return { digits, places: QUOTIENT_PLACES };
}

export function toNumber(value: Decimal): number {
  const negative = value.digits < 0n;
  const text = (negative ? -value.digits : value.digits).toString().padStart(value.places + 1, '0');
  const point = text.length - value.places;
  return Number(`${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point) || '0'}`);
}

/** Product of numbers without binary dust. */
export function product(...factors: readonly number[]): number {
  return toNumber(factors.map(decimal).reduce(times));
}

/** Rounds as Python's `round` does: the exact binary value decides, and even wins where it lies halfway. */
export function roundTo(value: number, places: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
  const rounded = Number(value.toFixed(places));
  const doubled = value * 2 * 10 ** places;
  // halfway only where doubling is exact and odd; `toFixed` then goes up
  const isHalfway =
    Number.isInteger(doubled) && Math.abs(doubled) % 2 === 1 && doubled / 2 / 10 ** places === value && isDyadic(value, places);
  if (!isHalfway) return rounded;
  const below = Math.floor(doubled / 2);
  return (below % 2 === 0 ? below : below + 1) / 10 ** places;
}

/** Whether a number has so few binary places that it can lie exactly between two decimals. */
function isDyadic(value: number, places: number): boolean {
  return Number.isInteger(value * 2 ** (places + 1));
}

function scaled(value: Decimal, places: number): bigint {
  return value.digits * 10n ** BigInt(places - value.places);
}
