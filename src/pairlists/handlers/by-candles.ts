import type { CandleRow } from '../../core/market/candles.ts';
import { type HandlerCall, type HandlerRule, numberOf, type PairlistHandler, type PairlistSetting, refreshMs } from '../handler.ts';
import { lookbackOf, lookbackProblem, pastCandles } from '../lookback.ts';
import { lookback, number, refreshPeriod, sortDirection } from '../parameter.ts';

const DAY_MS = 86_400_000;
const FALLBACK_DAYS = 10;
const VOLATILITY_REFRESH_S = 1440;
const RANGE_REFRESH_S = 86_400;

/** By the number of days a pair has been traded. What is old enough stays so; what is not is asked again after a day. */
export const AGE: PairlistHandler = {
  name: 'AgeFilter',
  description: 'Leaves out pairs that are too new, or too old.',
  parameters: {
    min_days_listed: number(10, 'Minimum days listed', 'How many days a pair must have been traded.'),
    max_days_listed: number(null, 'Maximum days listed', 'How many days a pair may have been traded at most.'),
  },
  needsPresent: true,
  generate: null,
  filter: async (pairs, { setting, world, key }) => {
    const min = numberOf(setting, 'min_days_listed', 10);
    const max = numberOf(setting, 'max_days_listed', null);
    const verdict = (pair: string) => world.memory.peek<boolean>(`${key} ${pair}`, world.now);
    const unknown = pairs.filter((pair) => verdict(pair) === undefined);
    if (unknown.length > 0) {
      const today = world.now - (world.now % DAY_MS);
      const candles = await world.source.candles(unknown, '1d', today - ((max ?? min) + 1) * DAY_MS);
      for (const pair of unknown) {
        const days = candles.get(pair)?.length;
        if (days === undefined) continue;
        const isRight = days >= min && (max === null || days <= max);
        world.memory.put(`${key} ${pair}`, isRight && max === null ? Number.POSITIVE_INFINITY : today + DAY_MS, isRight);
      }
    }
    return pairs.filter((pair) => verdict(pair) === true);
  },
  problem: (setting) => {
    const min = numberOf(setting, 'min_days_listed', 10);
    const max = numberOf(setting, 'max_days_listed', null);
    if (min < 1) return 'min_days_listed of at least 1';
    return max !== null && max <= min ? 'max_days_listed above min_days_listed' : null;
  },
};

/** By a figure of past candles, remembered for each pair; sorted by it where that is asked for. */
function measured(
  refreshS: number,
  measure: (rows: readonly CandleRow[], period: number) => number,
  bounds: readonly [string, string],
): HandlerRule {
  const isWithin = (value: number, setting: PairlistSetting): boolean => {
    const [min, max] = [numberOf(setting, bounds[0], bounds[0] === 'min_rate_of_change' ? 0.01 : 0), numberOf(setting, bounds[1], null)];
    return value >= min && (max === null || value <= max);
  };
  return {
    generate: null,
    filter: async (pairs, { setting, world, key }: HandlerCall) => {
      const lookback = lookbackOf(setting, FALLBACK_DAYS);
      const figureOf = (pair: string) => world.memory.peek<number>(`${key} ${pair}`, world.now);
      const unknown = pairs.filter((pair) => figureOf(pair) === undefined);
      for (const [pair, rows] of await pastCandles(world, lookback, unknown))
        world.memory.put(`${key} ${pair}`, world.now + refreshMs(setting, refreshS), measure(rows, lookback.period));
      const kept = pairs.flatMap((pair) => {
        const figure = figureOf(pair);
        return figure !== undefined && isWithin(figure, setting) ? [{ pair, figure }] : [];
      });
      const direction = setting['sort_direction'];
      const sign = direction === 'asc' ? 1 : -1;
      if (direction === 'asc' || direction === 'desc') kept.sort((a, b) => sign * (a.figure - b.figure));
      return kept.map(({ pair }) => pair);
    },
    problem: (setting) => {
      const problem = lookbackProblem(setting, true);
      if (problem !== null) return problem;
      if (setting['lookback_timeframe'] !== undefined && setting['lookback_period'] === undefined && !setting['lookback_days'])
        return 'lookback_period, how many candles of lookback_timeframe to look at';
      const direction = setting['sort_direction'] ?? '';
      return ['', 'asc', 'desc'].includes(String(direction)) ? null : 'sort_direction "asc" or "desc", or none';
    },
  };
}

/** Standard deviation of the changes from candle to candle, times the root of their number, mean of all windows. */
function volatility(rows: readonly CandleRow[], period: number): number {
  const returns = rows.map((row, index) => (index === 0 ? 0 : Math.log(rows[index - 1]![4] / row[4])));
  const windows: number[] = [];
  for (let end = period; end <= returns.length; end++) {
    const window = returns.slice(end - period, end);
    const mean = window.reduce((sum, value) => sum + value, 0) / period;
    windows.push(Math.sqrt((window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (period - 1)) * period));
  }
  return windows.reduce((sum, value) => sum + value, 0) / windows.length;
}

/** How far apart the highest and the lowest price were, ratio of the lowest. */
function rateOfChange(rows: readonly CandleRow[]): number {
  const highest = Math.max(...rows.map(([, , high]) => high));
  const lowest = Math.min(...rows.map(([, , , low]) => low));
  return lowest > 0 ? (highest - lowest) / lowest : 0;
}

export const VOLATILITY: PairlistHandler = {
  name: 'VolatilityFilter',
  description: 'Chooses by how much the price varies.',
  parameters: {
    min_volatility: number(0, 'Smallest volatility', 'Standard deviation of the changes, over the lookback.'),
    max_volatility: number(null, 'Largest volatility', 'Standard deviation of the changes, over the lookback.'),
    ...sortDirection(null),
    ...refreshPeriod(1800, VOLATILITY_REFRESH_S),
    ...lookback(FALLBACK_DAYS),
  },
  needsPresent: true,
  ...measured(VOLATILITY_REFRESH_S, volatility, ['min_volatility', 'max_volatility']),
};
export const RANGE_STABILITY: PairlistHandler = {
  name: 'RangeStabilityFilter',
  description: 'Chooses by how far the price has moved.',
  parameters: {
    min_rate_of_change: number(0.01, 'Smallest range', 'Highest to lowest price, ratio of the lowest.'),
    max_rate_of_change: number(null, 'Largest range', 'Highest to lowest price, ratio of the lowest.'),
    ...sortDirection(null),
    ...refreshPeriod(1800, RANGE_REFRESH_S),
    ...lookback(FALLBACK_DAYS),
  },
  needsPresent: true,
  ...measured(RANGE_REFRESH_S, rateOfChange, ['min_rate_of_change', 'max_rate_of_change']),
};
