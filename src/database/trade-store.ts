import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { earlierOrderId, type OrderIntent } from '../core/order/intent.ts';
import type { PairLock } from '../core/protections/lock.ts';
import type { CustomDatum, Order, Trade } from '../core/trade/trade.ts';
import { ClosedHistory } from './closed-history.ts';
import { writeError } from './errors.ts';
import { type Guard, UNGUARDED } from './guard.ts';
import { Patience } from './patience.ts';
import type { Changes, ClosedTradeFacts, TradePage, TradeStore, WalletRecord } from './port.ts';
import {
  customDataText,
  customDataValue,
  dateMs,
  dateText,
  lockFromRow,
  lockRow,
  orderFromRow,
  orderRow,
  tradeFromRow,
  tradeRow,
} from './rows.ts';
import type { DatabaseKind, Tables } from './tables.ts';
import { selectTrades } from './trade-selection.ts';

/** Largest number of a row: PostgreSQL's serial. */
const LAST_ID = 2_147_483_647;

/** Trades read in one go: SQLite answers at once, and meanwhile nothing else is done. */
const TRADES_AT_ONCE = 100;
const LOCKS_AT_ONCE = 100;
/** The same for what a row of statistics needs, and for snapshots of the wallet. */
const ROWS_AT_ONCE = 2000;

/** Read some at a time, so that a long history costs no more than what is kept of it, and keeps nobody waiting. */
async function loadHistory(database: Kysely<Tables>, version: number = 0): Promise<ClosedHistory> {
  const facts: ClosedTradeFacts[] = [];
  const query = database
    .selectFrom('trades')
    .select((eb) => [
      'id',
      'pair',
      'open_date',
      'close_date',
      'close_profit',
      'close_profit_abs',
      'stake_amount',
      'max_stake_amount',
      'enter_tag',
      'exit_reason',
      'is_short',
      eb
        .selectFrom('orders')
        .select((inner) => inner.fn.sum<number>('cost').as('cost'))
        .whereRef('orders.ft_trade_id', '=', 'trades.id')
        .where('orders.filled', '>', 0)
        .as('volume'),
    ])
    .where('is_open', '=', 0)
    .where('close_date', 'is not', null)
    .orderBy('id')
    .limit(ROWS_AT_ONCE);
  // texts repeat: one copy of each is kept
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    const known = texts.get(text) ?? text;
    texts.set(known, known);
    return known;
  };
  const sharedOrNull = (text: string | null) => (text === null ? null : shared(text));
  for (let last = -LAST_ID, isLast = false; !isLast; ) {
    const rows = await query.where('id', '>', last).execute();
    for (const row of rows) {
      facts.push({
        id: row.id,
        pair: shared(row.pair),
        openDate: dateMs(row.open_date),
        closeDate: dateMs(row.close_date!),
        profitRatio: row.close_profit ?? 0,
        profitAbs: row.close_profit_abs ?? 0,
        maxStakeAmount: row.max_stake_amount ?? row.stake_amount,
        enterTag: sharedOrNull(row.enter_tag),
        exitReason: sharedOrNull(row.exit_reason),
        isShort: row.is_short !== 0,
        volume: Number(row.volume ?? 0),
      });
    }
    isLast = rows.length < ROWS_AT_ONCE;
    last = rows.at(-1)?.id ?? last;
    await setImmediate();
  }
  return new ClosedHistory(version, facts);
}

/** The store over any database that Kysely speaks to. The schema must be in place. */
export async function createTradeStore(
  database: Kysely<Tables>,
  now: () => number,
  kind: DatabaseKind = 'sqlite',
  guard: Guard = UNGUARDED,
): Promise<TradeStore> {
  const patience = new Patience();
  let history = await loadHistory(database);

  async function withOrders(rows: readonly { id: number }[]): Promise<Trade[]> {
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return [];
    const byTrade = new Map<number, Order[]>(ids.map((id) => [id, []]));
    for (const row of await database.selectFrom('orders').selectAll().where('ft_trade_id', 'in', ids).orderBy('id').execute()) {
      byTrade.get(row.ft_trade_id)?.push(orderFromRow(row));
    }
    const data = new Map<number, Record<string, CustomDatum>>();
    for (const row of await database.selectFrom('trade_custom_data').selectAll().where('ft_trade_id', 'in', ids).execute()) {
      const ofTrade = data.get(row.ft_trade_id) ?? {};
      data.set(row.ft_trade_id, ofTrade);
      ofTrade[row.cd_key] = {
        id: row.id,
        value: customDataValue(row.cd_type, row.cd_value),
        isChanged: false,
        createdAt: dateMs(row.created_at),
        updatedAt: row.updated_at === null ? null : dateMs(row.updated_at),
      };
    }
    return (rows as Parameters<typeof tradeFromRow>[0][]).map((row) =>
      tradeFromRow(row, byTrade.get(row.id) ?? [], data.get(row.id) ?? {}),
    );
  }

  /** Numbers of the trades on a page, its place in the list, and how long the list is. */
  async function idsOf(page: TradePage): Promise<{ ids: number[]; start: number; total: number }> {
    if (page.selection !== undefined) return selectTrades(database, kind, page.selection, page);
    const start = page.after === null ? page.offset : history.positionAfter(page.after, page.orderById);
    return { ids: history.page(page.limit, start, page.orderById), start, total: history.rows.length };
  }

  /**
   * Takes the numbers that a trade has on disk already: where a connection breaks while it is told that all is written, it is, and
   * whoever writes it once more must not make another one.
   */
  async function adopt(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
    const ids = trade.orders.filter(({ id }) => id === 0).map(({ orderId }) => orderId);
    const known = await transaction
      .selectFrom('orders')
      .select(['id', 'ft_trade_id', 'order_id', 'ft_order_side', 'order_date'])
      .where('ft_pair', '=', trade.pair)
      .where('order_id', 'in', ids)
      .execute();
    for (const row of known) {
      const order = trade.orders.find(({ id, orderId }) => id === 0 && orderId === row.order_id)!;
      if (row.ft_order_side === order.ftOrderSide && row.order_date !== null && dateMs(row.order_date) === order.orderDate) {
        trade.id = row.ft_trade_id;
        order.id = row.id;
      } else if (row.ft_trade_id !== trade.id || trade.id === 0) {
        // an exchange that was emptied counts anew: the order of before makes way
        await transaction
          .updateTable('orders')
          .set({ order_id: earlierOrderId(row.order_id, row.id) })
          .where('id', '=', row.id)
          .execute();
      }
    }
  }

  async function saveTrade(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
    if (trade.orders.some(({ id }) => id === 0)) await adopt(transaction, trade);
    if (trade.id === 0) {
      const { id } = await transaction.insertInto('trades').values(tradeRow(trade)).returning('id').executeTakeFirstOrThrow();
      trade.id = id;
    } else {
      await transaction.updateTable('trades').set(tradeRow(trade)).where('id', '=', trade.id).execute();
    }
    for (const order of trade.orders) {
      if (order.id === 0) {
        const { id } = await transaction.insertInto('orders').values(orderRow(order, trade.id)).returning('id').executeTakeFirstOrThrow();
        order.id = id;
      } else {
        await transaction.updateTable('orders').set(orderRow(order, trade.id)).where('id', '=', order.id).execute();
      }
    }
  }

  async function saveCustomData(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
    for (const [key, datum] of Object.entries(trade.customData)) {
      if (!datum.isChanged) continue;
      // what changes while it is written is written next time
      datum.isChanged = false;
      const { type, text } = customDataText(datum.value);
      const at = now();
      if (datum.id === 0) {
        const { id } = await transaction
          .insertInto('trade_custom_data')
          .values({ ft_trade_id: trade.id, cd_key: key, cd_type: type, cd_value: text, created_at: dateText(at), updated_at: null })
          .onConflict((conflict) => conflict.columns(['ft_trade_id', 'cd_key']).doUpdateSet({ cd_type: type, cd_value: text }))
          .returning('id')
          .executeTakeFirstOrThrow();
        Object.assign(datum, { id, createdAt: at });
      } else {
        await transaction
          .updateTable('trade_custom_data')
          .set({ cd_type: type, cd_value: text, updated_at: dateText(at) })
          .where('id', '=', datum.id)
          .execute();
        datum.updatedAt = at;
      }
    }
  }

  async function saveIntent(transaction: Transaction<Tables>, intent: OrderIntent): Promise<void> {
    const row = {
      pair: intent.pair,
      state: intent.state,
      created_at: intent.createdAt,
      trade_id: intent.tradeId,
      body: JSON.stringify(intent),
    };
    await transaction
      .insertInto('ftts_order_intents')
      .values({ client_order_id: intent.clientOrderId, ...row })
      .onConflict((conflict) => conflict.column('client_order_id').doUpdateSet(row))
      .execute();
  }

  /** A lock that was written without anybody being told takes the number it has already. */
  async function saveLock(transaction: Transaction<Tables>, lock: PairLock): Promise<void> {
    const row = lockRow(lock);
    if (lock.id === 0) {
      const known = await transaction
        .selectFrom('pairlocks')
        .select('id')
        .where('pair', '=', row.pair)
        .where('side', '=', row.side)
        .where('lock_time', '=', row.lock_time)
        .where('reason', 'is not distinct from', row.reason ?? null)
        .executeTakeFirst();
      if (known === undefined) {
        lock.id = (await transaction.insertInto('pairlocks').values(row).returning('id').executeTakeFirstOrThrow()).id;
        return;
      }
      lock.id = known.id;
    }
    await transaction.updateTable('pairlocks').set(row).where('id', '=', lock.id).execute();
  }

  async function removeTrade(transaction: Transaction<Tables>, trade: Trade): Promise<void> {
    if (trade.id === 0) await adopt(transaction, trade);
    await transaction.deleteFrom('trade_custom_data').where('ft_trade_id', '=', trade.id).execute();
    await transaction.deleteFrom('orders').where('ft_trade_id', '=', trade.id).execute();
    await transaction.deleteFrom('trades').where('id', '=', trade.id).execute();
  }

  /** One snapshot a moment, whole: the first one counts. */
  async function saveWallet(transaction: Transaction<Tables>, rows: readonly WalletRecord[]): Promise<void> {
    for (const at of new Set(rows.map((row) => row.at))) {
      const known = await transaction.selectFrom('wallet_history').select('id').where('timestamp', '=', dateText(at)).executeTakeFirst();
      if (known !== undefined) continue;
      const snapshot = new Map(rows.filter((row) => row.at === at).map((row) => [row.currency, row]));
      await transaction
        .insertInto('wallet_history')
        .values(
          [...snapshot.values()].map(({ isManaged, ...row }) => ({
            timestamp: dateText(row.at),
            currency: row.currency,
            rate: row.rate,
            quote_currency: row.quote_currency,
            balance: row.balance,
            total_quote: row.total_quote,
            bot_managed: isManaged ? 1 : 0,
            collateral: null,
            total_position_value: null,
            leverage: 1,
          })),
        )
        .execute();
    }
  }

  /** All of it in one transaction, on a database that is proven ours before and after: what went elsewhere counts as not written. */
  async function write(work: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    try {
      await guard.prove();
      await patience.with(() =>
        database.transaction().execute(async (transaction) => {
          await guard.fence(transaction);
          await work(transaction);
        }),
      );
      await guard.prove();
    } catch (error) {
      throw writeError(error);
    }
  }

  async function commit(changes: Changes): Promise<void> {
    const restore = numbersOf(changes);
    try {
      await write(async (transaction) => {
        restore();
        for (const trade of changes.trades ?? []) {
          await saveTrade(transaction, trade as Trade);
          await saveCustomData(transaction, trade as Trade);
        }
        for (const trade of changes.removedTrades ?? []) await removeTrade(transaction, trade as Trade);
        for (const intent of changes.intents ?? []) await saveIntent(transaction, intent);
        for (const [index, lock] of (changes.locks ?? []).entries()) {
          await saveLock(transaction, lock as PairLock);
          if (index % LOCKS_AT_ONCE === LOCKS_AT_ONCE - 1) await setImmediate();
        }
        await saveWallet(transaction, changes.wallet ?? []);
      });
    } catch (error) {
      restore();
      throw error;
    }
    for (const trade of changes.trades ?? []) history.add(trade);
    for (const trade of changes.removedTrades ?? []) history.remove(trade.id);
  }

  return {
    get historyVersion() {
      return history.version;
    },
    openTrades: async () => withOrders(await database.selectFrom('trades').selectAll().where('is_open', '=', 1).orderBy('id').execute()),
    trade: async (id) => {
      // beyond what a database counts to there is none
      if (id > LAST_ID) return null;
      return (await withOrders(await database.selectFrom('trades').selectAll().where('id', '=', id).execute()))[0] ?? null;
    },
    tradeOfOrder: async (orderId, pair) => {
      const order = await database
        .selectFrom('orders')
        .select('ft_trade_id')
        .where('order_id', '=', orderId)
        .where('ft_pair', '=', pair)
        .executeTakeFirst();
      if (order === undefined) return null;
      return (await withOrders(await database.selectFrom('trades').selectAll().where('id', '=', order.ft_trade_id).execute()))[0] ?? null;
    },
    closedTrades: async (page: TradePage) => {
      const { ids, start, total } = await idsOf(page);
      const place = new Map(ids.map((id, index) => [id, index]));
      const trades: Trade[] = [];
      for (let at = 0; at < ids.length; at += TRADES_AT_ONCE) {
        const some = ids.slice(at, at + TRADES_AT_ONCE);
        const rows = await database.selectFrom('trades').selectAll().where('id', 'in', some).execute();
        rows.sort((first, second) => place.get(first.id)! - place.get(second.id)!);
        trades.push(...(await withOrders(rows)));
        if (at + TRADES_AT_ONCE < ids.length) await setImmediate();
      }
      return { trades, total, isLast: start + ids.length >= total };
    },
    get closedCount() {
      return history.rows.length;
    },
    closedFacts: () => history.rows,
    journal: async (intent) => {
      await write((transaction) => saveIntent(transaction, intent));
    },
    pendingIntents: async () => {
      const rows = await database
        .selectFrom('ftts_order_intents')
        .select('body')
        .where('state', '=', 'pending')
        .orderBy('created_at')
        .execute();
      return rows.map((row) => JSON.parse(row.body) as OrderIntent);
    },
    commit,
    locks: async () =>
      (await database.selectFrom('pairlocks').selectAll().where('active', '=', 1).orderBy('id').execute()).map(lockFromRow),
    walletHistory: async () => {
      const snapshots: { at: number; total: number }[] = [];
      const query = database
        .selectFrom('wallet_history')
        .select((eb) => ['timestamp', eb.fn.sum<number>('total_quote').as('total')])
        .groupBy('timestamp')
        .orderBy('timestamp')
        .limit(ROWS_AT_ONCE);
      for (let rows = await query.execute(); ; rows = await query.where('timestamp', '>', rows.at(-1)!.timestamp).execute()) {
        for (const row of rows) snapshots.push({ at: dateMs(row.timestamp), total: Number(row.total ?? 0) });
        if (rows.length < ROWS_AT_ONCE) return snapshots;
        await setImmediate();
      }
    },
    startTime: async (now) => {
      const known = await database
        .selectFrom('KeyValueStore')
        .select('datetime_value')
        .where('key', '=', 'bot_start_time')
        .executeTakeFirst();
      if (known?.datetime_value) return dateMs(known.datetime_value);
      await database
        .insertInto('KeyValueStore')
        .values({
          key: 'bot_start_time',
          value_type: 'datetime',
          string_value: null,
          datetime_value: dateText(now),
          float_value: null,
          int_value: null,
        })
        .execute();
      return now;
    },
    reread: async () => {
      history = await loadHistory(database, history.version + 1);
    },
    prove: () => guard.prove(),
    get generation() {
      return guard.generation;
    },
    close: async () => {
      await database.destroy();
      await guard.close();
    },
  };
}

/** Remembers the numbers that rows have, and what of their data is not written. @returns what gives them those again */
function numbersOf(changes: Changes): () => void {
  const trades = [...(changes.trades ?? []), ...(changes.removedTrades ?? [])].map((trade) => ({
    trade,
    id: trade.id,
    orders: trade.orders.map((order) => ({ order, id: order.id })),
    data: Object.values(trade.customData).map((datum) => ({ datum, before: { ...datum } })),
  }));
  const locks = (changes.locks ?? []).map((lock) => ({ lock, id: lock.id }));
  return () => {
    for (const { trade, id, orders, data } of trades) {
      (trade as Trade).id = id;
      for (const { order, id: orderId } of orders) order.id = orderId;
      for (const { datum, before } of data) {
        const { value: _value, isChanged, ...numbers } = before;
        Object.assign(datum, numbers, { isChanged: isChanged || datum.isChanged });
      }
    }
    for (const { lock, id } of locks) (lock as PairLock).id = id;
  };
}
