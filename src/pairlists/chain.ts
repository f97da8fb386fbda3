import type { Market } from '../core/market/market.ts';
import { expandPairs, pairPattern } from './pair-pattern.ts';

/** One handler of the chain, with its parameters as the configuration has them. */
export type PairlistSetting = { readonly method: string } & Readonly<Record<string, unknown>>;

/** What handlers may know: gathered before, so that they need not ask. */
export interface PairlistView {
  readonly markets: ReadonlyMap<string, Market>;
  readonly stakeCurrency: string;
  readonly whitelist: readonly string[];
  readonly blacklist: readonly string[];
  readonly producerPairs: (producer: string) => readonly string[];
  readonly openTrades: number;
  /** Infinity for no limit. */
  readonly maxOpenTrades: number;
  /** A number in [0, 1), the same for the same seed. */
  readonly random: (seed: number, index: number) => number;
}

type Handler = (pairs: readonly string[], setting: PairlistSetting, view: PairlistView) => readonly string[];

const number = (setting: PairlistSetting, name: string, fallback: number): number => Number(setting[name] ?? fallback);

/** Every handler by freqtrade's name. Those that make pairs add to what is there; the others choose from it. */
export const PAIRLIST_HANDLERS: Readonly<Record<string, Handler>> = {
  StaticPairList: (pairs, setting, view) => {
    const known =
      setting['allow_inactive'] === true
        ? [...view.markets.keys()]
        : [...view.markets.values()].filter(({ isActive }) => isActive).map(({ pair }) => pair);
    return [...pairs, ...expandPairs(view.whitelist, known, false)];
  },
  ProducerPairList: (pairs, setting, view) => {
    const all = [...new Set([...pairs, ...view.producerPairs(String(setting['producer_name'] ?? 'default'))])];
    const count = number(setting, 'number_assets', 0);
    return count > 0 ? all.slice(0, count) : all;
  },
  OffsetFilter: (pairs, setting) => {
    const offset = number(setting, 'offset', 0);
    const count = number(setting, 'number_assets', 0);
    const rest = pairs.slice(offset);
    return count > 0 ? rest.slice(0, count) : rest;
  },
  ShuffleFilter: (pairs, setting, view) => {
    const shuffled = [...pairs];
    const seed = number(setting, 'seed', 0);
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = Math.floor(view.random(seed, index) * (index + 1));
      [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
    }
    return shuffled;
  },
  FullTradesFilter: (pairs, _setting, view) => (view.openTrades >= view.maxOpenTrades ? [] : pairs),
};

/** The pairs to trade: the chain's, of active markets in the stake currency, not blacklisted, none twice. */
export function pairlist(settings: readonly PairlistSetting[], view: PairlistView): string[] {
  const banned = view.blacklist.map(pairPattern).filter((expression) => expression !== null);
  const isAllowed = (pair: string): boolean => {
    const market = view.markets.get(pair);
    return market?.isActive === true && market.quote === view.stakeCurrency && !banned.some((expression) => expression.test(pair));
  };
  let pairs: readonly string[] = [];
  for (const setting of settings) pairs = [...new Set(PAIRLIST_HANDLERS[setting.method]!(pairs, setting, view))].filter(isAllowed);
  return [...pairs];
}
