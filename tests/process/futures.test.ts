import { afterEach, describe, expect, it } from 'vitest';
import type { Market } from '../../src/core/market/market.ts';
import { liquidationRate } from '../../src/core/trade/liquidation.ts';
import { withLeverageTiers } from '../../src/data/leverage-tiers.ts';
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
async function startLive(dialect: string, changes: Record<string, unknown> = {}, waitForRunning = true): Promise<BotProcess> {
  simulator = await startSimulatorProcess(['--perpetuals', '--dialect', dialect, '--pairs', 'BTC/USDT,ETH/USDT']);
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
      ccxt_config: access.ccxt_config,
    },
    ...changes,
  });
  bot = await startBotProcess({ config, waitForRunning });
  return bot;
}

const ledger = () => simulator!.control<FuturesLedger>('GET', 'ledger');
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';

/** A long and a short, held over a funding, one of them grown, then closed: the ledger says the same as the trades. */
async function bothWays(dialect: string): Promise<void> {
  const { api } = await startLive(dialect);
  for (const symbol of ['BTCUSDT.P', 'ETHUSDT.P']) {
    const { price } = await simulator!.control<{ price: number }>('POST', 'price', { symbol, factor: 1 });
    await simulator!.control('POST', 'price', { symbol, price, hold: true });
  }
  const long = await api<Shown>('POST', 'forceenter', { pair: BTC, side: 'long', leverage: 5, stakeamount: 200 });
  const short = await api<Shown>('POST', 'forceenter', { pair: ETH, side: 'short', leverage: 3, stakeamount: 150 });
  expect(long.body).toMatchObject({ is_short: false, leverage: 5 });
  expect(short.body).toMatchObject({ is_short: true, leverage: 3 });
  const held = await ledger();
  expect(held.positions.find(({ symbol }) => symbol === 'BTCUSDT.P')).toMatchObject({
    amount: long.body.amount,
    leverage: 5,
    marginMode: 'isolated',
  });
  expect(held.positions.find(({ symbol }) => symbol === 'ETHUSDT.P')).toMatchObject({
    amount: -short.body.amount,
    leverage: 3,
    marginMode: 'isolated',
  });
  // the exchange's rate, with the buffer before it
  const { body: open } = await api<Shown[]>('GET', 'status');
  for (const { liquidation_price: rate, open_rate: openRate, is_short: isShort } of open) {
    if (isShort) expect(rate).toBeGreaterThan(openRate * 1.2);
    else expect(rate).toBeLessThan(openRate * 0.85);
  }
  await simulator!.control('POST', 'funding');
  await api('POST', 'forceenter', { pair: BTC, side: 'long', stakeamount: 100 });
  const grown = (await api<Shown[]>('GET', 'status')).body.find(({ pair }) => pair === BTC)!;
  expect(grown.amount).toBeGreaterThan(long.body.amount * 1.4);
  await simulator!.control('POST', 'funding');
  await api('POST', 'forceexit', { tradeid: String(short.body.trade_id), ordertype: 'market', amount: short.body.amount / 2 });
  await api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
  expect((await api('GET', 'status')).body).toEqual([]);
  const { positions, payments, orders, margin } = await ledger();
  expect(positions).toEqual([]);
  expect(orders.filter(({ status }) => status === 'FILLED')).toHaveLength(6);
  const { trades } = (await api<{ trades: (Shown & { profit_abs: number })[] }>('GET', 'trades')).body;
  for (const { pair, funding_fees: funding } of trades) {
    const symbol = pair === BTC ? 'BTCUSDT.P' : 'ETHUSDT.P';
    const paid = payments.filter((payment) => payment.symbol === symbol);
    expect(paid).toHaveLength(2);
    expect(funding).toBeCloseTo(
      paid.reduce((sum, { amount }) => sum + amount, 0),
      6,
    );
  }
  // every coin that came or went is in the trades
  const earned = trades.reduce((sum, { profit_abs: profit }) => sum + profit, 0);
  expect(margin['USDT']!.free - 10_000).toBeCloseTo(earned, 3);
}

describe('futures live', () => {
  it('a long and a short are opened with their leverage, held over a funding and closed: trades and ledger agree', () =>
    bothWays('binance'));
});
