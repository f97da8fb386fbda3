import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../src/core/order/intent.ts';
import { deleteCustomData, getCustomData, setCustomData } from '../../src/core/trade/custom-data.ts';
import { ChangeRefused, DatabaseError } from '../../src/database/errors.ts';
import { openBotStore, openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import { aLock, anIntent, anOrder, aTrade, closedTradeWith, NOON, openTradeWith } from '../fakes/stored-trades.ts';
import type { Databases, TestDatabase } from './databases.ts';

const MINUTE = 60_000;

/** What every database must do for a bot, port by port. */
export function storeConformance(databases: Databases): void {
  let database: TestDatabase;
  let store: TradeStore;
  let now = NOON;

  const reopened = async (): Promise<TradeStore> => {
    await store.close();
    store = await openTradeStore(database.url, () => now);
    return store;
  };
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'nothing was thrown',
      (error: unknown) => error,
    );

  beforeEach(async () => {
    now = NOON;
    database = await databases.fresh();
    store = await openTradeStore(database.url, () => now);
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  describe('trades', () => {
    it('are what was committed, to the last digit and letter, for whoever opens it next', async () => {
      const whole = openTradeWith('e1', {
        enterTag: `it's "größer" – 日本 % _ \\ ; --`,
        openRate: 0.1 + 0.2,
        amount: 1e-9,
        stakeAmount: 123_456_789.123_456_79,
        stopLoss: null,
        minRate: null,
        isShort: true,
        isStopLossTrailing: true,
        tradingMode: 'futures',
        leverage: 2.5,
        liquidationPrice: 5e-324,
        openDate: Date.UTC(1999, 11, 31, 23, 59, 59, 999),
      });
      const bare = aTrade({
        pair: 'SOL/USDT',
        base: 'SOL',
        tradingMode: null,
        contractSize: null,
        precisionMode: null,
        fundingFees: null,
        enterTag: null,
        orders: [anOrder({ orderId: 'e2', pair: 'SOL/USDT', status: null, price: null, filled: null, filledDate: null, tag: null })],
      });
      await store.commit({ trades: [whole, bare] });
      await reopened();
      expect(await store.trades.open()).toEqual([whole, bare]);
      expect([whole.id, bare.id]).toEqual([1, 2]);
    });

    it('are those that are open, by their number; others are found by theirs, or by an order', async () => {
      const [one, two, three] = [openTradeWith('a'), closedTradeWith('b', NOON), openTradeWith('c', { pair: 'SOL/USDT' })];
      await store.commit({ trades: [one, two] });
      await store.commit({ trades: [three] });
      expect((await store.trades.open()).map(({ id }) => id)).toEqual([one.id, three.id]);
      expect(await store.trades.find(two.id)).toEqual(two);
      expect(await store.trades.ofOrder('bx', 'ETH/USDT')).toEqual(two);
      expect(await store.trades.ofOrder('bx', 'SOL/USDT')).toBeNull();
      for (const none of [0, -1, 99, 2 ** 31, Number.MAX_SAFE_INTEGER]) expect(await store.trades.find(none), String(none)).toBeNull();
    });

    it('that are closed are found by a stop that may still lie on the exchange', async () => {
      const stop = { ftOrderSide: 'stoploss', side: 'sell', isOpen: true, status: 'open', stopPrice: 90 } as const;
      const stray = closedTradeWith('a', NOON);
      stray.orders.push(anOrder({ ...stop, orderId: 's1' }));
      const open = openTradeWith('b');
      open.orders.push(anOrder({ ...stop, orderId: 's2' }));
      await store.commit({ trades: [stray, open, closedTradeWith('c', NOON)] });
      expect(await store.trades.withStrayStops()).toEqual([stray]);
      stray.orders.at(-1)!.isOpen = false;
      await store.commit({ trades: [stray] });
      expect(await store.trades.withStrayStops()).toEqual([]);
    });

    it('keep their orders in the order in which they came', async () => {
      const trade = openTradeWith('first');
      await store.commit({ trades: [trade] });
      trade.orders.push(anOrder({ orderId: 'second', orderDate: NOON - MINUTE }));
      await store.commit({ trades: [trade] });
      trade.orders.push(anOrder({ orderId: 'third', orderDate: NOON - 2 * MINUTE }));
      trade.orders[0]!.status = 'canceled';
      await store.commit({ trades: [trade] });
      const [known] = await store.trades.open();
      expect(known!.orders.map(({ orderId, status }) => [orderId, status])).toEqual([
        ['first', 'canceled'],
        ['second', 'closed'],
        ['third', 'closed'],
      ]);
    });

    it('that are removed take with them what belongs to them', async () => {
      const [stays, goes] = [openTradeWith('stays'), closedTradeWith('goes', NOON)];
      for (const trade of [stays, goes]) trade.customData['note'] = { id: 0, value: 1, isChanged: true, createdAt: null, updatedAt: null };
      await store.commit({ trades: [stays, goes] });
      await store.commit({ removedTrades: [goes] });
      expect(await store.trades.find(goes.id)).toBeNull();
      for (const table of ['orders', 'trade_custom_data']) {
        expect(await database.query(`SELECT DISTINCT ft_trade_id AS id FROM ${table}`), table).toEqual([{ id: stays.id }]);
      }
      // one that was never written, too
      await store.commit({ removedTrades: [openTradeWith('never')] });
      expect(await store.trades.open()).toHaveLength(1);
    });

    it('that were written without anybody being told are not written once more', async () => {
      const first = openTradeWith('e1', { customData: { note: { id: 0, value: 1, isChanged: true, createdAt: null, updatedAt: null } } });
      await store.commit({ trades: [first] });
      const again = openTradeWith('e1', { customData: { note: { id: 0, value: 2, isChanged: true, createdAt: null, updatedAt: null } } });
      again.orders.push(anOrder({ orderId: 'e2' }));
      await store.commit({ trades: [again] });
      expect([again.id, again.orders[0]!.id]).toEqual([first.id, first.orders[0]!.id]);
      const open = await store.trades.open();
      expect(open.map(({ orders, customData }) => [orders.map(({ orderId }) => orderId), customData['note']!.value])).toEqual([
        [['e1', 'e2'], 2],
      ]);
    });

    it('give way with an order whose number the exchange has given anew', async () => {
      const before = openTradeWith('7');
      await store.commit({ trades: [before] });
      const after = openTradeWith('7', { openDate: NOON + MINUTE });
      after.orders[0]!.orderDate = NOON + MINUTE;
      await store.commit({ trades: [after] });
      expect(after.id).not.toBe(before.id);
      expect((await store.trades.ofOrder('7', 'ETH/USDT'))!.id).toBe(after.id);
      expect((await store.trades.find(before.id))!.orders[0]!.orderId).toBe(`7@${before.orders[0]!.id}`);
    });

    it('keep what a strategy has put with them, by its type, and when', async () => {
      const values = { yes: true, whole: 3, part: 0.1, text: 'größer', none: null, list: [1, 'a'], map: { a: { b: 1 } } };
      const data = Object.entries(values).map(([key, value]) => [key, { id: 0, value, isChanged: true, createdAt: null, updatedAt: null }]);
      const trade = openTradeWith('e1', { customData: Object.fromEntries(data) });
      await store.commit({ trades: [trade] });
      now += MINUTE;
      trade.customData['text']!.value = 'other';
      trade.customData['text']!.isChanged = true;
      // not said to be changed, so not written
      trade.customData['whole']!.value = 4;
      await store.commit({ trades: [trade] });
      await reopened();
      const [{ customData }] = (await store.trades.open()) as [typeof trade];
      expect(Object.fromEntries(Object.entries(customData).map(([key, { value }]) => [key, value]))).toEqual({ ...values, text: 'other' });
      expect(customData['text']).toMatchObject({ createdAt: NOON, updatedAt: NOON + MINUTE, isChanged: false });
      expect(customData['whole']).toMatchObject({ createdAt: NOON, updatedAt: null });
    });

    it('forget what a strategy has deleted, and keep what it puts there again', async () => {
      const trade = openTradeWith('e1');
      for (const key of ['first', 'second', 'third']) setCustomData(trade, key, key);
      deleteCustomData(trade, 'third');
      await store.commit({ trades: [trade] });
      deleteCustomData(trade, 'first');
      deleteCustomData(trade, 'other');
      deleteCustomData(trade, 'second');
      setCustomData(trade, 'second', 2);
      await store.commit({ trades: [trade] });
      expect([getCustomData(trade, 'first'), getCustomData(trade, 'first', 'none'), getCustomData(trade, 'second', 'none')]).toEqual([
        null,
        'none',
        2,
      ]);
      setCustomData(trade, 'third', undefined);
      await store.commit({ trades: [trade] });
      await reopened();
      const [{ customData }] = (await store.trades.open()) as [typeof trade];
      expect(Object.entries(customData).map(([key, { value }]) => [key, value])).toEqual([
        ['second', 2],
        ['third', null],
      ]);
      deleteCustomData(trade);
      await store.commit({ trades: [trade] });
      await reopened();
      expect((await store.trades.open())[0]!.customData).toEqual({});
    });

    it('have texts as long as their columns, and without what a database does not know', async () => {
      await store.commit({ trades: [openTradeWith('e1', { enterTag: `a\0${'b'.repeat(300)}`, strategy: 's'.repeat(120) })] });
      expect(await store.trades.open()).toMatchObject([{ enterTag: `a${'b'.repeat(254)}`, strategy: 's'.repeat(100) }]);
    });
  });

  describe('a change', () => {
    it('that its tables forbid is refused for itself, and leaves no numbers behind', async () => {
      for (const changes of [
        { trades: [openTradeWith('a'), openTradeWith('b', { amount: Number.NaN })] },
        { trades: [openTradeWith('a')], locks: [aLock({ lockTime: Number.NaN })] },
        { trades: [openTradeWith('a')], intents: [anIntent({ amount: 0 })] },
        { trades: [openTradeWith('a')], intents: [anIntent({ pair: 'BTC/USDT' })] },
        { trades: [openTradeWith('a'), openTradeWith('b', { isOpen: false })] },
        { trades: [openTradeWith('a'), aTrade({ orders: [anOrder({ pair: 'SOL/USDT' })] })] },
        { trades: [openTradeWith('a', { id: 77 })] },
      ]) {
        const error = await failure(store.commit(changes));
        expect(error, JSON.stringify(changes)).toBeInstanceOf(ChangeRefused);
        expect(changes.trades.map(({ id, orders }) => [id % 77, orders.map((order) => order.id)]).flat(2)).not.toContain(1);
      }
      expect(await store.trades.open()).toEqual([]);
      const good = openTradeWith('good');
      await store.commit({ trades: [good] });
      expect(await store.trades.open()).toEqual([good]);
    });

    it('has figures that are not known as null', async () => {
      await store.commit({ trades: [openTradeWith('a', { maxRate: Number.NaN, closeProfit: Number.NaN })] });
      expect(await store.trades.open()).toMatchObject([{ maxRate: null, closeProfit: null }]);
      expect(await database.query('SELECT max_rate, close_profit FROM trades')).toEqual([{ max_rate: null, close_profit: null }]);
    });

    it('may be anything and nothing', async () => {
      await store.commit({});
      await store.commit({ trades: [], removedTrades: [], intents: [], locks: [], wallet: [] });
      expect([await store.trades.open(), store.history.version]).toEqual([[], 0]);
    });

    it('is whole beside others of the same moment', async () => {
      const trades = Array.from({ length: 12 }, (_one, index) => openTradeWith(`o${index}`));
      let isOver = false;
      const looker = (async () => {
        while (!isOver) for (const { orders } of await store.trades.open()) expect(orders).toHaveLength(1);
      })();
      await Promise.all(trades.map((trade, index) => store.commit({ trades: [trade], locks: [aLock({ reason: `lock ${index}` })] })));
      isOver = true;
      await looker;
      expect(new Set(trades.map(({ id }) => id)).size).toBe(12);
      expect((await store.trades.open()).length).toBe(12);
      expect((await store.records.locks()).length).toBe(12);
    });

    it('can not be written to a store that is closed', async () => {
      await store.close();
      for (const promise of [store.commit({ trades: [openTradeWith('a')] }), store.intents.journal(anIntent())]) {
        const error = await failure(promise);
        expect(error).toBeInstanceOf(DatabaseError);
        expect(error).not.toBeInstanceOf(ChangeRefused);
      }
      store = await openTradeStore(database.url, () => now);
      expect(await store.trades.open()).toEqual([]);
    });
  });

  describe('intents', () => {
    it('are on disk when they are journaled, and pending until something became of them, oldest first', async () => {
      const older = anIntent({ clientOrderId: 'ftts-x-1', kind: 'exit', side: 'sell', tradeId: 7, trade: null, createdAt: NOON - 5 });
      const newer = anIntent({ clientOrderId: 'ftts-e-2' });
      await store.intents.journal(newer);
      await store.intents.journal(older);
      await reopened();
      expect(await store.intents.pending()).toEqual([older, newer]);
      older.state = 'dead';
      newer.state = 'placed';
      newer.tradeId = 1;
      await store.commit({ intents: [older, newer] });
      expect(await store.intents.pending()).toEqual([]);
      expect(await database.query('SELECT client_order_id AS id, state, trade_id FROM ftts_order_intents ORDER BY 1')).toEqual([
        { id: 'ftts-e-2', state: 'placed', trade_id: 1 },
        { id: 'ftts-x-1', state: 'dead', trade_id: 7 },
      ]);
    });

    it('that are journaled twice stand once, as they were last', async () => {
      await store.intents.journal(anIntent({ tag: 'before' }));
      await store.intents.journal(anIntent({ tag: `after "quotes" 日本 \0` }));
      expect((await store.intents.pending()).map(({ tag }) => tag)).toEqual([`after "quotes" 日本 \0`]);
    });

    it('that an earlier release left are read, and written anew with a version', async () => {
      const { rows } = JSON.parse(readFileSync(new URL('../golden/databases/order-intents-1.json', import.meta.url), 'utf8')) as {
        rows: { row: Record<string, string | number | null>; intent: OrderIntent | null }[];
      };
      const literal = (value: string | number | null) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value));
      for (const { row } of rows) {
        const insert = `INSERT INTO ftts_order_intents (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')})`;
        await database.query(insert);
      }
      await reopened();
      const pending = await store.intents.pending();
      expect(pending).toEqual(rows.flatMap(({ intent }) => (intent === null ? [] : [{ ...intent, stopPrice: null }])));
      expect(pending).toHaveLength(4);
      for (const intent of pending) await store.intents.journal(intent);
      const bodies = await database.query(`SELECT body FROM ftts_order_intents WHERE state = 'pending'`);
      expect(bodies.map(({ body }) => (JSON.parse(String(body)) as { version: number }).version)).toEqual([3, 3, 3, 3]);
      expect(await store.intents.pending()).toEqual(pending);
    });

    it('of a newer release are refused by name', async () => {
      await store.intents.journal(anIntent());
      await database.query(`UPDATE ftts_order_intents SET body = '{"version":99}'`);
      const error = await failure(store.intents.pending());
      expect(error).toBeInstanceOf(DatabaseError);
      expect((error as Error).message).toContain(`the order ${anIntent().clientOrderId} (SOL/USDT)`);
      expect((error as Error).message).toContain('a newer release');
    });
  });

  describe('what it records beside trades', () => {
    it('are locks, the active ones by their number, each once', async () => {
      const [first, second, over] = [aLock(), aLock({ pair: '*', side: 'long', reason: null }), aLock({ reason: 'over', isActive: false })];
      await store.commit({ locks: [first, second, over] });
      await store.commit({ locks: [aLock(), aLock({ pair: '*', side: 'long', reason: null })] });
      expect(await store.records.locks()).toEqual([first, second]);
      first.isActive = false;
      second.endTime += MINUTE;
      await store.commit({ locks: [first, second] });
      await reopened();
      expect(await store.records.locks()).toEqual([second]);
    });

    it('is what the account was worth: one snapshot a moment, of which the first counts', async () => {
      const worth = (at: number, currency: string, total: number | null) => ({
        at,
        currency,
        rate: 1,
        quoteCurrency: 'USDT',
        balance: 1,
        totalQuote: total,
        isManaged: currency === 'USDT',
      });
      await store.commit({ wallet: [worth(NOON + MINUTE, 'USDT', 10), worth(NOON + MINUTE, 'ETH', 5.5), worth(NOON, 'USDT', 7)] });
      await store.commit({ wallet: [worth(NOON, 'USDT', 99), worth(NOON, 'ETH', 99), worth(NOON + 2 * MINUTE, 'ETH', null)] });
      expect(await store.records.walletHistory()).toEqual([
        { at: NOON, total: 7 },
        { at: NOON + MINUTE, total: 15.5 },
        { at: NOON + 2 * MINUTE, total: 0 },
      ]);
    });

    it('is when it was first used', async () => {
      expect(await store.records.startTime(NOON)).toBe(NOON);
      await reopened();
      expect(await store.records.startTime(NOON + MINUTE)).toBe(NOON);
    });
  });

  describe('the claim', () => {
    it("is one bot's, by name, until that one closes it", async () => {
      const opening = (owner: string) => ({ owner, note: () => undefined });
      const mine = await openBotStore(database.url, () => now, opening('the first bot'));
      await mine.claim.prove();
      const before = mine.claim.generation;
      await expect(openBotStore(database.url, () => now, opening('the second'))).rejects.toThrow(
        /db_url: .*in use by another bot \(the first bot\)/,
      );
      await mine.commit({ trades: [openTradeWith('e1')] });
      // who only looks is let in
      await reopened();
      expect(await store.trades.open()).toHaveLength(1);
      expect(mine.claim.generation).toBe(before);
      await mine.close();
      const next = await openBotStore(database.url, () => now, opening('the second'));
      await next.claim.prove();
      expect(await next.trades.open()).toHaveLength(1);
      await next.close();
    });
  });
}
