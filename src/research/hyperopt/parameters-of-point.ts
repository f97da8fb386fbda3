import type { RawConfig } from '../../config/raw.ts';
import { roundTo } from '../../core/market/decimal.ts';
import type { Point, PointValue } from '../../samplers/space.ts';
import { parametersOf, setAttributes } from '../../strategy/parameters.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { roiTableOf, trailingOf } from './built-in-spaces.ts';
import type { Search } from './search-space.ts';

/** Values by space and name, as parameter files have them. */
export type ParameterGroups = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The parameters of one try, with freqtrade's names. */
export interface EpochParameters {
  /** What the sampler chose. */
  readonly point: Point;
  /** What it makes of the strategy. */
  readonly searched: ParameterGroups;
  /** What the strategy has for all tries. */
  readonly unsearched: ParameterGroups;
  /** Names of values that are binary numbers, even if they look whole. */
  readonly floats: ReadonlySet<string>;
}

const DECIMALS = 13;
const rounded = (value: unknown): unknown => (typeof value === 'number' ? roundTo(value, DECIMALS) : value);
const roundedAll = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)]));

/** Sets what a point says on a strategy. @param config whose open trades stand where stakes leave no room for any number of them */
export function applyPoint(
  strategy: Strategy,
  { spaces }: Search,
  point: Point,
  config: Pick<RawConfig, 'stake_amount' | 'max_open_trades'>,
): Pick<EpochParameters, 'point' | 'searched'> {
  const searched: Record<string, Readonly<Record<string, unknown>>> = {};
  const parameters = new Map(parametersOf(strategy).map((parameter) => [parameter.name, parameter]));
  for (const [space, dimensions] of spaces) {
    const values: Record<string, PointValue> = {};
    for (const { name } of dimensions) if (Object.hasOwn(point, name)) values[name] = point[name]!;
    const made = attributesOf(strategy, space, values, point, config);
    if (made !== null) setAttributes(strategy, { [space]: made });
    else
      for (const [name, value] of Object.entries(values)) {
        const parameter = parameters.get(name);
        if (parameter !== undefined) parameter.value = value;
      }
    searched[space] = roundedAll(made ?? values);
  }
  return { point, searched };
}

/** What a point makes of a space that every strategy has; null for a space of parameters. */
function attributesOf(
  { hyperOpt, maxOpenTrades }: Strategy,
  space: string,
  values: Point,
  point: Point,
  config: Pick<RawConfig, 'stake_amount' | 'max_open_trades'>,
): Readonly<Record<string, unknown>> | null {
  switch (space) {
    case 'roi':
      return hyperOpt.generateRoiTable?.(point) ?? roiTableOf(point);
    case 'trailing':
      return hyperOpt.generateTrailingParams?.(point) ?? trailingOf(point);
    case 'max_open_trades':
      // no trade at all is not what anybody searches
      if (values['max_open_trades'] !== 0 && values['max_open_trades'] !== -1) return values;
      // the whole balance can't be parted among any number
      return { max_open_trades: config.stake_amount === 'unlimited' ? (config.max_open_trades ?? maxOpenTrades ?? -1) : -1 };
    case 'stoploss':
      return values;
    default:
      return null;
  }
}

/** What a search leaves as it is. */
export function unsearchedParameters(strategy: Strategy, { spaces }: Search): ParameterGroups {
  const groups: Record<string, Record<string, unknown>> = {};
  const add = (space: string, values: Readonly<Record<string, unknown>>): void => {
    if (!spaces.has(space)) groups[space] = { ...values };
  };
  add('roi', strategy.minimalRoi);
  add('stoploss', { stoploss: strategy.stoploss });
  add('trailing', {
    trailing_stop: strategy.trailingStop,
    trailing_stop_positive: strategy.trailingStopPositive,
    trailing_stop_positive_offset: strategy.trailingStopPositiveOffset,
    trailing_only_offset_is_reached: strategy.trailingOnlyOffsetIsReached,
  });
  const trades = strategy.maxOpenTrades ?? -1;
  add('max_open_trades', { max_open_trades: Number.isFinite(trades) ? trades : -1 });
  for (const parameter of parametersOf(strategy)) {
    const { space, name, isSearched } = parameter;
    if (isSearched) continue;
    groups[space] ??= {};
    groups[space][name] = parameter.value;
  }
  return groups;
}

/** A configuration that leaves to the strategy what is searched, since it stands above the strategy. */
export function withoutSearched(config: RawConfig, { spaces }: Search): RawConfig {
  const {
    minimal_roi: roi,
    stoploss,
    trailing_stop: trailing,
    trailing_stop_positive: positive,
    trailing_stop_positive_offset: offset,
    trailing_only_offset_is_reached: only,
    max_open_trades: trades,
    ...rest
  } = config;
  const kept = <Key extends keyof RawConfig>(space: string, values: Pick<RawConfig, Key>) => (spaces.has(space) ? {} : values);
  return {
    ...rest,
    ...kept('roi', defined({ minimal_roi: roi })),
    ...kept('stoploss', defined({ stoploss })),
    ...kept(
      'trailing',
      defined({
        trailing_stop: trailing,
        trailing_stop_positive: positive,
        trailing_stop_positive_offset: offset,
        trailing_only_offset_is_reached: only,
      }),
    ),
    ...kept('max_open_trades', defined({ max_open_trades: trades })),
    ...(spaces.has('sell') ? { use_exit_signal: true } : {}),
  };
}

function defined<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}
