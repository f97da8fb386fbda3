import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CANDLE_TYPES, type CandleType, type DataFormat } from './candle-files.ts';
import { ENDINGS } from './table-files.ts';

export interface StoredPair {
  readonly pair: string;
  readonly timeframe: string;
  readonly type: CandleType;
}

/** Candle files of a data folder. @param isFutures of the folder for futures */
export function storedPairs(folder: string, format: DataFormat, isFutures: boolean): StoredPair[] {
  const pattern = new RegExp(`^([A-Za-z0-9_.-]+?)-(\\d+[a-zA-Z]{1,2})(?:-(\\w+))?\\.${ENDINGS[format].replace('.', '\\.')}$`);
  const found: StoredPair[] = [];
  for (const file of filesOf(folder, isFutures)) {
    const [, name, timeframe, type = 'spot'] = pattern.exec(file) ?? [];
    if (name === undefined || timeframe === undefined || !(CANDLE_TYPES as readonly string[]).includes(type)) continue;
    found.push({ pair: pairOf(name), timeframe: timeframe.replace('Mo', 'M'), type: type as CandleType });
  }
  return found;
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

/** BTC_USDT is BTC/USDT, BTC_USDT_USDT is BTC/USDT:USDT. */
function pairOf(name: string): string {
  const [base = '', quote = '', ...rest] = name.split('_');
  return [`${base}/${quote}`, ...rest].join(':');
}
