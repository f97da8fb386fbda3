import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { market, NOW, pairlistWorld as world } from '../../tests/fakes/pairlist-world.ts';
import { ALL_HANDLERS } from './all-handlers.ts';
import { pairlist, pairlistProblem, presentOnly } from './chain.ts';
import type { PairlistSetting, PairlistWorld } from './handler.ts';
import { MersenneTwister } from './mersenne-twister.ts';

const DAY = 86_400_000;

const bases = async (settings: readonly PairlistSetting[], of: PairlistWorld) =>
  (await pairlist(settings, of)).map((pair) => pair.split('/')[0]);
const STATIC = { method: 'StaticPairList' };

describe('pairlists', () => {
  it('take the most traded pairs that are not kept out, and remember them', async () => {
    const chain = [{ method: 'VolumePairList', number_assets: 2 }];
    const here = world({ blacklist: ['PEPE/.*'] });
    expect(await bases(chain, here)).toEqual(['ADA', 'SOL']);
    expect(await bases(chain, here)).toEqual(['ADA', 'SOL']);
    expect(here.asked).toEqual(['tickers']);
    expect(await bases(chain, { ...here, now: NOW + 1_800_001 })).toEqual(['ADA', 'SOL']);
    expect(here.asked).toEqual(['tickers', 'tickers']);
    expect(await bases([{ ...chain[0]!, min_value: 102 }], world())).toEqual(['PEPE', 'ADA']);
  });

  it('ask for candles once, and no more for what is old enough', async () => {
    const here = world();
    const chain = [STATIC, { method: 'AgeFilter', min_days_listed: 10 }];
    expect(await bases(chain, here)).toEqual(['SOL', 'ADA', 'PEPE']);
    expect(await bases(chain, here)).toEqual(['SOL', 'ADA', 'PEPE']);
    expect(here.asked).toHaveLength(1);
    await bases(chain, { ...here, now: NOW + DAY });
    expect(here.asked[1]).toBe('candles 1d BTC/USDT ETH/USDT');
  });

  it('know coins by the thousand, and pairs that end', async () => {
    expect(await bases([{ method: 'CrossMarketPairList' }], world())).toEqual(['BTC', 'PEPE']);
    const elsewhere = [STATIC, { method: 'CrossMarketPairList', pairs_exist_on: 'current_market_only' }];
    expect(await bases(elsewhere, world())).toEqual(['ETH', 'SOL', 'ADA']);
    const markets = new Map([market('BTC', { endsAt: NOW + 5 * DAY }), market('ETH')].map((one) => [one.pair, one]));
    expect(await bases([STATIC, { method: 'DelistFilter' }], world({ markets }))).toEqual(['ETH']);
    expect(await bases([STATIC, { method: 'DelistFilter', max_days_from_now: 3 }], world({ markets }))).toEqual(['BTC', 'ETH']);
  });

  it('go by what trades have earned', async () => {
    const performance = () => [
      { pair: 'SOL/USDT', profitRatio: 0.1, count: 4 },
      { pair: 'ADA/USDT', profitRatio: 0.1, count: 2 },
      { pair: 'BTC/USDT', profitRatio: -0.2, count: 1 },
    ];
    const here = world({}, { performance });
    expect(await bases([STATIC, { method: 'PerformanceFilter' }], here)).toEqual(['ADA', 'SOL', 'ETH', 'PEPE', 'BTC']);
    expect(await bases([STATIC, { method: 'PerformanceFilter', min_profit: 0.01 }], here)).toEqual(['ADA', 'SOL']);
  });

  it('are empty while every slot is taken, where that is asked for', async () => {
    const chain = [STATIC, { method: 'FullTradesFilter' }];
    expect(await bases(chain, world({ openTrades: 2 }))).toHaveLength(5);
    expect(await bases(chain, world({ openTrades: 3 }))).toEqual([]);
  });

  it('read a list from elsewhere, and go on with the last one when it is gone', async () => {
    let isThere = true;
    const document = async () => {
      if (!isThere) throw new Error('gone');
      return { pairs: ['SOL/USDT', 'E.*', 'NOPE/USDT'], refresh_period: 3600 };
    };
    const here = world({}, { document });
    const chain = [{ method: 'RemotePairList', pairlist_url: 'https://pairs.example/list', save_to_file: 'pairs.json' }];
    expect(await bases(chain, here)).toEqual(['SOL', 'ETH']);
    expect(here.asked).toEqual(['pairs.json {"pairs":["SOL/USDT","ETH/USDT"]}']);
    isThere = false;
    expect(await bases(chain, { ...here, now: NOW + 3_600_001 })).toEqual(['SOL', 'ETH']);
    await expect(bases(chain, world())).rejects.toThrow('https://pairs.example/list gave no pairs: nothing there');
    isThere = true;
    const kept = [STATIC, { ...chain[0]!, mode: 'blacklist' }];
    expect(await bases(kept, world({}, { document }))).toEqual(['BTC', 'ADA', 'PEPE']);
  });

  it('rank coins by what they are worth', async () => {
    const urls: string[] = [];
    const document = async (url: string) => {
      urls.push(url);
      return ['eth', 'btc', 'pepe', 'xyz', 'sol'].map((symbol, index) => ({ symbol, market_cap: 100 - index }));
    };
    const chain = [{ method: 'MarketCapPairList', number_assets: 2, max_rank: 4 }];
    expect(await bases(chain, world({}, { document }))).toEqual(['ETH', 'BTC']);
    expect(await bases([STATIC, { ...chain[0]!, mode: 'blacklist' }], world({}, { document }))).toEqual(['SOL', 'ADA']);
    expect(urls[0]).toMatch(/^https:\/\/api\.coingecko\.com\/api\/v3\/coins\/markets\?vs_currency=usd&.*&page=1&/);
  });

  it('shuffle as Python does, once a candle', async () => {
    const twister = new MersenneTwister(42);
    const order = Array.from({ length: 10 }, (_value, index) => index);
    for (let index = 9; index > 0; index--) {
      const other = twister.below(index + 1);
      [order[index], order[other]] = [order[other]!, order[index]!];
    }
    // random.Random(42).shuffle(list(range(10)))
    expect(order).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1]);
    let turn = 0;
    const trading = world({ random: () => (turn++ % 7) / 7 });
    const chain = [STATIC, { method: 'ShuffleFilter', seed: 3 }];
    const first = await bases(chain, trading);
    expect(await bases(chain, { ...trading, now: NOW + 1000 })).toEqual(first);
    const later = await Promise.all([1, 2, 3, 4].map((candle) => bases(chain, { ...trading, now: NOW + candle * 300_000 })));
    expect(later.some((other) => other.join() !== first.join())).toBe(true);
    const seeded = await bases(chain, world({ isTrading: false }));
    expect(await bases(chain, world({ isTrading: false, random: () => 0.9 }))).toEqual(seeded);
  });

  it.each([
    [[{ method: 'AgeFilter' }], 'a list that makes pairs first'],
    [[{ method: 'VolumePairList' }], 'number_assets'],
    [[{ method: 'VolumePairList', number_assets: 3, lookback_days: 2, lookback_period: 3 }], 'not both'],
    [[{ method: 'VolumePairList', number_assets: 3, lookback_days: 2 }], 'refresh_period of at least 86400'],
    [[STATIC, { method: 'AgeFilter', min_days_listed: 0 }], 'min_days_listed of at least 1'],
    [[STATIC, { method: 'RangeStabilityFilter', lookback_timeframe: '1h' }], 'lookback_period'],
    [[STATIC, { method: 'VolatilityFilter', sort_direction: 'up' }], 'sort_direction'],
    [[STATIC, { method: 'PriceFilter', min_price: -1 }], 'min_price of at least 0'],
    [[{ method: 'RemotePairList', pairlist_url: 'ftp://x' }], 'https://'],
    [[{ method: 'RemotePairList', pairlist_url: 'https://x', mode: 'blacklist' }], 'makes pairs first'],
    [[STATIC, { method: 'PairInformationFilter' }], 'info_key'],
    [[STATIC, { method: 'NoSuchFilter' }], 'StaticPairList'],
  ])('say what is wrong: %j', (settings, words) => {
    expect(pairlistProblem(settings as PairlistSetting[])?.allowed).toContain(words);
  });
});

describe('the handlers', () => {
  const settings = ALL_HANDLERS.map(({ name }) => ({ method: name }));

  it("are freqtrade's, and more where there are more", () => {
    const schema = JSON.parse(readFileSync(new URL('../config/schema.json', import.meta.url), 'utf8')) as {
      properties: { pairlists: { items: { properties: { method: { enum: string[] } } } } };
    };
    const names = ALL_HANDLERS.map(({ name }) => name);
    expect(schema.properties.pairlists.items.properties.method.enum.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('that need the present are those freqtrade keeps out of backtests', () => {
    expect(presentOnly(settings).sort()).toEqual([
      'AgeFilter',
      'DelistFilter',
      'PercentChangePairList',
      'ProducerPairList',
      'RangeStabilityFilter',
      'SpreadFilter',
      'VolatilityFilter',
      'VolumePairList',
    ]);
  });

  it.each([...ALL_HANDLERS])('$name says what it does, and what each parameter does', ({ description, parameters }) => {
    for (const text of [description, ...Object.values(parameters).map(({ help }) => help)]) expect(text).toMatch(/^[A-Z].*\.$/);
    for (const { type, options, default: value } of Object.values(parameters)) {
      expect(options !== undefined).toBe(type === 'option');
      if (options !== undefined && value !== null) expect(options).toContain(value);
    }
  });
});
