import { type Decimal, decimal, toNumber } from './decimal.ts';

/** ccxt's numbering: decimal places, significant digits, or multiples of a tick. */
export type PrecisionMode = 2 | 3 | 4;
export const DECIMAL_PLACES: PrecisionMode = 2;
export const SIGNIFICANT_DIGITS: PrecisionMode = 3;
export const TICK_SIZE: PrecisionMode = 4;

type Rounding = 'down' | 'up' | 'nearest';

/** Amount cut down to what the exchange accepts; without a precision it is left alone. Source: golden/precision. */
export function roundAmount(amount: number, precision: number | null, mode: PrecisionMode): number {
  return precision === null ? amount : round(amount, precision, mode, 'down');
}

/** Price on the exchange's grid; `direction` is up for a stop of a short, down for a stop of a long. */
export function roundPrice(price: number, precision: number | null, mode: PrecisionMode, direction: Rounding = 'nearest'): number {
  return precision === null ? price : round(price, precision, mode, direction);
}

function round(value: number, precision: number, mode: PrecisionMode, rounding: Rounding): number {
  if (!Number.isFinite(value)) return value;
  const exact = decimal(value);
  if (mode === TICK_SIZE) return precision > 0 ? onGrid(exact, decimal(precision), rounding) : value;
  if (mode === DECIMAL_PLACES) return onGrid(exact, { digits: 1n, places: precision }, rounding);
  if (value === 0) return 0;
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const places = precision - 1 - magnitude;
  return onGrid(exact, places >= 0 ? { digits: 1n, places } : { digits: 10n ** BigInt(-places), places: 0 }, rounding);
}

function onGrid(value: Decimal, step: Decimal, rounding: Rounding): number {
  const places = Math.max(value.places, step.places);
  const numerator = value.digits * 10n ** BigInt(places - value.places);
  const unit = step.digits * 10n ** BigInt(places - step.places);
  let count = numerator / unit;
  const rest = numerator % unit;
  if (rest !== 0n) {
    const size = rest < 0n ? -rest : rest;
    const away = rest < 0n ? -1n : 1n;
    if (rounding === 'up' && rest > 0n) count += 1n;
    else if (rounding === 'down' && rest < 0n) count += 0n;
    else if (rounding === 'nearest' && size * 2n >= unit) count += away;
  }
  return toNumber({ digits: count * step.digits, places: step.places });
}
