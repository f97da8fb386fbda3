/** What a dimension takes on: plain values, as they are written to files. */
export type PointValue = number | string | boolean | null;

/** One try: a value for every dimension that takes part in it, by name. */
export type Point = Readonly<Record<string, PointValue>>;

interface Named {
  /** Once per space. */
  readonly name: string;
  /**
   * Takes part only where another dimension, which comes before it in the space and takes part itself, has one of these values; left
   * out of points elsewhere. Without it, it always takes part.
   */
  readonly when?: { readonly name: string; readonly values: readonly PointValue[] };
}

interface Numeric extends Named {
  readonly low: number;
  readonly high: number;
  /** Distance of the values from the lowest on; 1 of whole numbers, none of others, when left out. */
  readonly step?: number;
  /** Whether orders of magnitude are as likely as each other; false when left out. A step is left out with it. */
  readonly log?: boolean;
}

/** Whole numbers from `low` to `high`, both included. */
export interface IntDimension extends Numeric {
  readonly kind: 'int';
}

/** Numbers from `low` to `high`, both included. */
export interface RealDimension extends Numeric {
  readonly kind: 'real';
}

/** Numbers from `low` to `high`, both included, with so many decimals. */
export interface DecimalDimension extends Named {
  readonly kind: 'decimal';
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
}

/** One of several values without an order. */
export interface CategoricalDimension extends Named {
  readonly kind: 'categorical';
  readonly choices: readonly PointValue[];
}

export type NumericDimension = IntDimension | RealDimension | DecimalDimension;
export type Dimension = NumericDimension | CategoricalDimension;

/** Dimensions in the order in which they are drawn. */
export type Space = readonly Dimension[];

/** Whether a dimension takes part in a point, as far as the point is known. */
export function takesPart({ when }: Dimension, point: Point): boolean {
  if (when === undefined) return true;
  return Object.hasOwn(point, when.name) && when.values.some((value) => value === point[when.name]);
}

/** How many different values it has; Infinity for any number. */
export function valueCount(dimension: Dimension): number {
  if (dimension.kind === 'categorical') return dimension.choices.length;
  const { low, high } = dimension;
  const step = stepOf(dimension);
  if (step === null) return low === high ? 1 : Number.POSITIVE_INFINITY;
  return Math.floor((high - low) / step + TOLERANCE) + 1;
}

/** Keeps the last value of a grid whose ends are no exact multiples in binary. */
const TOLERANCE = 1e-9;

function stepOf(dimension: NumericDimension): number | null {
  if (dimension.kind === 'decimal') return 0.1 ** dimension.decimals;
  if (dimension.log === true) return dimension.kind === 'int' ? 1 : null;
  return dimension.step ?? (dimension.kind === 'int' ? 1 : null);
}

/** The value at a position from 0 (the first) to 1 (excluded): every value of a dimension has the same part of the way. */
export function valueAt(dimension: Dimension, position: number): PointValue {
  if (dimension.kind === 'categorical')
    return dimension.choices[Math.min(dimension.choices.length - 1, Math.floor(position * dimension.choices.length))] ?? null;
  if (dimension.kind !== 'decimal' && dimension.log === true) return logValueAt(dimension, position);
  const count = valueCount(dimension);
  if (!Number.isFinite(count)) return dimension.low + position * (dimension.high - dimension.low);
  return nthValue(dimension, Math.min(count - 1, Math.floor(position * count)));
}

function logValueAt({ kind, low, high }: IntDimension | RealDimension, position: number): number {
  const half = kind === 'int' ? 0.5 : 0;
  const [from, to] = [Math.log(low - half), Math.log(high + half)];
  const value = Math.exp(from + position * (to - from));
  return kind === 'int' ? Math.min(high, Math.max(low, Math.round(value))) : Math.min(high, Math.max(low, value));
}

/** Where a value is: the middle of its part of the way, from 0 to 1; `valueAt` backwards. */
export function positionOf(dimension: NumericDimension, value: number): number {
  const { low, high } = dimension;
  if (dimension.kind !== 'decimal' && dimension.log === true) {
    const half = dimension.kind === 'int' ? 0.5 : 0;
    const [from, to] = [Math.log(low - half), Math.log(high + half)];
    return from === to ? 0.5 : (Math.log(value) - from) / (to - from);
  }
  const [step, count] = [stepOf(dimension), valueCount(dimension)];
  if (step === null) return count === 1 ? 0.5 : (value - low) / (high - low);
  return (Math.min(count - 1, Math.max(0, Math.round((value - low) / step))) + 0.5) / count;
}

/** The value so many steps above the lowest, of a dimension that has steps. */
export function nthValue(dimension: NumericDimension, index: number): number {
  const step = stepOf(dimension) ?? 0;
  if (dimension.kind === 'decimal') return roundedTo(dimension.low + index * step, dimension.decimals);
  return dimension.low + index * step;
}

/** As it is written with so many decimals. */
function roundedTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
