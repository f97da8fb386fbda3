import { roundTo } from '../core/market/decimal.ts';
import { nearest } from '../core/nearest.ts';
import { described } from '../indicators/described.ts';

/** Options of every parameter of a strategy. */
export interface ParameterOptions<T> {
  readonly default: T;
  /** Part of the search it belongs to, e.g. `buy`; taken from the name's beginning when left out (`buyRsi`, `buy_rsi`). */
  readonly space?: string;
  /** Whether hyperopt may search it; true when left out. */
  readonly optimize?: boolean;
  /** Whether a value found before is read from the strategy's parameter file; true when left out. */
  readonly load?: boolean;
}

/** How a number is searched. */
export interface NumericOptions extends ParameterOptions<number> {
  /** Orders of magnitude are as likely as each other; false when left out. */
  readonly log?: boolean;
  /** Distance of the values that are tried. */
  readonly step?: number;
}

/** Both ends of what is searched, or the lowest value alone. */
type Low = number | readonly [low: number, high: number];

/** A parameter is declared in a way that can't work; the message says what to change. */
export class ParameterError extends Error {
  readonly code = 'PARAMETER_ERROR';
}

/** A search for better values, and how far it is; the parameters it may change know it. */
export interface ParameterSearch {
  /** `start`, then `indicators` while columns are made once for all values to come, then `epoch` while each value is tried by itself. */
  phase: 'start' | 'indicators' | 'epoch';
  /** Given what the strategy's author should know. */
  readonly tell: (note: string) => void;
}

/** A number or choice of a strategy that can be set from outside. Read it where a decision is made: `this.buyRsi.value`. */
export abstract class Parameter<T = unknown> {
  /** Name of its class in files and answers. */
  abstract readonly type: string;
  /** Name of the strategy's attribute; set when the strategy is loaded. */
  name = '';
  space: string;
  readonly optimize: boolean;
  readonly load: boolean;
  #value: T;
  #search: ParameterSearch | null = null;
  #isWarned = false;

  constructor({ default: value, space = '', optimize = true, load = true }: ParameterOptions<T>) {
    this.space = space;
    this.optimize = optimize;
    this.load = load;
    this.#value = value;
  }
  get value(): T {
    if (this.#search?.phase === 'indicators' && !this.#isWarned) {
      this.#isWarned = true;
      this.#search.tell(
        `Parameter '${this.name}' is part of this hyperopt run, but its value is read while indicators are made, once for all epochs: each will see ${String(this.#value)}. Make a column for each value of its "range", or run hyperopt with --analyze-per-epoch.`,
      );
    }
    return this.#value;
  }
  set value(value: T) {
    this.#value = this.rounded(value);
  }
  /** What columns are to be made for: while hyperopt prepares a search of this parameter every value it may try, else its value alone. */
  get range(): readonly T[] {
    return this.#search === null || this.#search.phase === 'epoch' ? [this.#value] : this.everyValue();
  }
  /** Whether a search may change it: its space is searched, and `optimize` allows it. */
  get isSearched(): boolean {
    return this.#search !== null;
  }
  /** Makes it part of a search, where `optimize` allows; null takes it out. */
  join(search: ParameterSearch | null): void {
    this.#search = this.optimize ? search : null;
    this.#isWarned = false;
  }
  /** What is wrong with a value; null where it can be taken. */
  abstract problem(value: unknown): string | null;
  /** The same declaration with its default. */
  abstract copy(): Parameter<T>;
  protected abstract everyValue(): readonly T[];
  /** As it is kept. */
  protected rounded(value: T): T {
    return value;
  }
}

const OPTIONS = ['default', 'space', 'optimize', 'load'];

/** Options as they were written, looked at: types are stripped before a strategy runs. @throws ParameterError */
function checkedOptions<T extends object>(kind: string, options: unknown, more: readonly string[], isDefaultNeeded: boolean): T {
  const example = `new ${kind}(…, { default: …, space: 'buy' })`;
  if (options === undefined && !isDefaultNeeded) return {} as T;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new ParameterError(`${kind}: its options must be an object, and are ${described(options)}. Write ${example}.`);
  const known = [...OPTIONS, ...more];
  const given = options as Readonly<Record<string, unknown>>;
  if ('name' in given)
    throw new ParameterError(`${kind}: Name is determined by parameter field name and can not be specified manually. Leave "name" out.`);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new ParameterError(
      `${kind}: there is no option "${unknown}"${meant === null ? '.' : `; did you mean "${meant}"?`} There are ${known.join(', ')}.`,
    );
  }
  if (isDefaultNeeded && given['default'] === undefined) throw new ParameterError(`${kind}: its default is missing. Write ${example}.`);
  for (const name of ['optimize', 'load', 'log'])
    if (given[name] !== undefined && typeof given[name] !== 'boolean')
      throw new ParameterError(`${kind}: "${name}" must be true or false, and is ${described(given[name])}.`);
  if (given['space'] !== undefined && typeof given['space'] !== 'string')
    throw new ParameterError(`${kind}: "space" must be a text, and is ${described(given['space'])}.`);
  return options as T;
}

/** A number between two others, both included. */
abstract class NumericParameter<Options extends NumericOptions> extends Parameter<number> {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number | null;
  protected readonly declared: Options;
  /** @throws ParameterError */
  constructor(low: Low, high: number | Options | undefined, options: Options | undefined, more: readonly string[]) {
    const kind = new.target.name;
    const isPair = Array.isArray(low);
    const given = checkedOptions<Options>(kind, isPair ? (options ?? high) : options, more, true);
    super(given);
    const [lowest, highest]: readonly unknown[] = isPair ? low : [low, high];
    if (!(Number.isFinite(lowest) && Number.isFinite(highest)))
      throw new ParameterError(`${kind}: its ends must be numbers, and are ${described(lowest)} and ${described(highest)}.`);
    this.low = Number(lowest);
    this.high = Number(highest);
    if (this.low > this.high)
      throw new ParameterError(`${kind}: write the lowest value first, then the highest, not ${this.low} and ${this.high}.`);
    this.log = given.log ?? false;
    this.step = given.step ?? null;
    this.declared = given;
    if (this.log && this.low <= 0) throw new ParameterError(`${kind}: "log" needs values above 0, and the lowest is ${this.low}.`);
    if (this.step !== null && !(Number.isFinite(this.step) && this.step > 0))
      throw new ParameterError(`${kind}: "step" must be a number above 0, and is ${described(this.step)}.`);
  }
  problem(value: unknown): string | null {
    return typeof value === 'number' && Number.isFinite(value) ? null : 'it must be a number';
  }
  /** @throws ParameterError where the default can't be its value */
  protected checkDefault(): void {
    const problem = this.problem(this.declared.default);
    if (problem !== null) throw new ParameterError(`${this.type}: its default is ${described(this.declared.default)}: ${problem}.`);
  }
}

/** Whole numbers from `low` to `high`, both included. */
export class IntParameter extends NumericParameter<NumericOptions> {
  readonly type = 'IntParameter';
  /** @throws ParameterError */
  constructor(range: readonly [low: number, high: number], options: NumericOptions);
  constructor(low: number, high: number, options: NumericOptions);
  constructor(low: Low, high: number | NumericOptions, options?: NumericOptions) {
    super(low, high, options, ['log', 'step']);
    for (const end of [this.low, this.high])
      if (!Number.isInteger(end))
        throw new ParameterError(`IntParameter: its ends must be whole numbers, not ${end}. Use DecimalParameter.`);
    this.checkDefault();
  }
  override problem(value: unknown): string | null {
    return Number.isInteger(value) ? null : 'it must be a whole number';
  }
  copy(): IntParameter {
    return new IntParameter(this.low, this.high, this.declared);
  }
  protected everyValue(): readonly number[] {
    return Array.from({ length: this.high - this.low + 1 }, (_nothing, index) => this.low + index);
  }
}

/** Any number from `low` to `high`. */
export class RealParameter extends NumericParameter<NumericOptions> {
  readonly type = 'RealParameter';
  /** @throws ParameterError */
  constructor(range: readonly [low: number, high: number], options: NumericOptions);
  constructor(low: number, high: number, options: NumericOptions);
  constructor(low: Low, high: number | NumericOptions, options?: NumericOptions) {
    super(low, high, options, ['log', 'step']);
    this.checkDefault();
  }
  copy(): RealParameter {
    return new RealParameter(this.low, this.high, this.declared);
  }
  /** @throws ParameterError always: there are too many */
  override get range(): never {
    throw new ParameterError(`RealParameter ${this.name} has no range: any number lies in it. Use DecimalParameter.`);
  }
  protected everyValue(): never {
    return this.range;
  }
}

export interface DecimalOptions extends ParameterOptions<number> {
  /** How many decimals its values have; 3 when left out. */
  readonly decimals?: number;
}

/** Numbers from `low` to `high` with so many decimals. */
export class DecimalParameter extends NumericParameter<DecimalOptions> {
  readonly type = 'DecimalParameter';
  readonly decimals: number;
  /** @throws ParameterError */
  constructor(range: readonly [low: number, high: number], options: DecimalOptions);
  constructor(low: number, high: number, options: DecimalOptions);
  constructor(low: Low, high: number | DecimalOptions, options?: DecimalOptions) {
    super(low, high, options, ['decimals']);
    this.decimals = this.declared.decimals ?? 3;
    if (!Number.isInteger(this.decimals) || this.decimals < 0 || this.decimals > 15)
      throw new ParameterError(`DecimalParameter: "decimals" must be a whole number from 0 to 15, and is ${described(this.decimals)}.`);
    this.checkDefault();
    this.value = this.declared.default;
  }
  copy(): DecimalParameter {
    return new DecimalParameter(this.low, this.high, this.declared);
  }
  protected override rounded(value: number): number {
    return roundTo(value, this.decimals);
  }
  /** Ends are cut to so many decimals, as freqtrade cuts them. */
  protected everyValue(): readonly number[] {
    const steps = 10 ** this.decimals;
    const first = Math.trunc(this.low * steps);
    return Array.from({ length: Math.trunc(this.high * steps) - first + 1 }, (_nothing, index) =>
      roundTo((first + index) * 0.1 ** this.decimals, this.decimals),
    );
  }
}

/** One of several values; the first where no default is given. A default beside them is taken, and never tried by a search. */
export class CategoricalParameter<T = unknown> extends Parameter<T> {
  readonly type: string = 'CategoricalParameter';
  readonly choices: readonly T[];
  protected readonly declared: Partial<ParameterOptions<T>>;
  /** @throws ParameterError */
  constructor(choices: readonly T[], options: Partial<ParameterOptions<T>> = {}) {
    const kind = new.target.name;
    if (!Array.isArray(choices) || choices.length < 2)
      throw new ParameterError(`${kind}: give it two values or more to choose from, and not ${described(choices)}.`);
    const given = checkedOptions<Partial<ParameterOptions<T>>>(kind, options, [], false);
    super({ ...given, default: given.default ?? (choices as readonly T[])[0]! });
    this.choices = choices;
    this.declared = given;
  }
  problem(value: unknown): string | null {
    const written = JSON.stringify(value);
    const { default: beside } = this.declared;
    // a result that is exported holds the default of what was not searched
    const allowed = beside === undefined ? this.choices : [...this.choices, beside];
    if (allowed.some((choice) => JSON.stringify(choice) === written)) return null;
    return `it must be one of ${this.choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  }
  copy(): CategoricalParameter<T> {
    return new CategoricalParameter(this.choices, this.declared);
  }
  protected everyValue(): readonly T[] {
    return this.choices;
  }
}

/** Yes or no. */
export class BooleanParameter extends CategoricalParameter<boolean> {
  override readonly type = 'BooleanParameter';
  constructor(options: Partial<ParameterOptions<boolean>> = {}) {
    super([true, false], options);
    const { default: value } = this.declared;
    if (value !== undefined && typeof value !== 'boolean')
      throw new ParameterError(`BooleanParameter: its default is ${described(value)}: it must be one of true, false.`);
  }
  override copy(): BooleanParameter {
    return new BooleanParameter(this.declared);
  }
}
