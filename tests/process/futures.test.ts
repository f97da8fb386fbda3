import { afterEach, describe, expect, it } from 'vitest';
import type { Market } from '../../src/core/market/market.ts';
import { liquidationRate } from '../../src/core/trade/liquidation.ts';
import { withLeverageTiers } from '../../src/data/leverage-tiers.ts';
import { futuresLife } from './futures-life.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  type Ledger,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

interface Shown {
  trade_id: number;
  pair: string;
  is_short: boolean;
  leverage: number;
  amount: number;
  open_rate: number;
  stake_amount: number;
  liquidation_price: number | null;
  stop_loss_abs: number;
  profit_ratio: number;
  funding_fees: number;
  exit_reason: string;
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

const other = { price_side: 'other', use_order_book: true, order_book_top: 1 };

async function start(changes: Record<string, unknown> = {}): Promise<BotProcess> {
  simulator = await startSimulatorProcess(['--perpetuals']);
  const config = botConfig(simulator, await freePort(), {
    trading_mode: 'futures',
    margin_mode: 'isolated',
    order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: other,
    exit_pricing: other,
    position_adjustment_enable: true,
    exchange: { pair_whitelist: ['BTC/USDT:USDT', 'ETH/USDT:USDT'] },
    ...changes,
  });
  bot = await startBotProcess({ config });
  return bot;
}

describe('futures in a dry run', () => {
  it('go both ways with leverage, bind their margin only, and are shown as positions', async () => {
    const { api } = await start();
    expect((await api('GET', 'show_config')).body).toMatchObject({ trading_mode: 'futures', margin_mode: 'isolated', short_allowed: true });
    const short = await api<Shown>('POST', 'forceenter', { pair: 'BTC/USDT:USDT', side: 'short', leverage: 5, stakeamount: 200 });
    expect(short.status, JSON.stringify(short.body)).toBe(200);
    expect(short.body).toMatchObject({ is_short: true, leverage: 5, trading_mode: 'futures' });
    expect(short.body.amount * short.body.open_rate).toBeCloseTo(1000, -1);
    const long = await api<Shown>('POST', 'forceenter', { pair: 'ETH/USDT:USDT', side: 'long', leverage: 2000, stakeamount: 100 });
    // no more than the exchange lends
    expect(long.body).toMatchObject({ is_short: false, leverage: 150 });
    expect(short.body.liquidation_price).toBeGreaterThan(short.body.open_rate);
    expect(long.body.liquidation_price).toBeLessThan(long.body.open_rate);
    const { leverageTiers } = withLeverageTiers([{ pair: 'BTC/USDT:USDT' } as Market], 'binance', '', 'USDT')[0]!;
    const position = {
      isShort: true,
      openRate: short.body.open_rate,
      amount: short.body.amount,
      stake: short.body.stake_amount,
      margin: short.body.stake_amount,
      leverage: 5,
    };
    const rate = liquidationRate(position, leverageTiers, 'binance', 0.0005, 0.05);
    expect(short.body.liquidation_price).toBeCloseTo(rate, 0);

    const { body: balance } = await api<{ currencies: { currency: string }[]; total: number }>('GET', 'balance');
    expect(balance.currencies.find(({ currency }) => currency === 'USDT')).toMatchObject({
      free: expect.closeTo(700, -1),
      is_position: false,
    });
    expect(balance.currencies.find(({ currency }) => currency === 'BTC/USDT:USDT')).toMatchObject({
      is_position: true,
      side: 'short',
      position: short.body.amount,
    });
    expect(balance.currencies.some(({ currency }) => currency === 'BTC')).toBe(false);
    expect(balance.total).toBeGreaterThan(950);
    expect(balance.total).toBeLessThan(1050);

    await api('POST', 'forceenter', { pair: 'BTC/USDT:USDT', side: 'short', stakeamount: 100 });
    await api('POST', 'forceexit', { tradeid: String(short.body.trade_id), ordertype: 'market', amount: short.body.amount / 2 });
    const { body: shown } = await api<Shown[]>('GET', 'status');
    const grown = shown.find(({ pair }) => pair === 'BTC/USDT:USDT')!;
    expect(grown).toMatchObject({ leverage: 5, nr_of_successful_entries: 2, amount: expect.closeTo(short.body.amount, 4) });
    await api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    expect((await api('GET', 'status')).body).toEqual([]);
    const { body: all } = await api<{ long: { trade_count: number }; short: { trade_count: number } }>('GET', 'profit_all');
    expect([all.long.trade_count, all.short.trade_count]).toEqual([1, 1]);
  });

  it('a short earns when the price falls, and is stopped when it rises', async () => {
    const { api } = await start({ stoploss: -0.2 });
    for (const pair of ['BTC/USDT:USDT', 'ETH/USDT:USDT']) await api('POST', 'forceenter', { pair, side: 'short', leverage: 4 });
    await simulator!.control('POST', 'price', { symbol: 'BTCUSDT', factor: 0.9 });
    await simulator!.control('POST', 'price', { symbol: 'ETHUSDT', factor: 1.07 });
    const left = await until(async () => {
      const { body } = await api<{ trades: Shown[] }>('GET', 'trades');
      return body.trades.find(({ pair }) => pair === 'ETH/USDT:USDT') ?? null;
    }, 'the stop');
    expect(left).toMatchObject({ exit_reason: 'stop_loss', is_short: true });
    expect(left.profit_ratio).toBeLessThan(-0.2);
    const { body } = await api<Shown[]>('GET', 'status');
    expect(body).toMatchObject([{ pair: 'BTC/USDT:USDT' }]);
    expect(body[0]!.profit_ratio).toBeGreaterThan(0.3);
  });
});

interface Payment {
  symbol: string;
  amount: number;
}
interface FuturesLedger extends Ledger {
  payments: Payment[];
  positions: { symbol: string; amount: number; leverage: number; marginMode: string; entryPrice: number }[];
  margin: Ledger['balances'];
}

/** Live, on contracts of one of the built-in exchange's languages. */
async function startLive(dialect: string): Promise<BotProcess> {
  simulator = await startSimulatorProcess(['--perpetuals', '--dialect', dialect, '--pairs', 'BTC/USDT,ETH/USDT']);
  return startLiveOn(dialect);
}

async function startLiveOn(dialect: string, waitForRunning = true): Promise<BotProcess> {
  if (simulator === null) throw new Error('there is no exchange');
  const access = await simulator.control<{ key: string; secret: string; passphrase: string; ccxt_config: object }>('GET', 'ccxt');
  const config = botConfig(simulator, await freePort(), {
    dry_run: false,
    trading_mode: 'futures',
    margin_mode: 'isolated',
    stoploss: -0.5,
    order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: other,
    exit_pricing: other,
    position_adjustment_enable: true,
    exchange: {
      name: dialect,
      key: access.key,
      secret: access.secret,
      password: access.passphrase,
      pair_whitelist: ['BTC/USDT:USDT', 'ETH/USDT:USDT'],
      ccxt_config: { ...access.ccxt_config, enableRateLimit: false },
    },
  });
  bot = await startBotProcess({ config, waitForRunning });
  return bot;
}

const ledger = () => simulator!.control<FuturesLedger>('GET', 'ledger');
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';

describe('futures live', () => {
  // on all others: npm run battery -- --only positions
  it.each(['binance', 'gate', 'hyperliquid'])(
    'on %s a long and a short have their leverage, stops and funding, grow, are closed by hand and left: trades and ledger agree',
    async (dialect) => expect(await futuresLife(dialect)).toEqual([]),
  );

  it('a position that was liquidated, resized or opened by hand is noticed: its trade is closed or changed, or the owner hears of it', async () => {
    const { api, ask } = await startLive('binance');
    const byHand = (order: object) => simulator!.control('POST', 'order', { type: 'MARKET', ...order });
    const long = (await api<Shown>('POST', 'forceenter', { pair: BTC, side: 'long', leverage: 20, stakeamount: 100 })).body;
    const short = (await api<Shown>('POST', 'forceenter', { pair: ETH, side: 'short', leverage: 3, stakeamount: 300 })).body;
    const part = Number((short.amount / 3).toFixed(4));
    await byHand({ symbol: 'ETHUSDT.P', side: 'BUY', quantity: part });
    await simulator!.control('POST', 'price', { symbol: 'BTCUSDT.P', factor: 0.9 });
    const closed = await until(
      async () => {
        const { body } = await api<{ trades: (Shown & { close_rate: number; fee_close: number })[] }>('GET', 'trades');
        return body.trades.find(({ trade_id: id }) => id === long.trade_id) ?? null;
      },
      'the liquidation',
      60_000,
    );
    const { orders } = await ledger();
    const liquidation = orders.filter(({ symbol, side }) => symbol === 'BTCUSDT' && side === 'SELL').at(-1)!;
    expect(closed).toMatchObject({
      exit_reason: 'liquidation',
      close_rate: expect.closeTo(Number(liquidation.cummulativeQuoteQty) / Number(liquidation.executedQty), 1),
      fee_close: expect.closeTo(0.001, 6),
    });
    expect(closed.profit_ratio).toBeLessThan(-0.9);
    const resized = await until(async () => {
      const { body } = await api<Shown[]>('GET', 'status');
      return body.find(({ trade_id: id, amount }) => id === short.trade_id && amount < short.amount) ?? null;
    }, 'the resized trade');
    expect(resized.amount).toBeCloseTo(short.amount - part, 6);
    await byHand({ symbol: 'BTCUSDT.P', side: 'BUY', quantity: 0.002 });
    await until(async () => bot!.output().includes(`position of 0.002 in ${BTC} on the exchange that belongs to no trade`), 'the warning');
    const refused = await ask<{ error?: string; detail?: string }>('POST', 'forceenter', { pair: BTC, side: 'long' });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([502, expect.stringContaining('belongs to no trade')]);
    await api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    expect((await ledger()).positions).toMatchObject([{ symbol: 'BTCUSDT.P', amount: 0.002 }]);
  });

  it('an account that keeps longs and shorts apart ends the start by its name', async () => {
    simulator = await startSimulatorProcess(['--perpetuals', '--pairs', 'BTC/USDT']);
    await simulator.control('POST', 'account', { hedged: true, multi_asset: true });
    await startLiveOn('binance', false);
    expect(await bot!.ended()).toBe(78);
    expect(bot!.output()).toMatch(/Hedge Mode is not supported by freqtrade.*Multi-Asset Mode is not supported by freqtrade/s);
  });
});
