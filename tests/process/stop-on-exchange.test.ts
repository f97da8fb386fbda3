import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  type LedgerOrder,
  nextIteration,
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
    const status = await until(async () => {
      const now = await shown(id);
      return now?.stoploss_last_update ? now : null;
    }, 'the bot to know of it');
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

  it('keeps one while the exchange does not know it, says so, and books what it sold while the bot was down', async () => {
    const before = (await stopsOf('ETHUSDT')).length;
    const { trade_id: id } = await enter('ETH/USDT');
    const laid = await until(async () => (await resting('ETHUSDT'))[0] ?? null, 'the stop to rest');
    const always = { count: 100_000 };
    await simulator.control('POST', 'faults', { kind: 'unknown_order', match: `GET /api/v3/order\\?.*orderId=${laid.orderId}`, ...always });
    await simulator.control('POST', 'faults', { kind: 'empty_list', match: 'GET /api/v3/(openOrders|allOrders)', ...always });
    await until(async () => bot.output().includes('does not know the stop'), 'the unknown stop to be reported');
    await nextIteration(bot);
    await simulator.control('DELETE', 'faults');
    await nextIteration(bot);
    expect(await stopsOf('ETHUSDT')).toHaveLength(before + 1);
    const [stop] = await resting('ETHUSDT');
    bot.process.kill('SIGKILL');
    await bot.ended();
    await hold('ETHUSDT', Number(stop!.stopPrice) - 1);
    bot = await startBotProcess({ config, folder: bot.folder });
    expect(await closed(id)).toMatchObject({ exit_reason: 'stoploss_on_exchange' });
    expect(await stopsOf('ETHUSDT')).toHaveLength(before + 1);
  });

  it('leaves at once what the exchange takes no stop for, and withdraws the stop of a trade that is left or deleted', async () => {
    await hold('BTCUSDT', 60_000);
    await hold('ETHUSDT', 3000);
    const left = await enter('BTC/USDT');
    const deleted = await enter('ETH/USDT');
    await until(async () => (await resting('BTCUSDT')).length === 1 && (await resting('ETHUSDT')).length === 1, 'both stops');
    await call('POST', 'forceexit', { tradeid: String(left.trade_id), ordertype: 'market' });
    expect((await closed(left.trade_id)).exit_reason).toBe('force_exit');
    expect(await resting('BTCUSDT')).toEqual([]);
    const gone = await call<{ cancel_order_count: number }>('DELETE', `trades/${deleted.trade_id}`);
    expect([gone.body.cancel_order_count, await resting('ETHUSDT')]).toEqual([1, []]);
    const words = { code: -2010, msg: 'Stop price would trigger immediately.' };
    await simulator.control('POST', 'faults', {
      kind: 'refusal_before',
      match: 'POST /api/v3/order.*STOP_LOSS',
      count: 1,
      status: 400,
      ...words,
    });
    const { trade_id: id } = await enter('BTC/USDT');
    expect((await closed(id)).exit_reason).toBe('emergency_exit');
  });
});

interface Laid {
  symbol: string;
  side: string;
  amount: number;
  stopPrice: number;
  status: string;
}

it('live on contracts: one stop for each position, for what it holds; another exit takes it along', async () => {
  const simulator = await startSimulatorProcess(['--perpetuals', '--pairs', 'BTC/USDT,ETH/USDT']);
  let bot: BotProcess | null = null;
  try {
    const access = await simulator.control<{ key: string; secret: string; ccxt_config: object }>('GET', 'ccxt');
    const hold = (symbol: string, price: number) => simulator.control('POST', 'price', { symbol, price, hold: true });
    await hold('BTCUSDT.P', 60_000);
    await hold('ETHUSDT.P', 3000);
    const [btc, eth] = ['BTC/USDT:USDT', 'ETH/USDT:USDT'];
    const other = { price_side: 'other', use_order_book: true, order_book_top: 1 };
    const config = botConfig(simulator, await freePort(), {
      ...{ dry_run: false, trading_mode: 'futures', margin_mode: 'isolated', stoploss: -0.1 },
      ...{ entry_pricing: other, exit_pricing: other },
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: true, stoploss_price_type: 'mark' },
      exchange: { key: access.key, secret: access.secret, pair_whitelist: [btc, eth], ccxt_config: access.ccxt_config },
    });
    bot = await startBotProcess({ config });
    const { api } = bot;
    const waiting = async (symbol: string) =>
      (await simulator.control<{ conditionals: Laid[] }>('GET', 'ledger')).conditionals.filter(
        (stop) => stop.symbol === symbol && stop.status === 'waiting',
      );
    const enter = async (pair: string, side: string) =>
      (await api<Shown>('POST', 'forceenter', { pair, side, leverage: 2, stakeamount: 300 })).body;
    const long = await enter(btc!, 'long');
    const short = await enter(eth!, 'short');
    const stopOf = (symbol: string, amount: number) =>
      until(async () => (await waiting(symbol)).find((stop) => Math.abs(stop.amount - amount) < 1e-9) ?? null, `the stop of ${symbol}`);
    expect(await stopOf('BTCUSDT.P', long.amount)).toMatchObject({ side: 'sell', stopPrice: expect.closeTo(57_000, -1) });
    expect(await stopOf('ETHUSDT.P', short.amount)).toMatchObject({ side: 'buy', stopPrice: expect.closeTo(3150, 0) });
    await api('POST', 'forceexit', { tradeid: String(long.trade_id), ordertype: 'market', amount: long.amount / 2 });
    const [rest] = (await api<Shown[]>('GET', 'status')).body.filter(({ trade_id: id }) => id === long.trade_id);
    await stopOf('BTCUSDT.P', rest!.amount);
    expect(await waiting('BTCUSDT.P')).toHaveLength(1);
    await api('POST', 'forceexit', { tradeid: String(short.trade_id), ordertype: 'market' });
    await until(async () => (await waiting('ETHUSDT.P')).length === 0, 'the stop of what was left to go');
    await hold('BTCUSDT.P', 56_000);
    const closed = await until(
      async () =>
        (await api<{ trades: Shown[] }>('GET', 'trades')).body.trades.find((one) => one.trade_id === long.trade_id && !one.is_open) ?? null,
      'the stop to close the trade',
    );
    expect(closed).toMatchObject({ exit_reason: 'stoploss_on_exchange' });
    const { positions, conditionals } = await simulator.control<{ positions: object[]; conditionals: Laid[] }>('GET', 'ledger');
    expect(positions).toEqual([]);
    expect(conditionals.map(({ status }) => status).sort()).toEqual(['cancelled', 'cancelled', 'fired']);
  } finally {
    await bot?.stop();
    await simulator.close();
    if (bot !== null) removeFolder(bot.folder);
  }
});
