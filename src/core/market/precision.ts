import { type Decimal, decimal, toNumber } from './decimal.ts';

/** ccxt's numbering: decimal places, significant digits, or multiples of a tick. */
export type PrecisionMode = 2 | 3 | 4;
export const DECIMAL_PLACES: PrecisionMode = 2;
export const SIGNIFICANT_DIGITS: PrecisionMode = 3;
export const TICK_SIZE: PrecisionMode = 4;

type Rounding = 'down' | 'up' | 'nearest';

/** Amount cut down to what the exchange accepts; without a precision it is left alone. Source: tests/golden/precision.json.gz. */
export function roundAmount(amount: number, precision: number | null, mode: PrecisionMode | null): number {
  return precision === null || mode === null ? amount : round(amount, precision, mode, 'down', true);
}

/** Price on the exchange's grid; `direction` is up for the stop of a long, down for that of a short. */
export function roundPrice(price: number, precision: number | null, mode: PrecisionMode | null, direction: Rounding = 'nearest'): number {
  return precision === null || mode === null ? price : round(price, precision, mode, direction);
}

function round(value: number, precision: number, mode: PrecisionMode, rounding: Rounding, isAmount = false): number {
  if (!Number.isFinite(value)) return value;
  const exact = decimal(value);
  if (mode === TICK_SIZE) return precision > 0 ? onGrid(exact, decimal(precision), rounding) : value;
  if (mode === DECIMAL_PLACES) return toPlaces(value, exact, precision, rounding, isAmount);
  if (value === 0) return 0;
  const magnitude = Number(value.toExponential().split('e')[1]);
  return significant(exact, precision - 1 - magnitude, rounding);
}

/** Directed prices go through binary arithmetic in these modes, as freqtrade does: 338.22 up to four places is 338.2201. */
function toPlaces(value: number, exact: Decimal, places: number, rounding: Rounding, isAmount: boolean): number {
  if (!isAmount && rounding !== 'nearest') {
    const scale = 10 ** places;
    return (rounding === 'up' ? Math.ceil(value * scale) : Math.floor(value * scale)) / scale;
  }
  return onGrid(exact, places >= 0 ? { digits: 1n, places } : { digits: 10n ** BigInt(-places), places: 0 }, rounding);
}

/**
 * Significant digits. Above the decimal point freqtrade's arithmetic rounds halves towards zero, and takes a number that
 * is on the grid already one step up; `tests/golden/precision.json.gz` fixes both.
 */
function significant(exact: Decimal, places: number, rounding: Rounding): number {
  if (places >= 0) return onGrid(exact, { digits: 1n, places }, rounding);
  const step: Decimal = { digits: 10n ** BigInt(-places), places: 0 };
  if (rounding === 'up') {
    const below = onGrid(exact, step, 'down');
    return below === toNumber(exact) ? below + 10 ** -places : onGrid(exact, step, 'up');
  }
  return onGrid(exact, step, rounding, true);
}

function onGrid(value: Decimal, step: Decimal, rounding: Rounding, halfTowardsZero = false): number {
  const places = Math.max(value.places, step.places);
  const numerator = value.digits * 10n ** BigInt(places - value.places);
  const unit = step.digits * 10n ** BigInt(places - step.places);
  let count = numerator / unit;
  const rest = numerator % unit;
  if (rest !== 0n) {
    const size = rest < 0n ? -rest : rest;
    const away = rest < 0n ? -1n : 1n;
    if (rounding === 'up' && rest > 0n) count += 1n;
    else if (rounding === 'nearest' && (halfTowardsZero ? size * 2n > unit : size * 2n >= unit)) count += away;
  }
  return toNumber({ digits: count * step.digits, places: step.places });
}
