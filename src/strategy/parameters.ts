import { isRecord } from '../core/is-record.ts';
import type { Strategy } from './strategy.ts';

/** Options of every parameter of a strategy. */
interface ParameterOptions<T> {
  readonly default: T;
  /** Part of the search it belongs to, e.g. `buy`; taken from the name's beginning when left out (`buyRsi`, `buy_rsi`). */
  readonly space?: string;
  /** Whether hyperopt may search it; true when left out. */
  readonly optimize?: boolean;
  /** Whether a value found before is read from the strategy's parameter file; true when left out. */
  readonly load?: boolean;
}

/** A parameter is declared in a way that can't work; the message says what to change. */
export class ParameterError extends Error {
  readonly code = 'PARAMETER_ERROR';
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

  constructor({ default: value, space = '', optimize = true, load = true }: ParameterOptions<T>) {
    this.space = space;
    this.optimize = optimize;
    this.load = load;
    this.#value = value;
  }
  get value(): T {
    return this.#value;
  }
  set value(value: T) {
    this.#value = this.rounded(value);
  }
  /** What is wrong with a value; null where it can be taken. */
  abstract problem(value: unknown): string | null;
  /** As it is kept. */
  protected rounded(value: T): T {
    return value;
  }
}

/** A number between two others, both included. */
abstract class NumericParameter extends Parameter<number> {
  readonly low: number;
  readonly high: number;
  /** @throws ParameterError */
  constructor(low: number, high: number, options: ParameterOptions<number>) {
    super(options);
    if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
      throw new ParameterError(`${new.target.name}: write the lowest value first, then the highest, not ${low} and ${high}.`);
    this.low = low;
    this.high = high;
  }
  problem(value: unknown): string | null {
    return typeof value === 'number' && Number.isFinite(value) ? null : 'it must be a number';
  }
}

/** Whole numbers from `low` to `high`, both included. */
export class IntParameter extends NumericParameter {
  readonly type = 'IntParameter';
  override problem(value: unknown): string | null {
    return Number.isInteger(value) ? null : 'it must be a whole number';
  }
}

/** Any number from `low` to `high`. */
export class RealParameter extends NumericParameter {
  readonly type = 'RealParameter';
}

/** Numbers from `low` to `high` with so many decimals. */
export class DecimalParameter extends NumericParameter {
  readonly type = 'DecimalParameter';
  readonly decimals: number;
  constructor(low: number, high: number, { decimals = 3, ...options }: ParameterOptions<number> & { readonly decimals?: number }) {
    super(low, high, options);
    this.decimals = decimals;
    this.value = options.default;
  }
  protected override rounded(value: number): number {
    return Number(value.toFixed(this.decimals));
  }
}

/** One of several values. */
export class CategoricalParameter<T = unknown> extends Parameter<T> {
  readonly type: string = 'CategoricalParameter';
  readonly choices: readonly T[];
  constructor(choices: readonly T[], options: ParameterOptions<T>) {
    super(options);
    if (choices.length < 2) throw new ParameterError('CategoricalParameter: give it two values or more to choose from.');
    this.choices = choices;
  }
  problem(value: unknown): string | null {
    const written = JSON.stringify(value);
    if (this.choices.some((choice) => JSON.stringify(choice) === written)) return null;
    return `it must be one of ${this.choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  }
}

/** Yes or no. */
export class BooleanParameter extends CategoricalParameter<boolean> {
  override readonly type = 'BooleanParameter';
  constructor(options: ParameterOptions<boolean>) {
    super([true, false], options);
  }
}

/** Names that tell the space when they begin so. Source: freqtrade 2026.9. */
const SPACES = ['buy', 'sell', 'enter', 'exit', 'protection'] as const;
/** Words that mean several spaces. */
const NO_SPACES: ReadonlySet<string> = new Set(['all', 'default']);

function spaceOf({ space }: Parameter, name: string): string {
  const found = space === '' ? SPACES.find((word) => new RegExp(`^${word}(?:_|[A-Z0-9])`).test(name)) : space;
  if (found === undefined)
    throw new ParameterError(
      `Cannot determine parameter space for ${name}. Begin its name with ${SPACES.join(', ')}, or set "space" in its options.`,
    );
  if (NO_SPACES.has(found) || !/^[A-Za-z_]\w*$/.test(found))
    throw new ParameterError(`'${found}' is not a valid space. Parameter: ${name}.`);
  return found;
}

/** The parameters a strategy declares, by name; each learns its name and space. @throws ParameterError */
export function parametersOf(strategy: Strategy): readonly Parameter[] {
  const found = Object.entries(strategy).filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  for (const [name, parameter] of found) {
    parameter.space = spaceOf(parameter, name);
    parameter.name = name;
  }
  return found.map(([, parameter]) => parameter).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a parameter file holds. Names as freqtrade writes them. */
export interface StoredParameters {
  readonly strategy_name: string;
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Sets what was found before: ROI, stoploss, trailing stop, open trades, and every parameter: from the file, else from the
 * strategy's own `buyParams` (`sellParams` …), else it keeps its default.
 * @param stored null when there is no file @returns what to tell: each parameter's value, or why it was not taken @throws ParameterError
 */
export function applyParameters(strategy: Strategy, stored: StoredParameters | null): readonly string[] {
  const values = stored?.params ?? {};
  const notes: string[] = [];
  setAttributes(strategy, values);
  for (const parameter of parametersOf(strategy)) {
    const own: unknown = Reflect.get(strategy, `${parameter.space}Params`);
    const known: Readonly<Record<string, unknown>> = { ...(isRecord(own) ? own : {}), ...values[parameter.space] };
    if (!Object.hasOwn(known, parameter.name)) {
      notes.push(`Strategy Parameter(default): ${parameter.name} = ${String(parameter.value)}`);
      continue;
    }
    const value = known[parameter.name];
    if (!parameter.load) {
      notes.push(`Parameter "${parameter.name}" exists, but is disabled. Default value "${String(parameter.value)}" used.`);
      continue;
    }
    const problem = parameter.problem(value);
    if (problem !== null) throw new ParameterError(`Parameter ${parameter.name} is set to ${JSON.stringify(value)}: ${problem}.`);
    parameter.value = value;
    notes.push(`Strategy Parameter: ${parameter.name} = ${String(parameter.value)}`);
  }
  return notes;
}

function setAttributes(strategy: Strategy, { roi, stoploss, trailing, max_open_trades: open }: StoredParameters['params']): void {
  if (roi !== undefined) strategy.minimalRoi = roi as Record<string, number>;
  if (typeof stoploss?.['stoploss'] === 'number') strategy.stoploss = stoploss['stoploss'];
  if (typeof open?.['max_open_trades'] === 'number') strategy.maxOpenTrades = open['max_open_trades'];
  if (trailing === undefined) return;
  if (typeof trailing['trailing_stop'] === 'boolean') strategy.trailingStop = trailing['trailing_stop'];
  const positive = trailing['trailing_stop_positive'];
  if (typeof positive === 'number' || positive === null) strategy.trailingStopPositive = positive;
  if (typeof trailing['trailing_stop_positive_offset'] === 'number')
    strategy.trailingStopPositiveOffset = trailing['trailing_stop_positive_offset'];
  if (typeof trailing['trailing_only_offset_is_reached'] === 'boolean')
    strategy.trailingOnlyOffsetIsReached = trailing['trailing_only_offset_is_reached'];
}
