import type { DayTicker, Market } from '../../src/core/market/market.ts';
import { PairlistMemory, type PairlistSource, type PairlistWorld } from '../../src/pairlists/handler.ts';
import { spotMarket } from './spot-market.ts';

const DAY = 86_400_000;
/** When it is there, ms since epoch, UTC. */
export const NOW = Date.UTC(2026, 0, 10, 12);
const BASES = ['BTC', 'ETH', 'SOL', 'ADA', 'PEPE'];

/** A market of a coin against USDT. */
export const market = (base: string, changes: Partial<Market> = {}): Market => spotMarket(`${base}/USDT`, changes);

/** Five active pairs (BTC, ETH, SOL, ADA, PEPE against USDT); `asked` has what its sources were asked for. */
export function pairlistWorld(
  changes: Partial<PairlistWorld> = {},
  source: Partial<PairlistSource> = {},
): PairlistWorld & { asked: string[] } {
  const asked: string[] = [];
  const ticker = (index: number): DayTicker => ({ bid: 10, ask: 10.01, last: 10, quoteVolume: 100 + index, percentage: index });
  const full: PairlistSource = {
    tickers: async () => {
      asked.push('tickers');
      return new Map(BASES.map((base, index) => [`${base}/USDT`, ticker(index)]));
    },
    candles: async (pairs, timeframe, since) => {
      asked.push(`candles ${timeframe} ${pairs.join(' ')}`);
      const days = (pair: string) => Math.min(BASES.indexOf(pair.split('/')[0]!) * 5 + 3, Math.floor((NOW - since) / DAY));
      return new Map(pairs.map((pair) => [pair, Array.from({ length: days(pair) }, (_day, day) => [day * DAY, 1, 1, 1, 1, 1] as const)]));
    },
    performance: () => [],
    marketInformation: () => null,
    basesElsewhere: async () => ['BTC', '1000PEPE', 'KAVA'],
    document: async (url) => {
      asked.push(url);
      throw new Error('nothing there');
    },
    save: (file, document) => void asked.push(`${file} ${JSON.stringify(document)}`),
    ...source,
  };
  return {
    markets: new Map(BASES.map((base) => [`${base}/USDT`, market(base)])),
    stakeCurrency: 'USDT',
    isFutures: false,
    whitelist: ['.*'],
    blacklist: [],
    producerPairs: () => [],
    openTrades: 0,
    maxOpenTrades: 3,
    stoploss: -0.1,
    timeframeMs: 300_000,
    coingecko: { apiKey: '', isDemo: true },
    now: NOW,
    random: () => 0,
    isTrading: true,
    source: full,
    memory: new PairlistMemory(),
    ...changes,
    asked,
  };
}
