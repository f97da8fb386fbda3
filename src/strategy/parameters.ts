import { isRecord } from '../core/is-record.ts';
import { Parameter, ParameterError, type ParameterSearch } from './parameter.ts';
import { Strategy } from './strategy.ts';

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

/** Which strategy a parameter belongs to: each has values of its own. */
const OWNERS = new WeakMap<Parameter, { readonly strategy: Strategy; readonly name: string }>();

/** The parameter of an attribute; a copy of its own where another strategy, or another attribute, has the same object. */
function owned(strategy: Strategy, name: string, parameter: Parameter): Parameter {
  const owner = OWNERS.get(parameter);
  if (owner?.strategy === strategy && owner.name === name) return parameter;
  const own = owner === undefined ? parameter : parameter.copy();
  OWNERS.set(own, { strategy, name });
  if (own !== parameter) Reflect.set(strategy, name, own);
  return own;
}

/** @throws ParameterError where a parameter is declared on the class, where nothing reads it */
function refuseStatic(strategy: Strategy): void {
  for (let at: unknown = Object.getPrototypeOf(strategy); at instanceof Strategy; at = Object.getPrototypeOf(at))
    for (const [name, value] of Object.entries(at.constructor))
      if (value instanceof Parameter)
        throw new ParameterError(`"static ${name}" belongs to no strategy: each has values of its own. Write it without "static".`);
}

/** The parameters a strategy declares, by name; each learns its name and space, and is the strategy's own. @throws ParameterError */
export function parametersOf(strategy: Strategy): readonly Parameter[] {
  refuseStatic(strategy);
  const found = Object.entries(strategy)
    .filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter)
    .map(([name, declared]) => {
      const parameter = owned(strategy, name, declared);
      parameter.space = spaceOf(parameter, name);
      parameter.name = name;
      return parameter;
    });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Lets a search change the parameters of some spaces. While its phase is not `epoch`, their `range` is every value that may be tried.
 * @returns those it may change, by name @throws ParameterError
 */
export function searchParameters(
  strategy: Strategy,
  search: ParameterSearch,
  isSearched: (space: string) => boolean,
): readonly Parameter[] {
  const parameters = parametersOf(strategy);
  for (const parameter of parameters) parameter.join(isSearched(parameter.space) ? search : null);
  return parameters.filter((parameter) => parameter.isSearched);
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

/** Sets ROI, stoploss, trailing stop and open trades as far as they are given. */
export function setAttributes(strategy: Strategy, { roi, stoploss, trailing, max_open_trades: open }: StoredParameters['params']): void {
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
