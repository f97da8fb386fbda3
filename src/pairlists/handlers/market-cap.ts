import { choosing, type HandlerCall, numberOf, type PairlistHandler, refreshMs, tradablePairs } from '../handler.ts';
import { count, list, listMode, number, refreshPeriod } from '../parameter.ts';
import { COIN_PREFIXES } from './by-market.ts';

const COINS_A_PAGE = 250;
/** A day. */
const RANKS_REFRESH_S = 86_400;
const COINGECKO = { demo: 'https://api.coingecko.com/api/v3', pro: 'https://pro-api.coingecko.com/api/v3' };

/** Symbols by market capitalisation, the largest first. */
async function rankedCoins({ setting, world }: HandlerCall): Promise<readonly string[]> {
  const { apiKey, isDemo } = world.coingecko;
  const ask = async (query: Readonly<Record<string, string>>): Promise<{ symbol: string; market_cap: number | null }[]> => {
    const usual = {
      vs_currency: 'usd',
      order: 'market_cap_desc',
      per_page: String(COINS_A_PAGE),
      page: '1',
      sparkline: 'false',
      locale: 'en',
    };
    const words = Object.entries({ ...usual, ...query }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${isDemo ? COINGECKO.demo : COINGECKO.pro}/coins/markets?${words.join('&')}`;
    const headers = apiKey === '' ? {} : { headers: { [isDemo ? 'x-cg-demo-api-key' : 'x-cg-pro-api-key']: apiKey } };
    return (await world.source.document(url, { timeoutMs: 30_000, ...headers })) as { symbol: string; market_cap: number | null }[];
  };
  const categories = (setting['categories'] ?? []) as readonly string[];
  const pages = Math.ceil(numberOf(setting, 'max_rank', 30) / COINS_A_PAGE);
  const queries =
    categories.length > 0
      ? categories.map((category) => ({ category }))
      : Array.from({ length: pages }, (_value, index) => ({ page: String(index + 1) }));
  const coins = [];
  for (const query of queries) coins.push(...(await ask(query)));
  return coins.toSorted((a, b) => (b.market_cap ?? 0) - (a.market_cap ?? 0)).map(({ symbol }) => symbol);
}

async function byMarketCap(pairs: readonly string[], call: HandlerCall): Promise<string[]> {
  const { setting, world, key } = call;
  const coins = await world.memory.keep(`${key} coins`, world.now, refreshMs(setting, RANKS_REFRESH_S), () => rankedCoins(call));
  const tradable = new Set(tradablePairs(world));
  const quote = `${world.stakeCurrency}${world.isFutures ? `:${world.stakeCurrency}` : ''}`;
  const top = new Set<string>();
  for (const coin of coins.slice(0, numberOf(setting, 'max_rank', 30))) {
    const pair = `${coin.toUpperCase()}/${quote}`;
    const names = tradable.has(pair) ? [pair] : [pair, ...COIN_PREFIXES.map((prefix) => prefix + pair)];
    const found = names.find((name) => pairs.includes(name));
    if (found !== undefined) top.add(found);
  }
  if (setting['mode'] === 'blacklist') return pairs.filter((pair) => !top.has(pair));
  return [...top].slice(0, numberOf(setting, 'number_assets', 30));
}

/** The largest coins by what they are worth together, as CoinGecko ranks them. */
export const MARKET_CAP: PairlistHandler = {
  name: 'MarketCapPairList',
  description: 'The largest coins, as CoinGecko ranks them.',
  parameters: {
    number_assets: count(30),
    max_rank: number(30, 'Largest rank', 'How far down the ranks to look.'),
    categories: list('Categories', "CoinGecko's categories to choose from; none for all."),
    ...refreshPeriod(RANKS_REFRESH_S),
    ...listMode,
  },
  needsPresent: false,
  ...choosing(byMarketCap, RANKS_REFRESH_S),
  problem: (setting) =>
    setting['number_assets'] === undefined && setting['mode'] !== 'blacklist' ? 'number_assets, how many pairs to take' : null,
};
