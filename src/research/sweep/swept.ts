import type { RawConfig } from '../../config/raw.ts';
import type { Dimension, Point, PointValue, Space } from '../../samplers/space.ts';
import { parametersOf, setAttributes } from '../../strategy/parameters.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { BacktestError } from '../backtest-settings.ts';
import type { EpochParameters } from '../hyperopt/parameters-of-point.ts';
import type { Search } from '../hyperopt/search-space.ts';

/** What every strategy has and a sweep may set, by the space that files have it in; names as configurations have them. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  stoploss: ['stoploss'],
  max_open_trades: ['max_open_trades'],
  trailing: ['trailing_stop', 'trailing_stop_positive', 'trailing_stop_positive_offset', 'trailing_only_offset_is_reached'],
};
const ALL_ATTRIBUTES = Object.values(ATTRIBUTES).flat();
const SWITCHES = ['trailing_stop', 'trailing_only_offset_is_reached'];

/** Names of what a sweep may set on a strategy: its parameters, and what every strategy has. */
export function sweepable(strategy: Strategy): readonly string[] {
  return [...parametersOf(strategy).map(({ name }) => name), ...ALL_ATTRIBUTES];
}

/** What a strategy can't take of values, in words; null where it can take them all. */
export function unfitValues(strategy: Strategy, name: string, values: readonly PointValue[]): string | null {
  const parameter = parametersOf(strategy).find((known) => known.name === name);
  for (const value of values) {
    const problem = parameter === undefined ? attributeProblem(name, value) : parameter.problem(value);
    if (problem !== null) return `${name} = ${JSON.stringify(value)}: ${problem}`;
  }
  return null;
}

function attributeProblem(name: string, value: PointValue): string | null {
  if (SWITCHES.includes(name)) return typeof value === 'boolean' ? null : 'write true or false';
  return typeof value === 'number' ? null : 'write a number';
}

/** What points of a sweep set, by space. */
export function sweptSearch(strategy: Strategy, names: readonly string[]): Search {
  const spaces = new Map<string, Dimension[]>();
  const own = new Map(parametersOf(strategy).map(({ name, space }) => [name, space]));
  for (const name of names) {
    const space = own.get(name) ?? Object.keys(ATTRIBUTES).find((key) => ATTRIBUTES[key]!.includes(name));
    if (space === undefined) throw new BacktestError(`${strategy.constructor.name} has no parameter "${name}".`);
    const dimension: Dimension = { kind: 'categorical', name, choices: [] };
    spaces.set(space, [...(spaces.get(space) ?? []), dimension]);
  }
  const space: Space = [...spaces.values()].flat();
  return { spaces, space };
}

/** Sets what a point of a sweep says on a strategy. */
export function applySwept(strategy: Strategy, { spaces }: Search, point: Point): Pick<EpochParameters, 'point' | 'searched'> {
  const searched: Record<string, Record<string, PointValue>> = {};
  const parameters = new Map(parametersOf(strategy).map((parameter) => [parameter.name, parameter]));
  for (const [space, dimensions] of spaces) {
    const values = Object.fromEntries(dimensions.map(({ name }) => [name, point[name]!]));
    setAttributes(strategy, { [space]: values });
    for (const [name, value] of Object.entries(values)) {
      const parameter = parameters.get(name);
      if (parameter !== undefined) parameter.value = value;
    }
    searched[space] = values;
  }
  return { point, searched };
}

/** A configuration that leaves to the strategy what is swept, since it stands above the strategy. */
export function withoutSwept(config: RawConfig, { space }: Search): RawConfig {
  const swept = new Set(space.map(({ name }) => name));
  return Object.fromEntries(Object.entries(config).filter(([key]) => !swept.has(key) || !ALL_ATTRIBUTES.includes(key))) as typeof config;
}
