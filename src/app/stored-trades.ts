import { existsSync } from 'node:fs';
import type { Trade } from '../core/trade/trade.ts';
import { openTradeStore } from '../database/open.ts';
import { everyClosedTrade } from '../database/read/every-closed-trade.ts';
import { databaseKind, sqlitePath } from '../database/url.ts';

/** File of a database that is not there; null where it is, or where it is no file. */
export function missingFile(url: string): string | null {
  const path = databaseKind(url) === 'sqlite' ? sqlitePath(url) : null;
  return path === null || path === ':memory:' || existsSync(path) ? null : path;
}

/** Every trade of a database, open ones first. @param url as `db_url` @throws DatabaseError */
export async function storedTrades(url: string): Promise<Trade[]> {
  const store = await openTradeStore(url, Date.now);
  try {
    return [...(await store.trades.open()), ...(await everyClosedTrade(store.history))];
  } finally {
    await store.close();
  }
}
