import { describe, expect, it } from 'vitest';
import { deleteTrade, forceExit } from '../../src/bot/commands.ts';
import { adoptIntent } from '../../src/bot/hold.ts';
import { tiedStake, usedSlots } from '../../src/bot/wallets.ts';
import type { Order, Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { OrderOutcomeUnknown, TemporaryError } from '../../src/exchange/errors.ts';
import type { FoundOrder, OrderRequest } from '../../src/exchange/ports/trading.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, PAIR, START, Still, scene } from '../fakes/scene.ts';

/** What becomes of orders whose answer was lost, of orders that the exchange says it does not know, and of numbers that come again. */

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** An exchange whose answers get lost, and which forgets. */
class ForgetfulExchange extends RestingExchange {
  override readonly acceptanceWindowMs: number = 6000;
  /** How the next order goes: placed, but its answer lost; or lost before it was placed. */
  next: 'answered' | 'answer_lost' | 'order_lost' = 'answered';
  settled: Promise<unknown> | null = null;
  /** Look-ups that answer "unknown order", and lists that lack everything, until they are used up. */
  unknownLookups = 0;
  emptyLists = 0;

  override async placeOrder(request: OrderRequest) {
    const how = this.next;
    this.next = 'answered';
    if (how === 'order_lost') throw new OrderOutcomeUnknown('told to be lost', null, this.settled);
    const update = await super.placeOrder(request);
    if (how === 'answer_lost') throw new OrderOutcomeUnknown('told to be lost', null, this.settled);
    return update;
  }
  override async findOrder(key: { orderId: string } | { clientOrderId: string }) {
    if (this.unknownLookups-- > 0) return null;
    return super.findOrder(key);
  }
  override async ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    return this.emptyLists-- > 0 ? [] : super.ordersSince(pair, since);
  }
  /** As an exchange that was emptied: it counts from one again. */
  empty(): void {
    this.forgetAll();
  }
}

const forgetful = () => new ForgetfulExchange(MARKET, START, 100);
const orderOf = (trade: Trade): Order => trade.orders.at(-1)!;

describe('an order whose answer was lost', () => {
  it('is found and taken in, once', async () => {
    const exchange = forgetful();
    const { bot, enter, step, trade } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 3;
    await expect(enter()).rejects.toThrow('lost');
    expect(bot.state.intents).toHaveLength(1);
    await step();
    expect(bot.state.intents).toHaveLength(0);
    expect(trade()).toMatchObject({ pair: PAIR, amount: 1 });
    expect(exchange.asked).toHaveLength(1);
  });

  it('is in flight for as long as its request is under way, however long that is, and for the window after', async () => {
    const exchange = forgetful();
    let end: () => void = () => undefined;
    exchange.settled = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { bot, enter, step } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.next = 'order_lost';
    await expect(enter()).rejects.toThrow('lost');
    for (let minute = 0; minute < 10; minute++) await step(1);
    expect(bot.state.intents).toHaveLength(1);
    end();
    await exchange.settled;
    await step();
    expect(bot.state.intents, 'the window begins when the request has ended').toHaveLength(1);
    for (let second = 0; second < 7; second++) await step();
    expect(bot.state.intents).toHaveLength(0);
    await enter();
  });

  it('blocks its pair meanwhile, and counts as a used slot and as spent stake', async () => {
    const exchange = forgetful();
    const { bot, enter } = await scene(new Still(), {}, { exchange, log: SILENT });
    const before = [usedSlots(bot.state), tiedStake(bot.state)];
    exchange.next = 'order_lost';
    await expect(enter()).rejects.toThrow('lost');
    const [intent] = bot.state.intents;
    expect(intent).toMatchObject({ pair: PAIR, state: 'pending' });
    expect(intent!.stakeAmount).toBeGreaterThan(0);
    expect(before).toEqual([0, 0]);
    expect([usedSlots(bot.state), tiedStake(bot.state)]).toEqual([1, intent!.stakeAmount]);
    await expect(enter()).rejects.toThrow();
    expect(exchange.asked, 'nothing more was sent').toHaveLength(0);
    expect(bot.state.intents).toEqual([intent]);
  });

  it('is not dead while only a look-up says so: the lists are asked too', async () => {
    const exchange = forgetful();
    const { bot, enter, step, trade } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 100;
    await expect(enter()).rejects.toThrow('lost');
    await step(1);
    expect(trade()).toMatchObject({ amount: 1 });
    expect(bot.state.intents).toHaveLength(0);
  });

  it('of a process before has the whole window again, whatever the clock did meanwhile', async () => {
    const exchange = forgetful();
    const { bot, enter, step } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.next = 'order_lost';
    await expect(enter()).rejects.toThrow('lost');
    const [intent] = await bot.store.intents.pending();
    bot.state.intents = [];
    adoptIntent(bot, { ...intent!, createdAt: START - 86_400_000 });
    await step();
    expect(bot.state.intents).toHaveLength(1);
    for (let second = 0; second < 7; second++) await step();
    expect(bot.state.intents).toHaveLength(0);
    expect(await bot.store.intents.pending()).toEqual([]);
  });
});

describe('an open order that the exchange says it does not know', () => {
  async function waiting() {
    const exchange = forgetful();
    const opened = await scene(new Still(), {}, { exchange, log: SILENT });
    await opened.enter({ rate: 90, orderType: 'limit' });
    return { ...opened, exchange };
  }

  it('stays, and is followed again when it is known again', async () => {
    const { exchange, step, trade } = await waiting();
    exchange.unknownLookups = 1;
    exchange.emptyLists = 1;
    await step();
    expect(orderOf(trade())).toMatchObject({ isOpen: true });
    exchange.move(90);
    await step();
    expect(orderOf(trade())).toMatchObject({ isOpen: false, filled: 1.111 });
  });

  it('stays where it is cancelled and one answer says so', async () => {
    const { bot, exchange, step, trade } = await waiting();
    exchange.unknownLookups = 1;
    exchange.emptyLists = 1;
    // time-out
    await step(31);
    expect(orderOf(trade())).toMatchObject({ isOpen: true });
    await step();
    expect(bot.state.trades).toHaveLength(0);
  });

  it('is found in the lists where look-ups fail it', async () => {
    const { exchange, step, trade } = await waiting();
    exchange.unknownLookups = 1000;
    exchange.move(90);
    for (let second = 0; second < 10; second++) await step();
    expect(orderOf(trade())).toMatchObject({ isOpen: false, filled: 1.111 });
  });

  it('is gone when neither has it for as long as the exchange takes to accept', async () => {
    const { bot, exchange, step } = await waiting();
    exchange.unknownLookups = 1000;
    exchange.emptyLists = 1000;
    for (let second = 0; second < 7; second++) await step();
    expect(bot.state.trades).toHaveLength(1);
    await step();
    await step();
    expect(bot.state.trades).toHaveLength(0);
  });
});

describe('numbers of an exchange that was emptied', () => {
  it("are distinguished: the new order is the new trade's, the old one keeps its own", async () => {
    const exchange = forgetful();
    const { bot, enter, step } = await scene(new Still(), {}, { exchange });
    await enter();
    exchange.move(120);
    bot.settings = { ...bot.settings, exitRules: { ...bot.settings.exitRules, roi: [[0, 0.1]] as never } };
    await step();
    await step();
    expect(bot.state.trades).toHaveLength(0);
    exchange.empty();
    bot.settings = { ...bot.settings, exitRules: { ...bot.settings.exitRules, roi: [] as never } };
    await step(5);
    const second = await enter();
    expect(second.orders.map(({ orderId }) => orderId)).toEqual(['r1']);
    expect(await bot.store.trades.open()).toMatchObject([{ id: second.id, orders: [{ orderId: 'r1' }] }]);
    const { trades } = await bot.store.history.page({ limit: 10, offset: 0, orderById: true, after: null });
    expect(trades[0]!.id).not.toBe(second.id);
    expect(trades[0]!.orders.map(({ orderId, side, filled }) => [orderId.split('@')[0], side, filled])).toEqual([
      ['r1', 'buy', 1],
      ['r2', 'sell', 1],
    ]);
  });

  it('are distinguished within one trade', async () => {
    const exchange = forgetful();
    const { bot, enter, trade } = await scene(new Still(), { position_adjustment_enable: true }, { exchange });
    await enter();
    exchange.empty();
    exchange.now += 1000;
    await enter({ stakeAmount: 50 });
    expect(trade().orders.map(({ orderId }) => orderId)).toEqual([`r1@${trade().orders[0]!.id}`, 'r1']);
    expect(await bot.store.trades.open()).toMatchObject([{ amount: 1.5, orders: [{ filled: 1 }, { filled: 0.5, orderId: 'r1' }] }]);
  });
});

describe('a trade that is deleted', () => {
  it('waits for its order in flight, so that none is left without a trade', async () => {
    const exchange = forgetful();
    const { bot, enter, step, trade } = await scene(new Still(), { position_adjustment_enable: true }, { exchange, log: SILENT });
    const { id } = await enter();
    exchange.now += 1000;
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 4;
    await expect(enter({ stakeAmount: 50 })).rejects.toThrow('lost');
    await expect(deleteTrade(bot, id)).rejects.toThrow('no known outcome');
    await step();
    expect(trade().orders).toHaveLength(2);
    await deleteTrade(bot, id);
    expect(bot.state.trades).toHaveLength(0);
  });

  it('has its order in flight settled first where that can be done at once', async () => {
    const exchange = forgetful();
    const { bot, enter } = await scene(new Still(), { position_adjustment_enable: true }, { exchange, log: SILENT });
    const { id } = await enter();
    exchange.now += 1000;
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 3;
    await expect(enter({ stakeAmount: 50, rate: 50, orderType: 'limit' })).rejects.toThrow('lost');
    expect(await deleteTrade(bot, id)).toMatchObject({ cancelledOrders: 1 });
    expect(exchange.cancelled).toHaveLength(1);
    expect(await bot.store.intents.pending()).toEqual([]);
  });
});

describe('leaving everything by force', () => {
  const all = { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null } as const;

  it('names an entry whose outcome is not known', async () => {
    const exchange = forgetful();
    const { bot, enter } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 4;
    await expect(enter()).rejects.toThrow('lost');
    await expect(forceExit(bot, all)).rejects.toThrow(`Not left: the entry into ${PAIR}: its order has no known outcome yet`);
    // found now
    expect(await forceExit(bot, all)).toEqual({ result: 'Created exit orders for all open trades.' });
    expect(exchange.asked.map(({ side }) => side)).toEqual(['buy', 'sell']);
    expect(bot.state.trades).toHaveLength(0);
  });
});

describe('an order whose trade is gone', () => {
  it('that can not be looked up costs the other trades nothing', async () => {
    const exchange = forgetful();
    const { bot, enter, step } = await scene(new Still(), { position_adjustment_enable: true }, { exchange, log: SILENT });
    const { id } = await enter();
    exchange.now += 1000;
    exchange.next = 'answer_lost';
    exchange.unknownLookups = 3;
    await expect(enter({ stakeAmount: 50, rate: 50, orderType: 'limit' })).rejects.toThrow('lost');
    // closed by hand in the database
    bot.state.trades = [];
    const { findOrder } = exchange;
    exchange.findOrder = async (key) => {
      if ('orderId' in key) throw new TemporaryError('does not have market symbol');
      return findOrder.call(exchange, key);
    };
    await step();
    expect(bot.state.intents).toMatchObject([{ tradeId: id, state: 'pending' }]);
    exchange.findOrder = findOrder;
    await step();
    expect(bot.state.intents).toEqual([]);
    expect(exchange.cancelled).toHaveLength(1);
  });
});

describe('a trade whose open order can not be cancelled', () => {
  async function waiting() {
    const exchange = forgetful();
    const opened = await scene(new Still(), {}, { exchange, log: SILENT });
    const { id } = await opened.enter({ rate: 90, orderType: 'limit' });
    const { cancelOrder } = exchange;
    exchange.cancelOrder = async () => {
      throw new TemporaryError('503 Service Unavailable');
    };
    return { ...opened, exchange, id, cancelOrder };
  }

  it('is not deleted, lest the order fill in no trade', async () => {
    const { bot, exchange, id, cancelOrder } = await waiting();
    await expect(deleteTrade(bot, id)).rejects.toThrow('could not be cancelled: 503 Service Unavailable. Nothing was deleted');
    exchange.unknownLookups = 1;
    exchange.emptyLists = 1;
    await expect(deleteTrade(bot, id)).rejects.toThrow('Nothing was deleted');
    expect(bot.state.trades).toHaveLength(1);
    exchange.cancelOrder = cancelOrder;
    expect(await deleteTrade(bot, id)).toMatchObject({ cancelledOrders: 1 });
  });

  it('is deleted where the order has ended, or its market', async () => {
    const ended = await waiting();
    ended.exchange.move(90);
    expect(await deleteTrade(ended.bot, ended.id)).toMatchObject({ cancelledOrders: 0 });
    const gone = await waiting();
    gone.bot.state.markets = new Map();
    expect(await deleteTrade(gone.bot, gone.id)).toMatchObject({ cancelledOrders: 0 });
  });
});

describe('a commit that was lost and is written again', () => {
  it('takes the numbers it has already', async () => {
    const store = await openTradeStore('sqlite://', () => START);
    const { enter } = await scene(new Still(), {}, { exchange: forgetful(), store });
    const trade = await enter();
    const again = structuredClone({ ...trade, id: 0, orders: trade.orders.map((order) => ({ ...order, id: 0 })) });
    await store.commit({ trades: [again] });
    expect(again).toMatchObject({ id: trade.id, orders: [{ id: trade.orders[0]!.id }] });
    await store.close();
  });
});
