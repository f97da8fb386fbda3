import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storedTrades } from '../../src/app/stored-trades.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter } from '../../src/bot/commands.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { command } from '../../src/cli/commands/reconcile.ts';
import { openBotStore, openTradeStore } from '../../src/database/open.ts';
import { binance } from '../../src/simulator/dialects/binance/binance.ts';
import { bybit } from '../../src/simulator/dialects/bybit/bybit.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { gate } from '../../src/simulator/dialects/gate/gate.ts';
import { kraken } from '../../src/simulator/dialects/kraken/kraken.ts';
import { okx } from '../../src/simulator/dialects/okx/okx.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { accountConfig } from '../fakes/account-config.ts';
import { dialectBot } from '../fakes/dialect-bot.ts';
import { removeFolder, temporaryFolder } from '../process/harness.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT'];
const [BTC, ETH] = ['BTC/USDT', 'ETH/USDT'];

let simulator: Simulator;
let folder: string;
let url: string;
beforeEach(() => {
  folder = temporaryFolder();
  url = `sqlite:///${join(folder, 'tradesv3.sqlite')}`;
});
afterEach(async () => {
  await simulator.close();
  removeFolder(folder);
});

const engine = () => simulator.exchange;
const move = (id: string, fixed: number) => {
  engine().movePrice(engine().symbol(id), { fixed });
  engine().match();
};
const byHand = (id: string, side: 'buy' | 'sell', amount: number, price?: number) =>
  engine().place({
    symbol: engine().symbol(id),
    side,
    amount,
    price,
    type: price === undefined ? 'market' : 'limit',
    clientId: `web${engine().orders.length}`,
  });

interface Account {
  /** Of the bot, over what all have in common. */
  readonly config?: object;
  readonly isFutures?: boolean;
}

/** An account and its database, after a bot has done something there and was ended. */
async function after(
  dialect: Dialect,
  work: (bot: Bot) => Promise<void>,
  { config: changes, isFutures = false }: Account = {},
): Promise<void> {
  simulator = await startSimulator({ dialect, seed: 'reconcile', balances: { USDT: 1000 }, perpetuals: isFutures });
  for (const [id, price] of [
    ['BTCUSDT', 60_000],
    ['ETHUSDT', 3000],
  ] as const)
    move(isFutures ? `${id}.P` : id, price);
  const pairs = isFutures ? PAIRS.map((pair) => `${pair}:USDT`) : PAIRS;
  const mode = isFutures ? ({ trading_mode: 'futures', margin_mode: 'isolated' } as const) : {};
  const { bot, close } = await dialectBot({
    ...{ simulator, dialect, file: join(folder, 'tradesv3.sqlite'), pairs, config: { ...mode, ...changes } },
    more: isFutures ? { tradingMode: 'futures', marginMode: 'isolated' } : {},
  });
  await iterate(bot);
  await work(bot);
  // some exchanges answer an order with its number only
  await iterate(bot);
  await close();
  const config = { ...accountConfig(simulator, dialect, { pair_whitelist: pairs }), ...mode, dry_run: false };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
}

const enter = (bot: Bot, pair: string, changes: object = { orderType: 'market' }) =>
  forceEnter(bot, {
    ...{ kind: 'forceEnter', pair, side: 'long', tag: 'x' },
    entry: { rate: null, stakeAmount: null, orderType: null, leverage: null, ...changes },
  });

/** What the command prints and ends with. */
async function reconcile(more: object = {}): Promise<{ code: number; shown: string }> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await command.run({ config: [join(folder, 'config.json')], userdir: folder, ...more }, {});
    return { code, shown: write.mock.calls.map(([text]) => text).join('') };
  } finally {
    write.mockRestore();
  }
}

const trades = () => storedTrades(url);
/** Mended, and then both tell the same. */
async function mended(): Promise<string> {
  const before = JSON.stringify(await trades());
  const looked = await reconcile();
  expect([looked.code, looked.shown]).toEqual([1, expect.stringMatching(/left as (it is|they are)/)]);
  expect(JSON.stringify(await trades()), 'nothing is changed that was not agreed to').toBe(before);
  const { code, shown } = await reconcile({ yes: true });
  expect([code, shown]).toEqual([0, expect.anything()]);
  expect(await reconcile()).toEqual({ code: 0, shown: 'The database and the account tell the same.\n' });
  return shown;
}

describe.each([binance, bybit, gate, kraken])('reconcile in the dialect of $name', (dialect: Dialect) => {
  it('says that nothing differs, and changes nothing', async () => {
    await after(dialect, async (bot) => {
      await enter(bot, BTC!);
      await enter(bot, ETH!, { rate: 2800 });
    });
    const before = JSON.stringify(await trades());
    expect(await reconcile({ yes: true })).toEqual({ code: 0, shown: 'The database and the account tell the same.\n' });
    expect(JSON.stringify(await trades())).toBe(before);
  });

  it('sold-by-hand: books what a person has sold, at the rates it was sold for', async () => {
    await after(dialect, async (bot) => {
      await enter(bot, BTC!);
      await enter(bot, ETH!);
    });
    move('BTCUSDT', 61_000);
    move('ETHUSDT', 2900);
    const held = (id: string) => engine().wallet.of(id).free;
    byHand('BTCUSDT', 'sell', Math.floor(held('BTC') * 1e5) / 1e5);
    byHand('ETHUSDT', 'sell', 0.01);
    const shown = await mended();
    expect(shown).toMatch(/BTC\/USDT.*#1.*no such order.*made by hand, closed/);
    const [eth, btc] = await trades();
    expect(btc).toMatchObject({ pair: BTC, isOpen: false, exitReason: 'sold_on_exchange' });
    const sale = engine().orders.find(({ side, symbol }) => side === 'sell' && symbol.id === 'BTCUSDT')!;
    expect(btc!.closeRate).toBeCloseTo(sale.executedValue / sale.executed, 6);
    expect(eth).toMatchObject({ pair: ETH, isOpen: true, exitReason: null });
    expect(eth!.amount).toBeLessThan(0.0235);
  });

  it('takes in what became of orders while no bot ran: filled, cancelled by hand', async () => {
    await after(dialect, async (bot) => {
      await enter(bot, BTC!, { rate: 58_000 });
      await enter(bot, ETH!, { rate: 2800 });
    });
    move('BTCUSDT', 57_900);
    const eth = engine().orders.find(({ symbol }) => symbol.id === 'ETHUSDT')!;
    engine().cancel(eth);
    const shown = await mended();
    expect(shown).toMatch(/Trade #2 ETH\/USDT is forgotten: nothing of it was ever filled/);
    expect(await trades()).toMatchObject([{ pair: BTC, isOpen: true, orders: [{ isOpen: false, status: 'closed' }] }]);
    expect((await trades())[0]!.amount).toBeCloseTo(engine().wallet.of('BTC').free, 4);
  });

  it('cancels an order of ours that no trade has, and leaves one made by hand alone', async () => {
    await after(dialect, async (bot) => {
      await enter(bot, BTC!);
      const request = { pair: ETH!, side: 'buy', orderType: 'limit', amount: 0.01, rate: 2500, timeInForce: 'GTC' } as const;
      await bot.exchange.trading.placeOrder({ ...request, clientOrderId: `ftts-e-${'9'.repeat(24)}` });
    });
    expect(await mended()).toMatch(/ETH\/USDT.*an order of ours, open[\s\S]*Order \S+ of ETH\/USDT is cancelled, 0 of it filled/);
    expect(engine().orders.map(({ status }) => status)).toEqual(['filled', 'cancelled']);
    const hand = byHand('ETHUSDT', 'buy', 0.01, 2500);
    const { code, shown } = await reconcile({ yes: true });
    expect([code, shown]).toEqual([1, expect.stringMatching(/ETH\/USDT.*made by hand, open.*by hand/)]);
    expect(hand.status).toBe('open');
  });

  it('coins that are gone without an order: a little for fees, all of them at the rate of now', async () => {
    await after(dialect, async (bot) => {
      await enter(bot, BTC!);
      await enter(bot, ETH!);
    });
    const eth = (await trades()).find(({ pair }) => pair === ETH);
    engine().setFree('ETH', Math.round(eth!.amount * 0.99 * 1e4) / 1e4);
    engine().setFree('BTC', 0);
    const shown = await mended();
    expect(shown).toContain('by the amount that is there');
    expect(shown).toContain('by booking what is missing at the rate of now');
    const [held, gone] = await trades();
    expect(held).toMatchObject({ pair: ETH, isOpen: true, amount: Math.round(eth!.amount * 0.99 * 1e4) / 1e4 });
    expect(gone).toMatchObject({ pair: BTC, isOpen: false, exitReason: 'sold_on_exchange' });
    expect(gone!.closeRate! / 60_000).toBeCloseTo(1, 3);
  });
});

describe.each([
  { dialect: binance, isFutures: false, orderType: 'limit' as const },
  { dialect: binance, isFutures: true, orderType: 'market' as const },
  { dialect: okx, isFutures: false, orderType: 'limit' as const },
  { dialect: gate, isFutures: true, orderType: 'limit' as const },
  { dialect: kraken, isFutures: false, orderType: 'market' as const },
])('reconcile and the book of stops of $dialect.name (futures: $isFutures)', ({ dialect, isFutures, orderType }) => {
  const pair = isFutures ? `${BTC}:USDT` : BTC!;
  const stopping = {
    isFutures,
    config: { order_types: { entry: 'limit', exit: 'limit', stoploss: orderType, stoploss_on_exchange: true } },
  };
  /** What of the account waits for a price. */
  const waiting = () =>
    engine().orders.filter(({ status, trigger }) => status === 'open' && trigger !== null).length +
    engine().conditionals.filter(({ status }) => status === 'waiting').length;

  it('a stop that no trade has is cancelled there, one that is gone is ended here', async () => {
    const other = isFutures ? pair : ETH!;
    await after(
      dialect,
      async (bot) => {
        const trade = await enter(bot, pair);
        await iterate(bot);
        expect(trade.orders.filter(({ ftOrderSide, isOpen }) => ftOrderSide === 'stoploss' && isOpen)).toHaveLength(1);
        if (!isFutures) engine().setFree('ETH', 1);
        const stopPrice = isFutures ? 50_000 : 2500;
        const limitRate = orderType === 'limit' ? stopPrice * 0.99 : null;
        const stray = {
          pair: other,
          side: 'sell',
          amount: isFutures ? trade.amount : 0.01,
          stopPrice,
          limitRate,
          priceType: null,
        } as const;
        await bot.exchange.stops.place({ ...stray, orderType, clientOrderId: `ftts-s-${'9'.repeat(24)}` });
        expect(waiting()).toBe(2);
      },
      stopping,
    );
    expect(await mended()).toMatch(/a stop (of ours|that tells no owner), open[\s\S]*Stop \S+ of \S+ is cancelled, 0 of it filled/);
    expect(waiting()).toBe(1);
    for (const order of engine().orders.filter(({ status, trigger }) => status === 'open' && trigger !== null)) engine().cancel(order);
    for (const one of engine().conditionals.filter(({ status }) => status === 'waiting')) engine().cancelConditional(one);
    expect(await mended()).toMatch(/stop \S+ \(sell[\s\S]*(there is no such stop|canceled, 0 filled)/);
    expect(await trades()).toMatchObject([{ isOpen: true, orders: [{}, { ftOrderSide: 'stoploss', isOpen: false }] }]);
  });

  it('a stop that has sold while no bot ran closes its trade', async () => {
    await after(
      dialect,
      async (bot) => {
        await enter(bot, pair);
        await iterate(bot);
      },
      stopping,
    );
    move(isFutures ? 'BTCUSDT.P' : 'BTCUSDT', 53_900);
    engine().match(true);
    await mended();
    expect(await trades()).toMatchObject([{ isOpen: false, exitReason: 'stoploss_on_exchange' }]);
  });
});

it('a stop on gate tells no owner: one that was sent by the bot is ours, one that a person has laid on its page is not', async () => {
  const pair = `${BTC}:USDT`;
  const stopping = { order_types: { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: true } };
  await after(
    gate,
    async (bot) => {
      await enter(bot, pair);
      await iterate(bot);
    },
    { isFutures: true, config: stopping },
  );
  // the journal has it, the trade does not
  const database = new DatabaseSync(join(folder, 'tradesv3.sqlite'));
  expect(database.prepare("DELETE FROM orders WHERE ft_order_side = 'stoploss'").run().changes).toBe(1);
  database.close();
  const { request, trigger } = engine().conditionals[0]!;
  const byHand = engine().placeConditional({ ...request, trigger: { ...trigger, price: 50_000 }, clientId: 'web' });
  const { code, shown } = await reconcile({ yes: true });
  expect([code, shown]).toEqual([1, expect.stringMatching(/a stop made by hand, open.*by hand/)]);
  expect(engine().conditionals.map(({ status }) => status)).toEqual(['cancelled', 'waiting']);
  expect(byHand.status).toBe('waiting');
});

describe.each([binance, bybit, gate])('reconcile and the positions of $name', (dialect) => {
  const pair = `${BTC}:USDT`;
  const id = 'BTCUSDT.P';
  const position = () => engine().positions.open.get(id)!;

  it('one that is gone, without an order that explains it, is booked at the rate of now', async () => {
    await after(dialect, async (bot) => void (await enter(bot, pair)), { isFutures: true });
    engine().positions.open.clear();
    expect(await mended()).toMatch(/BTC\/USDT:USDT.*a position of 0.*rate of now/);
    const [gone] = await trades();
    expect(gone).toMatchObject({ isOpen: false, exitReason: 'sold_on_exchange' });
    expect(gone!.closeRate! / 60_000).toBeCloseTo(1, 3);
  });

  it('one that is smaller is booked for what is missing, one that is larger is for its owner', async () => {
    await after(dialect, async (bot) => void (await enter(bot, pair, { orderType: 'market', stakeAmount: 300 })), { isFutures: true });
    const held = position().amount;
    position().amount = 0.004;
    expect(await mended()).toMatch(/a position of 0\.004.*rate of now/);
    expect(await trades()).toMatchObject([{ isOpen: true, exitReason: null, amount: 0.004 }]);
    position().amount = held;
    const { code, shown } = await reconcile({ yes: true });
    expect([code, shown]).toEqual([1, expect.stringMatching(/trade #1: 0\.004.*a position of 0\.005.*by hand/)]);
    expect(await trades()).toMatchObject([{ isOpen: true, amount: 0.004 }]);
  });

  it('one that no trade is about is for its owner', async () => {
    await after(dialect, async () => undefined, { isFutures: true });
    byHand('ETHUSDT.P', 'sell', 0.02);
    const { code, shown } = await reconcile({ yes: true });
    expect([code, shown]).toEqual([1, expect.stringMatching(/ETH\/USDT:USDT.*no open trade.*short 0\.02.*by hand/)]);
    expect(engine().positions.open.size).toBe(1);
  });
});

describe('reconcile refuses', () => {
  it('while a bot has the database', async () => {
    await after(binance, async (bot) => void (await enter(bot, BTC!)));
    const bot = await openBotStore(url, Date.now, { owner: 'a bot', note: () => undefined });
    await expect(reconcile({ yes: true })).rejects.toThrow(/in use by another bot \(a bot\)/);
    await bot.close();
  });

  it('a configuration for a dry run, and a database that is not there', async () => {
    await after(binance, async () => undefined);
    await expect(reconcile({ 'db-url': `sqlite:///${join(folder, 'none.sqlite')}` })).rejects.toThrow(/There is no database/);
    writeFileSync(join(folder, 'config.json'), JSON.stringify(accountConfig(simulator, binance)));
    await expect(reconcile()).rejects.toThrow(/dry run, whose trades are on no exchange/);
  });

  it('to go on where the exchange can not be asked, and has changed nothing then', async () => {
    await after(binance, async (bot) => void (await enter(bot, BTC!)));
    byHand('BTCUSDT', 'sell', 0.001);
    const before = JSON.stringify(await trades());
    simulator.faults.arm({ kind: 'http_before', status: 502, match: 'GET /api/v3/(allOrders|openOrders)', count: 50 });
    await expect(reconcile({ yes: true })).rejects.toThrow(/can't be asked.*Nothing was written/);
    expect(JSON.stringify(await trades())).toBe(before);
  });

  it('to settle what is in flight, which the bot does itself', async () => {
    await after(binance, async (bot) => {
      await enter(bot, BTC!);
      simulator.faults.arm({ kind: 'drop_after', match: 'POST /api/v3/order' });
      simulator.faults.arm({ kind: 'http_before', status: 502, match: 'GET /api/v3/order', count: 100 });
      await enter(bot, ETH!).catch(() => undefined);
    });
    simulator.faults.clear();
    const { code, shown } = await reconcile({ yes: true });
    expect([code, shown]).toEqual([0, expect.stringMatching(/In flight: ftts-e-\w+ \(buy \S+ ETH\/USDT\)/)]);
    const store = await openTradeStore(url, Date.now);
    expect(await store.intents.pending()).toHaveLength(1);
    await store.close();
  });
});
