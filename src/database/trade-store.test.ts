import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Order, Trade } from '../core/trade/trade.ts';
import { migrate } from './migrate.ts';
import { nodeSqliteDialect, openSqlite } from './sqlite/node-dialect.ts';
import type { Tables } from './tables.ts';
import { createTradeStore } from './trade-store.ts';

const order = (orderId: string, side: 'buy' | 'sell'): Order =>
  ({
    id: 0,
    orderId,
    pair: 'ETH/USDT',
    ftOrderSide: side,
    side,
    isOpen: false,
    ftAmount: 1,
    ftPrice: 1,
    status: 'closed',
    orderDate: 1,
    filledDate: 1,
    updateDate: null,
    cancelReason: null,
    tag: 'x'.repeat(300),
  }) as unknown as Order;
const trade = (): Trade =>
  ({
    id: 0,
    exchange: 'binance',
    pair: 'ETH/USDT',
    base: 'ETH',
    stakeCurrency: 'USDT',
    isOpen: true,
    isShort: false,
    feeOpen: 0,
    feeClose: 0,
    openRate: 1,
    stakeAmount: 1,
    amount: 1,
    openDate: 1,
    closeDate: null,
    isStopLossTrailing: false,
    interestRate: 0,
    tradingMode: 'spot',
    strategy: 'S',
    enterTag: `a${'b'.repeat(300)}\0`,
    exitReason: null,
    customData: { note: { id: 0, value: 1, isChanged: true, createdAt: 0, updatedAt: null } },
    orders: [order('1', 'buy')],
  }) as unknown as Trade;

test('what was written without anybody being told is not written once more', async () => {
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect({ database: openSqlite(':memory:') }) });
  await migrate(database, 0);
  const store = await createTradeStore(database, () => 0);
  const first = trade();
  await store.commit({ trades: [first] });
  // as after a connection that broke while it was told
  const again = trade();
  again.orders.push(order('2', 'sell'));
  await store.commit({ trades: [again] });
  expect([again.id, again.orders[0]!.id]).toEqual([first.id, first.orders[0]!.id]);
  const [known] = await store.openTrades();
  expect(known!.orders.map(({ orderId }) => orderId)).toEqual(['1', '2']);
  expect((await store.openTrades()).length).toBe(1);
  expect(Object.keys(known!.customData)).toEqual(['note']);
  // as long as the column, without what PostgreSQL does not know
  expect(known!.enterTag).toBe(`a${'b'.repeat(254)}`);
  expect(known!.orders[0]!.tag).toHaveLength(255);
  await store.close();
});
