import type { Insertable, Selectable } from 'kysely';
import type { OrderIntent } from '../../core/order/intent.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { DatabaseError } from '../errors.ts';
import type { OrderIntentsTable } from '../tables.ts';
import { type StoredTrade, wrongColumn } from './trade-columns.ts';
import { tradeFromRow, tradeRow } from './trade-row.ts';

/**
 * The form of `body` that is written now. It is raised with every change of the form, together with a step in `UPGRADES` that makes the
 * new one of the one before.
 */
const VERSION = 3;

/** What is kept of an intent beside the columns of its row. */
interface Body {
  readonly version: typeof VERSION;
  readonly kind: OrderIntent['kind'];
  readonly side: OrderIntent['side'];
  readonly order_type: OrderIntent['orderType'];
  readonly time_in_force: string;
  readonly amount: number;
  readonly rate: number;
  readonly stop_price: number | null;
  readonly stake_amount: number;
  readonly tag: string | null;
  readonly exit_reason: string | null;
  /** The trade it will start, as the table of trades would have it. */
  readonly trade: Partial<StoredTrade> | null;
}

type Json = Readonly<Record<string, unknown>>;

/** From each older form to the next. */
const UPGRADES: Readonly<Record<number, (body: Json) => Json>> = {
  // the intent as it was in memory, with no version
  1: (body) => ({
    version: 2,
    kind: body['kind'],
    side: body['side'],
    order_type: body['orderType'],
    time_in_force: body['timeInForce'],
    amount: body['amount'],
    rate: body['rate'],
    stake_amount: body['stakeAmount'],
    tag: body['tag'],
    exit_reason: body['exitReason'],
    trade: isObject(body['trade']) ? tradeRow(body['trade'] as unknown as Trade) : null,
  }),
  // before stops lay on the exchange
  2: (body) => ({ ...body, version: 3, stop_price: null }),
};

export function intentRow(intent: Readonly<OrderIntent>): Insertable<OrderIntentsTable> {
  const body: Body = {
    version: VERSION,
    kind: intent.kind,
    side: intent.side,
    order_type: intent.orderType,
    time_in_force: intent.timeInForce,
    amount: intent.amount,
    // of a market order it is what is expected, and may not be known
    rate: Number.isFinite(intent.rate) ? intent.rate : 0,
    stop_price: intent.stopPrice,
    stake_amount: intent.stakeAmount,
    tag: intent.tag,
    exit_reason: intent.exitReason,
    trade: intent.trade === null ? null : tradeRow(intent.trade),
  };
  return {
    client_order_id: intent.clientOrderId,
    pair: intent.pair,
    state: intent.state,
    created_at: intent.createdAt,
    trade_id: intent.tradeId,
    body: JSON.stringify(body),
  };
}

/** @throws DatabaseError naming an intent that can't be read; its order may exist */
export function intentFromRow(row: Selectable<OrderIntentsTable>): OrderIntent {
  const body = readBody(row);
  return {
    clientOrderId: row.client_order_id,
    kind: body.kind,
    pair: row.pair,
    side: body.side,
    orderType: body.order_type,
    timeInForce: body.time_in_force,
    amount: body.amount,
    rate: body.rate,
    stopPrice: body.stop_price,
    stakeAmount: body.stake_amount,
    tag: body.tag,
    exitReason: body.exit_reason,
    createdAt: row.created_at,
    state: row.state as OrderIntent['state'],
    tradeId: row.trade_id,
    trade: body.trade === null ? null : tradeFromRow({ ...body.trade, id: 0 }, [], {}),
  };
}

function readBody(row: Selectable<OrderIntentsTable>): Body & { readonly trade: StoredTrade | null } {
  let body = parsed(row.body);
  if (body === null) throw unreadable(row, 'it is no JSON object');
  let version = body['version'] ?? 1;
  if (typeof version !== 'number' || !(version >= 1)) throw unreadable(row, `its version is ${JSON.stringify(version)}`);
  if (version > VERSION) {
    throw new DatabaseError(
      `the order ${row.client_order_id} (${row.pair}), whose outcome is not known, was written down by a newer release (version ${version}; this one knows ${VERSION}). Go on with that release.`,
    );
  }
  for (; version < VERSION; version++) {
    const upgrade = UPGRADES[version];
    if (upgrade === undefined) throw unreadable(row, `its version is ${version}`);
    body = upgrade(body);
  }
  const wrong = wrongField(body);
  if (wrong !== null) throw unreadable(row, `its ${wrong} is ${JSON.stringify(body[wrong]) ?? 'missing'}`);
  const { trade } = body;
  if (isObject(trade)) {
    const column = wrongColumn(trade);
    if (column !== null) throw unreadable(row, `its trade.${column} is ${JSON.stringify(trade[column]) ?? 'missing'}`);
  }
  // every field has just been looked at
  return body as unknown as Body & { readonly trade: StoredTrade | null };
}

/** The first field that does not hold what it may; null where all do. */
function wrongField(body: Json): string | null {
  const text = (value: unknown) => typeof value === 'string';
  const textOrNull = (value: unknown) => value === null || typeof value === 'string';
  const one =
    (...of: readonly string[]) =>
    (value: unknown) =>
      typeof value === 'string' && of.includes(value);
  const notBelowZero = (value: unknown) => typeof value === 'number' && value >= 0;
  const checks: Readonly<Record<keyof Body, (value: unknown) => boolean>> = {
    version: (value) => value === VERSION,
    kind: one('entry', 'exit', 'stop'),
    side: one('buy', 'sell'),
    order_type: one('limit', 'market'),
    time_in_force: text,
    amount: (value) => typeof value === 'number' && value > 0,
    rate: notBelowZero,
    stop_price: (value) => value === null || notBelowZero(value),
    stake_amount: notBelowZero,
    tag: textOrNull,
    exit_reason: textOrNull,
    trade: (value) => value === null || isObject(value),
  };
  return Object.entries(checks).find(([field, isRight]) => !isRight(body[field]))?.[0] ?? null;
}

function unreadable(row: Selectable<OrderIntentsTable>, reason: string): DatabaseError {
  return new DatabaseError(
    `the order ${row.client_order_id} (${row.pair}), whose outcome is not known, can't be read from ftts_order_intents: ${reason}. Look on the exchange what became of it; then set its state to 'dead' and start again.`,
  );
}

function parsed(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
