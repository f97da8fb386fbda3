import { decimal, over, product, toNumber } from './decimal.ts';
import { type PrecisionMode, TICK_SIZE } from './precision.ts';

/** freqtrade tells and keeps how fine amounts are in contracts; here they are base currency. @param size base currency in one contract */
export function precisionOfContracts(precision: number | null, mode: PrecisionMode | null, size: number | null): number | null {
  if (precision === null || size === null || size === 1 || mode !== TICK_SIZE) return precision;
  return toNumber(over(decimal(precision), decimal(size)));
}

/** How fine amounts are in base currency, where an exchange or a row tells it in contracts. */
export function precisionOfAmounts(precision: number | null, mode: PrecisionMode | null, size: number | null): number | null {
  return precision === null || size === null || size === 1 || mode !== TICK_SIZE ? precision : product(precision, size);
}
