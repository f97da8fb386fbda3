import { type HandlerCall, numberOf, type PairlistHandler } from '../handler.ts';
import { expandPairs } from '../pair-pattern.ts';
import { boolean, count, text } from '../parameter.ts';

function configured({ setting, world }: HandlerCall): string[] {
  const known =
    setting['allow_inactive'] === true
      ? [...world.markets.keys()]
      : [...world.markets.values()].filter(({ isActive }) => isActive).map(({ pair }) => pair);
  return expandPairs(world.whitelist, known, false);
}

/** The pairs of the configuration. */
export const STATIC: PairlistHandler = {
  name: 'StaticPairList',
  description: 'The pairs of the configuration.',
  parameters: { allow_inactive: boolean(false, 'Allow inactive pairs', 'Also pairs that are not traded at present.') },
  needsPresent: false,
  generate: configured,
  filter: (pairs, call) => [...pairs, ...configured(call)],
};

function produced(pairs: readonly string[], { setting, world }: HandlerCall): string[] {
  const all = [...new Set([...pairs, ...world.producerPairs(String(setting['producer_name'] ?? 'default'))])];
  const count = numberOf(setting, 'number_assets', 0);
  return count > 0 ? all.slice(0, count) : all;
}

/** Pairs of another bot. */
export const PRODUCER: PairlistHandler = {
  name: 'ProducerPairList',
  description: 'Pairs of another bot that this one listens to.',
  parameters: {
    number_assets: count(0, 'How many pairs to take; 0 for all.'),
    producer_name: text('default', 'Producer name', 'Name of that bot in external_message_consumer.'),
  },
  needsPresent: true,
  generate: (call) => produced([], call),
  filter: produced,
};
