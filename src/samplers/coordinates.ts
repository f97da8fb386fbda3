import {
  type CategoricalDimension,
  type Dimension,
  type Point,
  type PointValue,
  positionOf,
  type Space,
  takesPart,
  valueAt,
  valueCount,
} from './space.ts';

/**
 * A point as numbers, one for each dimension of its space: from 0 to 1 for those with an order (the middle of a value's part of the
 * way), the index of the choice for the others, NaN where a dimension takes no part.
 */
export type Row = Float64Array;

/** A dimension as samplers see it. */
export interface Axis {
  /** Choices without an order. */
  readonly isCategory: boolean;
  /** How many values with parts of the same length; 0 for others, and for any number. */
  readonly values: number;
  /** Whether it has values whose parts are of different lengths. */
  readonly isUneven: boolean;
  /** Index of the dimension that decides whether it takes part, and the places it must be at; null where it always does. */
  readonly when: { readonly axis: number; readonly places: readonly number[] } | null;
}

/** How points of a space are turned into rows and back. */
export interface Coordinates {
  readonly axes: readonly Axis[];
  /** How many points there are; Infinity where a dimension takes any number. */
  readonly points: number;
  rowOf(point: Point): Row;
  pointOf(row: Row): Point;
  /** The same for values that are the same point: a row's may be off by a rounding. */
  keyOf(point: Point): string;
  /**
   * Moves each number to the middle of its value's part, and leaves out what takes no part.
   * @param position where a dimension is that has no number yet, from 0 to 1 (excluded)
   */
  settle(row: Row, position: (axis: number) => number): Row;
}

export function coordinatesOf(space: Space): Coordinates {
  const indexOf = new Map(space.map(({ name }, index) => [name, index]));
  if (indexOf.size < space.length) throw new Error('Two dimensions of the space have the same name.');
  const axes = space.map((dimension, index) => axisOf(dimension, index, space, indexOf));
  const pointOf = (row: Row): Point => {
    const point: Record<string, PointValue> = {};
    space.forEach((dimension, index) => {
      const at = row[index]!;
      if (!Number.isNaN(at)) point[dimension.name] = valueIn(dimension, at);
    });
    return point;
  };
  return {
    axes,
    points: space.reduce((product, dimension) => product * valueCount(dimension), 1),
    pointOf,
    keyOf: (point) => space.map(({ name }) => point[name]).join(),
    rowOf: (point) =>
      Float64Array.from(space, (dimension) => (takesPart(dimension, point) ? placeOf(dimension, point[dimension.name]!) : Number.NaN)),
    settle: (row, position) => {
      axes.forEach(({ isCategory, isUneven, values, when }, index) => {
        if (when !== null && !when.places.includes(row[when.axis]!)) {
          row[index] = Number.NaN;
          return;
        }
        let at = row[index]!;
        if (Number.isNaN(at)) {
          at = position(index);
          if (isCategory) at = Math.floor(at * values);
        }
        if (isCategory) row[index] = at;
        else if (isUneven) row[index] = placeOf(space[index]!, valueIn(space[index]!, at));
        else row[index] = values === 0 ? Math.min(1, Math.max(0, at)) : middleOf(at, values);
      });
      return row;
    },
  };
}

/** The middle of the part of the way that a position lies in. */
export function middleOf(position: number, values: number): number {
  return (Math.min(values - 1, Math.max(0, Math.floor(position * values))) + 0.5) / values;
}

function axisOf(dimension: Dimension, index: number, space: Space, indexOf: ReadonlyMap<string, number>): Axis {
  const count = valueCount(dimension);
  if (!(count >= 1)) throw new Error(`Dimension "${dimension.name}" has no values: its lowest is above its highest.`);
  const isEven = !('log' in dimension && dimension.log === true);
  return {
    isCategory: dimension.kind === 'categorical',
    values: Number.isFinite(count) && isEven ? count : 0,
    isUneven: Number.isFinite(count) && !isEven,
    when: whenOf(dimension, index, space, indexOf),
  };
}

function whenOf({ name, when }: Dimension, index: number, space: Space, indexOf: ReadonlyMap<string, number>): Axis['when'] {
  if (when === undefined) return null;
  const axis = indexOf.get(when.name);
  if (axis === undefined || axis >= index) throw new Error(`Dimension "${name}" depends on "${when.name}", which does not come before it.`);
  return { axis, places: when.values.map((value) => placeOf(space[axis]!, value)) };
}

function placeOf(dimension: Dimension, value: PointValue): number {
  if (dimension.kind === 'categorical') return choiceOf(dimension, value);
  if (typeof value !== 'number') throw new Error(`Dimension "${dimension.name}" has numbers, not ${JSON.stringify(value)}.`);
  return positionOf(dimension, value);
}

function choiceOf({ name, choices }: CategoricalDimension, value: PointValue): number {
  const index = choices.indexOf(value);
  if (index < 0) throw new Error(`Dimension "${name}" has no choice ${JSON.stringify(value)}.`);
  return index;
}

function valueIn(dimension: Dimension, at: number): PointValue {
  if (dimension.kind === 'categorical') return dimension.choices[at] ?? null;
  const value = valueAt(dimension, at);
  return dimension.kind === 'real' ? Math.min(dimension.high, Number(value)) : value;
}
