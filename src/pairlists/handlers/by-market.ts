import { choosing, type HandlerRule, numberOf, type PairlistHandler, refreshMs } from '../handler.ts';
import { number, option, refreshPeriod, text } from '../parameter.ts';

const DAY_MS = 86_400_000;
const REFRESH_S = 1800;

/** Leaves out pairs that the exchange will end. */
export const DELIST: PairlistHandler = {
  name: 'DelistFilter',
  description: 'Leaves out pairs that the exchange is going to end.',
  parameters: { max_days_from_now: number(0, 'Days from now', 'Only those that end within so many days; 0 for all.') },
  needsPresent: true,
  generate: null,
  filter: (pairs, { setting, world }) => {
    const days = numberOf(setting, 'max_days_from_now', 0);
    return pairs.filter((pair) => {
      const end = world.markets.get(pair)?.endsAt ?? null;
      return end === null || (days > 0 && end > world.now + days * DAY_MS);
    });
  },
  problem: (setting) => (numberOf(setting, 'max_days_from_now', 0) < 0 ? 'max_days_from_now of at least 0' : null),
};

/** Coins of little worth are traded by the thousand or the million. */
export const COIN_PREFIXES: readonly string[] = ['1000', '1000000', '1M', 'K'];

function isAmong(base: string, bases: ReadonlySet<string>): boolean {
  if (bases.has(base)) return true;
  return COIN_PREFIXES.some(
    (prefix) =>
      bases.has(prefix + base) ||
      // KAVA is not a thousand AVA
      (prefix !== 'K' && base.startsWith(prefix) && bases.has(base.slice(prefix.length))),
  );
}

async function crossing(pairs: readonly string[], { setting, world, key }: Parameters<HandlerRule['filter']>[1]): Promise<string[]> {
  const bases = await world.memory.keep(
    `${key} bases`,
    world.now,
    refreshMs(setting, REFRESH_S),
    async () => new Set(await world.source.basesElsewhere()),
  );
  const wantsBoth = (setting['pairs_exist_on'] ?? 'both_markets') === 'both_markets';
  return pairs.filter((pair) => isAmong(world.markets.get(pair)?.base ?? '', bases) === wantsBoth);
}

/** Pairs that the other trading mode (spot or futures) has as well, or has not. */
export const CROSS_MARKET: PairlistHandler = {
  name: 'CrossMarketPairList',
  description: 'Pairs that spot and futures both have, or only one of them.',
  parameters: {
    pairs_exist_on: option('both_markets', ['current_market_only', 'both_markets'], 'Where', 'On both markets, or on this one only.'),
    ...refreshPeriod(REFRESH_S),
  },
  needsPresent: false,
  ...choosing(crossing, REFRESH_S),
  problem: (setting) =>
    ['both_markets', 'current_market_only'].includes(String(setting['pairs_exist_on'] ?? 'both_markets'))
      ? null
      : 'pairs_exist_on "both_markets" or "current_market_only"',
};

/** A member of nested data by its path, such as `info.status`. */
function member(data: unknown, path: string): unknown {
  let at: unknown = data;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return '';
    at = (at as Record<string, unknown>)[name];
  }
  return at ?? '';
}

/** By anything the exchange tells of a market. */
export const PAIR_INFORMATION: PairlistHandler = {
  name: 'PairInformationFilter',
  description: 'Chooses by anything the exchange tells of a market.',
  parameters: {
    selection_mode: option('whitelist', ['whitelist', 'blacklist'], 'Mode', 'Keep the pairs that match, or leave them out.'),
    info_key: text('', 'What to look at', 'Path in what the exchange tells, e.g. info.status.'),
    info_compare_value: text('', 'What it is to be', 'The value there.'),
  },
  needsPresent: false,
  generate: null,
  filter: (pairs, { setting, world }) => {
    const wants = (setting['selection_mode'] ?? 'whitelist') === 'whitelist';
    const [path, value] = [String(setting['info_key']), setting['info_compare_value']];
    return pairs.filter((pair) => (member(world.source.marketInformation(pair), path) === value) === wants);
  },
  problem: (setting) => {
    if (!setting['info_key']) return 'info_key, what to look at, such as "info.status"';
    if (!setting['info_compare_value']) return 'info_compare_value, what it is to be';
    return ['whitelist', 'blacklist'].includes(String(setting['selection_mode'] ?? 'whitelist'))
      ? null
      : 'selection_mode "whitelist" or "blacklist"';
  },
};
