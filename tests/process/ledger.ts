import { DatabaseSync } from 'node:sqlite';
import type { Ledger, LedgerOrder } from './harness.ts';

/** Smallest amounts of the simulated markets. */
const STEPS: Readonly<Record<string, number>> = {
  BTC: 0.00001,
  ETH: 0.0001,
  SOL: 0.001,
  ADA: 0.1,
  LINK: 0.01,
  AVAX: 0.01,
  DOT: 0.01,
  ATOM: 0.01,
  XRP: 0.1,
  LTC: 0.001,
};

interface OrderRow {
  order_id: string;
  ft_trade_id: number;
  ft_pair: string;
  ft_order_side: string;
  ft_is_open: number;
  filled: number;
  cost: number;
  status: string;
}

/** What a bot's database says. */
export interface DatabaseFacts {
  orders: OrderRow[];
  pending: number;
  placed: string[];
  trades: { id: number; pair: string; is_open: number; amount: number }[];
}

/** Asked of any database: how rows are got is the caller's. */
export async function factsFrom(query: (text: string) => Promise<unknown[]>): Promise<DatabaseFacts> {
  const all = async <Row>(text: string) => (await query(text)) as Row[];
  const [count] = await all<{ n: number }>("SELECT count(*) AS n FROM ftts_order_intents WHERE state = 'pending'");
  const placed = await all<{ id: string }>("SELECT client_order_id AS id FROM ftts_order_intents WHERE state = 'placed'");
  const orders = await all<OrderRow>('SELECT * FROM orders ORDER BY id');
  const trades = await all<DatabaseFacts['trades'][number]>('SELECT id, pair, is_open, amount FROM trades ORDER BY id');
  return {
    // some databases have true and false where others have 1 and 0
    orders: orders.map((order) => ({ ...order, ft_is_open: Number(order.ft_is_open) })),
    pending: Number(count?.n ?? 0),
    placed: placed.map((row) => row.id),
    trades: trades.map((trade) => ({ ...trade, is_open: Number(trade.is_open) })),
  };
}

/** The same, read from a file as any tool would. */
export function readDatabase(path: string): DatabaseFacts {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    const all = <T>(text: string) => database.prepare(text).all() as unknown as T[];
    const count = (state: string) => all<{ n: number }>(`SELECT count(*) AS n FROM ftts_order_intents WHERE state = '${state}'`)[0]!.n;
    return {
      orders: all<OrderRow>('SELECT * FROM orders ORDER BY id'),
      pending: count('pending'),
      placed: all<{ id: string }>("SELECT client_order_id AS id FROM ftts_order_intents WHERE state = 'placed'").map((row) => row.id),
      trades: all('SELECT id, pair, is_open, amount FROM trades ORDER BY id'),
    };
  } finally {
    database.close();
  }
}

export function integrity(path: string): string {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    return String((database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }).integrity_check);
  } finally {
    database.close();
  }
}

/** Where the exchange's ledger and the bot's database tell different stories: orphans, doubles, amounts that differ in any digit. */
export function ledgerProblems(ledger: Ledger, database: DatabaseFacts): string[] {
  const problems: string[] = [];
  const known = new Map(database.orders.map((order) => [order.order_id, order]));
  // a trade whose entry was cancelled without a fill is deleted, as freqtrade does; its intent stays
  const isAbandoned = (order: LedgerOrder) =>
    order.status === 'CANCELED' && Number(order.executedQty) === 0 && database.placed.includes(order.clientOrderId);
  for (const order of ledger.orders) {
    if (!known.has(String(order.orderId)) && !isAbandoned(order))
      problems.push(
        `orphan: ${order.clientOrderId}, ${order.side} ${order.executedQty} of ${order.origQty} ${order.symbol}, ${order.status}`,
      );
  }
  const exists = new Set(ledger.orders.map((order) => String(order.orderId)));
  for (const order of database.orders)
    if (!exists.has(order.order_id)) problems.push(`not on the exchange: order ${order.order_id} of trade ${order.ft_trade_id}`);
  const ids = ledger.orders.map((order) => order.clientOrderId);
  if (new Set(ids).size !== ids.length) problems.push('two orders with one client id');
  const placed = [...database.placed].sort().join(' ');
  if (placed !== [...ids].sort().join(' ')) {
    const extra = database.placed.filter((id) => !ids.includes(id));
    const missing = ids.filter((id) => !database.placed.includes(id));
    problems.push(`intents that became orders: without an order ${extra.join(' ') || '-'}, without an intent ${missing.join(' ') || '-'}`);
  }
  for (const order of ledger.orders) {
    const row = known.get(String(order.orderId));
    if (row === undefined || row.ft_is_open === 1) continue;
    if ((row.filled ?? 0) !== Number(order.executedQty))
      problems.push(`filled of ${order.clientOrderId}: ${row.filled}, on the exchange ${order.executedQty}`);
    if ((row.cost ?? 0) !== Number(order.cummulativeQuoteQty))
      problems.push(`cost of ${order.clientOrderId}: ${row.cost}, on the exchange ${order.cummulativeQuoteQty}`);
  }
  for (const [asset, balance] of Object.entries(ledger.balances)) {
    if (asset === 'USDT') continue;
    const held = database.trades
      .filter((trade) => trade.is_open === 1 && trade.pair === `${asset}/USDT`)
      .reduce((sum, trade) => sum + trade.amount, 0);
    // what an order that waits has brought or taken so far is not in its trade yet
    const underWay = ledger.orders
      .filter(({ symbol, status }) => symbol === `${asset}USDT` && status === 'PARTIALLY_FILLED')
      .reduce((sum, { side, executedQty }) => sum + (side === 'BUY' ? 1 : -1) * Number(executedQty), 0);
    // a fee in base currency leaves less than one step of the market that can't be sold
    const step = STEPS[asset] ?? 0.00001;
    const trades = database.trades.filter((trade) => trade.pair === `${asset}/USDT`).length;
    const found = balance.free + balance.locked;
    if (Math.abs(found - held - underWay) > step * Math.max(trades, 1))
      problems.push(`${asset}: ${found} on the exchange, ${held} in open trades`);
  }
  return problems;
}
