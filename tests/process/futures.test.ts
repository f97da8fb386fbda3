import { afterEach, describe, expect, it } from 'vitest';
import type { Market } from '../../src/core/market/market.ts';
import { liquidationRate } from '../../src/core/trade/liquidation.ts';
import { withLeverageTiers } from '../../src/data/leverage-tiers.ts';
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

  it('says why live orders are not sent', async () => {
    simulator = await startSimulatorProcess(['--perpetuals']);
    const config = botConfig(simulator, await freePort(), { trading_mode: 'futures', margin_mode: 'isolated', dry_run: false });
    bot = await startBotProcess({ config, waitForRunning: false });
    expect(await bot.ended()).toBe(78);
    expect(bot.output()).toMatch(/trading_mode.*"futures" with dry_run false.*dry run only/s);
  });
});
