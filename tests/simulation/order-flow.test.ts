import { expect, it } from 'vitest';
import type { BotLog } from '../../src/bot/bot.ts';
import { PairTrades } from '../../src/bot/pair-trades.ts';
import { GRACE_MS } from '../../src/core/market/closed-rows.ts';
import type { PublicTrade } from '../../src/core/market/public-trade.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import type { DataFrame } from '../../src/index.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, PAIR, START, Still, scene } from '../fakes/scene.ts';

/** Order flow of a bot that trades: what it asks the exchange for, and what its strategy sees. */

const EVERY_MS = 7000;
/** Behind the time in which the last trades of a candle may still come. */
const BEGIN = START + GRACE_MS;

/** One trade every seven seconds, in pages; its moment says all of it. */
class TradesExchange extends RestingExchange {
  pages: { since: number; fromId: string | null; size: number }[] = [];
  pageSize = 10;
  goesById = true;
  isBroken = false;
  isQuiet = false;
  /** What a page takes, ms. */
  takes = 0;
  tradeAt(index: number): PublicTrade {
    const amount = 1 + (index % 5);
    const side = index % 3 === 0 ? 'sell' : 'buy';
    return { time: index * EVERY_MS, id: String(index), type: null, side, price: 100, amount, cost: 100 * amount };
  }
  override async publicTrades(_pair: string, since: number, fromId: string | null): Promise<PublicTrade[]> {
    this.now += this.takes;
    if (this.isBroken) throw new TemporaryError('nothing is heard');
    const first = this.goesById && fromId !== null ? Number(fromId) : Math.ceil(since / EVERY_MS);
    const page: PublicTrade[] = [];
    for (let index = first; page.length < this.pageSize && index * EVERY_MS <= this.now && !this.isQuiet; index++)
      page.push(this.tradeAt(index));
    this.pages.push({ since, fromId, size: page.length });
    return page;
  }
  /** Amount bought less amount sold within a candle. */
  deltaOf(start: number): number {
    let delta = 0;
    for (let index = Math.ceil(start / EVERY_MS); index * EVERY_MS < start + MINUTE; index++) {
      const { side, amount } = this.tradeAt(index);
      delta += side === 'buy' ? amount : -amount;
    }
    return delta;
  }
}

class Flowing extends Still {
  frames: DataFrame[] = [];
  override populateIndicators(frame: DataFrame): DataFrame {
    this.frames.push(frame);
    return frame;
  }
}

const ORDERFLOW = { cache_size: 3, max_candles: 10, scale: 0.5, stacked_imbalance_range: 3, imbalance_volume: 1, imbalance_ratio: 3 };

async function flowing(exchange = new TradesExchange(MARKET, BEGIN, 100)) {
  const told: string[] = [];
  const say = (_module: string, text: string) => void told.push(text);
  const log: BotLog = { debug: () => undefined, info: say, warn: say, error: say };
  const strategy = new Flowing();
  const changes = { orderflow: ORDERFLOW, exchange: { name: 'resting', pair_whitelist: [PAIR], use_public_trades: true } };
  return { ...(await scene(strategy, changes, { exchange, log })), strategy, told };
}

/** What the last analysed frame says beside what was traded, of each candle. */
function expectWhole(frame: DataFrame, exchange: TradesExchange): void {
  const newest = [...frame.time].slice(-10);
  expect([...frame.get('delta').values].slice(-10)).toEqual(newest.map((start) => exchange.deltaOf(start)));
  expect(frame.orderFlow.slice(-10).map((flow) => flow?.trades.length)).toEqual(
    frame.orderFlow.slice(-10).map((flow) => flow?.totalTrades),
  );
  expect(frame.orderFlow.slice(0, -10).every((flow) => flow === null)).toBe(true);
  expect(frame.get('total_trades').values[frame.length - 11]).toBeNaN();
}

it.each([
  ['by id', true],
  ['by time', false],
])('has every trade of the newest candles once, asked for %s', async (_way, goesById) => {
  const exchange = new TradesExchange(MARKET, BEGIN, 100);
  exchange.goesById = goesById;
  const { strategy, step } = await flowing(exchange);
  expectWhole(strategy.frames.at(-1)!, exchange);
  // ten candles of eight or nine trades, and those of the running one, in pages of ten of which one is known
  expect(exchange.pages.length).toBeLessThanOrEqual(12);
  for (let minute = 1; minute < 15; minute++) {
    exchange.pages = [];
    await step(1);
    expectWhole(strategy.frames.at(-1)!, exchange);
    expect(strategy.frames).toHaveLength(minute + 1);
    expect(exchange.pages.length).toBeLessThanOrEqual(2);
    // nothing is asked for twice within a candle
    const asked = exchange.pages.length;
    await step();
    expect(exchange.pages.length).toBe(asked);
  }
});

it('asks for no more than order flow looks at, however long it was away', async () => {
  const exchange = new TradesExchange(MARKET, BEGIN, 100);
  const { strategy, step } = await flowing(exchange);
  exchange.pages = [];
  await step(600);
  expectWhole(strategy.frames.at(-1)!, exchange);
  expect(exchange.pages.length).toBeLessThanOrEqual(12);
});

it('goes on without the trades that can not be had, says so once, and has them when they come', async () => {
  const exchange = new TradesExchange(MARKET, BEGIN, 100);
  const { strategy, step, told } = await flowing(exchange);
  exchange.isBroken = true;
  told.length = 0;
  await step(1);
  await step();
  expect(strategy.frames).toHaveLength(2);
  expect(strategy.frames.at(-1)!.get('delta').last(1)).not.toBeNaN();
  expect(told.filter((text) => text.includes('ublic trades'))).toEqual([
    `Public trades of ${PAIR} can't be asked for now, its order flow has a gap: nothing is heard`,
  ]);
  exchange.isBroken = false;
  await step(1);
  expectWhole(strategy.frames.at(-1)!, exchange);
  expect(told.at(-1)).toMatch(/^Public trades of A\/USDT come again, after/);
});

it('lets decisions go on while a long past comes, and analyses when all of it is there', async () => {
  const exchange = new TradesExchange(MARKET, BEGIN, 100);
  exchange.takes = 2000;
  exchange.pageSize = 20;
  const { strategy, step, told } = await flowing(exchange);
  expect(strategy.frames).toEqual([]);
  expect(told.filter((text) => text.includes('the rest follows'))).toHaveLength(1);
  let steps = 0;
  while (strategy.frames.length === 0 && steps++ < 5) await step();
  expect(strategy.frames).toHaveLength(1);
  expect(steps).toBeLessThanOrEqual(3);
  expectWhole(strategy.frames.at(-1)!, exchange);
});

it('has nothing for a market in which nobody trades, and asks once a candle', async () => {
  const exchange = new TradesExchange(MARKET, BEGIN, 100);
  exchange.isQuiet = true;
  const { strategy, step } = await flowing(exchange);
  expect(strategy.frames.at(-1)!.orderFlow.every((flow) => flow === null)).toBe(true);
  await step();
  expect(exchange.pages).toHaveLength(1);
  await step(1);
  expect(exchange.pages).toHaveLength(2);
});

it('says what to set where a strategy looks at order flow that is not asked for', async () => {
  class Unset extends Still {
    override populateIndicators(frame: DataFrame): DataFrame {
      return frame.set('x', frame.get('delta'));
    }
  }
  const told: string[] = [];
  const log: BotLog = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_module, text) => void told.push(text),
  };
  const exchange = new RestingExchange(MARKET, START, 100);
  await scene(new Unset(), {}, { exchange, log });
  expect(told[0]).toMatch(/There is no order flow: set "use_public_trades" in the section "exchange".* \(.*order-flow\.test\.ts:\d+/);
});

it('trades of one moment are all counted, and each once, with ids and without', () => {
  const rules = { scale: 0.5, stackedImbalanceRange: 3, imbalanceVolume: 1, imbalanceRatio: 3, cacheSize: 3 };
  const trade = { time: 1000, id: null, type: null, side: 'buy', price: 100, amount: 1, cost: 100 };
  const page = [trade, { ...trade, amount: 2 }, { ...trade, side: 'sell' }, { ...trade, id: '1' }, { ...trade, id: '2' }];
  const trades = new PairTrades(MINUTE, rules as never);
  expect([trades.take(page), trades.take([...page, { ...trade, time: 1001 }]), trades.take(page)]).toEqual([5, 1, 0]);
});
