import type { DayTicker } from '../../core/market/market.ts';
import { roundPrice, TICK_SIZE } from '../../core/market/precision.ts';
import { type HandlerRule, numberOf, type PairlistHandler, type PairlistSetting, type PairlistWorld } from '../handler.ts';
import { number } from '../parameter.ts';

/** How long the prices of all pairs hold, ms; asking for all of them is dear. Source: freqtrade 2026.9. */
const TICKERS_MS = 1_800_000;

/** Prices and volumes of all pairs, shared by the handlers of a chain. */
export function allTickers(world: PairlistWorld): Promise<ReadonlyMap<string, DayTicker>> {
  return world.memory.keep('tickers', world.now, TICKERS_MS, () => world.source.tickers());
}

type Test = (pair: string, ticker: DayTicker, setting: PairlistSetting, world: PairlistWorld) => boolean;

/** Keeps the pairs that pass a test of their ticker. */
function byTicker(isOn: (setting: PairlistSetting, world: PairlistWorld) => boolean, test: Test): HandlerRule {
  return {
    generate: null,
    filter: async (pairs, { setting, world }) => {
      if (!isOn(setting, world)) return pairs;
      const tickers = await allTickers(world);
      return pairs.filter((pair) => {
        const ticker = tickers.get(pair);
        return ticker !== undefined && test(pair, ticker, setting, world);
      });
    },
  };
}

const PRICE_PARAMETERS = ['low_price_ratio', 'min_price', 'max_price', 'max_value'] as const;

/** By price, and by what its smallest step means. */
export const PRICE: PairlistHandler = {
  name: 'PriceFilter',
  description: 'Chooses by price.',
  parameters: {
    low_price_ratio: number(0, 'Largest price step', 'Leave out pairs whose smallest step is a larger part of the price.'),
    min_price: number(0, 'Smallest price', 'Leave out pairs below this price; 0 for none.'),
    max_price: number(0, 'Largest price', 'Leave out pairs above this price; 0 for none.'),
    max_value: number(0, 'Largest amount step', 'Leave out pairs where one step of the amount is worth more.'),
  },
  needsPresent: false,
  ...byTicker(
    (setting) => PRICE_PARAMETERS.some((name) => numberOf(setting, name, 0) > 0),
    (pair, { last }, setting, world) => {
      const market = world.markets.get(pair);
      if (market === undefined || last === null || last === 0) return false;
      const step = (precision: number | null) =>
        precision === null ? 0 : market.precisionMode === TICK_SIZE ? precision : 1 / 10 ** precision;
      const [ratio, min, max, value] = PRICE_PARAMETERS.map((name) => numberOf(setting, name, 0)) as [number, number, number, number];
      if (ratio !== 0 && step(market.pricePrecision) / last > ratio) return false;
      if (value !== 0 && market.minAmount !== null && step(market.amountPrecision) * last > value) return false;
      return (min === 0 || last >= min) && (max === 0 || last <= max);
    },
  ),
  problem: (setting) => {
    const wrong = PRICE_PARAMETERS.find((name) => numberOf(setting, name, 0) < 0);
    return wrong === undefined ? null : `${wrong} of at least 0`;
  },
};

/** Leaves out pairs whose price steps are too coarse for a stop and its limit. */
export const PRECISION: PairlistHandler = {
  name: 'PrecisionFilter',
  description: 'Leaves out pairs whose price steps are too coarse for a stop.',
  parameters: {},
  needsPresent: false,
  ...byTicker(
    (_setting, { stoploss }) => stoploss !== 0,
    (pair, { last }, _setting, { markets, stoploss }) => {
      const market = markets.get(pair);
      if (market === undefined || last === null) return false;
      const stop = last * (1 - Math.abs(stoploss));
      const up = (price: number) => roundPrice(price, market.pricePrecision, market.precisionMode, 'up');
      return up(stop) > up(stop * 0.99);
    },
  ),
};

/** Leaves out pairs with a wide gap between bid and ask. */
export const SPREAD: PairlistHandler = {
  name: 'SpreadFilter',
  description: 'Leaves out pairs with a wide gap between bid and ask.',
  parameters: { max_spread_ratio: number(0.005, 'Largest spread', 'Ratio of the ask, 0.005 = 0.5 %.') },
  needsPresent: true,
  ...byTicker(
    (setting) => numberOf(setting, 'max_spread_ratio', 0.005) !== 0,
    (_pair, { bid, ask }, setting) => bid !== null && ask !== null && 1 - bid / ask <= numberOf(setting, 'max_spread_ratio', 0.005),
  ),
};
