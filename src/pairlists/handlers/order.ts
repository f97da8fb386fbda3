import { type HandlerCall, numberOf, type PairlistHandler } from '../handler.ts';
import { MersenneTwister } from '../mersenne-twister.ts';
import { count, number, option } from '../parameter.ts';

const MINUTE_MS = 60_000;

/** Leaves out the first pairs. */
export const OFFSET: PairlistHandler = {
  name: 'OffsetFilter',
  description: 'Leaves out the first pairs, and keeps a number of those after them.',
  parameters: {
    offset: number(0, 'Offset', 'How many pairs to leave out at the front.'),
    number_assets: count(0, 'How many pairs to keep; 0 for all.'),
  },
  needsPresent: false,
  generate: null,
  filter: (pairs, { setting }) => {
    const count = numberOf(setting, 'number_assets', 0);
    const rest = pairs.slice(numberOf(setting, 'offset', 0));
    return count > 0 ? rest.slice(0, count) : rest;
  },
  problem: (setting) => (numberOf(setting, 'offset', 0) < 0 ? 'offset of at least 0' : null),
};

/**
 * Random order: a new one with every candle, or every time. Where nobody trades, a seed makes it repeatable, as freqtrade has it; a bot
 * that always begins with the same pairs would be of no use.
 */
export const SHUFFLE: PairlistHandler = {
  name: 'ShuffleFilter',
  description: 'Puts the pairs into random order.',
  parameters: {
    shuffle_frequency: option('candle', ['candle', 'iteration'], 'How often', 'With every candle, or every time.'),
    seed: number(null, 'Random seed', 'The same seed gives the same order.'),
  },
  needsPresent: false,
  generate: null,
  filter: (pairs, call) => {
    const { setting, world, key } = call;
    if (!world.isTrading || setting['shuffle_frequency'] === 'iteration') return shuffled(pairs, call);
    const begun = world.now - (world.now % world.timeframeMs);
    return world.memory.keep(`${key} ${pairs.join()}`, world.now, begun + world.timeframeMs - world.now, () => shuffled(pairs, call));
  },
  problem: (setting) =>
    ['candle', 'iteration'].includes(String(setting['shuffle_frequency'] ?? 'candle')) ? null : 'shuffle_frequency "candle" or "iteration"',
};

function shuffled(pairs: readonly string[], { setting, world, key }: HandlerCall): string[] {
  const seed = world.isTrading ? null : numberOf(setting, 'seed', null);
  let below = (limit: number) => Math.floor(world.random() * limit);
  if (seed !== null) {
    // one generator goes on from shuffle to shuffle
    const known = world.memory.peek<MersenneTwister>(`${key} generator`, world.now);
    const twister = known ?? new MersenneTwister(seed);
    if (known === undefined) world.memory.put(`${key} generator`, Number.POSITIVE_INFINITY, twister);
    below = (limit) => twister.below(limit);
  }
  const order = [...pairs];
  for (let index = order.length - 1; index > 0; index--) {
    const other = below(index + 1);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}

/** The pairs that earned most first; of equals the one with fewer trades. */
export const PERFORMANCE: PairlistHandler = {
  name: 'PerformanceFilter',
  description: 'The pairs that earned most first.',
  parameters: {
    minutes: number(0, 'Minutes', 'Count trades closed within so many minutes; 0 for all.'),
    min_profit: number(null, 'Smallest profit', 'Leave out pairs below this ratio, 0.01 = 1 %.'),
  },
  needsPresent: false,
  generate: null,
  filter: (pairs, { setting, world }) => {
    const minutes = numberOf(setting, 'minutes', 0);
    const performances = world.source.performance(minutes > 0 ? world.now - minutes * MINUTE_MS : null);
    if (performances.length === 0) return pairs;
    const byPair = new Map(performances.map((performance) => [performance.pair, performance]));
    const of = (pair: string) => byPair.get(pair) ?? { profitRatio: 0, count: 0 };
    const min = numberOf(setting, 'min_profit', null);
    return pairs
      .toSorted((a, b) => of(b).profitRatio - of(a).profitRatio || of(a).count - of(b).count)
      .filter((pair) => min === null || of(pair).profitRatio >= min);
  },
};

/** No pairs while there is no slot for them. */
export const FULL_TRADES: PairlistHandler = {
  name: 'FullTradesFilter',
  description: 'No pairs while every trade slot is taken.',
  parameters: {},
  needsPresent: false,
  generate: null,
  filter: (pairs, { world }) => (world.openTrades >= world.maxOpenTrades ? [] : pairs),
};
