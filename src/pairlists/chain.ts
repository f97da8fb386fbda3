import { must } from '../core/must.ts';
import { ALL_HANDLERS } from './all-handlers.ts';
import { isBlacklisted, type PairlistHandler, type PairlistSetting, type PairlistWorld } from './handler.ts';

/** Every handler by its name. */
export const PAIRLIST_HANDLERS: ReadonlyMap<string, PairlistHandler> = new Map(ALL_HANDLERS.map((handler) => [handler.name, handler]));

/** The handlers of a chain that can't be used for the past. */
export function presentOnly(settings: readonly PairlistSetting[]): string[] {
  return settings.map(({ method }) => method).filter((method) => PAIRLIST_HANDLERS.get(method)?.needsPresent);
}

/** What is wrong with a chain: what was found, and what is allowed. Null for nothing. */
export function pairlistProblem(settings: readonly PairlistSetting[]): { found: string; allowed: string } | null {
  for (const [index, setting] of settings.entries()) {
    const handler = PAIRLIST_HANDLERS.get(setting.method);
    if (handler === undefined)
      return { found: JSON.stringify(setting.method), allowed: `one of ${[...PAIRLIST_HANDLERS.keys()].join(', ')}` };
    if (index === 0 && (handler.generate === null || setting['mode'] === 'blacklist'))
      return { found: `${setting.method} in the first place`, allowed: 'a list that makes pairs first, such as StaticPairList' };
    const problem = handler.problem?.(setting) ?? null;
    if (problem !== null) return { found: setting.method, allowed: `${problem}` };
  }
  return null;
}

/**
 * The chain gone through again and again, over the pairs that its first handler has made.
 * @throws Error that names a handler which has to wait for what it chooses by
 */
export function repeatedPairlist(
  settings: readonly PairlistSetting[],
  made: readonly string[],
  world: PairlistWorld,
): () => readonly string[] {
  const isBanned = isBlacklisted(world);
  return () => {
    let pairs = made;
    for (const [index, setting] of settings.entries()) {
      if (index === 0) continue;
      const chosen = must(PAIRLIST_HANDLERS.get(setting.method), setting.method).filter(pairs, {
        setting,
        world,
        key: `${index} ${setting.method}`,
      });
      if (chosen instanceof Promise) throw new Error(`${setting.method} can't choose anew with every candle.`);
      pairs = chosen;
    }
    return pairs.filter((pair) => !isBanned(pair));
  };
}

/** The pairs to trade: the chain's, of active markets in the stake currency, not blacklisted, none twice. */
export async function pairlist(settings: readonly PairlistSetting[], world: PairlistWorld): Promise<string[]> {
  const isBanned = isBlacklisted(world);
  const takesInactive = settings.some(({ method, allow_inactive }) => method === 'StaticPairList' && allow_inactive === true);
  const isAllowed = (pair: string): boolean => {
    const market = world.markets.get(pair);
    return market !== undefined && (market.isActive || takesInactive) && market.quote === world.stakeCurrency;
  };
  let pairs: readonly string[] = [];
  for (const [index, setting] of settings.entries()) {
    const handler = must(PAIRLIST_HANDLERS.get(setting.method), setting.method);
    const call = { setting, world, key: `${index} ${setting.method}` };
    const made = index === 0 && handler.generate !== null ? await handler.generate(call) : await handler.filter(pairs, call);
    pairs = [...new Set(made)].filter(isAllowed);
  }
  // last, as in freqtrade: the handlers have counted those, too
  return pairs.filter((pair) => !isBanned(pair));
}
