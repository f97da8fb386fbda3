import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairlistReach } from '../../src/app/pairlists/pairlist-reach.ts';
import { runPairlists } from '../../src/app/pairlists/pairlist-run.ts';
import { type OpenMarkets, openMarkets } from '../../src/app/research/markets.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import type { DayTicker } from '../../src/core/market/market.ts';
import type { MarketData } from '../../src/exchange/ports/market-data.ts';
import type { PairlistSetting } from '../../src/pairlists/handler.ts';
import { botConfig, ROOT, removeFolder, type SimulatorProcess, startSimulatorProcess, temporaryFolder } from '../process/harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const run = promisify(execFile);

/** freqtrade's own handlers over the same exchange, chain by chain, in one process. */
const THEIRS = `
import json, logging, sys
from copy import deepcopy
from freqtrade.configuration import Configuration
from freqtrade.enums import RunMode
from freqtrade.plugins.pairlistmanager import PairListManager
from freqtrade.resolvers import ExchangeResolver
logging.disable(logging.CRITICAL)
config = Configuration({"config": [sys.argv[1]], "user_data_dir": "."}, RunMode.UTIL_EXCHANGE).get_config()
chains = json.load(open(sys.argv[2]))
exchange = ExchangeResolver.load_exchange(config, validate=False)
found = []
for chain in chains:
    mine = deepcopy(config); mine["pairlists"] = chain
    manager = PairListManager(exchange, mine); manager.refresh_pairlist(); found.append(manager.whitelist)
print(json.dumps(found))
`;

const VOLUME = { method: 'VolumePairList', number_assets: 8, lookback_days: 3, refresh_period: 86_400 };

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('pairlists beside the real freqtrade', () => {
  const folder = temporaryFolder();
  let simulator: SimulatorProcess;
  let exchange: OpenMarkets;
  let config: RawConfig;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    config = botConfig(simulator, 0, {
      stoploss: -0.1,
      exchange: { pair_whitelist: ['BTC/USDT', 'LINK/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT', 'DOGE/USDT'], pair_blacklist: ['LINK/.*'] },
    }) as unknown as RawConfig;
    exchange = await openMarkets(config);
  });
  afterAll(async () => {
    await exchange.close();
    await simulator.close();
    removeFolder(folder);
  });

  it('choose the same pairs in the same order', async () => {
    const remote = `file:///${join(folder, 'remote.json')}`;
    writeFileSync(join(folder, 'remote.json'), JSON.stringify({ pairs: ['ETH/USDT', 'DOGE/USDT', 'SOL/USDT', 'ADA/.*'] }));
    const all = { method: 'StaticPairList' };
    const after = (method: string, parameters: object = {}): PairlistSetting[] => [all, { method, ...parameters }];
    const chains: PairlistSetting[][] = [
      [all],
      [VOLUME],
      [{ method: 'VolumePairList', number_assets: 6, lookback_timeframe: '1h', lookback_period: 24, refresh_period: 3600 }],
      [{ method: 'PercentChangePairList', number_assets: 6, lookback_days: 2, refresh_period: 86_400 }],
      [
        {
          method: 'PercentChangePairList',
          number_assets: 6,
          lookback_days: 4,
          refresh_period: 86_400,
          sort_direction: 'asc',
          min_value: -3,
        },
      ],
      [VOLUME, { method: 'OffsetFilter', offset: 2, number_assets: 3 }],
      // one that is kept out counts until the end
      after('OffsetFilter', { offset: 1, number_assets: 3 }),
      after('AgeFilter', { min_days_listed: 5 }),
      after('AgeFilter', { min_days_listed: 3, max_days_listed: 8 }),
      after('PriceFilter', { min_price: 5 }),
      after('PriceFilter', { max_price: 1000, low_price_ratio: 0.00005 }),
      after('PriceFilter', { max_value: 0.5 }),
      after('SpreadFilter', { max_spread_ratio: 0.5 }),
      after('SpreadFilter', { max_spread_ratio: 0.0000001 }),
      after('PrecisionFilter'),
      after('VolatilityFilter', { lookback_days: 5, min_volatility: 0.001, sort_direction: 'desc', refresh_period: 86_400 }),
      after('RangeStabilityFilter', { lookback_days: 5, min_rate_of_change: 0.02, sort_direction: 'asc', refresh_period: 86_400 }),
      after('ShuffleFilter', { seed: 42 }),
      after('ShuffleFilter', { seed: 123_456_789_012 }),
      after('PairInformationFilter', { info_key: 'info.baseAsset', info_compare_value: 'BTC' }),
      after('PairInformationFilter', { info_key: 'base', info_compare_value: 'BTC', selection_mode: 'blacklist' }),
      after('RemotePairList', { pairlist_url: remote, processing_mode: 'append', number_assets: 6 }),
      after('RemotePairList', { pairlist_url: remote, mode: 'blacklist' }),
      [{ method: 'RemotePairList', pairlist_url: remote, number_assets: 3 }],
    ];
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'chains.json'), JSON.stringify(chains));
    const args = ['-c', THEIRS, join(folder, 'config.json'), join(folder, 'chains.json')];
    const { stdout } = await run(join(PEERS, 'bin/python'), args, { cwd: folder, timeout: 120_000 });
    const theirs = JSON.parse(stdout.trim().split('\n').at(-1)!) as string[][];
    const reach = pairlistReach(config, true);
    for (const [index, pairlists] of chains.entries()) {
      const ours = await runPairlists({ config, market: exchange.market, reach, pairlists, blacklist: ['LINK/.*'], stakeCurrency: 'USDT' });
      expect(ours, JSON.stringify(pairlists)).toEqual(theirs[index]);
    }
    expect(new Set(theirs.map((pairs) => pairs.join())).size).toBeGreaterThan(12);
  }, 180_000);

  it('takes the most traded pairs of the moment, by what the exchange tells', async () => {
    const tickers = await exchange.market.dayTickers();
    const pairlists = [{ method: 'VolumePairList', number_assets: 20 }];
    const ours = await runPairlists({
      config,
      market: withDayTickers(exchange.market, tickers),
      reach: pairlistReach(config, true),
      pairlists,
      blacklist: [],
      stakeCurrency: 'USDT',
    });
    const volumes = ours.map((pair) => tickers.get(pair)!.quoteVolume!);
    expect(ours).toHaveLength(12);
    expect(volumes).toEqual(volumes.toSorted((a, b) => b - a));
  });
});

/** Market data with tickers of a moment. */
function withDayTickers(market: MarketData, tickers: ReadonlyMap<string, DayTicker>): MarketData {
  return {
    markets: (reload) => market.markets(reload),
    candles: (...args) => market.candles(...args),
    otherCandles: (...args) => market.otherCandles(...args),
    publicTrades: (...args) => market.publicTrades(...args),
    orderBook: (...args) => market.orderBook(...args),
    tickers: (pairs) => market.tickers(pairs),
    dayTickers: async () => tickers,
    marketInformation: (pair) => market.marketInformation(pair),
    quote: (...args) => market.quote(...args),
  };
}
