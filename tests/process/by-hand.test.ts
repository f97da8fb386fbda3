import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

/** One live bot on an exchange where people trade by hand, pay in coins, transfer, and delist. */

interface Shown {
  trade_id: number;
  pair: string;
  is_open: boolean;
  amount: number;
  open_rate: number;
  close_rate: number | null;
  exit_reason: string | null;
  fee_open: number;
  fee_open_cost: number;
  fee_open_currency: string | null;
  fee_close_cost: number | null;
  fee_close_currency: string | null;
  profit_abs: number;
  close_profit_abs: number | null;
}

const marketOrders = { order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false } };

describe('a live bot, and what happens on the exchange without it', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: Record<string, unknown>;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', 'BTC/USDT,ETH/USDT,SOL/USDT,BNB/USDT', '--balance', 'USDT=10000,BNB=2']);
    for (const [symbol, price] of [
      ['BTCUSDT', 60_000],
      ['ETHUSDT', 3000],
      ['SOLUSDT', 150],
      ['BNBUSDT', 600],
    ] as const)
      await simulator.control('POST', 'price', { symbol, price, hold: true });
    config = botConfig(simulator, await freePort(), { dry_run: false, stoploss: -0.2, max_open_trades: 5, ...marketOrders });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot.stop();
    await simulator.close();
    removeFolder(bot.folder);
  });

  const call = <T>(method: string, path: string, body?: unknown) => bot.api<T>(method, path, body);
  const enter = async (pair: string): Promise<Shown> =>
    (await call<Shown>('POST', 'forceenter', { pair, ordertype: 'market', stakeamount: 300 })).body;
  const closedTrade = (id: number) =>
    until(
      async () =>
        (await call<{ trades: Shown[] }>('GET', 'trades')).body.trades.find((trade) => trade.trade_id === id && !trade.is_open) ?? null,
      `trade ${id} to be closed`,
    );

  it('books coins sold by hand: found by itself, and at once by a reload', async () => {
    const first = await enter('BTC/USDT');
    await simulator.control('POST', 'price', { symbol: 'BTCUSDT', price: 61_000, hold: true });
    await simulator.control('POST', 'order', { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: first.amount });
    const closed = await closedTrade(first.trade_id);
    const [sale] = (await simulator.ledger()).orders.filter(({ side }) => side === 'SELL');
    const rate = Number(sale!.cummulativeQuoteQty) / Number(sale!.executedQty);
    expect(closed).toMatchObject({ exit_reason: 'sold_on_exchange', close_rate: expect.closeTo(rate, 6) });
    const profit = Number(sale!.cummulativeQuoteQty) * 0.999 - first.amount * closed.open_rate * 1.001;
    expect(closed.close_profit_abs).toBeCloseTo(profit, 4);

    const second = await enter('ETH/USDT');
    await simulator.control('POST', 'order', { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: second.amount });
    const reloaded = await call<Shown>('POST', `trades/${second.trade_id}/reload`);
    expect(reloaded.status).toBe(200);
    expect(reloaded.body).toMatchObject({ trade_id: second.trade_id, is_open: false, exit_reason: 'sold_on_exchange' });
    const ledger = await simulator.ledger();
    expect(ledger.orders.filter(({ side }) => side === 'SELL')).toHaveLength(2);
    expect(bot.output()).toContain('Trying to recover');
  });

  it('sells what the wallet has when a stop is hit and a little is missing', async () => {
    const trade = await enter('SOL/USDT');
    const held = (await simulator.ledger()).balances['SOL']!;
    await simulator.control('POST', 'balance', { coin: 'SOL', free: held.free * 0.985 });
    await simulator.control('POST', 'price', { symbol: 'SOLUSDT', price: 110, hold: true });
    const closed = await closedTrade(trade.trade_id);
    expect(closed).toMatchObject({ exit_reason: 'stop_loss' });
    const sale = (await simulator.ledger()).orders.findLast(({ symbol, side }) => symbol === 'SOLUSDT' && side === 'SELL')!;
    expect(Number(sale.executedQty)).toBeLessThan(trade.amount);
    expect(Number(sale.executedQty)).toBeGreaterThan(trade.amount * 0.98);
    await simulator.control('POST', 'price', { symbol: 'SOLUSDT', price: 150, hold: true });
  });

  it('values fees that are paid in a coin of their own', async () => {
    await simulator.control('POST', 'fees', { coin: 'BNB' });
    const trade = await enter('ETH/USDT');
    expect(trade).toMatchObject({ fee_open: expect.closeTo(0.00075, 5), fee_open_currency: 'BNB' });
    expect(trade.fee_open_cost).toBeCloseTo(trade.amount * trade.open_rate * 0.00075, 2);
    await call('POST', 'forceexit', { tradeid: String(trade.trade_id), ordertype: 'market' });
    const closed = await closedTrade(trade.trade_id);
    const sale = (await simulator.ledger()).orders.at(-1)!;
    const paid = sale.fills.reduce((sum, fill) => sum + Number(fill.commission), 0);
    expect(closed).toMatchObject({ fee_close_currency: 'BNB', fee_close_cost: expect.closeTo(paid, 8) });
    await simulator.control('POST', 'fees', { coin: null });
  });

  it('waits after a refused stop: one try in five seconds, told once', async () => {
    const trade = await enter('BTC/USDT');
    const refusal = {
      kind: 'refusal_before',
      match: 'POST /api/v3/order.*side=SELL',
      count: 1000,
      status: 400,
      code: -1013,
      msg: 'Filter failure: NOTIONAL',
    };
    await simulator.control('POST', 'faults', refusal);
    await simulator.control('POST', 'price', { symbol: 'BTCUSDT', price: 45_000, hold: true });
    const from = Date.now();
    for (let push = 0; push < 32; push++) {
      await simulator.control('POST', 'price', { symbol: 'BTCUSDT', price: 45_000 - push * 10, hold: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const tries = (await simulator.control<{ struck: number }[]>('GET', 'faults')).reduce((sum, fault) => sum + fault.struck, 0);
    expect(tries).toBeGreaterThanOrEqual(1);
    expect(tries).toBeLessThanOrEqual(1 + Math.ceil((Date.now() - from) / 5000));
    expect(
      bot.output().match(/WARN.*Unable to exit trade BTC\/USDT/g) ?? bot.output().match(/Unable to exit trade BTC\/USDT/g),
    ).toHaveLength(1);
    await simulator.control('DELETE', 'faults');
    await closedTrade(trade.trade_id);
  });

  it('keeps the streams of the others, and leaves what can be left, when a pair is delisted', async () => {
    const gone = await enter('SOL/USDT');
    const stays = await enter('ETH/USDT');
    await bot.stop();
    await simulator.control('POST', 'delist', { symbol: 'SOLUSDT' });
    const { folder } = bot;
    bot = await startBotProcess({ config, folder });
    await until(async () => ((await call<Shown[]>('GET', 'status')).body.length === 2 ? true : null), 'both trades');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(bot.output()).not.toMatch(/Stream of \w+ broke/);
    const one = await bot.ask<{ error: string }>('POST', 'forceexit', { tradeid: String(gone.trade_id) });
    expect(one.status).toBe(502);
    expect(one.body.error).toContain('Failed to exit trade');
    await simulator.control('POST', 'price', { symbol: 'ETHUSDT', price: 2000, hold: true });
    await closedTrade(stays.trade_id);
    const other = await enter('BTC/USDT');
    const every = await call<{ result: string }>('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    expect(every.status).toBe(200);
    expect(every.body.result).toContain(`trade ${gone.trade_id} (SOL/USDT)`);
    await closedTrade(other.trade_id);
    expect(bot.output().match(/SOL\/USDT can't be tested for an exit now/g)).toHaveLength(1);
  });

  it('reloads another timeframe whole: frames and streams are of the new one; a strategy that fails to start changes nothing', async () => {
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws`, ['freqtrade', 'ws-token-for-tests']);
    const keys: unknown[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as { type: string; data: { key?: unknown[] } };
      if (message.type === 'analyzed_df') keys.push(message.data.key?.[1]);
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send(JSON.stringify({ type: 'subscribe', data: ['analyzed_df'] }));
    const file = join(bot.folder, 'config.json');
    writeFileSync(file, JSON.stringify({ ...config, timeframe: '5m' }));
    expect((await call('POST', 'reload_config')).status).toBe(200);
    await until(async () => (keys.includes('5m') ? true : null), 'a frame of five minutes');
    expect(keys.slice(keys.indexOf('5m'))).not.toContain('1m');
    const { body } = await call<{ timeframe: string; data: unknown[][]; columns: string[] }>(
      'GET',
      'pair_candles?pair=BTC/USDT&timeframe=5m&limit=20',
    );
    const dates = body.data.map((row) => Date.parse(String(row[body.columns.indexOf('date')])));
    expect(new Set(dates.slice(1).map((at, index) => at - dates[index]!))).toEqual(new Set([300_000]));
    socket.close();
    writeFileSync(file, JSON.stringify({ ...config, stoploss: 0.1 }));
    const refused = await bot.ask<{ error: string }>('POST', 'reload_config');
    expect(refused.status).toBe(502);
    // the bot that trades is built on its account and its money: not to be swapped under it
    for (const [key, value] of Object.entries({ dry_run: true, stake_currency: 'BTC', timeframe: '7m' })) {
      writeFileSync(file, JSON.stringify({ ...config, [key]: value }));
      const answer = await bot.ask<{ error: string }>('POST', 'reload_config');
      expect(answer.status, key).toBe(502);
      expect(answer.body.error).toContain(`config.json: ${key}: found`);
    }
    expect((await call<object>('GET', 'show_config')).body).toMatchObject({ timeframe: '5m', dry_run: false, stake_currency: 'USDT' });
    expect(readFileSync(file, 'utf8')).toContain('7m');
  });

  it('is not started with what it would not do', async () => {
    const api = config['api_server'] as Record<string, unknown>;
    const start = async (changes: object): Promise<string> => {
      const other = await startBotProcess({
        config: { ...config, ...changes, api_server: { ...api, listen_port: await freePort() } },
        waitForRunning: false,
      });
      const code = await other.ended();
      removeFolder(other.folder);
      expect(code).toBe(78);
      return other.output();
    };
    expect(await start({ freqai: { enabled: true } })).toMatch(/freqai\.enabled: found true; allowed: false: FreqAI is not built/);
    expect(await start({ proxy_coin: 'BNFCR' })).toMatch(/proxy_coin: found "BNFCR"; allowed: nothing: collateral in another coin/);
    const snake = await start({ strategy: 'SnakeStrategy' });
    expect(snake).toContain('trailing_stop is called trailingStop here');
    expect(snake).toContain('custom_stoploss is called customStoploss here');
  });
});
