import { describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { react } from '../../src/bot/iterate.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { entryCount, exitCount, type TradeContext } from '../../src/index.ts';
import { PAIR, Still, scene } from '../fakes/scene.ts';

/** What becomes of orders that wait, and of positions that grow and shrink. */

const written = async (bot: Bot): Promise<Trade[]> => bot.store.trades.open();

describe('positions that grow and shrink', () => {
  class Averaging extends Still {
    override stoploss = -0.5;
    override positionAdjustmentEnable = true;
    override maxEntryPositionAdjustment = 2;
    override adjustTradePosition({ trade, currentProfit }: TradeContext): number | readonly [number, string] | null {
      if (currentProfit > 0.05 && exitCount(trade) === 0) return [-trade.stakeAmount / 2, 'half_off'];
      return currentProfit < -0.02 * entryCount(trade) ? [50, 'dca'] : null;
    }
  }

  it('adds by the rules, never above the limit, and takes a part out again', async () => {
    const { bot, exchange, events, trade, enter, step } = await scene(new Averaging());
    await enter();
    for (const price of [97, 92, 85, 80, 75]) {
      exchange.move(price);
      await step();
      await step();
    }
    expect(trade().orders.map(({ ftOrderSide, tag, filled, price }) => [ftOrderSide, tag, filled, price])).toEqual([
      ['buy', 'by_hand', 1, 100],
      ['buy', 'dca', 0.515, 97],
      ['buy', 'dca', 0.543, 92],
    ]);
    expect(trade()).toMatchObject({ amount: 2.058, openRate: 97.14, stakeAmount: 199.911, maxStakeAmount: 199.911 });
    exchange.move(110);
    await step();
    expect(trade()).toMatchObject({ amount: 1.029, isOpen: true, exitReason: 'half_off', exitOrderStatus: '' });
    expect(trade().realizedProfit).toBeGreaterThan(12);
    expect(await written(bot)).toMatchObject([{ amount: 1.029, orders: [{}, {}, {}, { tag: 'half_off', filled: 1.029 }] }]);
    expect(events.filter(({ kind }) => /_fill$/.test(kind))).toMatchObject([
      { kind: 'entry_fill', isPart: false },
      { kind: 'entry_fill', isPart: true },
      { kind: 'entry_fill', isPart: true },
      { kind: 'exit_fill', isPart: true, exitReason: 'half_off' },
    ]);
    await step();
    expect(trade().orders).toHaveLength(4);
  });

  it('adds nothing while it is paused, but still takes out', async () => {
    const { bot, exchange, trade, enter, step } = await scene(new Averaging());
    await enter();
    bot.state.mode = 'paused';
    exchange.move(90);
    await step();
    expect(trade().orders).toHaveLength(1);
    exchange.move(120);
    await step();
    expect(trade().orders).toHaveLength(2);
  });

  it('adds by hand where positions may be adjusted, else says that the pair is taken', async () => {
    const grown = await scene(new Averaging());
    await grown.enter();
    await grown.enter({ stakeAmount: 70 });
    expect(grown.trade()).toMatchObject({ amount: 1.7, stakeAmount: 170 });
    expect(grown.bot.state.trades).toHaveLength(1);
    await grown.enter({ rate: 90, orderType: 'limit' });
    await expect(grown.enter()).rejects.toThrow('position for A/USDT already open - id: 1 and has open order r3');
    const still = await scene(new Still());
    await still.enter();
    await expect(still.enter()).rejects.toThrow('position for A/USDT already open - id: 1');
  });

  it('binds the money of an order that waits, and no slot', async () => {
    const { bot, trade, enter } = await scene(new Averaging(), { max_open_trades: 2 });
    await enter();
    await enter({ rate: 90, orderType: 'limit', stakeAmount: 300 });
    expect((await bot.wallet.balances(bot.state)).get('USDT')?.free).toBeCloseTo(1000 - 100 - 300, 1);
    expect(trade().stakeAmount).toBe(100);
    expect(bot.state.trades).toHaveLength(1);
  });
});

describe('an order that waits', () => {
  class Leaving extends Still {
    override customExit({ currentProfit }: TradeContext): string | null {
      return currentProfit < -0.01 && currentProfit > -0.06 ? 'slow' : null;
    }
    override customExitPrice(): number {
      return 99.5;
    }
  }

  it('makes way for the stop, at once when the price is pushed', async () => {
    const { bot, exchange, events, trade, enter, step } = await scene(new Leaving(), {
      order_types: { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false },
    });
    await enter();
    exchange.move(98);
    await step();
    expect(trade().orders).toMatchObject([{ isOpen: false }, { isOpen: true, tag: 'slow', price: 99.5 }]);
    exchange.move(97.9);
    await react(bot, new Set([PAIR]));
    await step();
    // the same decision at the same price: the order keeps its place
    expect(exchange.cancelled).toEqual([]);
    exchange.move(85);
    await react(bot, new Set([PAIR]));
    expect(exchange.cancelled).toEqual(['r2']);
    expect(bot.state.trades).toEqual([]);
    expect(events.findLast(({ kind }) => kind.startsWith('exit'))).toMatchObject({ kind: 'exit_fill', exitReason: 'stop_loss' });
  });

  it('counts what it had filled before it made way', async () => {
    const { bot, exchange, enter, step } = await scene(new Leaving(), {
      order_types: { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false },
    });
    await enter();
    exchange.move(98);
    await step();
    exchange.fillPart(0.4);
    exchange.move(85);
    await step();
    expect(bot.state.trades).toEqual([]);
    expect(exchange.asked.at(-1)).toMatchObject({ amount: 0.6, orderType: 'market' });
  });

  class Following extends Still {
    override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
      return proposedRate * 0.99;
    }
    override adjustEntryPrice({ proposedRate, currentOrderRate }: { proposedRate: number; currentOrderRate: number }): number | null {
      if (proposedRate > 120) return null;
      return proposedRate > 100 ? proposedRate * 0.995 : currentOrderRate;
    }
  }

  it('gets the price the strategy wants, once a candle, and keeps its trade meanwhile', async () => {
    const { bot, exchange, events, trade, enter, step } = await scene(new Following(), { stake_amount: 'unlimited' });
    await enter();
    expect(trade().orders).toMatchObject([{ isOpen: true, price: 99 }]);
    exchange.move(102);
    await step();
    expect(exchange.cancelled).toEqual([]);
    await step(1);
    expect(exchange.cancelled).toEqual(['r1']);
    expect(trade()).toMatchObject({
      id: 1,
      orders: [
        { isOpen: false, filled: 0 },
        { isOpen: true, price: 101.49, tag: 'by_hand' },
      ],
    });
    // the money of the one that went is that of the one that came
    expect(exchange.asked[1]!.amount * 101.49).toBeCloseTo(exchange.asked[0]!.amount * 99, 0);
    exchange.move(101);
    await step();
    expect(trade()).toMatchObject({ openRate: 101.49, isOpen: true });
    expect(events.flatMap((event) => (event.kind === 'entry_cancel' ? [event.reason] : []))).toEqual([
      'cancelled to be replaced by new limit order',
    ]);
    expect(await written(bot)).toHaveLength(1);
  });

  it('is cancelled when the strategy says so, and its trade forgotten', async () => {
    const { bot, exchange, enter, step } = await scene(new Following());
    await enter();
    exchange.move(125);
    await step(1);
    expect(bot.state.trades).toEqual([]);
    expect(await written(bot)).toEqual([]);
  });

  it('leaves no trade behind when the new order is refused, nor when the bot ended in between', async () => {
    const { bot, exchange, enter, step } = await scene(new Following());
    await enter();
    exchange.move(102);
    exchange.refuses = true;
    await step(1);
    expect(bot.state.trades).toEqual([]);
    expect(await written(bot)).toEqual([]);

    exchange.refuses = false;
    exchange.move(100);
    await enter();
    exchange.move(102);
    bot.exchange.trading.placeOrder = async () => {
      throw new Error('the process is gone');
    };
    await step(1);
    // as after a restart: nothing is in flight, nothing is open
    bot.state.intents = [];
    expect(await written(bot)).toHaveLength(1);
    await step();
    expect(await written(bot)).toEqual([]);
  });
});
