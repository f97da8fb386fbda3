import { describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { isStopOrder, openStops } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import { Mortal } from '../fakes/mortal.ts';
import { START, Still } from '../fakes/scene.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';
import { seedOf } from '../seed.ts';

const PAIRS = ['A/USDT', 'B/USDT'] as const;
const [A, B] = PAIRS;
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

class Trailing extends Still {
  override trailingStop = true;
}

/** Every third step, with another seed from another one on; all of them with 1. */
const STRIDE = Number(process.env['TEST_STRIDE'] ?? 3);
const FIRST = 1 + (seedOf(0) % STRIDE);

/** A bot whose stops lie on the exchange, ended at any step and started again; the account is the judge. */
describe.each([
  { bindsCoins: true, keepsClientIds: true },
  { bindsCoins: false, keepsClientIds: false },
])(`killed at any step of a stop’s life, from step ${FIRST} on (%o)`, (kind) => {
  let number = 0;

  function botOn(account: SpotAccount, store: TradeStore, mortal: Mortal): Bot {
    const strategy = new Trailing();
    return tradingBot({
      settings: sceneSettings(strategy, {
        dry_run: false,
        max_open_trades: 2,
        position_adjustment_enable: true,
        entry_pricing: { price_side: 'other' },
        exit_pricing: { price_side: 'other' },
        order_types: { entry: 'market', exit: 'market', stoploss: 'limit', stoploss_on_exchange: true, stoploss_on_exchange_interval: 1 },
        exchange: { name: 'account', pair_whitelist: [...PAIRS] },
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

  const entry = { rate: null, stakeAmount: 100, orderType: null, leverage: null };
  const enter = (bot: Bot, pair: string) => forceEnter(bot, { kind: 'forceEnter', pair, side: 'long', tag: 'x', entry });
  const leave = (bot: Bot, pair: string, amount: number | null) => {
    const { id } = bot.state.trades.find((trade) => trade.pair === pair)!;
    return forceExit(bot, { kind: 'forceExit', tradeId: String(id), orderType: 'market', amount, price: null });
  };

  /** Laid, moved, grown, shrunk, cancelled by the exchange, hit, and left for another reason. */
  async function story(bot: Bot, account: SpotAccount): Promise<void> {
    const later = () => {
      account.now += 2000;
      return iterate(bot);
    };
    await later();
    await enter(bot, A);
    await later();
    account.move(A, 110);
    await later();
    await later();
    await enter(bot, A);
    await enter(bot, B);
    await later();
    await leave(bot, A, 0.5);
    await later();
    account.stops.end(account.stops.resting().find(({ request }) => request.pair === B)!, 'canceled');
    await later();
    account.move(A, 80);
    await later();
    await leave(bot, B, null);
    await later();
  }

  /** What is wrong once it has settled; empty for nothing. */
  async function problemsOf(bot: Bot, account: SpotAccount, store: TradeStore): Promise<string[]> {
    const problems: string[] = [];
    const { stops } = account;
    for (const pair of PAIRS) {
      const open = bot.state.trades.filter((trade) => trade.pair === pair);
      const resting = stops.resting().filter(({ request }) => request.pair === pair);
      if (resting.length !== open.length) problems.push(`${pair}: ${open.length} trades, ${resting.length} stops`);
      const [trade] = open;
      const [stop] = resting;
      if (trade !== undefined && stop !== undefined && stop.request.amount !== trade.amount)
        problems.push(`${pair}: ${trade.amount} in the trade, ${stop.request.amount} in its stop`);
      const held = account.total(pair.slice(0, 1));
      if (Math.abs(held - (trade?.amount ?? 0)) > 1e-9) problems.push(`${pair}: ${held} on the account, ${trade?.amount ?? 0} in trades`);
    }
    for (const { request, update } of stops.laid) {
      const trade = await store.trades.ofOrder(update.orderId, request.pair);
      const row = trade?.orders.find(({ orderId }) => orderId === update.orderId);
      if (row === undefined) problems.push(`stop ${update.orderId} (${update.status}) is in no trade`);
      else if (!isStopOrder(row) || row.isOpen !== (update.status === 'open') || row.filled !== update.filled)
        problems.push(`stop ${update.orderId}: ${update.status}, ${update.filled}; in the database ${row.status}, ${row.filled}`);
    }
    if ((await store.intents.pending()).length > 0) problems.push('intents are pending');
    if (bot.state.trades.some((trade) => openStops(trade).length > 1)) problems.push('a trade has two stops');
    return problems;
  }

  async function live(at: number): Promise<{ problems: string[]; steps: number; last: string; most: number }> {
    const account = new SpotAccount(
      PAIRS.map((pair) => spotMarket(pair)),
      START,
      { USDT: 1000 },
    );
    account.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    Object.assign(account.stops, kind);
    let most = 0;
    const { place } = account.stops;
    account.stops.place = async (request) => {
      const laid = await place.call(account.stops, request);
      most = Math.max(most, account.stops.resting().filter((stop) => stop.request.pair === request.pair).length);
      return laid;
    };
    // what is committed stays: that a file keeps it is looked at elsewhere
    const store = await openTradeStore('sqlite://', () => account.now);
    const mortal = new Mortal(at);
    await Promise.race([story(botOn(account, store, mortal), account), mortal.end]);
    try {
      const bot = botOn(account, store, new Mortal(Number.POSITIVE_INFINITY));
      await readDatabase(bot);
      for (let turn = 0; turn < 3; turn++) {
        account.now += 5000;
        await iterate(bot);
      }
      const problems = await problemsOf(bot, account, store);
      for (const { pair } of [...bot.state.trades]) await leave(bot, pair, null);
      account.now += 2000;
      await iterate(bot);
      if (account.stops.resting().length > 0) problems.push('a stop lies there without a trade');
      return { problems: [...problems, ...(await problemsOf(bot, account, store))], steps: mortal.steps, last: mortal.last, most };
    } finally {
      await store.close();
    }
  }

  it('and started again it has one stop for each trade, never two, and knows what each has sold', async () => {
    const { problems, steps, most } = await live(Number.POSITIVE_INFINITY);
    expect(problems).toEqual([]);
    expect([steps > 100, most]).toEqual([true, 1]);
    const names = new Set<string>();
    for (let at = FIRST; at <= steps; at += STRIDE) {
      const lived = await live(at);
      names.add(lived.last);
      expect({ problems: lived.problems, most: lived.most }, `killed at step ${at}, ${lived.last}`).toEqual({
        problems: [],
        most: expect.toSatisfy((count: number) => count <= 1),
      });
    }
    const calls = ['place stop', 'cancel stop', 'find stop', 'commit', 'journal'];
    for (const call of calls)
      expect(
        [`before ${call}`, `after ${call}`].some((name) => names.has(name)),
        call,
      ).toBe(true);
  });
});
