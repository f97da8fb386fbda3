import type { Dimension, Space } from '../../samplers/space.ts';
import { BacktestError } from '../backtest-settings.ts';

/** Dimensions as a strategy wrote them, looked at: types are stripped before a strategy runs. @throws BacktestError */
export function checkedDimensions(made: readonly Dimension[], space: string): Space {
  if (!Array.isArray(made) || made.length === 0)
    throw new BacktestError(`hyperOpt: the space '${space}' must be a list of dimensions, and is ${written(made)}.`);
  for (const dimension of made as readonly Dimension[]) {
    const problem = problemOf(dimension);
    if (problem !== null) throw new BacktestError(`hyperOpt: a dimension of the space '${space}' can't be searched: ${problem}.`);
  }
  return made;
}

const written = (value: unknown): string => JSON.stringify(value) ?? 'missing';

function problemOf(dimension: Dimension): string | null {
  if (typeof dimension !== 'object' || dimension === null) return `it is ${written(dimension)}`;
  if (typeof dimension.name !== 'string' || dimension.name === '') return 'it has no name';
  switch (dimension.kind) {
    case 'categorical':
      return Array.isArray(dimension.choices) && dimension.choices.length > 0 ? null : `${dimension.name} has no choices`;
    case 'int':
    case 'real':
    case 'decimal': {
      const { name, low, high } = dimension;
      if (!Number.isFinite(low) || !Number.isFinite(high)) return `${name} goes from ${written(low)} to ${written(high)}`;
      if (low > high) return `${name} goes from ${low} down to ${high}`;
      if (dimension.kind === 'int' && !(Number.isInteger(low) && Number.isInteger(high))) return `the ends of ${name} are no whole numbers`;
      return dimension.kind === 'decimal' && !Number.isInteger(dimension.decimals) ? `${name} has no number of decimals` : null;
    }
    default:
      return `its kind is ${written((dimension as { kind?: unknown }).kind)}; there are int, real, decimal, categorical`;
  }
}
