import { type Handler, type HandlerCall, numberOf } from './handler.ts';
import { expandPairs } from './pair-pattern.ts';

function configured({ setting, world }: HandlerCall): string[] {
  const known =
    setting['allow_inactive'] === true
      ? [...world.markets.keys()]
      : [...world.markets.values()].filter(({ isActive }) => isActive).map(({ pair }) => pair);
  return expandPairs(world.whitelist, known, false);
}

/** The pairs of the configuration. */
export const STATIC: Handler = { generate: configured, filter: (pairs, call) => [...pairs, ...configured(call)] };

function produced(pairs: readonly string[], { setting, world }: HandlerCall): string[] {
  const all = [...new Set([...pairs, ...world.producerPairs(String(setting['producer_name'] ?? 'default'))])];
  const count = numberOf(setting, 'number_assets', 0);
  return count > 0 ? all.slice(0, count) : all;
}

/** Pairs of another bot. */
export const PRODUCER: Handler = { generate: (call) => produced([], call), filter: produced };
