import { describe, expect, it } from 'vitest';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { simulatedWallet, worthInMargin } from '../../src/bot/wallets.ts';
import type { DayTicker, Market } from '../../src/core/market/market.ts';
import { must } from '../../src/core/must.ts';
import { liquidationRate } from '../../src/core/trade/liquidation.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import type { Leverage } from '../../src/exchange/ports/leverage.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, START, Still } from '../fakes/scene.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';

const PAIRS = ['A/USDT:USDT', 'B/USDT:USDT'] as const;
const TIER = { minNotional: 0, maxNotional: 1e6, maintenanceRatio: 0.01, maxLeverage: 20, maintenanceAmount: 0 };
const contract = (pair: string): Market => ({ ...MARKET, pair, isSpot: false, isSwap: true });

/** Two contracts at one price, what the exchange values them at beside. */
class Contracts extends RestingExchange {
  override readonly name = 'binance';
  readonly marked = new Map<string, number>();
  isSilent = false;
  override readonly leverage: Leverage = { obstacles: async () => [], tiers: async () => [TIER], prepare: async () => undefined };
  override async markets(): Promise<ReadonlyMap<string, Market>> {
    return new Map(PAIRS.map((pair) => [pair, contract(pair)]));
  }
  override async marks(): Promise<ReadonlyMap<string, number>> {
    if (this.isSilent) throw new TemporaryError('gone');
    return this.marked;
  }
}

async function start(wallet: Readonly<Record<string, number>> = { USDT: 300 }, tickers: Readonly<Record<string, number>> = {}) {
  const strategy = new Still();
  const exchange = new Contracts(contract(PAIRS[0]), START, 100);
  const monotonic = () => exchange.now - START;
  const dayTickers = async () =>
    new Map(
      Object.entries(tickers).map(([pair, last]) => [
        pair,
        { bid: null, ask: null, last, quoteVolume: 1, percentage: 0 } satisfies DayTicker,
      ]),
    );
  const bot = tradingBot({
    settings: sceneSettings(strategy, {
      ...{ dry_run: true, trading_mode: 'futures', margin_mode: 'cross', max_open_trades: 2, dry_run_wallet: 1000 },
      exchange: { name: 'binance', pair_whitelist: PAIRS },
    }),
    strategy,
    exchange,
    store: await openTradeStore('sqlite://', () => exchange.now),
    wallet: simulatedWallet(wallet, 'USDT', true, worthInMargin({ dayTickers }, wallet, 'USDT', monotonic)),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await iterate(bot);
  const enter = (pair: string, side: 'long' | 'short') =>
    forceEnter(bot, {
      kind: 'forceEnter',
      pair,
      side,
      tag: 'x',
      entry: { rate: null, stakeAmount: 100, orderType: 'market', leverage: 5 },
    });
  const later = async (ms: number) => {
    exchange.now += ms;
    await iterate(bot);
  };
  return { bot, exchange, enter, later };
}

/** By the formula, of what an account has for one position. */
function expected({ isShort, openRate, amount, stakeAmount: stake, leverage }: Trade, margin: number): number {
  return liquidationRate({ isShort, openRate, amount, stake, margin, leverage }, [TIER], 'binance', 0.001, 0.05);
}

describe('positions that share their margin in a dry run', () => {
  it('are liquidated where the whole account is used up, and each fill moves all of them', async () => {
    const { bot, exchange, enter, later } = await start();
    const first = await enter(PAIRS[0], 'long');
    expect(first.liquidationPrice).toBeCloseTo(expected(first, 300), 1);
    const alone = must(first.liquidationPrice, 'rate');
    exchange.marked.set(PAIRS[0], 90).set(PAIRS[1], 100);
    const second = await enter(PAIRS[1], 'short');
    const kept = second.amount * 100 * TIER.maintenanceRatio;
    expect(first.liquidationPrice).toBeCloseTo(expected(first, 300 - kept), 1);
    expect(first.liquidationPrice).toBeGreaterThan(alone);
    const lost = first.amount * (first.openRate - 90);
    expect(second.liquidationPrice).toBeCloseTo(expected(second, 300 - lost - first.amount * 90 * TIER.maintenanceRatio), 1);
    await later(1000);
    const stored = await bot.store.trades.open();
    expect(stored.map(({ liquidationPrice }) => liquidationPrice)).toEqual([first.liquidationPrice, second.liquidationPrice]);
    exchange.move(110);
    await forceExit(bot, { kind: 'forceExit', tradeId: String(second.id), orderType: 'market', amount: null, price: null });
    expect(second.isOpen).toBe(false);
    expect(first.liquidationPrice).toBeCloseTo(expected(first, 300 + must(second.closeProfitAbs, 'profit')), 1);
  });

  it('follow what the exchange values them at, twice an hour, and keep their rates while it can not be asked', async () => {
    const { exchange, enter, later } = await start();
    exchange.marked.set(PAIRS[0], 100).set(PAIRS[1], 100);
    const first = await enter(PAIRS[0], 'long');
    await enter(PAIRS[1], 'long');
    await later(1000);
    const before = first.liquidationPrice;
    exchange.marked.set(PAIRS[1], 80);
    await later(1000);
    expect(first.liquidationPrice).toBe(before);
    exchange.isSilent = true;
    await later(31 * MINUTE);
    expect(first.liquidationPrice).toBe(before);
    exchange.isSilent = false;
    await later(1000);
    expect(first.liquidationPrice).toBeGreaterThan(must(before, 'rate'));
  });

  it('have other coins of the account stand for them, at their price', async () => {
    const { bot, enter } = await start({ USDT: 200, BTC: 0.002, XYZ: 7 }, { 'BTC/USDT:USDT': 50_000 });
    const trade = await enter(PAIRS[0], 'long');
    expect(trade.liquidationPrice).toBeCloseTo(expected(trade, 300), 1);
    expect((await bot.wallet.balances(bot.state)).get('USDT')).toEqual({
      free: expect.closeTo(200, 0),
      used: expect.closeTo(100, 0),
      total: expect.closeTo(200, 8),
    });
  });
});
