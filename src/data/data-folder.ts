import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CANDLE_TYPES, type CandleType, type DataFormat } from './candle-files.ts';
import { pairOf } from './pair-name.ts';
import { ENDINGS } from './table-files.ts';

export interface StoredPair {
  readonly pair: string;
  readonly timeframe: string;
  readonly type: CandleType;
}

/** Candle files of a data folder, each pair, timeframe and kind once. @param isFutures of the folder for futures */
export function storedPairs(folder: string, format: DataFormat, isFutures: boolean): StoredPair[] {
  const pattern = new RegExp(`^(.+?)-(\\d+[a-zA-Z]{1,2})(?:-(\\w+))?\\.${ENDINGS[format].replace('.', '\\.')}$`, 'u');
  const found = new Map<string, StoredPair>();
  for (const file of filesOf(folder, isFutures)) {
    const [, name, written, type = 'spot'] = pattern.exec(file) ?? [];
    if (name === undefined || written === undefined || !(CANDLE_TYPES as readonly string[]).includes(type)) continue;
    // months as they are written now, and as they were
    const timeframe = written.replace(/^(\d+)mo$/i, '$1M');
    const stored = { pair: pairOf(name), timeframe, type: type as CandleType };
    found.set(`${stored.pair} ${timeframe} ${type}`, stored);
  }
  return [...found.values()];
}

/** Pairs that have files of public trades. */
export function pairsWithTrades(folder: string, format: DataFormat, isFutures: boolean): string[] {
  const ending = `-trades.${ENDINGS[format]}`;
  return filesOf(folder, isFutures).flatMap((file) => (file.endsWith(ending) ? [pairOf(file.slice(0, -ending.length))] : []));
}

function filesOf(folder: string, isFutures: boolean): string[] {
  try {
    return readdirSync(isFutures ? join(folder, 'futures') : folder).sort();
  } catch {
    return [];
  }
}
