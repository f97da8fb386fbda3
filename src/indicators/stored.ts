import * as arena from './arena.ts';
import { ArgumentError } from './method-arguments.ts';

/** Whether other threads read the same memory: it is copied before anybody may change it. */
function isShared({ buffer }: Float64Array | Uint8Array): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/** Values of one row each, either in an array of their own or in the memory of the kernels. */
export abstract class Stored<Values extends Float64Array | Uint8Array> implements arena.Movable {
  readonly length: number;
  /** Where it lies in the kernels' memory; 0 for nowhere. */
  address = 0;
  #values: Values | null;
  /** Whether nobody else can change the array, so that a copy in the kernels' memory stays true. */
  #isOwned: boolean;
  #isDropped = false;

  constructor(values: Values | arena.Slot, isOwned: boolean) {
    if (Array.isArray(values))
      throw new ArgumentError('Columns and masks are made of arrays by Column.from(values) and Mask.from(values).');
    this.length = values.length;
    this.#isOwned = isOwned;
    if (values instanceof arena.Slot) {
      this.#values = null;
      this.address = values.address;
      arena.takeIn(this);
    } else this.#values = values;
  }

  /** Values of many candles are no single one: `column > 5` would be false for ever. @throws ArgumentError but for a text */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return `[${this.length} values]`;
    throw new ArgumentError(
      'Columns and masks hold a value per candle: write a.above(b), a.plus(b), a.and(b) in place of >, + and &&; column.last() is the newest value.',
    );
  }

  /** Bytes of all values. */
  abstract get bytes(): number;
  /** The values at an address. */
  protected abstract at(address: number): Values;

  /** The values, one a row. @throws Error when its analysis was given up, since nothing would ask for it. */
  get values(): Values {
    const values = this.moveOut();
    // whoever has the array may change it
    this.#isOwned = false;
    if (!isShared(values)) return values;
    this.#values = values.slice() as Values;
    return this.#values;
  }

  /** The values where they lie, not to be changed, and only until another column is made. */
  peek(): Values {
    if (this.#values !== null) return this.#values;
    if (this.#isDropped) this.moveOut();
    return this.at(this.address);
  }

  moveOut(): Values {
    if (this.#isDropped) throw new Error('This column is gone: the analysis it belongs to was given up after its signals were read.');
    this.#values ??= this.at(this.address).slice() as Values;
    this.address = 0;
    return this.#values;
  }

  drop(): void {
    if (this.#values === null) this.#isDropped = true;
    this.address = 0;
  }

  /** Lays it where kernels can read it, if it can stay there. */
  settleIn(): void {
    if (this.address === 0 && this.#isOwned && this.#values !== null) {
      this.address = this.#copied(this.#values);
      arena.takeIn(this);
    }
  }

  /** Its address for a kernel that runs now. */
  placed(): number {
    if (this.#isDropped) this.moveOut();
    return this.address === 0 ? this.#copied(this.moveOut()) : this.address;
  }

  #copied(values: Values): number {
    const address = arena.reserve(this.bytes);
    this.at(address).set(values);
    return address;
  }
}
