import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bot, OrderPoint } from '../../src/bot/bot.ts';
import { cancelOpenOrder, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { openOrders } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { FoundOrder } from '../../src/exchange/ports/trading.ts';
import { Mortal } from '../fakes/mortal.ts';
import { Still } from '../fakes/scene.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { START, sceneSettings, tradingBot } from '../fakes/trading-bot.ts';
import type { Databases, TestDatabase } from './databases.ts';

const PAIRS = ['A/USDT', 'B/USDT'] as const;
const [A, B] = PAIRS;
/** A bot that ends at any step and is started again, on every kind of database; the account's orders are the judge. */
export function killedConformance(databases: Databases): void {
  describe('a bot that is killed at any step', () => {
    let database: TestDatabase;
    let number = 0;
    beforeAll(async () => {
      database = await databases.fresh();
      await (await openTradeStore(database.url, () => START)).close();
    });
    afterAll(() => database.remove());

    function botOn(account: SpotAccount, store: TradeStore, mortal: Mortal): Bot {
      const strategy = new Still();
      return tradingBot({
        settings: sceneSettings(strategy, {
          dry_run: false,
          max_open_trades: 2,
          position_adjustment_enable: true,
          exchange: { name: 'account', pair_whitelist: [...PAIRS] },
        }),
        strategy,
        exchange: mortal.exchange(account),
        store: mortal.store(store),
        wallet: exchangeWallet(account, () => account.now - START),
        log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
        uniqueId: () => String(number++),
        probe: (point: OrderPoint) => mortal.point(point),
      });
    }

    const entry = { rate: null, stakeAmount: null, orderType: null, leverage: null };
    const enter = (bot: Bot, pair: string, changes: object) =>
      forceEnter(bot, { kind: 'forceEnter', pair, side: 'long', tag: 'x', entry: { ...entry, ...changes } });
    const leave = (bot: Bot, pair: string, orderType: 'market' | 'limit', price: number | null) =>
      forceExit(bot, { kind: 'forceExit', tradeId: String(tradeOf(bot, pair).id), orderType, amount: null, price });
    const tradeOf = (bot: Bot, pair: string) => bot.state.trades.find((trade) => trade.pair === pair)!;

    /** Every kind of order, and what may become of one. */
    async function story(bot: Bot, account: SpotAccount): Promise<void> {
      const later = () => {
        account.now += 1000;
        return iterate(bot);
      };
      await later();
      await enter(bot, A, { orderType: 'market' });
      await enter(bot, B, { rate: 90 });
      await later();
      await cancelOpenOrder(bot, tradeOf(bot, B).id);
      await enter(bot, B, { rate: 95 });
      account.fillPart(0.4);
      await later();
      await enter(bot, A, { orderType: 'market', stakeAmount: 50 });
      await leave(bot, A, 'market', null);
      account.move(B, 94);
      await later();
      await leave(bot, B, 'limit', 120);
      await later();
      account.move(B, 121);
      await later();
    }

    async function clear(): Promise<void> {
      for (const table of ['trade_custom_data', 'orders', 'trades', 'ftts_order_intents', 'pairlocks', 'wallet_history'])
        await database.query(`DELETE FROM ${table}`);
    }

    const onAccount = async (account: SpotAccount): Promise<FoundOrder[]> =>
      (await Promise.all(PAIRS.map((pair) => account.ordersSince(pair, 0)))).flat();

    /** @returns what the database and the account tell differently; empty for nothing */
    async function differences(account: SpotAccount, bot: Bot): Promise<string[]> {
      const problems: string[] = [];
      const rows = await database.query('SELECT ft_trade_id, order_id, ft_is_open, filled FROM orders');
      const intents = await database.query('SELECT client_order_id, state FROM ftts_order_intents');
      const orders = await onAccount(account);
      for (const { clientOrderId, update } of orders) {
        const mine = rows.filter((row) => row['order_id'] === update.orderId);
        // one that brought nothing goes with its trade
        if (mine.length > 1 || (mine.length === 0 && (update.filled > 0 || update.status === 'open')))
          problems.push(`order ${update.orderId} (${update.status}, ${update.filled}) stands ${mine.length} times`);
        for (const row of mine) {
          if (Number(row['filled']) !== update.filled)
            problems.push(`order ${update.orderId}: ${update.filled}, in the database ${row['filled']}`);
          if (row['ft_is_open'] !== Number(update.status === 'open'))
            problems.push(`order ${update.orderId}: ${update.status}, in the database not`);
        }
        const intent = intents.find((row) => row['client_order_id'] === clientOrderId);
        if (intent?.['state'] !== 'placed') problems.push(`order ${clientOrderId} exists, its intent is ${intent?.['state']}`);
      }
      for (const row of rows)
        if (!orders.some(({ update }) => update.orderId === row['order_id'])) problems.push(`order ${row['order_id']} is of nobody`);
      for (const { state, client_order_id: id } of intents) {
        if (state === 'pending') problems.push(`${id} is pending`);
        if (state === 'dead' && orders.some(({ clientOrderId }) => clientOrderId === id)) problems.push(`${id} is dead and exists`);
      }
      for (const pair of PAIRS) {
        const open = bot.state.trades.filter((trade) => trade.pair === pair);
        if (open.length > 1) problems.push(`${open.length} open trades of ${pair}`);
        // what an open order has brought or taken so far is not in its trade yet
        const underWay = open.flatMap((trade) => openOrders(trade)).map(({ side, filled }) => (side === 'buy' ? 1 : -1) * (filled ?? 0));
        const held = [...open.map(({ amount }) => amount), ...underWay].reduce((sum, amount) => sum + amount, 0);
        const there = account.total(pair.slice(0, 1));
        if (Math.abs(held - there) > 1e-9) problems.push(`${pair}: ${there} on the account, ${held} in trades`);
      }
      return problems;
    }

    /** Lives the story until the step, ends, starts again, settles. @returns what is wrong then */
    async function live(at: number): Promise<{ problems: string[]; steps: number; last: string }> {
      await clear();
      const account = new SpotAccount(
        PAIRS.map((pair) => spotMarket(pair)),
        START,
        { USDT: 1000 },
      );
      // fees in the coin itself leave dust behind
      account.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
      const store = await openTradeStore(database.url, () => account.now);
      const mortal = new Mortal(at);
      await Promise.race([story(botOn(account, store, mortal), account), mortal.end]);
      await store.close();
      const again = await openTradeStore(database.url, () => account.now);
      try {
        const bot = botOn(account, again, new Mortal(Number.POSITIVE_INFINITY));
        await readDatabase(bot);
        for (let turn = 0; turn < 3; turn++) {
          account.now += 5000;
          await iterate(bot);
        }
        const problems = await differences(account, bot);
        // and it can go on: all is sold
        for (const trade of bot.state.trades) for (const order of trade.orders) if (order.isOpen) await cancelOpenOrder(bot, trade.id);
        for (const { pair } of [...bot.state.trades]) await leave(bot, pair, 'market', null);
        account.now += 1000;
        await iterate(bot);
        if (bot.state.trades.length > 0) problems.push(`${bot.state.trades.length} trades can't be left`);
        return { problems: [...problems, ...(await differences(account, bot))], steps: mortal.steps, last: mortal.last };
      } finally {
        await again.close();
      }
    }

    it('and started again neither loses nor doubles an order, and knows to the last digit what it holds', async () => {
      const { problems, steps } = await live(Number.POSITIVE_INFINITY);
      expect(problems).toEqual([]);
      expect(steps).toBeGreaterThan(60);
      const names = new Set<string>();
      for (let at = 1; at <= steps; at++) {
        const lived = await live(at);
        names.add(lived.last);
        expect(lived.problems, `killed at step ${at}, ${lived.last}`).toEqual([]);
      }
      // calls, and every named point but those of an order that is pushed
      expect([...names]).toEqual(
        expect.arrayContaining([
          'before placeOrder',
          'after placeOrder',
          'before journal',
          'after commit',
          'after cancelOrder',
          'before_fill_commit',
        ]),
      );
    });
  });
}
