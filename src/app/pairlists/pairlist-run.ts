import { pairlistSource } from '../../bot/pairlist-source.ts';
import { coingeckoOf } from '../../bot/settings.ts';
import type { RawConfig } from '../../config/raw.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { MarketData } from '../../exchange/ports/market-data.ts';
import { pairlist } from '../../pairlists/chain.ts';
import { PairlistMemory, type PairlistReach, type PairlistSetting, type PairlistWorld } from '../../pairlists/handler.ts';

/** What pairlists ask of an exchange. */
export type ListedMarket = Pick<MarketData, 'markets' | 'dayTickers' | 'marketInformation' | 'candles'>;

export interface PairlistRequest {
  readonly config: RawConfig;
  readonly market: ListedMarket;
  readonly reach: PairlistReach;
  readonly pairlists: readonly PairlistSetting[];
  readonly blacklist: readonly string[];
  readonly stakeCurrency: string;
}

/** What a chain of pairlists chooses now, without a bot: there are no trades and no producers. */
export async function runPairlists(request: PairlistRequest): Promise<string[]> {
  return pairlist(request.pairlists, await worldOf(request));
}

/** What handlers may know without a bot. */
export async function worldOf({ config, market, reach, blacklist, stakeCurrency }: PairlistRequest): Promise<PairlistWorld> {
  return {
    markets: await market.markets(),
    stakeCurrency,
    isFutures: config.trading_mode === 'futures',
    whitelist: config.exchange.pair_whitelist ?? [],
    blacklist,
    producerPairs: () => [],
    openTrades: 0,
    maxOpenTrades: Number.POSITIVE_INFINITY,
    stoploss: config.stoploss ?? 0,
    timeframeMs: timeframeMs(config.timeframe || '5m'),
    coingecko: coingeckoOf(config),
    now: Date.now(),
    random: Math.random,
    source: pairlistSource(market, reach, Date.now, () => []),
    isTrading: false,
    memory: new PairlistMemory(),
  };
}
