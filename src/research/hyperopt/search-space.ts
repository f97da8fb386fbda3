import { timeframeMs } from '../../core/market/timeframe.ts';
import type { Dimension, PointValue, Space } from '../../samplers/space.ts';
import {
  CategoricalParameter,
  DecimalParameter,
  IntParameter,
  type Parameter,
  type ParameterSearch,
  RealParameter,
} from '../../strategy/parameter.ts';
import { parametersOf, searchParameters } from '../../strategy/parameters.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { BacktestError } from '../backtest-settings.ts';
import { roiDimensions, STOPLOSS, TRADES, TRAILING } from './built-in-spaces.ts';
import { checkedDimensions } from './checked-dimensions.ts';

/** Spaces that a strategy's parameters belong to without saying so, in freqtrade's order. */
const OF_PARAMETERS = ['buy', 'sell', 'enter', 'exit', 'protection'];
/** Spaces that every strategy has. `max_open_trades` is asked for as `trades`. */
export const OF_EVERY_STRATEGY = ['roi', 'stoploss', 'trailing', 'trades'] as const;
/** Spaces that `default` leaves out. */
const NOT_BY_DEFAULT: ReadonlySet<string> = new Set(['trailing', 'protection', 'trades']);

/** What a search may change, by space. */
export interface Search {
  /** Names of spaces in the order in which files have them, each with its dimensions. */
  readonly spaces: ReadonlyMap<string, Space>;
  /** All dimensions, in that order. */
  readonly space: Space;
}

/** Whether a space is asked for. */
export function isAskedFor(asked: readonly string[], space: string): boolean {
  const words = NOT_BY_DEFAULT.has(space) ? [space, 'all'] : [space, 'all', 'default'];
  return words.some((word) => asked.includes(word));
}

/** A search that changes nothing: every parameter keeps the value that it was loaded with. @throws ParameterError */
export function searchOfNothing(strategy: Strategy, search: ParameterSearch): Search {
  searchParameters(strategy, search, () => false);
  return { spaces: new Map(), space: [] };
}

/**
 * What a search over the spaces that are asked for changes of a strategy, whose parameters join the search.
 * @param asked names, `default`, `all` @throws BacktestError where there is nothing to change, ParameterError
 */
export function searchOf(strategy: Strategy, asked: readonly string[], search: ParameterSearch, warn: (text: string) => void): Search {
  const searched = searchParameters(strategy, search, (space) => isAskedFor(asked, space));
  const known = spacesOf(strategy);
  const spaces = new Map<string, Space>();
  for (const name of known) {
    const own = searched.filter(({ space }) => space === name);
    if (own.length > 0) spaces.set(name, own.map(dimensionOf));
  }
  for (const name of OF_EVERY_STRATEGY) if (isAskedFor(asked, name)) spaces.set(fileName(name), everyStrategys(strategy, name));
  const available = [...known, ...OF_EVERY_STRATEGY];
  if (spaces.size === 0)
    throw new BacktestError(
      `No hyperopt parameters found to optimize. Available spaces: ${available.join(', ')}. Check your strategy's parameter definitions or verify the configured spaces in your command.`,
    );
  for (const name of asked)
    if (name !== 'all' && name !== 'default' && !spaces.has(fileName(name)))
      warn(`The '${name}' space is asked for, but no parameter of it can be changed. Available spaces: ${available.join(', ')}.`);
  return { spaces, space: [...spaces.values()].flat() };
}

/** How a space is called in files. */
export function fileName(space: string): string {
  return space === 'trades' ? 'max_open_trades' : space;
}

/** Spaces of a strategy's parameters: freqtrade's first, then its own. */
export function spacesOf(strategy: Strategy): readonly string[] {
  const own = new Set(parametersOf(strategy).map(({ space }) => space));
  return [...OF_PARAMETERS.filter((name) => own.has(name)), ...[...own].filter((name) => !OF_PARAMETERS.includes(name))];
}

function everyStrategys(strategy: Strategy, name: (typeof OF_EVERY_STRATEGY)[number]): Space {
  const { hyperOpt } = strategy;
  const made = {
    roi: () => hyperOpt.roiSpace?.() ?? roiDimensions(timeframeMs(strategy.timeframe) / 60_000),
    stoploss: () => hyperOpt.stoplossSpace?.() ?? STOPLOSS,
    trailing: () => hyperOpt.trailingSpace?.() ?? TRAILING,
    trades: () => hyperOpt.maxOpenTradesSpace?.() ?? TRADES,
  }[name]();
  return checkedDimensions(made, name);
}

function dimensionOf(parameter: Parameter): Dimension {
  const { name } = parameter;
  if (parameter instanceof IntParameter || parameter instanceof RealParameter) {
    const { low, high, log, step } = parameter;
    const kind = parameter instanceof IntParameter ? 'int' : 'real';
    return { kind, name, low, high, ...(log ? { log } : {}), ...(step === null ? {} : { step }) };
  }
  if (parameter instanceof DecimalParameter) {
    const { low, high, decimals } = parameter;
    return { kind: 'decimal', name, low: Number(low.toFixed(decimals)), high: Number(high.toFixed(decimals)), decimals };
  }
  if (parameter instanceof CategoricalParameter) {
    const choices: readonly unknown[] = parameter.choices;
    return { kind: 'categorical', name, choices: choices.map((choice) => choiceOf(choice, name)) };
  }
  throw new BacktestError(`Parameter ${name} is of a kind that can't be searched: ${parameter.type}.`);
}

function choiceOf(choice: unknown, name: string): PointValue {
  if (choice === null || ['number', 'string', 'boolean'].includes(typeof choice)) return choice as PointValue;
  throw new BacktestError(`Parameter ${name}: ${JSON.stringify(choice)} can't be searched; choose among texts, numbers, true and false.`);
}
