import { COIN_PREFIXES } from './by-market.ts';
import { choosing, type Handler, type HandlerCall, numberOf, refreshMs, tradablePairs } from './handler.ts';
import { expandPairs } from './pair-pattern.ts';

/** Lists that others keep: a document at an address, and the ranks of coins. */

const isList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((pair) => typeof pair === 'string');

async function remotePairs({ setting, world, key }: HandlerCall): Promise<readonly string[]> {
  const { memory, source, now } = world;
  const known = memory.peek<readonly string[]>(`${key} pairs`, now);
  if (known !== undefined) return known;
  const url = String(setting['pairlist_url']);
  const token = String(setting['bearer_token'] ?? '');
  let listed: readonly string[];
  let holds = refreshMs(setting, 1800);
  try {
    const found = await source.document(url, {
      timeoutMs: numberOf(setting, 'read_timeout', 60) * 1000,
      ...(token === '' ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
    const { pairs, refresh_period } = found as { pairs?: unknown; refresh_period?: unknown };
    if (!isList(pairs ?? [])) throw new Error('it has no list "pairs"');
    listed = (pairs ?? []) as readonly string[];
    holds = Math.max(holds, Number(refresh_period ?? 0) * 1000 || 0);
  } catch (error) {
    const last = memory.peek<readonly string[]>(`${key} last`, now);
    // the first time there is nothing to go on with
    if (last === undefined) throw new Error(`RemotePairList: ${url} gave no pairs: ${(error as Error).message}`);
    const kept = setting['keep_pairlist_on_failure'] === false ? [] : last;
    memory.put(`${key} pairs`, now + holds, kept);
    return kept;
  }
  const active = [...world.markets.values()].filter(({ isActive }) => isActive).map(({ pair }) => pair);
  const pairs = counted(expandPairs(listed, active, false), setting);
  memory.put(`${key} pairs`, now + holds, pairs);
  memory.put(`${key} last`, Number.POSITIVE_INFINITY, pairs);
  const file = String(setting['save_to_file'] ?? '');
  if (file !== '') source.save(file, { pairs });
  return pairs;
}

function counted(pairs: readonly string[], setting: HandlerCall['setting']): readonly string[] {
  const count = numberOf(setting, 'number_assets', 0);
  return count > 0 && (setting['mode'] ?? 'whitelist') === 'whitelist' ? pairs.slice(0, count) : pairs;
}

/** Pairs of a document `{"pairs": [...], "refresh_period": seconds}`. */
export const REMOTE: Handler = {
  generate: remotePairs,
  filter: async (pairs, call) => {
    const remote = await remotePairs(call);
    const { setting } = call;
    if (setting['mode'] === 'blacklist') return pairs.filter((pair) => !remote.includes(pair));
    const chosen = setting['processing_mode'] === 'append' ? [...pairs, ...remote] : pairs.filter((pair) => remote.includes(pair));
    return counted([...new Set(chosen)], setting);
  },
  problem: (setting) => {
    if (!setting['pairlist_url']) return 'pairlist_url, where the pairs are';
    if (!/^(https?|file):\/\//.test(String(setting['pairlist_url'])))
      return 'a pairlist_url that begins with https://, http:// or file:///';
    if (!['whitelist', 'blacklist'].includes(String(setting['mode'] ?? 'whitelist'))) return 'mode "whitelist" or "blacklist"';
    return ['filter', 'append'].includes(String(setting['processing_mode'] ?? 'filter')) ? null : 'processing_mode "filter" or "append"';
  },
};

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
export const MARKET_CAP: Handler = {
  ...choosing(byMarketCap, RANKS_REFRESH_S),
  problem: (setting) =>
    setting['number_assets'] === undefined && setting['mode'] !== 'blacklist' ? 'number_assets, how many pairs to take' : null,
};
