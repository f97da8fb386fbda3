import { type Decimal, decimal, powerOfTen, scaled, times, toNumber } from './decimal.ts';

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
  if (mode === TICK_SIZE) return precision > 0 ? onTicks(value, precision, rounding) : value;
  const exact = decimal(value);
  if (mode === DECIMAL_PLACES) return toPlaces(value, exact, precision, rounding, isAmount);
  if (value === 0) return 0;
  const magnitude = Number(value.toExponential().split('e')[1]);
  return significant(exact, precision - 1 - magnitude, rounding);
}

/** How far from where rounding turns a quotient must lie for its error not to matter, steps. */
const CLEAR = 1e-4;
/** Below it a quotient is far less than that beside the exact one. */
const MOST_STEPS = 1e11;

/** A multiple of a tick. Most numbers lie so far from where rounding turns that they need no exact arithmetic. */
function onTicks(value: number, tick: number, rounding: Rounding): number {
  const step = decimal(tick);
  const steps = value / tick;
  const whole = Math.floor(steps);
  const rest = steps - whole;
  const far = rounding === 'nearest' ? Math.abs(rest - 0.5) : Math.min(rest, 1 - rest);
  if (!(steps > 0 && steps < MOST_STEPS && far > CLEAR)) return onGrid(decimal(value), step, rounding);
  const isUp = rounding === 'nearest' ? rest > 0.5 : rounding === 'up';
  return toNumber(times({ digits: isUp ? whole + 1 : whole, places: 0 }, step));
}

/** Directed prices go through binary arithmetic in these modes, as freqtrade does: 338.22 up to four places is 338.2201. */
function toPlaces(value: number, exact: Decimal, places: number, rounding: Rounding, isAmount: boolean): number {
  if (!isAmount && rounding !== 'nearest') {
    const scale = 10 ** places;
    return (rounding === 'up' ? Math.ceil(value * scale) : Math.floor(value * scale)) / scale;
  }
  return onGrid(exact, powerOfTen(-places), rounding);
}

/**
 * Significant digits. Above the decimal point freqtrade's arithmetic rounds halves towards zero, and takes a number that
 * is on the grid already one step up; `tests/golden/precision.json.gz` fixes both.
 */
function significant(exact: Decimal, places: number, rounding: Rounding): number {
  const step = powerOfTen(-places);
  if (places >= 0) return onGrid(exact, step, rounding);
  if (rounding === 'up') {
    const below = onGrid(exact, step, 'down');
    return below === toNumber(exact) ? below + 10 ** -places : onGrid(exact, step, 'up');
  }
  return onGrid(exact, step, rounding, true);
}

function onGrid(value: Decimal, step: Decimal, rounding: Rounding, halfTowardsZero = false): number {
  const places = Math.max(value.places, step.places);
  const amount = scaled(value, places);
  const unit = scaled(step, places);
  const steps =
    typeof amount === 'number' && typeof unit === 'number'
      ? stepsOf(amount, unit, rounding, halfTowardsZero)
      : bigStepsOf(BigInt(amount), BigInt(unit), rounding, halfTowardsZero);
  return toNumber(times({ digits: steps, places: 0 }, step));
}

/** How many whole steps a whole number is rounded to: what a division leaves is exact, and with it the quotient. */
function stepsOf(amount: number, unit: number, rounding: Rounding, halfTowardsZero: boolean): number {
  const rest = amount % unit;
  const size = Math.abs(rest);
  return (amount - rest) / unit + carry(Math.sign(rest), size - (unit - size), rounding, halfTowardsZero);
}

function bigStepsOf(amount: bigint, unit: bigint, rounding: Rounding, halfTowardsZero: boolean): bigint {
  const rest = amount % unit;
  const sign = rest > 0n ? 1 : rest < 0n ? -1 : 0;
  const doubled = rest < 0n ? rest * -2n : rest * 2n;
  const aboveHalf = doubled > unit ? 1 : doubled < unit ? -1 : 0;
  return amount / unit + BigInt(carry(sign, aboveHalf, rounding, halfTowardsZero));
}

/** The step that the rest of a division adds. @param aboveHalf below 0, 0 or above 0, as the rest is less than, just or more than half a step */
function carry(sign: number, aboveHalf: number, rounding: Rounding, halfTowardsZero: boolean): number {
  if (rounding !== 'nearest') return rounding === 'up' && sign > 0 ? 1 : 0;
  return sign !== 0 && (halfTowardsZero ? aboveHalf > 0 : aboveHalf >= 0) ? sign : 0;
}
