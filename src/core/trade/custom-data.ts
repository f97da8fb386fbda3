import type { Trade, WrittenDatum } from './trade.ts';

/** What a strategy keeps with a trade under a key. @param otherwise what nothing is answered with, and null as well */
export function getCustomData(trade: Readonly<Trade>, key: string, otherwise: unknown = null): unknown {
  return trade.customData[key]?.value ?? otherwise;
}

/** Keeps a value (anything that JSON can hold) with a trade, over restarts. @param written how it is written, where that does not follow from it */
export function setCustomData(trade: Readonly<Trade>, key: string, value: unknown, written: WrittenDatum | null = null): void {
  keep(trade, key, value ?? null, written);
}

/** Forgets what is kept under a key; all of it where none is named. */
export function deleteCustomData(trade: Readonly<Trade>, key: string | null = null): void {
  for (const name of key === null ? Object.keys(trade.customData) : [key])
    if (trade.customData[name] !== undefined) keep(trade, name, undefined, null);
}

function keep(trade: Readonly<Trade>, key: string, value: unknown, written: WrittenDatum | null): void {
  const known = trade.customData[key];
  if (known === undefined) trade.customData[key] = { id: 0, value, written, isChanged: true, createdAt: null, updatedAt: null };
  else Object.assign(known, { value, written, isChanged: true });
}
