import { describe, expect, it } from 'vitest';
import { cancelOpenOrder, forceExit } from '../../src/bot/commands.ts';
import { hasOpenOrders, isEntry, type Trade } from '../../src/core/trade/trade.ts';
import type { DataFrame, TradeContext } from '../../src/index.ts';
import { Random } from '../fakes/random.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { seedOf } from '../seed.ts';
import { type AccountScene, accountScene, PAIR, Still } from './account-scene.ts';

/**
 * Whatever comes of fills in parts, fees in any coin, time-outs, new prices, cancels, minimums, refusals and adjustments: we never leave
 * what no order can sell, no order is out of the books, and the books equal the account.
 */
const SEED = seedOf('sellable');
const RUNS = 24;
const STEPS = 60;
const STEP = 0.001;
const MIN_COST = 5;

class Restless extends Still {
  override stoploss = -0.1;
  override positionAdjustmentEnable = true;
  readonly random: Random;
  constructor(random: Random) {
    super();
    this.random = random;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.above(0));
  }
  override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * (this.random.next() < 0.7 ? 0.985 : 1.01);
  }
  override customExitPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * (this.random.next() < 0.7 ? 1.012 : 0.99);
  }
  override customExit(): string | null {
    return this.random.next() < 0.15 ? `reason_${Math.floor(this.random.next() * 3)}` : null;
  }
  override adjustTradePosition({ trade }: TradeContext): number | null {
    const dice = this.random.next();
    if (dice < 0.06) return 30;
    return dice < 0.12 ? -trade.stakeAmount * this.random.next() : null;
  }
  override adjustEntryPrice({ currentOrderRate }: { currentOrderRate: number }): number | null {
    const dice = this.random.next();
    return dice < 0.1 ? null : dice < 0.3 ? currentOrderRate * 1.002 : currentOrderRate;
  }
  override adjustExitPrice({ currentOrderRate }: { currentOrderRate: number }): number | null {
    const dice = this.random.next();
    return dice < 0.1 ? null : dice < 0.3 ? currentOrderRate * 0.998 : currentOrderRate;
  }
}

/** Every trade that was ever seen, by number. */
async function books(scene: AccountScene, last: number): Promise<Trade[]> {
  const found: Trade[] = [];
  for (let id = 1; id <= last; id++) {
    const trade = await scene.bot.store.trades.find(id);
    if (trade !== null) found.push(trade);
  }
  return found;
}

async function disturb(scene: AccountScene, random: Random): Promise<void> {
  const { exchange, bot } = scene;
  const dice = random.next();
  const waiting = exchange.openCount();
  if (dice < 0.3 && waiting > 0) exchange.fillPart(Math.max(STEP, Math.floor(random.next() ** 3 * 1000) * STEP));
  else if (dice < 0.6) exchange.move(PAIR, Math.round(100 * (100 + (random.next() - 0.5) * 8)) / 100);
  else if (dice < 0.65) exchange.refusing = exchange.refusing === null ? 'Maintenance' : null;
  const trade = bot.state.trades[0];
  if (trade === undefined) return;
  const attempt = random.next();
  // what can't be done now is refused with words, and changes nothing
  const refused = (error: unknown) => expect(error).toMatchObject({ code: 'COMMAND_REFUSED' });
  if (attempt < 0.04) {
    const amount = random.next() < 0.5 ? null : trade.amount * random.next();
    await forceExit(bot, { kind: 'forceExit', tradeId: String(trade.id), orderType: 'limit', amount, price: 104 }).catch(refused);
  } else if (attempt < 0.08) await cancelOpenOrder(bot, trade.id).catch(refused);
}

function expectSellable(scene: AccountScene): void {
  for (const trade of scene.bot.state.trades) {
    if (hasOpenOrders(trade) || trade.amount === 0) continue;
    const shown = JSON.stringify(
      trade.orders.map((order) => [order.side, order.status, order.amount, order.filled, order.price, order.tag]),
    );
    expect(trade.amount * trade.openRate, shown).toBeGreaterThanOrEqual(MIN_COST);
  }
}

describe(`sellable, whatever happens (seed ${SEED})`, () => {
  it.each(Array.from({ length: RUNS }, (_run, index) => index))('run %i', async (run) => {
    const random = new Random(`${SEED}/${run}`);
    const coins = [
      { coin: 'BASE', ratio: 0.001 },
      { coin: 'QUOTE', ratio: 0.001 },
      { coin: 'BNB', ratio: 0.00075, coinPrice: 600 },
      { coin: 'BASE', ratio: 0 },
    ];
    const scene = await accountScene(new Restless(random), {
      markets: [spotMarket(PAIR, { minCost: MIN_COST, amountPrecision: STEP, minAmount: STEP }), spotMarket('BNB/USDT')],
      balances: { USDT: 400, BNB: 10 },
      prices: { 'BNB/USDT': 600 },
      changes: {
        stake_amount: run % 3 === 0 ? 'unlimited' : 8 + run,
        max_open_trades: 1,
        unfilledtimeout: { entry: 1, exit: 1, exit_timeout_count: run % 2 === 0 ? 0 : 2, unit: 'minutes' },
        exchange: { name: 'account', pair_whitelist: [PAIR] },
      },
    });
    const { exchange, bot } = scene;
    let last = 0;
    for (let step = 0; step < STEPS; step++) {
      const fee = coins[(run + (step % 7 === 0 ? 1 : 0)) % coins.length]!;
      // what is sold pays in what it brings
      exchange.fee = (side) => (side === 'sell' && fee.coin === 'BASE' ? { ...fee, coin: 'QUOTE' } : fee);
      await disturb(scene, random);
      await scene.step(5 + Math.floor(random.next() * 40));
      for (const trade of bot.state.trades) last = Math.max(last, trade.id);
      expectSellable(scene);
    }
    const trades = await books(scene, last + 1);
    const held = trades.reduce((sum, trade) => {
      const signed = trade.orders.map((order) => (isEntry(trade, order) ? 1 : -1) * ((order.filled ?? 0) - (order.feeBase ?? 0)));
      return sum + signed.reduce((total, amount) => total + amount, 0);
    }, 0);
    // fees in coins of orders that are still open are not told yet
    const untold = trades
      .flatMap((trade) => trade.orders)
      .reduce((sum, order) => sum + (order.isOpen ? (order.filled ?? 0) * 0.001 : 0), 0);
    expect(Math.abs(exchange.total('A') - held), 'coins on the exchange beside those of all orders').toBeLessThanOrEqual(untold + 1e-9);
    const booked = new Set(trades.flatMap((trade) => trade.orders.map((order) => order.orderId)));
    const found = await exchange.ordersSince(PAIR, 0);
    expect(found.filter(({ update }) => update.filled > 0 && !booked.has(update.orderId))).toEqual([]);
    for (const trade of bot.state.trades) if (!hasOpenOrders(trade)) expect(trade.amount).toBeLessThanOrEqual(exchange.total('A') + 1e-9);
    expect(scene.lines.filter((line) => /insufficient balance/.test(line))).toEqual([]);
  });
});
