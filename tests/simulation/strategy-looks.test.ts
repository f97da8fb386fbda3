import { describe, expect, it } from 'vitest';
import { equip } from '../../src/bot/equip.ts';
import { iterate } from '../../src/bot/iterate.ts';
import type { OtherCandles } from '../../src/core/market/candle-kind.ts';
import type { Ticker } from '../../src/core/market/market.ts';
import { type Annotation, type DataFrame, deleteCustomData, type Strategy, setCustomData } from '../../src/index.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { type AccountScene, accountScene, MINUTE, PAIR, Still } from './account-scene.ts';

/** What a strategy finds out for itself while it trades: prices, candles, its own trades, the account, the configuration. */

const OTHER = 'OTHER/USDT';

async function scene(strategy: Strategy): Promise<AccountScene> {
  const made = await accountScene(strategy, {
    markets: [spotMarket(PAIR), spotMarket(OTHER)],
    changes: { exchange: { name: 'account', key: 'a key', secret: 'a secret', pair_whitelist: [PAIR, OTHER] } },
  });
  equip(made.bot, { strategy, settings: made.bot.settings });
  return made;
}

describe('a strategy', () => {
  it('sees what the account has and could still stake, and what its trades bind', async () => {
    const strategy = new Still();
    const { enter } = await scene(strategy);
    expect(strategy.wallets.free('USDT')).toBe(1000);
    expect(strategy.wallets.total('NOTHING')).toBe(0);
    const trade = await enter();
    await strategy.dp.fetchTicker(PAIR);
    const { stakeAmount } = trade;
    expect(strategy.trades.openCount()).toBe(1);
    expect(strategy.trades.openStake()).toBe(stakeAmount);
    expect(strategy.trades.open({ pair: PAIR })).toEqual([trade]);
    expect(strategy.trades.open({ pair: OTHER })).toEqual([]);
    expect(strategy.wallets.totalStake()).toBeGreaterThan(980);
    expect(strategy.wallets.availableStake()).toBeLessThan(strategy.wallets.totalStake() - stakeAmount / 2);
    expect(strategy.wallets.nextStake()).toBeGreaterThan(0);
  });

  it('finds its closed trades: at hand, and whole from the database', async () => {
    const strategy = new Still();
    const { bot, enter, push, step } = await scene(strategy);
    await enter();
    await push(60);
    await step();
    expect(bot.state.trades).toEqual([]);
    const [closed] = strategy.trades.closed();
    expect(closed).toMatchObject({ pair: PAIR, exitReason: 'stop_loss', enterTag: 'by_hand' });
    expect(strategy.trades.closedProfit()).toBe(closed?.profitAbs);
    expect(strategy.trades.performance()).toEqual([
      { pair: PAIR, profitAbs: closed?.profitAbs, profitRatio: closed!.profitAbs / closed!.maxStakeAmount, count: 1 },
    ]);
    const [whole] = await strategy.trades.findClosed({ pair: PAIR, closedSince: closed!.closeDate });
    expect(whole).toMatchObject({ id: closed?.id, isOpen: false });
    expect(whole?.orders).toHaveLength(2);
    expect(await strategy.trades.findClosed({ closedSince: closed!.closeDate + 1 })).toEqual([]);
    const { closeDate, openDate, profitAbs, maxStakeAmount } = closed!;
    const dates = [{ closedSince: closeDate }, { closedAfter: closeDate - 1 }, { closedAfter: closeDate }, { openedSince: openDate }];
    const counts = [...dates, { openedAfter: openDate }].map((filter) => strategy.trades.closed(filter).length);
    expect(counts).toEqual([1, 1, 0, 1, 0]);
    expect(await strategy.trades.findClosed({ closedAfter: closeDate })).toEqual([]);
    const profit = { profitAbs, profitRatio: profitAbs / maxStakeAmount, count: 1 };
    expect(strategy.trades.tagPerformance()).toEqual([{ enterTag: 'by_hand', ...profit }]);
    expect(strategy.trades.reasonPerformance()).toEqual([{ exitReason: 'stop_loss', ...profit }]);
    expect(await strategy.trades.findClosed({ enterTag: 'other' })).toEqual([]);
  });

  it('keeps data with trades that are over', async () => {
    const strategy = new Still();
    const { bot, enter, push, step } = await scene(strategy);
    await enter();
    await push(60);
    await step();
    const { id } = strategy.trades.closed()[0]!;
    const inDatabase = async () => {
      const { customData } = (await bot.store.trades.find(id))!;
      return Object.fromEntries(Object.entries(customData).map(([key, { value }]) => [key, value]));
    };
    const [whole] = await strategy.trades.findClosed();
    setCustomData(whole!, 'mood', 'calm');
    // as a strategy in Python does it, which has no such object
    strategy.trades.keep?.({ tradeId: id, key: 'late', datum: { value: 2, written: null } });
    strategy.trades.keep?.({ tradeId: 99, key: 'late', datum: { value: 2, written: null } });
    await step();
    expect(await inDatabase()).toEqual({ mood: 'calm', late: 2 });
    deleteCustomData(whole!);
    strategy.trades.keep?.({ tradeId: id, key: 'late', datum: null });
    await step();
    expect(await inDatabase()).toEqual({});
    expect(bot.state.unwritten.size).toBe(0);
  });

  it('locks pairs, asks what holds, and ends locks by pair and by reason', async () => {
    const strategy = new Still();
    const { bot } = await scene(strategy);
    const until = bot.now() + 3_600_000;
    strategy.lockPair(PAIR, until, 'why');
    strategy.lockPair(OTHER, until, 'why', 'long');
    expect(strategy.isPairLocked(PAIR)).toBe(true);
    expect(strategy.locks.holding(PAIR, 'short')).toMatchObject({ reason: 'why', side: '*' });
    expect(strategy.isPairLocked(OTHER)).toBe(false);
    expect(strategy.isPairLocked(OTHER, 'long')).toBe(true);
    strategy.unlockPair(PAIR);
    expect(strategy.isPairLocked(PAIR)).toBe(false);
    strategy.unlockReason('why');
    expect(strategy.isPairLocked(OTHER, 'long')).toBe(false);
  });

  it('has the order book before it decides where it wants one, of pairs that are traded or signal, and no other', async () => {
    class Deep extends Still {
      override snapshot = { orderBookDepth: 20, ticker: true };
      seen: unknown[] = [];
      override customExit(): null {
        this.seen = [this.dp.orderBook(PAIR)?.bids, this.dp.ticker(PAIR), this.dp.orderBook(OTHER)];
        return null;
      }
    }
    const strategy = new Deep();
    const { enter, step } = await scene(strategy);
    await enter();
    await step();
    expect(strategy.seen).toEqual([[[100, 1e9]], { bid: 100, ask: 100, last: 100 }, null]);
    expect((await strategy.dp.fetchOrderBook(OTHER, 5))?.asks).toEqual([[100, 1e9]]);
    expect(strategy.dp.orderBook(OTHER)).not.toBeNull();
  });

  it('has candles of its own timeframe, and of those it names', async () => {
    class Wanting extends Still {
      override informativePairs(): [string, string, 'mark'?][] {
        return [
          ['BTC/USDT', '5m'],
          ['BTC/USDT', '5m', 'mark'],
        ];
      }
      heights: number[] = [];
      override populateIndicators(frame: DataFrame): DataFrame {
        this.heights.push(this.dp?.pairFrame('BTC/USDT', '5m')?.length ?? -1);
        return frame;
      }
    }
    const strategy = new Wanting();
    const { bot, exchange } = await scene(strategy);
    const asked: OtherCandles[] = [];
    exchange.market.otherCandles = async (wanted: OtherCandles) => {
      asked.push(wanted);
      return [[bot.now() - 20 * MINUTE, 7, 7, 7, 7, 0]];
    };
    bot.state.analyses.clear();
    bot.state.otherCandles.clear();
    await iterate(bot);
    expect(asked).toEqual([{ pair: 'BTC/USDT', timeframe: '5m', kind: 'mark' }]);
    expect(strategy.dp.pairFrame('BTC/USDT', '5m', 'mark')?.close.last()).toBe(7);
    expect(strategy.dp.pairFrame('BTC/USDT', '5m', 'index')).toBeNull();
    expect(strategy.heights.at(-1)).toBeGreaterThan(0);
    expect(strategy.dp.pairFrame(PAIR)!.length).toBe(strategy.dp.analyzedFrame(PAIR)!.length);
    expect(strategy.dp.pairFrame('ETH/USDT', '1h')).toBeNull();
    expect(strategy.dp.availablePairs()).toEqual(
      expect.arrayContaining([
        ['BTC/USDT', '5m'],
        [PAIR, strategy.timeframe],
      ]),
    );
    expect(strategy.dp.analyzedAt(PAIR)).toBe(bot.now());
    expect(await strategy.dp.historicFrame(PAIR)).toBeNull();
  });

  it('is shown a candle once it is known to its end, not what the stream told of it before', async () => {
    class Keeping extends Still {
      volumes: number[] = [];
      override populateIndicators(frame: DataFrame): DataFrame {
        this.volumes.push(frame.volume.last());
        return frame;
      }
    }
    const strategy = new Keeping();
    const { bot, exchange, step } = await scene(strategy);
    const start = Math.floor(bot.now() / MINUTE) * MINUTE + MINUTE;
    const tell = (at: number, volume: number) =>
      bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [at, 100, 100, 100, 100, volume] }, bot.state.edition);
    const at = async (moment: number) => step((moment - exchange.now) / 1000);
    await at(start + MINUTE - 200);
    tell(start, 119);
    strategy.volumes = [];
    // another pair's candle may have begun by now
    await at(start + MINUTE + 20);
    expect(strategy.volumes).not.toContain(119);
    tell(start, 120);
    tell(start + MINUTE, 1);
    await at(start + MINUTE + 40);
    expect(strategy.volumes).toContain(120);
    // where the stream says no more, the candle is asked for
    await at(start + 2 * MINUTE - 200);
    tell(start + MINUTE, 118);
    strategy.volumes = [];
    await at(start + 2 * MINUTE + 20);
    expect(strategy.volumes).not.toContain(118);
    await at(start + 2 * MINUTE + 1600);
    expect(strategy.dp.analyzedFrame(PAIR)?.time.at(-1)).toBe(start + MINUTE);
  });

  it('is shown the last price of now where it wants the ticker, and the stream of prices brings the best ones only', async () => {
    class Looking extends Still {
      override snapshot = { ticker: true };
    }
    const strategy = new Looking();
    const { bot, exchange, enter, step } = await scene(strategy);
    await enter();
    await step();
    expect(strategy.dp.ticker(PAIR)).toEqual({ bid: 100, ask: 100, last: 100 });
    const tell = (last: number | null) =>
      bot.pushes.arrive(bot, { kind: 'ticker', pair: PAIR, ticker: { bid: 103, ask: 103, last } }, bot.state.edition);
    exchange.prices.set(PAIR, 103);
    tell(null);
    await step(1);
    expect(strategy.dp.ticker(PAIR)).toEqual({ bid: 103, ask: 103, last: 103 });
    // a stream that brings it is believed, as long as it is not silent
    exchange.prices.set(PAIR, 104);
    tell(102);
    await step(1);
    expect(strategy.dp.ticker(PAIR)?.last).toBe(102);
    await step(10);
    expect(strategy.dp.ticker(PAIR)).toEqual({ bid: 104, ask: 104, last: 104 });
  });

  it('keeps the best prices that were heard where an exchange tells the last one only, or can not be asked', async () => {
    class Looking extends Still {
      override snapshot = { ticker: true };
    }
    const strategy = new Looking();
    const { bot, exchange, enter, step } = await scene(strategy);
    await enter();
    const asks: (() => Promise<Map<string, Ticker>>)[] = [
      async () => new Map([[PAIR, { bid: null, ask: null, last: 104 }]]),
      () => Promise.reject(new Error('nobody is there')),
    ];
    exchange.market.tickers = () => asks.shift()!();
    const tell = () =>
      bot.pushes.arrive(bot, { kind: 'ticker', pair: PAIR, ticker: { bid: 103, ask: 105, last: null } }, bot.state.edition);
    tell();
    await step(1);
    expect(strategy.dp.ticker(PAIR)).toEqual({ bid: 103, ask: 105, last: 104 });
    tell();
    await step(1);
    expect(strategy.dp.ticker(PAIR)).toEqual({ bid: 103, ask: 105, last: null });
    expect(asks).toEqual([]);
  });

  it('reads the configuration without its secrets, and changes none of it', async () => {
    const strategy = new Still();
    await scene(strategy);
    expect(strategy.config).toMatchObject({ stake_currency: 'USDT', runmode: 'live', exchange: { name: 'account' } });
    expect(JSON.stringify(strategy.config)).not.toContain('a secret');
    expect(() => Object.assign(strategy.config, { stake_currency: 'EUR' })).toThrow(TypeError);
    expect(strategy.dp.runMode).toBe('live');
    expect(strategy.dp.market(PAIR)).toMatchObject({ pair: PAIR });
    expect(strategy.dp.delistedAt(PAIR)).toBeNull();
  });

  it('draws on its chart after each analysis; what fails draws nothing and costs nothing else', async () => {
    class Drawing extends Still {
      isFailing = false;
      override plotAnnotations({ frame, endDate }: Parameters<NonNullable<Strategy['plotAnnotations']>>[0]): Annotation[] {
        if (this.isFailing) throw new Error('no pen');
        return [{ type: 'line', end: endDate, yStart: frame.close.last() }];
      }
    }
    const strategy = new Drawing();
    const { bot, lines } = await scene(strategy);
    const { frame, annotations } = bot.state.analyses.get(PAIR)!;
    expect(annotations).toEqual([{ type: 'line', end: frame.time.at(-1), yStart: 100 }]);
    strategy.isFailing = true;
    bot.state.analyses.clear();
    await iterate(bot);
    expect(bot.state.analyses.get(PAIR)?.annotations).toEqual([]);
    expect(lines.join()).toContain('Drawing.plotAnnotations failed: no pen');
  });
});
