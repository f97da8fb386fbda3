import { NumberRows } from '../../samplers/number-rows.ts';
import type { Point, PointValue, Space } from '../../samplers/space.ts';

/** Choices that were met, each once, by the place that stands for it. */
interface MetChoices {
  readonly values: (PointValue | undefined)[];
  readonly places: Map<PointValue | undefined, number>;
}

/** Points that were tried and their losses, for what all of them together tell: eight bytes a value. */
export class TriedPoints {
  readonly space: Space;
  /** The loss, then a number for each dimension: its value, or the place of its choice; NaN where it takes no part. */
  readonly #rows: NumberRows;
  /** Null for dimensions of numbers. */
  readonly #choices: readonly (MetChoices | null)[];

  constructor(space: Space) {
    this.space = space;
    this.#rows = new NumberRows(1 + space.length);
    this.#choices = space.map(({ kind }) => (kind === 'categorical' ? { values: [], places: new Map() } : null));
  }

  static of(space: Space, tries: Iterable<{ readonly point: Point; readonly loss: number }>): TriedPoints {
    const made = new TriedPoints(space);
    for (const { point, loss } of tries) made.add(point, loss);
    return made;
  }

  get count(): number {
    return this.#rows.count;
  }

  add(point: Point, loss: number): void {
    this.#rows.add([loss, ...this.space.map(({ name }, index) => this.#numberOf(point[name], this.#choices[index]!))]);
  }

  losses(): number[] {
    return Array.from({ length: this.count }, (_value, number) => this.#rows.at(number)[0]!);
  }

  /** Values of a dimension, try by try; undefined where it takes no part. @param dimension index in the space */
  valuesOf(dimension: number): (PointValue | undefined)[] {
    const choices = this.#choices[dimension]!;
    return Array.from({ length: this.count }, (_value, number) => {
      const at = this.#rows.at(number)[1 + dimension]!;
      if (choices !== null) return choices.values[at];
      return Number.isNaN(at) ? undefined : at;
    });
  }

  #numberOf(value: PointValue | undefined, choices: MetChoices | null): number {
    if (choices === null) return typeof value === 'number' ? value : Number.NaN;
    const known = choices.places.get(value);
    if (known !== undefined) return known;
    choices.places.set(value, choices.values.length);
    return choices.values.push(value) - 1;
  }
}
