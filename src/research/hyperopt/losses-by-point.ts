import { KnownTexts } from '../../samplers/known-texts.ts';
import { NumberRows } from '../../samplers/number-rows.ts';

/** Losses of many points, each known by its text; some dozen bytes a point. What is no number comes back as NaN. */
export class LossesByPoint {
  readonly #points = new KnownTexts();
  #losses: NumberRows | null = null;

  get size(): number {
    return this.#points.count;
  }

  /** Losses of a point; undefined where it is not known. */
  get(key: string): readonly number[] | undefined {
    const number = this.#points.numberOf(key);
    return number < 0 || this.#losses === null ? undefined : [...this.#losses.at(number)];
  }

  /** @param losses as many as of every other point */
  set(key: string, losses: readonly number[]): void {
    this.#losses ??= new NumberRows(losses.length);
    const row = losses.map((loss) => (typeof loss === 'number' ? loss : Number.NaN));
    const number = this.#points.add(key);
    if (number < this.#losses.count) this.#losses.at(number).set(row);
    else this.#losses.add(row);
  }
}
