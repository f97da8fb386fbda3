import type { Candles } from '../../core/market/candles.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import type { SearchElsewhere, Strategy } from '../../strategy/strategy.ts';
import type { SharedPair } from './ground.ts';
import type { Search } from './search-space.ts';

/** Tries of a strategy that lives in a process of its own. */

const candlesOf = (pairs: readonly SharedPair[]): ReadonlyMap<string, Candles> =>
  new Map(pairs.map(({ pair, candles }) => [pair, candles]));

/** Names of the parameters that a search sets. */
function searchedNames(strategy: Strategy, { space }: Search): readonly string[] {
  const own = new Set(parametersOf(strategy).map(({ name }) => name));
  return space.map(({ name }) => name).filter((name) => own.has(name));
}

export async function prepareElsewhere(
  strategy: Strategy,
  elsewhere: SearchElsewhere,
  search: Search,
  pairs: readonly SharedPair[],
  analysesEach: boolean,
): Promise<void> {
  await elsewhere.prepare(candlesOf(pairs), searchedNames(strategy, search), analysesEach);
}

/** Begins a try with what the strategy is set to here. @returns pairs with their signals */
export async function beginElsewhere(
  strategy: Strategy,
  elsewhere: SearchElsewhere,
  search: Search,
  pairs: readonly SharedPair[],
): Promise<ReadonlyMap<string, DataFrame>> {
  const names = new Set(searchedNames(strategy, search));
  const parameters = parametersOf(strategy).filter(({ name }) => names.has(name));
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return elsewhere.begin(candlesOf(pairs), values, attributesOf(strategy, search));
}

/** What every strategy has and the search sets, by freqtrade's names. */
function attributesOf(strategy: Strategy, { spaces }: Search): Readonly<Record<string, unknown>> {
  return {
    ...(spaces.has('roi') && { minimal_roi: strategy.minimalRoi }),
    ...(spaces.has('stoploss') && { stoploss: strategy.stoploss }),
    ...(spaces.has('max_open_trades') && { max_open_trades: strategy.maxOpenTrades ?? -1 }),
    ...(spaces.has('trailing') && {
      trailing_stop: strategy.trailingStop,
      trailing_stop_positive: strategy.trailingStopPositive,
      trailing_stop_positive_offset: strategy.trailingStopPositiveOffset,
      trailing_only_offset_is_reached: strategy.trailingOnlyOffsetIsReached,
    }),
  };
}

/** Prices as a strategy has left them in its frame, which freqtrade trades on. */
export function pricesOf({ length, time, open, high, low, close, volume }: DataFrame): Candles {
  return { length, time, open: open.values, high: high.values, low: low.values, close: close.values, volume: volume.values };
}
