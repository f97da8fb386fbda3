import type { Trade } from './trade.ts';

/** What a strategy keeps with a trade under a key; null when nothing. */
export function getCustomData(trade: Readonly<Trade>, key: string): unknown {
  return trade.customData[key]?.value ?? null;
}

/** Keeps a value (anything that JSON can hold) with a trade, over restarts. */
export function setCustomData(trade: Readonly<Trade>, key: string, value: unknown): void {
  const known = trade.customData[key];
  if (known === undefined) trade.customData[key] = { id: 0, value, isChanged: true, createdAt: null, updatedAt: null };
  else Object.assign(known, { value, isChanged: true });
}
