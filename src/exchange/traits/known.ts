// Made by "npm run generate"; not to be edited by hand.
import * as binanceFile from './binance.ts';
import * as bingxFile from './bingx.ts';
import * as bitgetFile from './bitget.ts';
import * as bitvavoFile from './bitvavo.ts';
import * as bybitFile from './bybit.ts';
import * as coinexFile from './coinex.ts';
import * as cryptocomFile from './cryptocom.ts';
import * as gateFile from './gate.ts';
import * as htxFile from './htx.ts';
import * as hyperliquidFile from './hyperliquid.ts';
import * as krakenFile from './kraken.ts';
import * as krakenfuturesFile from './krakenfutures.ts';
import * as kucoinFile from './kucoin.ts';
import * as mexcFile from './mexc.ts';
import * as okxFile from './okx.ts';
import type { KnownTraits } from './traits.ts';

export const KNOWN_TRAITS: Readonly<Record<string, KnownTraits>> = {
  binance: binanceFile.binance,
  bingx: bingxFile.bingx,
  bitget: bitgetFile.bitget,
  bitvavo: bitvavoFile.bitvavo,
  bybit: bybitFile.bybit,
  coinex: coinexFile.coinex,
  cryptocom: cryptocomFile.cryptocom,
  gate: gateFile.gate,
  htx: htxFile.htx,
  hyperliquid: hyperliquidFile.hyperliquid,
  kraken: krakenFile.kraken,
  krakenfutures: krakenfuturesFile.krakenfutures,
  kucoin: kucoinFile.kucoin,
  mexc: mexcFile.mexc,
  okx: okxFile.okx,
};
