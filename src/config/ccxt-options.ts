import type { RawConfig } from './raw.ts';

type Section = Readonly<Record<string, unknown>>;

/** What the user gives to ccxt: for all clients, for freqtrade's synchronous one, for the asynchronous one, which wins; key by key, however deep. */
export function ccxtOptions({ exchange }: RawConfig): Section {
  return [exchange.ccxt_sync_config, exchange.ccxt_async_config].reduce<Section>(
    (all, more) => merged(all, more ?? {}),
    exchange.ccxt_config ?? {},
  );
}

function merged(under: Section, over: Section): Section {
  const both = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = under[key];
    return [key, isSection(below) && isSection(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(both) };
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
