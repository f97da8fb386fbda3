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

/** Whole numbers from `low` to `high`, both included. */
export interface IntDimension extends Named {
  readonly kind: 'int';
  readonly low: number;
  readonly high: number;
}

/** Numbers from `low` to `high`, both included. */
export interface RealDimension extends Named {
  readonly kind: 'real';
  readonly low: number;
  readonly high: number;
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

export type Dimension = IntDimension | RealDimension | DecimalDimension | CategoricalDimension;

/** Dimensions in the order in which they are drawn. */
export type Space = readonly Dimension[];

/** Whether a dimension takes part in a point, as far as the point is known. */
export function takesPart({ when }: Dimension, point: Point): boolean {
  if (when === undefined) return true;
  return Object.hasOwn(point, when.name) && when.values.some((value) => value === point[when.name]);
}

/** How many different values it has; Infinity for any number. */
export function valueCount(dimension: Dimension): number {
  switch (dimension.kind) {
    case 'int':
      return dimension.high - dimension.low + 1;
    case 'decimal':
      return Math.round((dimension.high - dimension.low) * 10 ** dimension.decimals) + 1;
    case 'categorical':
      return dimension.choices.length;
    case 'real':
      return dimension.low === dimension.high ? 1 : Number.POSITIVE_INFINITY;
  }
}

/** The value at a position from 0 (the first) to 1 (excluded): every value of a dimension has the same part of the way. */
export function valueAt(dimension: Dimension, position: number): PointValue {
  switch (dimension.kind) {
    case 'real':
      return dimension.low + position * (dimension.high - dimension.low);
    case 'categorical':
      return dimension.choices[Math.min(dimension.choices.length - 1, Math.floor(position * dimension.choices.length))] ?? null;
    default: {
      const count = valueCount(dimension);
      return nthValue(dimension, Math.min(count - 1, Math.floor(position * count)));
    }
  }
}

/** The value so many steps above the lowest. */
export function nthValue(dimension: IntDimension | DecimalDimension, step: number): number {
  if (dimension.kind === 'int') return dimension.low + step;
  return Number((dimension.low + step / 10 ** dimension.decimals).toFixed(dimension.decimals));
}
