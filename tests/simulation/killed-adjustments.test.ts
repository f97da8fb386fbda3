import { describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { openOrders } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import { Mortal } from '../fakes/mortal.ts';
import { MINUTE, PAIR, START, Still } from '../fakes/scene.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';
import { seedOf } from '../seed.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** Every fourth step, with another seed from another one on; all of them with 1. */
const STRIDE = Number(process.env['TEST_STRIDE'] ?? 4);
const FIRST = 1 + (seedOf(0) % STRIDE);

/** Does what it is set to: grows, shrinks, gives orders other prices, leaves. */
class Scripted extends Still {
  override positionAdjustmentEnable = true;
  stake: number | null = null;
  entryPrice = 95;
  exitPrice = 120;
  reason: string | null = null;
  override adjustTradePosition(): number | null {
    return this.stake;
  }
  override adjustEntryPrice(): number {
    return this.entryPrice;
  }
  override adjustExitPrice(): number {
    return this.exitPrice;
  }
  override customExitPrice(): number {
    return this.exitPrice;
  }
  override customExit(): string | null {
    return this.reason;
  }
}

/** A bot whose strategy adjusts its trade, ended at any step and started again; the account is the judge. */
describe(`killed at any step of a trade that is adjusted, from step ${FIRST} on`, () => {
  let number = 0;

  function botOn(account: SpotAccount, store: TradeStore, mortal: Mortal, strategy: Still): Bot {
    return tradingBot({
      settings: sceneSettings(strategy, {
        dry_run: false,
        max_open_trades: 1,
        custom_price_max_distance_ratio: 0.5,
        unfilledtimeout: { entry: 30, exit: 3, exit_timeout_count: 5, unit: 'minutes' },
        exchange: { name: 'account', pair_whitelist: [PAIR] },
      }),
      strategy,
      exchange: mortal.exchange(account),
      store: mortal.store(store),
      wallet: exchangeWallet(account, () => account.now - START),
      log: QUIET,
      uniqueId: () => String(number++),
      probe: (point) => mortal.point(point),
    });
  }

  /** An entry that is given other prices, what is added and taken in parts, exits that wait, are replaced, time out, and are forced. */
  async function story(bot: Bot, account: SpotAccount, strategy: Scripted): Promise<void> {
    const later = (minutes = 0) => {
      account.now += minutes * MINUTE + 2000;
      return iterate(bot);
    };
    const entry = { rate: 95, stakeAmount: 200, orderType: 'limit' as const, leverage: null };
    await later();
    await forceEnter(bot, { kind: 'forceEnter', pair: PAIR, side: 'long', tag: 'x', entry });
    strategy.entryPrice = 96;
    await later(1);
    account.fillPart(0.8);
    strategy.entryPrice = 97;
    await later(1);
    account.move(PAIR, 97);
    await later();
    strategy.stake = 60;
    await later();
    strategy.stake = -80;
    await later();
    strategy.stake = null;
    account.fillPart(0.3);
    strategy.exitPrice = 110;
    await later(1);
    account.move(PAIR, 110);
    await later();
    strategy.exitPrice = 130;
    strategy.reason = 'enough';
    await later();
    account.fillPart(0.4);
    await later(4);
    await later(4);
    await later();
    const [left] = bot.state.trades;
    if (left === undefined) return;
    const force = (amount: number | null) =>
      forceExit(bot, { kind: 'forceExit', tradeId: String(left.id), orderType: 'market', amount, price: null }).catch(() => undefined);
    await force(0.1);
    await force(null);
    await later();
  }

  /** What is wrong once it has settled; empty for nothing. */
  async function problemsOf(bot: Bot, account: SpotAccount, store: TradeStore): Promise<string[]> {
    const problems: string[] = [];
    if (bot.state.trades.length > 1) problems.push(`${bot.state.trades.length} open trades`);
    const underWay = bot.state.trades.flatMap(openOrders).map(({ side, filled }) => (side === 'buy' ? 1 : -1) * (filled ?? 0));
    const held = [...bot.state.trades.map(({ amount }) => amount), ...underWay].reduce((sum, amount) => sum + amount, 0);
    if (Math.abs(held - account.total('A')) > 1e-9) problems.push(`${account.total('A')} on the account, ${held} in trades`);
    if ((await store.intents.pending()).length > 0) problems.push('intents are pending');
    for (const { clientOrderId, update } of await account.ordersSince(PAIR, 0)) {
      const trade = await store.trades.ofOrder(update.orderId, PAIR);
      const rows = trade?.orders.filter(({ orderId }) => orderId === update.orderId) ?? [];
      // one that brought nothing goes with its trade
      if (rows.length > 1 || (rows.length === 0 && (update.filled > 0 || update.status === 'open')))
        problems.push(`order ${clientOrderId} (${update.status}, ${update.filled}) stands ${rows.length} times`);
      for (const { filled, isOpen } of rows)
        if (filled !== update.filled || isOpen !== (update.status === 'open'))
          problems.push(`order ${update.orderId}: ${update.status}, ${update.filled}; in the database ${isOpen}, ${filled}`);
    }
    return problems;
  }

  async function live(at: number): Promise<{ problems: string[]; mortal: Mortal; orders: number }> {
    const account = new SpotAccount([spotMarket(PAIR)], START, { USDT: 1000 });
    account.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    const store = await openTradeStore('sqlite://', () => account.now);
    const mortal = new Mortal(at);
    const strategy = new Scripted();
    await Promise.race([story(botOn(account, store, mortal, strategy), account, strategy), mortal.end]);
    try {
      const bot = botOn(account, store, new Mortal(Number.POSITIVE_INFINITY), new Still());
      await readDatabase(bot);
      for (let turn = 0; turn < 3; turn++) {
        account.now += 5000;
        await iterate(bot);
      }
      const problems = await problemsOf(bot, account, store);
      for (const { id } of [...bot.state.trades])
        await forceExit(bot, { kind: 'forceExit', tradeId: String(id), orderType: 'market', amount: null, price: null });
      account.now += 2000;
      await iterate(bot);
      if (bot.state.trades.some(({ amount }) => amount > 0)) problems.push('a trade can not be left');
      return { problems: [...problems, ...(await problemsOf(bot, account, store))], mortal, orders: account.asked.length };
    } finally {
      await store.close();
    }
  }

  it('and started again it has sold nothing twice, bought nothing twice, and can leave what it holds', async () => {
    const { problems, mortal, orders } = await live(Number.POSITIVE_INFINITY);
    expect(problems).toEqual([]);
    expect([mortal.steps > 200, orders >= 10]).toEqual([true, true]);
    for (let at = FIRST; at <= mortal.steps; at += STRIDE) {
      const lived = await live(at);
      expect(lived.problems, `killed at step ${at}, ${lived.mortal.last}`).toEqual([]);
    }
  });
});
