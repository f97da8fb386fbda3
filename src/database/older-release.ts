import { type Kysely, sql, type Transaction } from 'kysely';
import { must } from '../core/must.ts';
import { DatabaseError } from './errors.ts';
import { type Columns, type Schema, schemaOf, schemaOfToday } from './schema.ts';
import type { DatabaseKind, Tables } from './tables.ts';

/** What has to be made anew from what an older release left. */
type Part = 'trades' | 'pairlocks' | 'KeyValueStore';

/** Tables of freqtrade 2026.9; ours begin with `ftts_`. */
const OF_TODAY: Schema = schemaOfToday();
/** What a table of any release has; without it nothing can be made of it. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  trades: words('id exchange pair is_open open_rate close_rate close_profit stake_amount amount open_date close_date'),
  orders: words(
    'id ft_trade_id ft_order_side ft_pair ft_is_open order_id status symbol order_type side price amount filled remaining cost order_date order_filled_date order_update_date',
  ),
  pairlocks: words('id pair reason lock_time lock_end_time active'),
  KeyValueStore: words('id key value_type string_value datetime_value float_value int_value'),
};
const KEY_LENGTH = 50;

/**
 * What a database of an older release lacks that freqtrade 2026.9 adds when it opens one. Nothing is changed.
 * @throws DatabaseError for one that can't be brought to the present, with the reason
 */
export async function missingParts(database: Kysely<Tables>, kind: DatabaseKind): Promise<readonly Part[]> {
  const found = await schemaOf(database, kind);
  const trades = found.get('trades');
  await refuseInterrupted(database, found);
  if (trades !== undefined && !found.has('orders')) {
    throw new DatabaseError(
      'it was made by a very old freqtrade, before orders had a table. Open it once with freqtrade 2022.3, which brings it further, or begin with a new one.',
    );
  }
  const parts: Part[] = [];
  if (trades !== undefined && !trades.has('record_version')) parts.push('trades');
  if (found.get('pairlocks')?.has('side') === false) parts.push('pairlocks');
  const keyLength = found.get('KeyValueStore')?.get('key')?.length;
  if (typeof keyLength === 'number' && keyLength < KEY_LENGTH) parts.push('KeyValueStore');
  const remade = new Set<string>(parts.includes('trades') ? [...parts, 'orders'] : parts);
  for (const [table, columns] of found) refuseUnknown(table, columns, remade.has(table));
  return parts;
}

/** Makes those parts anew, as freqtrade does: what was there is kept in tables of its own, named `trades_bak0` and so on. */
export async function bringForward(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  parts: readonly Part[],
  make: () => Promise<void>,
) {
  const found = await schemaOf(transaction, kind);
  const run = (text: string) => sql.raw(text).execute(transaction);
  const backup = (table: string) => `${table}_bak${[...found.keys()].filter((name) => name.startsWith(table)).length - 1}`;
  const kept = new Map<string, string>();
  for (const table of parts) {
    const name = backup(table);
    kept.set(table, name);
    await run(`ALTER TABLE "${table}" RENAME TO "${name}"`);
    for (const index of await indexesOf(transaction, kind, name)) await run(`DROP INDEX "${index}"`);
    if (kind === 'postgres') await run(`ALTER SEQUENCE IF EXISTS "${table}_id_seq" RENAME TO "${name}_id_seq_bak"`);
  }
  if (parts.includes('trades')) {
    kept.set('orders', backup('orders'));
    await run(`CREATE TABLE ${kept.get('orders')} AS SELECT * FROM orders`);
    await run('DROP TABLE orders');
  }
  await make();
  if (kind === 'postgres' && parts.includes('trades') && found.has('trade_custom_data')) {
    // a table that is put aside takes with it what refers to it
    await run('ALTER TABLE trade_custom_data DROP CONSTRAINT IF EXISTS trade_custom_data_ft_trade_id_fkey');
  }
  for (const [table, name] of kept) {
    const values = copied(table, must(found.get(table), `table ${table}`), kind);
    const names = Object.keys(values);
    const from = names.map((column) => `${values[column]} AS "${column}"`).join(', ');
    await run(`INSERT INTO "${table}" (${names.map((column) => `"${column}"`).join(', ')}) SELECT ${from} FROM "${name}" ORDER BY id`);
    if (kind === 'postgres') {
      if (table === 'trades' && found.has('trade_custom_data')) {
        await run(
          'ALTER TABLE trade_custom_data ADD CONSTRAINT trade_custom_data_ft_trade_id_fkey FOREIGN KEY (ft_trade_id) REFERENCES trades (id)',
        );
      }
      await run(`SELECT setval(pg_get_serial_sequence('"${table}"', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM "${table}"), false)`);
    }
  }
}

/** What older releases left wrong, once: simulated orders that nobody follows, and stakes of leveraged trades. */
export async function mendRows(transaction: Transaction<Tables>, kind: DatabaseKind): Promise<void> {
  const [no, yes] = kind === 'postgres' ? ['false', 'true'] : ['0', '1'];
  const run = (text: string) => sql.raw(text).execute(transaction);
  await run(
    `UPDATE orders SET ft_is_open = ${no} WHERE ft_is_open = ${yes} AND order_id LIKE 'dry%'
     AND (ft_order_side = 'stoploss' OR ft_trade_id NOT IN (SELECT id FROM trades WHERE is_open = ${yes}))`,
  );
  await run(
    `UPDATE trades SET max_stake_amount = max_stake_amount / leverage, record_version = 2
     WHERE record_version < 2 AND leverage > 1 AND is_open = ${no} AND max_stake_amount <> 0`,
  );
}

/** SQL for every column of a table of today, from what an older one has. */
function copied(table: string, has: Columns, kind: DatabaseKind): Record<string, string> {
  const from = (column: string, otherwise: string, ...older: readonly string[]): string => {
    const name = [...older, column].find((candidate) => has.has(candidate));
    return name === undefined ? otherwise : `"${name}"`;
  };
  const plain = (columns: readonly string[]) => Object.fromEntries(columns.map((column) => [column, from(column, 'NULL')]));
  switch (table) {
    case 'orders':
      return {
        ...plain([...NEEDED['orders']!, 'ft_fee_base', 'average', 'stop_price', 'ft_cancel_reason', 'ft_order_tag']),
        funding_fee: from('funding_fee', '0.0'),
        ft_amount: from('ft_amount', 'coalesce(amount, 0.0)'),
        ft_price: from('ft_price', 'coalesce(price, 0.0)'),
      };
    case 'pairlocks':
      return { ...plain(NEEDED['pairlocks']!), side: from('side', `'*'`) };
    case 'KeyValueStore':
      return plain(NEEDED['KeyValueStore']!);
    default:
      return { ...plain([...must(OF_TODAY.get('trades'), 'table trades').keys()]), ...changedOfTrades(from, kind) };
  }
}

/** Columns of trades that are more than copied. */
function changedOfTrades(from: (column: string, otherwise: string, ...older: string[]) => string, kind: DatabaseKind) {
  const feeOpen = from('fee_open', 'fee');
  const feeClose = from('fee_close', 'fee');
  const openValue = from('open_trade_value', `amount * open_rate * (1 + ${feeOpen})`);
  const reason = from('exit_reason', 'NULL', 'sell_reason');
  const [pct, initialPct] = [from('stop_loss_pct', 'NULL'), from('initial_stop_loss_pct', 'NULL')];
  return {
    exchange: 'lower(exchange)',
    fee_open: feeOpen,
    fee_close: feeClose,
    open_trade_value: openValue,
    close_profit_abs: from('close_profit_abs', `(amount * close_rate * (1 - ${feeClose})) - ${openValue}`),
    amount_requested: from('amount_requested', 'amount'),
    stop_loss: from('stop_loss', '0.0'),
    initial_stop_loss: from('initial_stop_loss', '0.0'),
    is_stop_loss_trailing: from('is_stop_loss_trailing', `coalesce(${pct}, 0.0) <> coalesce(${initialPct}, 0.0)`),
    max_rate: from('max_rate', '0.0'),
    // words of the time before there were short trades
    exit_reason: `CASE ${reason} WHEN 'sell_signal' THEN 'exit_signal' WHEN 'custom_sell' THEN 'custom_exit' WHEN 'force_sell' THEN 'force_exit' WHEN 'emergency_sell' THEN 'emergency_exit' ELSE ${reason} END`,
    exit_order_status: from('exit_order_status', from('sell_order_status', 'NULL')),
    enter_tag: from('enter_tag', 'NULL', 'buy_tag'),
    timeframe: from('timeframe', from('ticker_interval', 'NULL')),
    leverage: from('leverage', '1.0'),
    liquidation_price: from('liquidation_price', from('isolated_liq', 'NULL')),
    is_short: from('is_short', kind === 'postgres' ? 'false' : '0'),
    interest_rate: from('interest_rate', '0.0'),
    funding_fees: from('funding_fees', '0.0'),
    realized_profit: from('realized_profit', '0.0'),
    precision_mode_price: from('precision_mode_price', from('precision_mode', 'NULL')),
    max_stake_amount: from('max_stake_amount', 'stake_amount'),
    record_version: from('record_version', '1'),
  };
}

/** A program that was ended in the middle has left the rows in the table it had put them aside in. */
async function refuseInterrupted(database: Kysely<Tables>, found: Schema): Promise<void> {
  for (const table of ['trades', 'orders', 'pairlocks', 'KeyValueStore']) {
    const backup = [...found.keys()]
      .filter((name) => name.startsWith(`${table}_bak`))
      .toSorted()
      .at(-1);
    if (backup === undefined || (found.has(table) && (await hasRows(database, table))) || !(await hasRows(database, backup))) continue;
    const words = `its table ${table} is ${found.has(table) ? 'empty' : 'missing'}, while ${backup} holds rows: bringing it from an older release was interrupted`;
    throw new DatabaseError(`${words}. Use the copy from before; or, if nothing is missed, drop the table ${backup}.`);
  }
}

function refuseUnknown(table: string, columns: Columns, isRemade: boolean): void {
  const today = OF_TODAY.get(table);
  if (today === undefined) return;
  const needed = isRemade
    ? [...(NEEDED[table] ?? []), ...(table === 'trades' && !columns.has('fee_open') ? ['fee'] : [])]
    : [...today.keys()];
  const missing = needed.filter((column) => !columns.has(column));
  if (missing.length > 0) {
    throw new DatabaseError(
      `its table ${table} has no column ${missing.join(', ')}, and no release of freqtrade made it so. It was left as it is.`,
    );
  }
  if (isRemade) return;
  const foreign = [...columns].filter(([column, { isRequired }]) => isRequired && !today.has(column)).map(([column]) => column);
  if (foreign.length > 0) {
    throw new DatabaseError(
      `its table ${table} needs a column ${foreign.join(', ')} that is not known here: a newer freqtrade made it. It was left as it is.`,
    );
  }
}

async function hasRows(database: Kysely<Tables>, table: string): Promise<boolean> {
  return (await sql.raw(`SELECT 1 FROM "${table}" LIMIT 1`).execute(database)).rows.length > 0;
}

async function indexesOf(transaction: Transaction<Tables>, kind: DatabaseKind, table: string): Promise<string[]> {
  const text =
    kind === 'postgres'
      ? `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = '"${table}"'::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)`
      : `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '${table}'`;
  return (await sql.raw<{ name: string }>(text).execute(transaction)).rows.map(({ name }) => name);
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
