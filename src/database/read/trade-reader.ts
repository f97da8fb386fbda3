import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { CustomDatum, Order, Trade } from '../../core/trade/trade.ts';
import { readCustomData } from '../../core/trade/written-datum.ts';
import type { TradeQueries } from '../ports/trades.ts';
import { dateMs, msOrNull } from '../rows/dates.ts';
import { orderFromRow } from '../rows/order-row.ts';
import { tradeFromRow } from '../rows/trade-row.ts';
import type { DatabaseKind, Tables, TradesTable } from '../tables.ts';

/** Largest number of a row: PostgreSQL's serial. */
export const LAST_ID = 2_147_483_647;

/** Numbers as one value: a statement that has one for each is another one for each count of them, and costs more to write than to answer. */
const LISTED: Readonly<Record<DatabaseKind, (ids: readonly number[]) => RawBuilder<number>>> = {
  sqlite: (ids) => sql<number>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  postgres: (ids) => sql<number>`(SELECT value::integer FROM json_array_elements_text(${JSON.stringify(ids)}) AS value)`,
};

/** Trades with all that belongs to them. */
export class TradeReader implements TradeQueries {
  readonly #database: Kysely<Tables>;
  readonly #listed: (ids: readonly number[]) => RawBuilder<number>;

  constructor(database: Kysely<Tables>, kind: DatabaseKind) {
    this.#database = database;
    this.#listed = LISTED[kind];
  }

  async open(): Promise<Trade[]> {
    return this.#whole(await this.#database.selectFrom('trades').selectAll().where('is_open', '=', 1).orderBy('id').execute());
  }

  async withStrayStops(): Promise<Trade[]> {
    const rows = await this.#database
      .selectFrom('trades')
      .selectAll()
      .where('is_open', '=', 0)
      .where('id', 'in', (eb) =>
        eb.selectFrom('orders').select('ft_trade_id').where('ft_is_open', '=', 1).where('ft_order_side', '=', 'stoploss'),
      )
      .orderBy('id')
      .execute();
    return this.#whole(rows);
  }

  async find(id: number): Promise<Trade | null> {
    // beyond what a database counts to there is none
    if (id > LAST_ID) return null;
    return (await this.some([id]))[0] ?? null;
  }

  async ofOrder(orderId: string, pair: string): Promise<Trade | null> {
    const order = await this.#database
      .selectFrom('orders')
      .select('ft_trade_id')
      .where('order_id', '=', orderId)
      .where('ft_pair', '=', pair)
      .executeTakeFirst();
    return order === undefined ? null : this.find(order.ft_trade_id);
  }

  /** Those of these numbers that there are, in that order. */
  async some(ids: readonly number[]): Promise<Trade[]> {
    if (ids.length === 0) return [];
    const rows = await this.#database.selectFrom('trades').selectAll().where('id', 'in', this.#listed(ids)).execute();
    const byId = new Map((await this.#whole(rows)).map((trade) => [trade.id, trade]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  async #whole(rows: readonly Selectable<TradesTable>[]): Promise<Trade[]> {
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return [];
    const [orders, data] = [await this.#ordersOf(ids), await this.#customDataOf(ids)];
    return rows.map((row) => tradeFromRow(row, orders.get(row.id) ?? [], data.get(row.id) ?? {}));
  }

  async #ordersOf(ids: readonly number[]): Promise<Map<number, Order[]>> {
    const byTrade = new Map<number, Order[]>(ids.map((id) => [id, []]));
    const rows = await this.#database
      .selectFrom('orders')
      .selectAll()
      .where('ft_trade_id', 'in', this.#listed(ids))
      .orderBy('id')
      .execute();
    for (const row of rows) byTrade.get(row.ft_trade_id)?.push(orderFromRow(row));
    return byTrade;
  }

  async #customDataOf(ids: readonly number[]): Promise<Map<number, Record<string, CustomDatum>>> {
    const byTrade = new Map<number, Record<string, CustomDatum>>();
    for (const row of await this.#database
      .selectFrom('trade_custom_data')
      .selectAll()
      .where('ft_trade_id', 'in', this.#listed(ids))
      .execute()) {
      const ofTrade = byTrade.get(row.ft_trade_id) ?? {};
      byTrade.set(row.ft_trade_id, ofTrade);
      ofTrade[row.cd_key] = {
        id: row.id,
        ...readCustomData({ type: row.cd_type, text: row.cd_value }),
        isChanged: false,
        createdAt: dateMs(row.created_at),
        updatedAt: msOrNull(row.updated_at),
      };
    }
    return byTrade;
  }
}
