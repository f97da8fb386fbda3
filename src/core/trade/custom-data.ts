import type { Trade } from './trade.ts';

/** What a strategy keeps with a trade under a key. @param otherwise what nothing is answered with, and null as well */
export function getCustomData(trade: Readonly<Trade>, key: string, otherwise: unknown = null): unknown {
  return trade.customData[key]?.value ?? otherwise;
}

/** Keeps a value (anything that JSON can hold) with a trade, over restarts. */
export function setCustomData(trade: Readonly<Trade>, key: string, value: unknown): void {
  keep(trade, key, value ?? null);
}

/** Forgets what is kept under a key; all of it where none is named. */
export function deleteCustomData(trade: Readonly<Trade>, key: string | null = null): void {
  for (const name of key === null ? Object.keys(trade.customData) : [key])
    if (trade.customData[name] !== undefined) keep(trade, name, undefined);
}

function keep(trade: Readonly<Trade>, key: string, value: unknown): void {
  const known = trade.customData[key];
  if (known === undefined) trade.customData[key] = { id: 0, value, isChanged: true, createdAt: null, updatedAt: null };
  else Object.assign(known, { value, isChanged: true });
}
