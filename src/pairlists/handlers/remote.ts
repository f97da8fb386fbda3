import { type HandlerCall, numberOf, type PairlistHandler, refreshMs } from '../handler.ts';
import { expandPairs } from '../pair-pattern.ts';
import { boolean, count, listMode, number, option, refreshPeriod, text } from '../parameter.ts';

const REFRESH_S = 1800;

const isList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((pair) => typeof pair === 'string');

async function remotePairs({ setting, world, key }: HandlerCall): Promise<readonly string[]> {
  const { memory, source, now } = world;
  const known = memory.peek<readonly string[]>(`${key} pairs`, now);
  if (known !== undefined) return known;
  const url = String(setting['pairlist_url']);
  const token = String(setting['bearer_token'] ?? '');
  let listed: readonly string[];
  let holds = refreshMs(setting, REFRESH_S);
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
export const REMOTE: PairlistHandler = {
  name: 'RemotePairList',
  description: 'Pairs of a document at an address, or of a file.',
  parameters: {
    pairlist_url: text('', 'Address', 'Where the document is: {"pairs": [...]}.'),
    number_assets: count(null),
    ...listMode,
    processing_mode: option('filter', ['filter', 'append'], 'Processing', 'Choose from the pairs there are, or add to them.'),
    ...refreshPeriod(REFRESH_S),
    keep_pairlist_on_failure: boolean(true, 'Keep on failure', 'Go on with the pairs of before.'),
    read_timeout: number(60, 'Time limit', 'Seconds to wait for the document.'),
    bearer_token: text('', 'Bearer token', 'Sent with the request.'),
    save_to_file: text('', 'Save to file', 'Where to write the pairs.'),
  },
  needsPresent: false,
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
