import { describe, expect, it } from 'vitest';
import { forceExit, reloadTrade } from '../../src/bot/commands.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { type DataFrame, exitCount, type TradeContext } from '../../src/index.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, MINUTE, PAIR, Still } from './account-scene.ts';

/** What the exchange refuses, what the wallet lacks, what somebody did by hand. */

const sells = (scene: Awaited<ReturnType<typeof accountScene>>) => scene.exchange.asked.filter(({ side }) => side === 'sell');

describe('a refused order waits', () => {
  it('a stop is tried once an iteration at most, less and less often, whatever is pushed, and told once', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    scene.exchange.refusing = 'Filter failure: PERCENT_PRICE_BY_SIDE 1';
    for (let second = 0; second < 60; second++) {
      for (let push = 0; push < 5; push++) await scene.push(80 - (second % 3));
      if (second % 5 === 4) await scene.step(0.5);
    }
    // 0, 5, 15, 35 s
    expect(sells(scene)).toHaveLength(4);
    expect(scene.warnings()).toEqual([expect.stringMatching(/^Unable to exit trade A\/USDT: Filter failure/)]);
    expect(scene.lines.filter((line) => line.includes('Filter failure'))).toHaveLength(1);
    scene.exchange.refusing = null;
    for (let step = 0; step < 8; step++) await scene.step();
    expect(scene.bot.state.trades).toEqual([]);
    expect(scene.exchange.total('A')).toBeLessThan(0.001);
  });

  it('other facts end the wait: an order type that may pass goes out with the next iteration', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    scene.exchange.refusing = 'no limit orders now';
    await scene.push(80);
    await scene.step();
    await scene.step();
    const before = sells(scene).length;
    scene.exchange.refusing = null;
    scene.bot.settings = { ...scene.bot.settings, exitOrderRules: { ...scene.bot.settings.exitOrderRules, stopOrderType: 'market' } };
    await scene.step(1);
    expect(sells(scene)).toHaveLength(before + 1);
    expect(scene.bot.state.trades).toEqual([]);
  });

  it('several reasons at once are one try', async () => {
    class Torn extends Still {
      override minimalRoi = { 0: 10, 1: -1 };
      override customExit(): string {
        return `reason_${this.count++}`;
      }
      count = 0;
    }
    const scene = await accountScene(new Torn());
    const exitOrderRules = { ...scene.bot.settings.exitOrderRules, orderType: 'market', stopOrderType: 'market' } as const;
    scene.bot.settings = { ...scene.bot.settings, exitOrderRules };
    await scene.enter();
    scene.exchange.now += 2 * MINUTE;
    scene.exchange.refusing = 'not now';
    await scene.step();
    for (let push = 0; push < 20; push++) await scene.push(80 + (push % 3));
    expect(sells(scene)).toHaveLength(1);
  });

  it('entries wait too, each pair by itself', async () => {
    class Eager extends Still {
      override populateEntryTrend(frame: DataFrame): DataFrame {
        return frame.signal('enter_long', frame.close.above(0));
      }
    }
    const scene = await accountScene(new Eager(), { markets: [spotMarket(PAIR), spotMarket('B/USDT')] });
    expect(scene.bot.state.trades).toHaveLength(2);
    const refused = await accountScene(new Still(), { markets: [spotMarket(PAIR), spotMarket('B/USDT')] });
    refused.bot.strategy = new Eager();
    refused.bot.state.analyses.clear();
    refused.exchange.refusing = 'Market is closed.';
    for (let step = 0; step < 30; step++) await refused.step(1);
    expect(refused.exchange.asked.filter(({ pair }) => pair === PAIR)).toHaveLength(3);
    expect(refused.exchange.asked).toHaveLength(6);
    expect(refused.warnings()).toEqual([
      'Unable to create trade for A/USDT: Market is closed.',
      'Unable to create trade for B/USDT: Market is closed.',
    ]);
  });

  it('adjustments and partial exits wait', async () => {
    class Adjusting extends Still {
      wish = 0;
      override positionAdjustmentEnable = true;
      override adjustTradePosition(): number {
        return this.wish;
      }
    }
    const strategy = new Adjusting();
    const scene = await accountScene(strategy);
    await scene.enter();
    scene.exchange.refusing = 'Maintenance';
    strategy.wish = 50;
    for (let step = 0; step < 30; step++) await scene.step(1);
    expect(scene.exchange.asked).toHaveLength(1 + 3);
    strategy.wish = -50;
    for (let step = 0; step < 30; step++) await scene.step(1);
    expect(sells(scene)).toHaveLength(3);
    expect(scene.warnings()).toEqual([
      'Unable to adjust position of trade for A/USDT: Maintenance',
      'Unable to exit trade A/USDT: Maintenance',
    ]);
  });
});

describe('the wallet has less than the trade', () => {
  it.each([
    { owned: 0.985, sold: 0.985 },
    { owned: 0.98, sold: 0.98 },
  ])('sells the $owned that are there, and the trade is closed', async ({ owned, sold }) => {
    const scene = await accountScene(new Still(), { balances: { USDT: 1000 } });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    expect(scene.trade().amount).toBe(1);
    scene.exchange.free.set('A', owned);
    scene.bot.wallet.forget();
    await scene.push(85);
    expect(sells(scene).map(({ amount }) => amount)).toEqual([sold]);
    expect(scene.bot.state.trades).toEqual([]);
    const [closed] = (await scene.bot.store.history.page({ limit: 1, offset: 0, orderById: false, after: null })).trades;
    expect(closed).toMatchObject({ isOpen: false, exitReason: 'stop_loss', closeRate: 85 });
    expect(closed!.closeProfitAbs).toBeCloseTo(sold * 85 * 0.999 - sold * 100 * 1.001, 6);
  });

  it('sells nothing where too much is missing, says so once, and sells as soon as it is there again', async () => {
    const scene = await accountScene(new Still());
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    scene.exchange.free.set('A', 0.5);
    scene.bot.wallet.forget();
    for (let step = 0; step < 20; step++) {
      await scene.push(80 + (step % 2));
      await scene.step(1);
    }
    expect(sells(scene)).toEqual([]);
    expect(
      scene.warnings().filter((text) => String(text).includes('Not enough amount to exit trade. Trade-amount: 1, Wallet: 0.5')),
    ).toHaveLength(1);
    expect(scene.lines.filter((line) => line.includes('Refusing to adjust'))).toHaveLength(1);
    scene.exchange.free.set('A', 1);
    await scene.step(11);
    await scene.step(1);
    expect(sells(scene)).toHaveLength(1);
    expect(scene.bot.state.trades).toEqual([]);
  });

  it('and what it lacks stays lacking when an exit fills in part only: the rest can be sold', async () => {
    const scene = await accountScene(new Still(), { changes: { unfilledtimeout: { entry: 1, exit: 1, unit: 'minutes' } } });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    const trade = scene.trade();
    await scene.step(20);
    scene.exchange.free.set('A', 0.985);
    await forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'limit', amount: null, price: 110 });
    scene.exchange.fillPart(0.5);
    await scene.step(70);
    expect(trade).toMatchObject({ isOpen: true, amount: 0.485 });
    await scene.push(80);
    expect(trade).toMatchObject({ isOpen: false, exitReason: 'stop_loss' });
    expect(scene.exchange.total('A')).toBe(0);
  });
});

describe('coins sold by hand', () => {
  it('closes the trade at the rate they were sold for', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    await scene.step();
    const { amount } = scene.trade();
    scene.exchange.move(PAIR, 104);
    scene.exchange.byHand('sell', PAIR, amount);
    const soldAt = scene.exchange.now;
    await scene.step(11);
    expect(scene.bot.state.trades).toEqual([]);
    const [closed] = (await scene.bot.store.history.page({ limit: 1, offset: 0, orderById: false, after: null })).trades;
    expect(closed).toMatchObject({ isOpen: false, exitReason: 'sold_on_exchange', closeRate: 104, closeDate: soldAt });
    // the fee of the entry was taken in coins
    expect(closed!.closeProfitAbs).toBeCloseTo(amount * 104 * 0.999 - amount * 100 * 1.001, 6);
    expect(scene.events.at(-1)).toMatchObject({ kind: 'exit_fill', exitReason: 'sold_on_exchange', closeRate: 104 });
    expect(sells(scene)).toEqual([]);
  });

  it('in parts, with an order that still waits, and with coins that were never the trade’s', async () => {
    const scene = await accountScene(new Still(), { balances: { USDT: 1000, A: 2 } });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    scene.exchange.byHand('sell', PAIR, 0.4);
    scene.exchange.now += 1000;
    // more than the trade has left
    scene.exchange.move(PAIR, 110);
    scene.exchange.byHand('sell', PAIR, 2.2);
    await scene.step(11);
    const [closed] = (await scene.bot.store.history.page({ limit: 1, offset: 0, orderById: false, after: null })).trades;
    expect(closed).toMatchObject({ exitReason: 'sold_on_exchange', closeRate: expect.closeTo(110, 6) });
    expect(closed!.closeProfitAbs).toBeCloseTo(0.4 * 100 * 0.999 + 0.6 * 110 * 0.999 - 100 * 1.001, 5);
  });

  it('reload finds them at once, also what was bought, and leaves others’ orders alone', async () => {
    const scene = await accountScene(new Still());
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    await forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null });
    scene.exchange.now += 1000;
    const trade = await scene.enter();
    scene.exchange.byHand('buy', PAIR, 0.5);
    scene.exchange.byHand('sell', PAIR, 0.2, 120);
    expect(await reloadTrade(scene.bot, trade.id)).toMatchObject({ isOpen: true, amount: 1.5, exitReason: null });
    expect(trade.orders.map(({ side, isOpen }) => [side, isOpen])).toEqual([
      ['buy', false],
      ['buy', false],
      ['sell', true],
    ]);
    expect((await scene.bot.store.trades.find(trade.id))!.orders).toHaveLength(3);
    scene.exchange.move(PAIR, 120);
    await scene.step(1);
    expect(trade.amount).toBe(1.3);
    scene.exchange.byHand('sell', PAIR, 1.3);
    await reloadTrade(scene.bot, trade.id);
    expect(trade).toMatchObject({ isOpen: false, exitReason: 'sold_on_exchange', closeRate: 120 });
    expect((await scene.bot.store.trades.find(1))!.orders).toHaveLength(2);
  });

  it('asks the exchange for orders once a state, not each iteration', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    scene.exchange.free.set('A', 0.1);
    let asked = 0;
    const { ordersSince } = scene.exchange;
    scene.exchange.ordersSince = (pair, since) => {
      asked++;
      return ordersSince.call(scene.exchange, pair, since);
    };
    for (let step = 0; step < 40; step++) await scene.step(1);
    // 0, 5, 15, 35 s
    expect(asked).toBeLessThanOrEqual(4);
    expect(scene.lines.filter((line) => line.includes('Trying to recover'))).toHaveLength(1);
  });
});

describe('nothing unsellable is left by us', () => {
  const exitOrder = { unfilledtimeout: { entry: 1, exit: 1, unit: 'minutes' } };

  it('an exit that has left less than the minimum stays open, told once, and fills', async () => {
    class Leaving extends Still {
      override customExit(): string | null {
        return 'enough';
      }
      override customExitPrice(): number {
        return 101;
      }
    }
    const scene = await accountScene(new Leaving(), { changes: exitOrder });
    await scene.enter();
    await scene.step();
    const { amount } = scene.trade();
    scene.exchange.fillPart(amount - 0.03);
    for (let step = 0; step < 30; step++) await scene.step(10);
    expect(scene.exchange.cancelled).toEqual([]);
    expect(scene.lines.filter((line) => line.includes('would result in an unexitable trade'))).toHaveLength(1);
    expect(scene.events.flatMap((event) => (event.kind === 'exit_cancel' ? [event.reason] : []))).toEqual([
      'partially filled - keeping order open',
    ]);
    await expect(forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null })).rejects.toThrow(
      'Failed to exit trade',
    );
    scene.exchange.move(PAIR, 101);
    await scene.step();
    expect(scene.bot.state.trades).toEqual([]);
  });

  it('an entry that has brought less than the minimum stays open until it has brought more', async () => {
    const scene = await accountScene(new Still(), { changes: exitOrder });
    await scene.enter({ rate: 95, orderType: 'limit' });
    scene.exchange.fillPart(0.04);
    for (let step = 0; step < 12; step++) await scene.step(10);
    expect(scene.exchange.cancelled).toEqual([]);
    expect(scene.warnings()).toEqual([expect.stringContaining('would result in an unexitable trade')]);
    scene.exchange.fillPart(0.3);
    await scene.step(10);
    expect(scene.exchange.cancelled).toEqual(['s1']);
    expect(scene.trade()).toMatchObject({ isOpen: true, amount: 0.339 });
  });

  it('a part taken by force must leave enough', async () => {
    const scene = await accountScene(new Still());
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    const part = (amount: number) => forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount, price: null });
    await expect(part(0.97)).rejects.toThrow('Remaining amount of 3.0000000000000027 would be too small.');
    expect(sells(scene)).toEqual([]);
    await part(0.9);
    expect(scene.trade().amount).toBe(0.1);
    await part(5);
    expect(scene.bot.state.trades).toEqual([]);
  });
});

describe('exits that time out', () => {
  class Halving extends Still {
    override positionAdjustmentEnable = true;
    override adjustTradePosition({ trade }: TradeContext): number | null {
      return exitCount(trade) === 0 && !trade.orders.some(({ side, isOpen }) => side === 'sell' && isOpen) ? -50 : null;
    }
    override customExitPrice(): number {
      return 101;
    }
  }
  const changes = { unfilledtimeout: { entry: 1, exit: 1, exit_timeout_count: 2, unit: 'minutes' } };

  it('often enough: only what the last one had left is sold in an emergency, the trade stays', async () => {
    const scene = await accountScene(new Halving(), { changes });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    for (let step = 0; step < 5; step++) await scene.step(31);
    const orders = sells(scene);
    expect(orders.map(({ amount, orderType }) => [amount, orderType])).toEqual([
      [0.5, 'limit'],
      [0.5, 'limit'],
      [0.5, 'market'],
    ]);
    expect(scene.trade()).toMatchObject({ isOpen: true, amount: 0.5 });
    expect(scene.trade().orders.at(-1)).toMatchObject({ tag: 'emergency_exit', filled: 0.5 });
  });

  it('a partly filled one counts, and its rest goes out', async () => {
    const scene = await accountScene(new Halving(), {
      changes: { unfilledtimeout: { ...changes.unfilledtimeout, exit_timeout_count: 1 } },
    });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    await scene.step(5);
    scene.exchange.fillPart(0.2);
    for (let step = 0; step < 3; step++) await scene.step(31);
    expect(sells(scene).map(({ amount, orderType }) => [amount, orderType])).toEqual([
      [0.5, 'limit'],
      [0.3, 'market'],
    ]);
    expect(scene.trade()).toMatchObject({ isOpen: true, amount: 0.5 });
  });
});

describe('free money is counted once', () => {
  it('several entries within two seconds share an unlimited stake as one after the other would', async () => {
    const markets = ['A/USDT', 'B/USDT', 'C/USDT'].map((pair) => spotMarket(pair, { amountPrecision: 1e-8 }));
    const scene = await accountScene(new Still(), { markets, changes: { stake_amount: 'unlimited' }, balances: { USDT: 15_000 } });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0 });
    const stakes: number[] = [];
    for (const pair of ['A/USDT', 'B/USDT', 'C/USDT']) {
      stakes.push((await scene.enter({ pair })).stakeAmount);
      scene.exchange.now += 300;
    }
    for (const stake of stakes) expect(stake).toBeCloseTo(4950, 4);
    expect(scene.exchange.total('USDT')).toBeGreaterThan(0);
  });

  it('who asks for balances while they are fetched waits for the same answer', async () => {
    const scene = await accountScene(new Still());
    const before = scene.exchange.balanceCalls;
    scene.bot.wallet.forget();
    await Promise.all(Array.from({ length: 50 }, () => scene.bot.wallet.balances(scene.bot.state)));
    expect(scene.exchange.balanceCalls).toBe(before + 1);
  });
});

describe('an exit that waits', () => {
  class Chasing extends Still {
    override customExit(): string | null {
      return 'slow';
    }
  }

  it('is thought over once a candle, not with every iteration', async () => {
    const scene = await accountScene(new Chasing(), { changes: { exit_pricing: { price_side: 'same', use_order_book: true } } });
    const book = async () => ({
      bids: [[scene.exchange.price(PAIR), 1e9]] as [number, number][],
      asks: [[scene.exchange.price(PAIR) + 0.5, 1e9]] as [number, number][],
    });
    await scene.enter();
    scene.exchange.orderBook = book;
    const from = scene.exchange.now;
    const candles = new Set<number>();
    for (let step = 0; step < 36; step++) {
      scene.exchange.prices.set(PAIR, 100 - step * 0.01);
      await scene.step(5);
      candles.add(Math.floor(scene.exchange.now / MINUTE));
    }
    expect(scene.exchange.now - from).toBe(36 * 5000);
    expect(sells(scene)).toHaveLength(candles.size);
  });
});

describe('a pair that is no more', () => {
  it('forced out: says why; all: leaves the others and names it; the rest is reported once', async () => {
    const markets = [spotMarket(PAIR), spotMarket('B/USDT')];
    const scene = await accountScene(new Still(), { markets });
    await scene.enter();
    await scene.enter({ pair: 'B/USDT' });
    scene.exchange.dead.add(PAIR);
    await expect(
      forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null }),
    ).rejects.toMatchObject({
      code: 'COMMAND_REFUSED',
      message: expect.stringContaining('does not have market symbol A/USDT'),
    });
    const answer = await forceExit(scene.bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null });
    expect(answer.result).toMatch(
      /^Created exit orders for 1 of 2 open trades\. Not left: trade 1 \(A\/USDT\): Failed to exit trade: .*A\/USDT/,
    );
    expect(scene.bot.state.trades.map(({ pair }) => pair)).toEqual([PAIR]);
    await expect(
      forceExit(scene.bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null }),
    ).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
    scene.lines.length = 0;
    for (let step = 0; step < 20; step++) await scene.step(61);
    for (const words of ["can't be tested for an exit", "Candles of A/USDT can't be refreshed", 'Outdated history for pair A/USDT'])
      expect(
        scene.lines.filter((line) => line.includes(words)),
        words,
      ).toHaveLength(1);
    expect(scene.lines.length).toBeLessThanOrEqual(4);
  });
});

describe('markets that can not be loaded anew', () => {
  it('are reported once, and every trade is looked after with those that are known', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    const { markets } = scene.exchange;
    let asked = 0;
    scene.exchange.markets = async () => {
      asked++;
      throw new Error('503 Service Unavailable');
    };
    await scene.step(3700);
    scene.exchange.move(PAIR, 80);
    await scene.step();
    expect(sells(scene)).toHaveLength(1);
    await scene.step();
    expect(asked).toBe(1);
    await scene.step(61);
    expect(asked).toBe(2);
    scene.exchange.markets = markets;
    await scene.step(61);
    expect(scene.lines.filter((line) => /markets can't be loaded anew/.test(line))[0]).toBe(
      "The markets can't be loaded anew, the known ones stay: 503 Service Unavailable",
    );
  });
});

describe('what was left out is told', () => {
  it('a partial exit that would leave too little, once', async () => {
    class Greedy extends Still {
      override positionAdjustmentEnable = true;
      override adjustTradePosition(): number {
        return -97;
      }
    }
    const scene = await accountScene(new Greedy());
    await scene.enter();
    for (let step = 0; step < 5; step++) await scene.step();
    expect(scene.infos.filter((line) => /^Remaining amount of 2\.\d+ would be smaller than the minimum of/.test(line))).toHaveLength(1);
    expect(sells(scene)).toEqual([]);
  });

  it('a history that is empty, but not one that was not analysed yet', async () => {
    const scene = await accountScene(new Still());
    await scene.enter();
    scene.bot.state.analyses.clear();
    await scene.push(100.5);
    expect(scene.lines).toEqual([]);
    scene.bot.state.candles.clear();
    scene.exchange.candles = async () => [];
    await scene.step();
    await scene.step();
    expect(scene.lines.filter((line) => line === 'Empty candle (OHLCV) data for pair A/USDT')).toHaveLength(1);
  });

  it('a history that is outdated, with its age', async () => {
    const scene = await accountScene(new Still());
    const { candles } = scene.exchange;
    const rows = await candles.call(scene.exchange, PAIR, '1m', null);
    scene.exchange.candles = async () => rows;
    await scene.enter();
    for (let minute = 0; minute < 12; minute++) await scene.step(60);
    expect(scene.lines.filter((line) => line.startsWith('Outdated history for pair A/USDT. Last tick is 8 minutes old'))).toHaveLength(1);
    scene.exchange.candles = candles;
    await iterate(scene.bot);
    await scene.step(60);
    scene.exchange.candles = async () => rows;
    for (let minute = 0; minute < 10; minute++) await scene.step(60);
    expect(scene.lines.filter((line) => line.startsWith('Outdated history for pair A/USDT'))).toHaveLength(2);
  });
});
