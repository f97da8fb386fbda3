import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ENDPOINTS } from '../../src/wire/endpoints.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';
import { expectLedgerEqualsDatabase, integrity, readDatabase } from './ledger-check.ts';

const run = promisify(execFile);

interface Shown {
  trade_id: number;
  pair: string;
  amount: number;
  open_rate: number;
  exit_reason: string | null;
  orders: { order_id: string; is_open: boolean; filled: number; remaining: number }[];
}

let simulator: SimulatorProcess | null = null;
let bot: BotProcess | null = null;

afterEach(async () => {
  await bot?.stop();
  await simulator?.close();
  if (bot !== null) removeFolder(bot.folder);
  simulator = null;
  bot = null;
});

async function client(url: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'client/bin/freqtrade-client.mjs'), ...args], {
    env: { ...process.env, FREQTRADE_CLIENT_URL: url, FREQTRADE_CLIENT_USERNAME: API_USER, FREQTRADE_CLIENT_PASSWORD: API_PASSWORD },
  });
  return JSON.parse(stdout);
}

/** Orders an entry that nothing fills by itself: a tenth below the price, which holds still. */
async function rest(pair: string, stake: number): Promise<{ trade: Shown; fill: (ratio: number) => Promise<unknown> }> {
  const symbol = pair.replace('/', '');
  const price = await simulator!.price(symbol);
  await simulator!.control('POST', 'price', { symbol, price, hold: true });
  const order = { pair, price: Math.floor(price * 0.9), ordertype: 'limit', stakeamount: stake };
  const { body: trade } = await bot!.api<Shown>('POST', 'forceenter', order);
  expect(trade.orders).toMatchObject([{ is_open: true, filled: 0 }]);
  const orderId = Number(trade.orders[0]!.order_id);
  return { trade, fill: (ratio) => simulator!.control('POST', 'fill', { symbol, orderId, ratio }) };
}

const otherSide = { price_side: 'other', use_order_book: true, order_book_top: 1 };
const marketOrders = {
  order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
  entry_pricing: otherSide,
  exit_pricing: otherSide,
};

describe('simulator, bot and client as processes', () => {
  it.each([
    { mode: 'live', dry_run: false },
    { mode: 'dry run', dry_run: true },
  ])('$mode: trades both ways, is killed, restarts and finds every trade again', async ({ dry_run }) => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort(), { dry_run, ...marketOrders });
    bot = await startBotProcess({ config });
    expect(await client(bot.url, 'ping')).toEqual({ status: 'pong' });
    await client(bot.url, 'forceenter', 'BTC/USDT', 'long', 'order_type=market');
    await client(bot.url, 'forceenter', 'ETH/USDT', 'long', 'order_type=market', 'stake_amount=50', 'enter_tag=by_hand');
    await client(bot.url, 'forceexit', '1');
    const before = (await client(bot.url, 'status')) as Shown[];
    const closedBefore = (await client(bot.url, 'trades')) as { trades: Shown[] };
    expect(before.map((trade) => trade.pair)).toEqual(['ETH/USDT']);
    expect(closedBefore.trades.map((trade) => [trade.pair, trade.exit_reason])).toEqual([['BTC/USDT', 'force_exit']]);

    const outputBefore = bot.output();
    bot.process.kill('SIGKILL');
    await bot.ended();
    expect(integrity(bot.database)).toBe('ok');
    const { folder } = bot;
    bot = await startBotProcess({ config, folder });
    const after = (await client(bot.url, 'status')) as Shown[];
    expect(after.map(({ trade_id, pair, amount, open_rate }) => ({ trade_id, pair, amount, open_rate }))).toEqual(
      before.map(({ trade_id, pair, amount, open_rate }) => ({ trade_id, pair, amount, open_rate })),
    );
    expect(((await client(bot.url, 'trades')) as { trades: Shown[] }).trades).toEqual(closedBefore.trades);
    await client(bot.url, 'forceexit', 'all');
    expect(await client(bot.url, 'count')).toMatchObject({ current: 0 });
    if (!dry_run) {
      const ledger = await expectLedgerEqualsDatabase(simulator, bot);
      expect(ledger.orders.length).toBe(4);
      const { trades } = (await client(bot.url, 'trades')) as {
        trades: { orders: { order_id: string; filled: number; cost: number; average: number }[] }[];
      };
      const shown = new Map(trades.flatMap((trade) => trade.orders).map((order) => [order.order_id, order]));
      for (const order of ledger.orders) {
        const filled = Number(order.executedQty);
        expect(shown.get(String(order.orderId)), 'the API beside the ledger').toMatchObject({
          filled,
          cost: Number(order.cummulativeQuoteQty),
        });
        expect(bot.output() + outputBefore, 'the log beside the ledger').toContain(
          `filled: ${filled} at ${shown.get(String(order.orderId))!.average}`,
        );
      }
      const profit = (await client(bot.url, 'profit')) as { profit_closed_coin: number };
      const usdt = ledger.balances['USDT']!;
      // what was not sellable because a fee was taken in coins is the only difference between the two books
      expect(Math.abs(usdt.free + usdt.locked - 10_000 - profit.profit_closed_coin)).toBeLessThan(1);
    }
    expect(await bot.stop()).toBe(0);
  });

  it('sends an order at once while a hundred clients ask for the balance, live', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({ config: botConfig(simulator, await freePort(), { ...marketOrders, dry_run: false }) });
    let isOver = false;
    const statuses = new Map<number, number>();
    const ask = async () => {
      while (!isOver) {
        const { status } = await bot!.ask('GET', 'balance');
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    const clients = Array.from({ length: 100 }, ask);
    const timed = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    await until(async () => (statuses.get(200) ?? 0) > 200, 'the storm to blow');
    const orders: number[] = [];
    // what answers nothing but "pong" waits as long as the machine makes it wait
    const pings: number[] = [];
    for (const pair of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT']) {
      pings.push(await timed(() => bot!.api('GET', 'ping')));
      orders.push(await timed(() => bot!.api('POST', 'forceenter', { pair, ordertype: 'market' })));
    }
    isOver = true;
    await Promise.all(clients);
    const median = (times: number[]) => times.sort((a, b) => a - b)[1]!;
    // a queue of a hundred requests to the exchange would be five seconds long
    const told = `orders ${orders.map(Math.round).join(', ')} ms, pings ${pings.map(Math.round).join(', ')} ms`;
    expect(median(orders), told).toBeLessThan(500 + 5 * median(pings));
    expect([...statuses.keys()]).toEqual([200]);
  });

  it('reacts to a price push without waiting for the next loop', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({
      config: botConfig(simulator, await freePort(), { ...marketOrders, stoploss: -0.1, internals: { process_throttle_secs: 120 } }),
    });
    await client(bot.url, 'forceenter', 'BTC/USDT', 'long', 'order_type=market');
    const last = async () => (await bot!.api<{ last_process_ts: number }>('GET', 'health')).body.last_process_ts;
    // not while a loop is under way anyway, which a new minute starts
    await until(async () => Date.now() % 60_000 > 3000 && Date.now() % 60_000 < 50_000, 'the middle of a minute');
    const before = await last();
    await simulator.control('POST', 'price', { symbol: 'BTCUSDT', factor: 0.8 });
    const closed = await until(
      async () =>
        (await bot!.api<{ trades: Shown[] }>('GET', 'trades')).body.trades.find(({ exit_reason }) => exit_reason !== null) ?? null,
      'the stop to be executed',
      10_000,
    );
    expect(closed.exit_reason).toBe('stop_loss');
    expect(await last()).toBe(before);
  });

  it('follows a partly filled order to its end, live', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({
      config: botConfig(simulator, await freePort(), { dry_run: false, unfilledtimeout: { entry: 1, exit: 5, unit: 'minutes' } }),
    });
    const { trade, fill } = await rest('SOL/USDT', 100);
    const row = () => readDatabase(bot!.database).orders[0]!;
    await fill(0.4);
    await until(async () => row().filled > 0, 'a part of the order', 30_000, row);
    expect(row()).toMatchObject({ ft_is_open: 1, filled: expect.closeTo(trade.orders[0]!.remaining * 0.4, 2) });
    await fill(1);
    await until(async () => row().ft_is_open === 0, 'the whole order', 30_000, row);
    const ledger = await expectLedgerEqualsDatabase(simulator, bot);
    expect(ledger.orders.map(({ status, fills }) => [status, fills.length])).toEqual([['FILLED', 2]]);
  });

  it('cancels an entry that does not fill in time', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({
      config: botConfig(simulator, await freePort(), { dry_run: false, unfilledtimeout: { entry: 3, exit: 5, unit: 'seconds' } }),
    });
    await rest('BTC/USDT', 100);
    await until(async () => (await bot!.api<Shown[]>('GET', 'status')).body.length === 0, 'the entry to be cancelled');
    const ledger = await simulator.ledger();
    expect(ledger.orders.map((order) => order.status)).toEqual(['CANCELED']);
    expect(ledger.balances['USDT']).toEqual({ free: 10_000, locked: 0 });
  });

  it("tells a strategy's mistakes with file and line, and goes on", async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({ config: botConfig(simulator, await freePort(), { ...marketOrders, strategy: 'MistakenStrategy' }) });
    await client(bot.url, 'forceenter', 'BTC/USDT', 'long');
    await until(async () => bot!.output().includes('thought of nothing'), 'the callback to fail');
    expect(bot.output()).toMatch(/Analysis of ETH\/USDT: .*did you mean "close"\?.*mistaken-strategy\.ts:10:/);
    expect(bot.output()).toMatch(/customExit failed: thought of nothing \(.*mistaken-strategy\.ts:20:/);
    // of what was answered no stack tells
    expect(bot.output()).toMatch(
      /it must return a number, or null, and returned the text "near"\. \(.*mistaken-strategy\.ts:23: override custom/,
    );
    expect((await bot.api<{ data: unknown[] }>('GET', 'pair_candles?pair=BTC/USDT&timeframe=1m&limit=2')).body.data.length).toBe(2);
    expect(((await client(bot.url, 'status')) as Shown[]).length).toBe(1);
  });

  it('keeps the part of a cancelled entry that was filled', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({
      config: botConfig(simulator, await freePort(), { dry_run: false, unfilledtimeout: { entry: 3, exit: 60, unit: 'seconds' } }),
    });
    // filled in part when the bot looks first. 4 of 100 USDT are less than the market takes: nobody could sell them
    for (const [symbol, ratio] of [
      ['BTCUSDT', 0.04],
      ['SOLUSDT', 0.4],
    ] as const)
      await simulator.control('POST', 'faults', { kind: 'fill_before', match: `GET /api/v3/order.*symbol=${symbol}`, ratio, count: 1 });
    const kept = await rest('BTC/USDT', 100);
    const left = await rest('SOL/USDT', 300);
    const row = (pair: string) => readDatabase(bot!.database).orders.find((order) => order.ft_pair === pair)!;
    const rows = () => [row('SOL/USDT'), row('BTC/USDT')];
    await until(async () => row('SOL/USDT').ft_is_open === 0, 'the entry to be cancelled', 30_000, rows);
    await until(async () => bot!.output().includes('would result in an unexitable trade'), 'the other entry to be told of');
    expect(row('BTC/USDT')).toMatchObject({ ft_is_open: 1, status: 'open' });
    // with more of it filled it goes the same way
    await kept.fill(0.5);
    await until(async () => row('BTC/USDT').ft_is_open === 0, 'the other entry to be cancelled', 30_000, rows);
    const ledger = await expectLedgerEqualsDatabase(simulator, bot);
    expect(ledger.orders.map(({ symbol, status, fills }) => [symbol, status, fills.length])).toEqual([
      ['BTCUSDT', 'CANCELED', 2],
      ['SOLUSDT', 'CANCELED', 1],
    ]);
    const wanted = left.trade.orders[0]!.remaining;
    expect(Number(ledger.orders[1]!.executedQty)).toBeCloseTo(wanted * 0.4, 2);
    const trade = ((await client(bot.url, 'status')) as Shown[]).find(({ pair }) => pair === 'SOL/USDT')!;
    expect(trade.amount).toBeGreaterThan(wanted * 0.39);
    expect(trade.amount).toBeLessThanOrEqual(ledger.balances['SOL']!.free);
  });

  it('survives a cut of the streams and errors of the exchange, and says so to whoever asks', async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({ config: botConfig(simulator, await freePort(), { dry_run: false }) });
    const { trade } = await rest('SOL/USDT', 100);
    await simulator.control('POST', 'streams/cut');
    await simulator.control('POST', 'faults', { kind: 'http_before', match: '/api/v3/', status: 502, count: 10_000 });
    for (const [method, path, body] of [
      ['POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' }],
      ['POST', 'forceexit', { tradeid: String(trade.trade_id) }],
      ['DELETE', `trades/${trade.trade_id}/open-order`, undefined],
      ['POST', `trades/${trade.trade_id}/reload`, undefined],
    ] as const) {
      const { status, body: answer } = await bot.ask<{ error: string }>(method, path, body);
      expect([path, status, answer.error]).toEqual([path, 502, expect.stringContaining('502')]);
    }
    const reads = Object.values(ENDPOINTS).filter(({ method, scope, path }) => method === 'GET' && scope !== 'trade' && path !== '/events');
    const failed: string[] = [];
    for (const { path } of reads) {
      const { status } = await bot.ask('GET', path.slice(1).replace(':tradeid', '1').replace(':strategy', 'QuietStrategy'));
      if (status === 500) failed.push(path);
    }
    expect(failed).toEqual([]);
    await simulator.control('DELETE', 'faults');
    expect((await bot.api<Shown>('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' })).body.pair).toBe('BTC/USDT');
    await until(async () => /Stream of \w+ is back/.test(bot!.output()), 'the streams to be back');
    expect(bot.output()).toMatch(/Stream of \w+ broke, connecting again/);
    await expectLedgerEqualsDatabase(simulator, bot);
  });

  it('stops, pauses, starts and reloads without losing a trade; a broken configuration changes nothing', async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort(), marketOrders);
    bot = await startBotProcess({ config });
    await client(bot.url, 'forceenter', 'BTC/USDT', 'long');
    const state = async () => ((await client(bot!.url, 'show_config')) as { state: string }).state;
    await client(bot.url, 'stopbuy');
    expect(await state()).toBe('paused');
    await client(bot.url, 'stop');
    expect(await state()).toBe('stopped');
    expect((await bot.ask('POST', 'forceexit', { tradeid: '1' })).status).toBe(502);
    await client(bot.url, 'start');
    expect(await state()).toBe('running');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(bot.folder, 'config.json'), '{ "stake_currency": ');
    const refused = await bot.ask<{ error: string }>('POST', 'reload_config');
    expect(refused.status).toBe(502);
    expect(refused.body.error).toContain('config.json');
    expect(((await client(bot.url, 'status')) as Shown[]).length).toBe(1);
    writeFileSync(join(bot.folder, 'config.json'), JSON.stringify({ ...config, max_open_trades: 7 }));
    await client(bot.url, 'reload_config');
    expect(((await client(bot.url, 'show_config')) as { max_open_trades: number }).max_open_trades).toBe(7);
    expect(((await client(bot.url, 'status')) as Shown[]).length).toBe(1);
  });

  it('refuses a second bot on one database, and keeps secrets out of log and API', async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort());
    bot = await startBotProcess({ config });
    const api = config['api_server'] as Record<string, unknown>;
    const second = await startBotProcess({
      config: { ...config, api_server: { ...api, listen_port: await freePort() } },
      folder: bot.folder,
      waitForRunning: false,
    });
    expect(await second.ended()).toBe(78);
    expect(second.output()).toContain('in use by another bot');
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws?token=ws-token-for-tests`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.close();
    const shown = JSON.stringify([(await bot.api('GET', 'logs')).body, (await bot.api('GET', 'show_config')).body, bot.output()]);
    for (const secret of ['simulator-secret', 'simulator-key', API_PASSWORD, 'ws-token-for-tests', 'a-secret-for-tests'])
      expect(shown).not.toContain(secret);
  });
});

describe('the message WebSocket', () => {
  it("refuses a wrong token, and tells subscribers what happens, in freqtrade's words", async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({ config: botConfig(simulator, await freePort(), marketOrders) });
    const address = `${bot.url.replace('http', 'ws')}/api/v1/message/ws`;
    const refused = new WebSocket(`${address}?token=wrong`);
    const status = await new Promise((resolve) =>
      refused.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(403);
    const socket = new WebSocket(address, ['freqtrade', 'ws-token-for-tests']);
    const messages: { type: string; data?: unknown; [key: string]: unknown }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(data.toString())));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send(JSON.stringify({ type: 'subscribe', data: ['entry', 'entry_fill', 'exit', 'exit_fill'] }));
    socket.send(JSON.stringify({ type: 'whitelist', data: '' }));
    socket.send(JSON.stringify({ type: 'analyzed_df', data: { pair: 'BTC/USDT', limit: 2 } }));
    await client(bot.url, 'forceenter', 'BTC/USDT', 'long');
    await client(bot.url, 'forceexit', '1');
    await until(async () => messages.length >= 6, 'six messages');
    expect(messages.map(({ type }) => type)).toEqual(['whitelist', 'analyzed_df', 'entry', 'entry_fill', 'exit', 'exit_fill']);
    expect(messages[0]!.data).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
    const frame = messages[1]!.data as { key: string[]; df: { __type__: string; __value__: string } };
    expect(frame.key).toEqual(['BTC/USDT', '1m', 'spot']);
    expect(JSON.parse(frame.df.__value__)).toMatchObject({ columns: expect.arrayContaining(['date', 'open', 'sma', 'enter_long']) });
    expect(messages[5]).toMatchObject({ is_final_exit: true, exit_reason: 'force_exit', direction: 'Long', exchange: 'Binance' });
    socket.close();
  });
});
