import { timeframeMs } from '../../core/market/timeframe.ts';
import {
  choosing,
  type HandlerCall,
  type HandlerRule,
  isBlacklisted,
  numberOf,
  type PairlistHandler,
  type PairlistSetting,
  type PairlistWorld,
} from '../handler.ts';
import { type Lookback, lookbackOf, lookbackProblem, pastCandles } from '../lookback.ts';
import { count, lookback, number, option, refreshPeriod, sortDirection } from '../parameter.ts';
import { allTickers } from './tickers.ts';

/** Pairs with what they are ranked by. */
type Ranked = readonly (readonly [pair: string, value: number])[];

const REFRESH_S = 1800;

/** A list that begins with the pairs of the largest (or smallest) value, made anew once its time has passed. */
function ranking(valuesOf: (pairs: readonly string[], call: HandlerCall, lookback: Lookback) => Promise<Ranked>): HandlerRule {
  const choose = async (pairs: readonly string[], call: HandlerCall): Promise<string[]> => {
    const { setting } = call;
    let ranked = await valuesOf(pairs, call, lookbackOf(setting, 0));
    const [min, max] = [numberOf(setting, 'min_value', null), numberOf(setting, 'max_value', null)];
    // a volume of at least 0 says nothing
    if (min !== null && !(setting.method === 'VolumePairList' && min <= 0)) ranked = ranked.filter(([, value]) => value > min);
    if (max !== null) ranked = ranked.filter(([, value]) => value < max);
    const falls = (setting['sort_direction'] ?? 'desc') === 'desc';
    const sorted = ranked.toSorted(([, a], [, b]) => (falls ? b - a : a - b)).map(([pair]) => pair);
    const isBanned = isBlacklisted(call.world);
    return sorted.filter((pair) => !isBanned(pair)).slice(0, numberOf(setting, 'number_assets', 30));
  };
  return {
    ...choosing(choose, REFRESH_S),
    problem: (setting) => {
      if (setting['number_assets'] === undefined) return 'number_assets, how many pairs to take';
      const problem = lookbackProblem(setting, false);
      if (problem !== null) return problem;
      const { timeframe, period } = lookbackOf(setting, 0);
      const least = timeframeMs(timeframe) / 1000;
      return period > 0 && numberOf(setting, 'refresh_period', REFRESH_S) < least
        ? `refresh_period of at least ${least}, the seconds of a candle of lookback_timeframe`
        : sortProblem(setting);
    },
  };
}

/** Pairs with a figure of their last 24 hours; those the exchange has none for are left out. */
async function byTicker(pairs: readonly string[], world: PairlistWorld, figure: 'quoteVolume' | 'percentage'): Promise<Ranked> {
  const tickers = await allTickers(world);
  return pairs.flatMap((pair) => {
    const value = tickers.get(pair)?.[figure] ?? null;
    return value === null ? [] : [[pair, value] as const];
  });
}

function sortProblem(setting: PairlistSetting): string | null {
  const key = setting['sort_key'];
  return key === undefined || key === 'quoteVolume' ? null : 'sort_key "quoteVolume"';
}

/** The most traded pairs: by the last 24 hours, or by candles. */
export const VOLUME: PairlistHandler = {
  name: 'VolumePairList',
  description: 'The most traded pairs.',
  parameters: {
    number_assets: count(30),
    sort_key: option('quoteVolume', ['quoteVolume'], 'Sort by', 'What is compared.'),
    min_value: number(0, 'Smallest volume', 'In stake currency.'),
    max_value: number(null, 'Largest volume', 'In stake currency.'),
    ...refreshPeriod(REFRESH_S),
    ...lookback(0),
  },
  needsPresent: true,
  ...ranking(async (pairs, { world }, lookback) => {
    if (lookback.period <= 0) return byTicker(pairs, world, 'quoteVolume');
    const candles = await pastCandles(world, lookback, pairs);
    return pairs.map((pair) => {
      const rows = candles.get(pair) ?? [];
      const size = world.markets.get(pair)?.contractSize ?? 1;
      if (rows.length < lookback.period) return [pair, 0] as const;
      const last = rows.slice(-lookback.period);
      return [pair, last.reduce((sum, [, , high, low, close, volume]) => sum + volume * ((high + low + close) / 3) * size, 0)] as const;
    });
  }),
};

/** The pairs whose price changed most. Per cent. */
export const PERCENT_CHANGE: PairlistHandler = {
  name: 'PercentChangePairList',
  description: 'The pairs whose price has changed most.',
  parameters: {
    number_assets: count(30),
    min_value: number(null, 'Smallest change', 'Per cent.'),
    max_value: number(null, 'Largest change', 'Per cent.'),
    ...sortDirection('desc'),
    ...refreshPeriod(REFRESH_S),
    ...lookback(0),
  },
  needsPresent: true,
  ...ranking(async (pairs, { world }, lookback) => {
    if (lookback.period <= 0) return byTicker(pairs, world, 'percentage');
    const candles = await pastCandles(world, lookback, pairs);
    return pairs.map((pair) => {
      const rows = candles.get(pair) ?? [];
      const [now, before] = [rows.at(-1)?.[4], rows.at(-1 - lookback.period)?.[4]];
      return [pair, now !== undefined && before !== undefined && before > 0 ? ((now - before) / before) * 100 : 0] as const;
    });
  }),
};
