import { binance } from './binance/binance.ts';
import { bingx } from './bingx/bingx.ts';
import { bitget } from './bitget/bitget.ts';
import { bitvavo } from './bitvavo/bitvavo.ts';
import { bybit } from './bybit/bybit.ts';
import type { Dialect } from './dialect.ts';
import { gate } from './gate/gate.ts';
import { htx } from './htx/htx.ts';
import { hyperliquid } from './hyperliquid/hyperliquid.ts';
import { kraken } from './kraken/kraken.ts';
import { krakenfutures } from './krakenfutures/krakenfutures.ts';
import { kucoin } from './kucoin/kucoin.ts';
import { okx } from './okx/okx.ts';

/** Every exchange whose language is spoken, by ccxt's name. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  binance,
  bingx,
  bitget,
  bitvavo,
  bybit,
  gate,
  htx,
  hyperliquid,
  kraken,
  krakenfutures,
  kucoin,
  okx,
};

/** @throws Error that names those there are */
export function dialectNamed(name: string): Dialect {
  const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
  if (dialect === undefined) throw new Error(`--dialect: "${name}" is not one of ${Object.keys(DIALECTS).join(', ')}.`);
  return dialect;
}
