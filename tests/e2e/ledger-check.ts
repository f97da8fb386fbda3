import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { BotProcess, Ledger, LedgerOrder, SimulatorProcess } from './harness.ts';

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

/** What a bot's database says, read from its file as any tool would. */
export function readDatabase(path: string): {
  orders: OrderRow[];
  pending: number;
  placed: string[];
  trades: { id: number; pair: string; is_open: number; amount: number }[];
} {
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

/** The exchange's ledger and the bot's database tell the same story: no orphan, no double, every amount to the last digit. */
export async function expectLedgerEqualsDatabase(simulator: SimulatorProcess, bot: { database: BotProcess['database'] }): Promise<Ledger> {
  const ledger = await simulator.ledger();
  const database = readDatabase(bot.database);
  const known = new Map(database.orders.map((order) => [order.order_id, order]));
  // a trade whose entry was cancelled without a fill is deleted, as freqtrade does; its intent stays
  const isAbandoned = (order: LedgerOrder) =>
    order.status === 'CANCELED' && Number(order.executedQty) === 0 && database.placed.includes(order.clientOrderId);
  const orphans = ledger.orders.filter((order) => !known.has(String(order.orderId)) && !isAbandoned(order));
  expect(
    orphans.map((order) => order.clientOrderId),
    'orders on the exchange that the bot does not know',
  ).toEqual([]);
  const exists = new Set(ledger.orders.map((order) => String(order.orderId)));
  expect(
    database.orders.filter((order) => !exists.has(order.order_id)),
    'orders of the bot that the exchange does not know',
  ).toEqual([]);
  expect(new Set(ledger.orders.map((order) => order.clientOrderId)).size, 'one order per intent').toBe(ledger.orders.length);
  expect([...database.placed].sort(), 'intents that became orders').toEqual(ledger.orders.map((order) => order.clientOrderId).sort());
  for (const order of ledger.orders) {
    const row = known.get(String(order.orderId));
    if (row === undefined || row.ft_is_open === 1) continue;
    expect(row.filled, `filled of ${order.clientOrderId}`).toBe(Number(order.executedQty));
    expect(row.cost ?? 0, `cost of ${order.clientOrderId}`).toBe(Number(order.cummulativeQuoteQty));
  }
  for (const [asset, balance] of Object.entries(ledger.balances)) {
    if (asset === 'USDT') continue;
    const held = database.trades
      .filter((trade) => trade.is_open === 1 && trade.pair === `${asset}/USDT`)
      .reduce((sum, trade) => sum + trade.amount, 0);
    // a fee in base currency leaves less than one step of the market that can't be sold
    const step = STEPS[asset] ?? 0.00001;
    const trades = database.trades.filter((trade) => trade.pair === `${asset}/USDT`).length;
    expect(Math.abs(balance.free + balance.locked - held), `${asset} on the exchange beside ${asset} in open trades`).toBeLessThanOrEqual(
      step * Math.max(trades, 1),
    );
  }
  return ledger;
}
