/**
 * Exact decimal arithmetic on the shortest decimal text of a number, the way exchanges and freqtrade compute money:
 * 0.00166 x 60000.1 is 99.600166, not 99.60016600000001.
 */
export interface Decimal {
  /** Value times 10 to the power of `places`: a number while that is exact, which is much faster, else a bigint. */
  readonly digits: number | bigint;
  readonly places: number;
}

const QUOTIENT_PLACES = 18;
/** Powers of ten that a number holds exactly. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_value, exponent) => Number(`1e${exponent}`));
const MOST_PLACES = POWERS.length - 1;
/** Numbers with few digits are read by arithmetic: of at most 15 digits only one text can be the shortest that reads as the number. */
const FEW_PLACES = 8;
const FEW_BELOW = 1e7;

/** @throws Error for NaN and infinities. */
export function decimal(value: number): Decimal {
  if (Math.abs(value) < FEW_BELOW && hasPlaces(value, FEW_PLACES)) {
    let places = 0;
    while (!hasPlaces(value, places)) places++;
    // 0 for -0
    return { digits: Math.round(value * POWERS[places]!) + 0, places };
  }
  return byText(value);
}

/** Whether a number is what this many decimal places read as: a quotient of exact numbers is rounded once, as a text that is read. */
function hasPlaces(value: number, places: number): boolean {
  const power = POWERS[places]!;
  return Math.round(value * power) / power === value;
}

function byText(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Error(`Broken invariant: ${value} is not a finite number`);
  const [mantissa = '0', exponent = '0'] = value.toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits: narrowed(digits), places } : { digits: narrowed(digits * power(-places)), places: 0 };
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: multiplied(a.digits, b.digits), places: a.places + b.places };
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  const x = scaled(a, places);
  const y = scaled(b, places);
  if (typeof x === 'number' && typeof y === 'number' && Number.isSafeInteger(x + y)) return { digits: x + y, places };
  return { digits: BigInt(x) + BigInt(y), places };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { digits: -b.digits, places: b.places });
}

/** Quotient to 18 decimal places, truncated. @throws RangeError for a zero divisor. */
export function over(a: Decimal, b: Decimal): Decimal {
  const even = evenQuotient(a, b);
  if (even !== null) return even;
  const shift = QUOTIENT_PLACES + b.places - a.places;
  const [numerator, divisor] = [BigInt(a.digits), BigInt(b.digits)];
  const digits = shift >= 0 ? (numerator * power(shift)) / divisor : numerator / (divisor * power(-shift));
  return { digits: narrowed(digits), places: QUOTIENT_PLACES };
}

/** The quotient where there is no rest, as of what one order cost by its amount; else null. */
function evenQuotient(a: Decimal, b: Decimal): Decimal | null {
  const places = a.places - b.places;
  if (typeof a.digits !== 'number' || typeof b.digits !== 'number' || places < 0 || places > QUOTIENT_PLACES) return null;
  return a.digits % b.digits === 0 ? { digits: a.digits / b.digits, places } : null;
}

export function toNumber({ digits, places }: Decimal): number {
  // a quotient of exact numbers is rounded once, as a text that is read; 0 for -0
  if (typeof digits === 'number' && places <= MOST_PLACES) return digits / POWERS[places]! + 0;
  const isNegative = digits < 0;
  const text = BigInt(isNegative ? -digits : digits)
    .toString()
    .padStart(places + 1, '0');
  const point = text.length - places;
  return Number(`${isNegative ? '-' : ''}${text.slice(0, point)}.${text.slice(point) || '0'}`) + 0;
}

/** Product of numbers without binary dust. */
export function product(...factors: readonly number[]): number {
  return toNumber(factors.map(decimal).reduce(times));
}

/** Rounds as Python's `round` does: the exact binary value decides, and even wins where it lies halfway. */
export function roundTo(value: number, places: number): number {
  const steps = value * POWERS[places]!;
  // the usual case: so far from halfway that the error of the product does not matter
  if (Math.abs(steps) < 1e11 && Math.abs(Math.abs(steps - Math.trunc(steps)) - 0.5) > 1e-4) {
    return value === 0 ? 0 : Math.round(steps) / POWERS[places]!;
  }
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

/** Digits of a decimal with more places. */
export function scaled({ digits, places }: Decimal, wanted: number): number | bigint {
  if (wanted === places) return digits;
  const more = wanted - places;
  return more <= MOST_PLACES ? multiplied(digits, POWERS[more]!) : BigInt(digits) * power(more);
}

function multiplied(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const exact = a * b;
    if (Number.isSafeInteger(exact)) return exact;
  }
  return BigInt(a) * BigInt(b);
}

/** 1 with a number of zeros behind it, or, below 0, that many decimal places. */
export function powerOfTen(exponent: number): Decimal {
  return exponent <= 0 ? { digits: 1, places: -exponent } : { digits: narrowed(power(exponent)), places: 0 };
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** A number where that holds the digits exactly. */
function narrowed(digits: bigint): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}
