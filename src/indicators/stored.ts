import * as arena from './arena.ts';
import { ArgumentError } from './method-arguments.ts';

/** Whether other threads read the same memory: it is copied before anybody may change it. */
function isShared({ buffer }: Float64Array | Uint8Array): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/** Steps that are gone back to make something again; what was made in more is kept. */
const MOST_STEPS = 200;

/** Values of one row each: in an array of their own, in the memory of the kernels, or to be made again when they are asked for. */
export abstract class Stored<Values extends Float64Array | Uint8Array> implements arena.Movable, arena.Ingredient {
  readonly length: number;
  /** Where it lies in the kernels' memory; 0 for nowhere. */
  address = 0;
  #values: Values | null;
  /** How the values are made again; null where they lie in an array. */
  #recipe: arena.Recipe | null = null;
  /** Whether nobody else can change the array, so that a copy in the kernels' memory stays true. */
  #isOwned: boolean;
  /** Whether somebody may have changed the values since they were made. */
  #isExposed: boolean;
  /** Whether something that was given up is made of these values. */
  #isUsed = false;
  #answered = 0;
  #wasSteady = false;
  /** Whose array this is a part of. */
  #whole: Stored<Values> | null = null;
  /** What the values were before they were exposed, for what is made of them. */
  #pristine: Values | null = null;

  constructor(values: Values | arena.Slot, isOwned: boolean) {
    if (Array.isArray(values))
      throw new ArgumentError('Columns and masks are made of arrays by Column.from(values) and Mask.from(values).');
    this.length = values.length;
    this.#isOwned = isOwned;
    if (values instanceof arena.Slot) {
      this.#values = null;
      this.#isExposed = false;
      this.address = values.address;
      this.#recipe = values.recipe;
      arena.takeIn(this);
    } else {
      this.#values = values;
      this.#isExposed = !isOwned;
    }
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

  /** The values, one a row. */
  get values(): Values {
    const values = this.moveOut();
    this.expose();
    if (!isShared(values)) return values;
    this.#values = values.slice() as Values;
    return this.#values;
  }

  /** Whoever has the array may change it. */
  protected expose(): void {
    this.#whole?.expose();
    this.#isOwned = false;
    this.#isExposed = true;
    if (this.#isUsed && this.#values !== null) this.#pristine ??= this.#values.slice() as Values;
  }

  /** It has a part of another's array: who may change the one may change the other. */
  protected shareWith(whole: Stored<Values>): void {
    this.#whole = whole;
  }

  /** The values where they lie, not to be changed, and only until another column is made. */
  peek(): Values {
    if (this.#values !== null) return this.#values;
    return this.#isGone() ? this.moveOut() : this.at(this.address);
  }

  moveOut(): Values {
    if (this.#values === null) {
      if (this.#isGone()) this.#values = this.#madeAgain();
      else this.#values = this.at(this.address).slice() as Values;
      this.#recipe = null;
    }
    this.address = 0;
    return this.#values;
  }

  drop(): void {
    this.address = 0;
  }

  leave(): void {
    this.address = 0;
    if (this.#values === null) for (const input of this.#recipe?.inputs ?? []) input.noteUse();
  }

  noteUse(): void {
    if (this.#isUsed) return;
    this.#isUsed = true;
    if (this.#isGone()) this.leave();
  }

  isSteady(question: number): boolean {
    if (this.#answered !== question) {
      this.#answered = question;
      this.#wasSteady = this.#isUnchanged() && this.#canComeAgain(question);
    }
    return this.#wasSteady;
  }

  #canComeAgain(question: number): boolean {
    const recipe = this.#recipe;
    return recipe === null || (recipe.steps <= MOST_STEPS && recipe.inputs.every((input) => input.isSteady(question)));
  }

  #isUnchanged(): boolean {
    return !this.#isExposed || this.#pristine !== null;
  }

  /** Steps that are gone back at most to make it again. */
  get steps(): number {
    return this.#recipe?.steps ?? 0;
  }

  /** Lays it where kernels can read it, if it can stay there. */
  settleIn(): void {
    if (this.address !== 0) return;
    if (this.#isGone()) this.address = this.#again();
    else if (this.#isOwned && this.#values !== null) this.address = this.#copied(this.#values);
    else return;
    arena.takeIn(this);
  }

  /** Its address for a kernel that runs now. */
  placed(): number {
    return this.address === 0 ? this.#copied(this.moveOut()) : this.address;
  }

  /** Its address for a kernel that makes something again. */
  placedAgain(): number {
    return this.#pristine === null ? this.placed() : this.#copied(this.#pristine);
  }

  #isGone(): boolean {
    return this.address === 0 && this.#values === null;
  }

  #again(): number {
    if (this.#recipe === null) throw new Error('A column has neither values nor a way to make them.');
    return this.#recipe.again();
  }

  #madeAgain(): Values {
    const since = arena.mark();
    const address = this.#again();
    const values = this.at(address).slice() as Values;
    arena.giveUp(since, []);
    return values;
  }

  #copied(values: Values): number {
    const address = arena.reserve(this.bytes);
    this.at(address).set(values);
    return address;
  }
}
