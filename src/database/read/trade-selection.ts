import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { TradePage, TradeSelection, TradeSortKey } from '../ports/history.ts';
import { dateText } from '../rows/dates.ts';
import type { DatabaseKind, Tables } from '../tables.ts';

/** What each key sorts by. */
const SORTED_BY: Readonly<Record<Exclude<TradeSortKey, 'duration'>, string>> = {
  trade_id: 'id',
  pair: 'pair',
  side: 'is_short',
  amount: 'amount',
  stake_amount: 'stake_amount',
  open_rate: 'open_rate',
  close_rate: 'close_rate',
  profit_ratio: 'close_profit',
  profit_abs: 'close_profit_abs',
  open_timestamp: 'open_date',
  close_timestamp: 'close_date',
  exit_reason: 'exit_reason',
  enter_tag: 'enter_tag',
  orders: '(SELECT count(*) FROM orders WHERE orders.ft_trade_id = trades.id)',
  leverage: 'leverage',
  fees: 'coalesce(fee_open_cost, 0) + coalesce(fee_close_cost, 0)',
  strategy: 'strategy',
};

/** Texts go by their letters' numbers everywhere, not by the language that a server happens to be set to. */
const TEXTS: ReadonlySet<TradeSortKey> = new Set(['pair', 'exit_reason', 'enter_tag', 'strategy']);

/** Dates are texts in SQLite. */
const DURATION: Readonly<Record<DatabaseKind, string>> = {
  sqlite: 'unixepoch(close_date) - unixepoch(open_date)',
  postgres: 'close_date - open_date',
};

/** Texts that are searched. */
const SEARCHED = ['pair', 'enter_tag', 'exit_reason', 'strategy'] as const;

/** Numbers of the closed trades of a page that fit, in order, its place among all that fit, and how many those are. */
export async function selectTrades(
  database: Kysely<Tables>,
  kind: DatabaseKind,
  { search, pair, from, until, sort }: TradeSelection,
  { limit, offset, after }: Pick<TradePage, 'limit' | 'offset' | 'after'>,
): Promise<{ ids: number[]; start: number; total: number }> {
  let fitting = database.selectFrom('trades').where('is_open', '=', 0).where('close_date', 'is not', null);
  if (pair !== null) fitting = fitting.where('pair', '=', pair);
  if (from !== null) fitting = fitting.where('close_date', '>=', dateText(from));
  if (until !== null) fitting = fitting.where('close_date', '<', dateText(until));
  if (search !== null) {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    fitting = fitting.where((eb) => eb.or(SEARCHED.map((column) => sql<boolean>`lower(${sql.ref(column)}) LIKE ${pattern} ESCAPE '\\'`)));
  }
  // each look through all trades takes a while, in which SQLite lets nobody else do anything
  await setImmediate();
  const { count } = await fitting.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const total = Number(count);
  // a database refuses an offset beyond its integers
  if (offset >= total) return { ids: [], start: offset, total };
  const by = sql.raw(sortedBy(sort.by, kind));
  const direction = sql.raw(sort.isDown ? 'DESC' : 'ASC');
  const ordered = fitting
    .select('id')
    .orderBy(sql`${by} IS NULL`)
    .orderBy(sql`${by} ${direction}`)
    .orderBy('id', sort.isDown ? 'desc' : 'asc');
  await setImmediate();
  const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
  if (after === null) return { ids: idsOf(await ordered.limit(limit).offset(offset).execute()), start: offset, total };
  const all = idsOf(await ordered.execute());
  const start = all.indexOf(after) + 1;
  // behind a trade that does not fit any more nothing is known to follow
  return { ids: start === 0 ? [] : all.slice(start, start + limit), start: start === 0 ? all.length : start, total };
}

function sortedBy(key: TradeSortKey, kind: DatabaseKind): string {
  if (key === 'duration') return DURATION[kind];
  return kind === 'postgres' && TEXTS.has(key) ? `${SORTED_BY[key]} COLLATE "C"` : SORTED_BY[key];
}
