// Made by "npm run generate"; not to be edited by hand.
import type { PairlistHandler } from './handler.ts';
import * as byCandlesFile from './handlers/by-candles.ts';
import * as byMarketFile from './handlers/by-market.ts';
import * as marketCapFile from './handlers/market-cap.ts';
import * as orderFile from './handlers/order.ts';
import * as rankFile from './handlers/rank.ts';
import * as remoteFile from './handlers/remote.ts';
import * as staticFile from './handlers/static.ts';
import * as tickersFile from './handlers/tickers.ts';

/** Every handler: those that can begin a chain, then those that only choose. */
export const ALL_HANDLERS: readonly PairlistHandler[] = [
  byMarketFile.CROSS_MARKET,
  marketCapFile.MARKET_CAP,
  rankFile.PERCENT_CHANGE,
  staticFile.PRODUCER,
  remoteFile.REMOTE,
  staticFile.STATIC,
  rankFile.VOLUME,
  byCandlesFile.AGE,
  byMarketFile.DELIST,
  orderFile.FULL_TRADES,
  orderFile.OFFSET,
  byMarketFile.PAIR_INFORMATION,
  orderFile.PERFORMANCE,
  tickersFile.PRECISION,
  tickersFile.PRICE,
  byCandlesFile.RANGE_STABILITY,
  orderFile.SHUFFLE,
  tickersFile.SPREAD,
  byCandlesFile.VOLATILITY,
];
