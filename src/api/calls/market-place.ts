import type { MarketPlace } from '../../research/port.ts';

/** Where a request wants pairs from; nothing or an empty text leaves it to the configuration. */
export function placeOf(asked: {
  readonly exchange?: string | null | undefined;
  readonly trading_mode?: string | null | undefined;
}): MarketPlace {
  const mode = asked.trading_mode || null;
  return { exchange: asked.exchange || null, tradingMode: mode === null ? null : mode === 'futures' ? 'futures' : 'spot' };
}
