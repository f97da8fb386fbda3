import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  type LedgerOrder,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

/** A live bot whose stops lie on the exchange. */

interface Shown {
  trade_id: number;
  is_open: boolean;
  amount: number;
  exit_reason: string | null;
  close_rate: number | null;
  has_open_orders: boolean;
  stoploss_last_update: string | null;
  stop_loss_abs: number;
  orders: { order_id: string; ft_order_side: string; order_type: string; is_open: boolean; status: string }[];
}

type Stop = LedgerOrder & { stopPrice: string; price: string; type: string };

describe('a live bot whose stops lie on the exchange', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: Record<string, unknown>;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', 'BTC/USDT,ETH/USDT']);
    await hold('BTCUSDT', 60_000);
    await hold('ETHUSDT', 3000);
    config = botConfig(simulator, await freePort(), {
      dry_run: false,
      stoploss: -0.05,
      trailing_stop: true,
      order_types: { entry: 'market', exit: 'market', stoploss: 'limit', stoploss_on_exchange: true, stoploss_on_exchange_interval: 2 },
      exchange: { pair_whitelist: ['BTC/USDT', 'ETH/USDT'] },
    });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot.stop();
    await simulator.close();
    removeFolder(bot.folder);
  });

  const hold = (symbol: string, price: number) => simulator.control('POST', 'price', { symbol, price, hold: true });
  const call = <T>(method: string, path: string, body?: unknown) => bot.api<T>(method, path, body);
  const enter = async (pair: string): Promise<Shown> =>
    (await call<Shown>('POST', 'forceenter', { pair, ordertype: 'market', stakeamount: 300 })).body;
  const stopsOf = async (symbol: string): Promise<Stop[]> =>
    ((await simulator.ledger()).orders as Stop[]).filter((order) => order.symbol === symbol && order.type === 'STOP_LOSS_LIMIT');
  const resting = async (symbol: string) => (await stopsOf(symbol)).filter(({ status }) => status === 'NEW');
  const shown = async (id: number) => (await call<Shown[]>('GET', 'status')).body.find(({ trade_id }) => trade_id === id) ?? null;
  const closed = (id: number) =>
    until(
      async () => (await call<{ trades: Shown[] }>('GET', 'trades')).body.trades.find((one) => one.trade_id === id && !one.is_open) ?? null,
      `trade ${id} to be closed`,
    );
  const rows = (id: number) => {
    const database = new DatabaseSync(bot.database, { readOnly: true, timeout: 5000 });
    try {
      return database.prepare("SELECT * FROM orders WHERE ft_trade_id = ? AND ft_order_side = 'stoploss' ORDER BY id").all(id) as Record<
        string,
        unknown
      >[];
    } finally {
      database.close();
    }
  };

  it('lays one once the entry has filled, moves it with the trailing stop, and books what it sold', async () => {
    const { trade_id: id } = await enter('BTC/USDT');
    const [first] = await until(async () => ((await resting('BTCUSDT')).length === 1 ? resting('BTCUSDT') : null), 'the stop to rest');
    const status = (await shown(id))!;
    expect(Number(first!.stopPrice)).toBe(status.stop_loss_abs);
    expect(Number(first!.price)).toBeCloseTo(status.stop_loss_abs * 0.99, 1);
    expect(Number(first!.origQty)).toBe(status.amount);
    expect(status).toMatchObject({ has_open_orders: false, stoploss_last_update: expect.stringMatching(/^20/) });
    await hold('BTCUSDT', 66_000);
    const moved = await until(
      async () => (await resting('BTCUSDT')).find(({ stopPrice }) => Number(stopPrice) > 62_000) ?? null,
      'the stop to follow',
    );
    expect(await resting('BTCUSDT')).toHaveLength(1);
    await hold('BTCUSDT', Number(moved.stopPrice) - 10);
    const trade = await closed(id);
    expect(trade).toMatchObject({ exit_reason: 'stoploss_on_exchange', close_rate: expect.any(Number) });
    const sales = (await simulator.ledger()).orders.filter(({ side, executedQty }) => side === 'SELL' && Number(executedQty) > 0);
    expect(sales).toMatchObject([{ orderId: moved.orderId, status: 'FILLED' }]);
    expect(rows(id)).toMatchObject([
      { status: 'canceled', ft_is_open: 0, stop_price: Number(first!.stopPrice), ft_price: Number(first!.stopPrice) },
      { status: 'closed', ft_is_open: 0, order_type: 'limit', side: 'sell', stop_price: Number(moved.stopPrice) },
    ]);
  });
});
