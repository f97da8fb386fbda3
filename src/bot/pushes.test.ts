import { beforeEach, describe, expect, it } from 'vitest';
import { spotTrade } from '../../tests/fakes/spot-trade.ts';
import type { CandleRow } from '../core/market/candles.ts';
import { Pushes } from './pushes.ts';
import { createState } from './state.ts';

const MINUTE = 60_000;
const [HELD, OTHER] = ['A/USDT', 'B/USDT'];
const candle = (at: number, close: number): CandleRow => [at, close, close, close, close, 1];

describe('what the streams tell', () => {
  let now = 0;
  let woken = 0;
  let pushes = new Pushes();
  let to = { state: createState(0), settings: { timeframeMs: MINUTE, startupCandles: 0 }, now: () => now };
  beforeEach(() => {
    now = 10 * MINUTE;
    woken = 0;
    pushes = new Pushes();
    pushes.listen(() => woken++);
    to = { ...to, state: createState(0) };
    to.state.trades = [spotTrade(HELD)];
    to.state.candles.set(HELD, [candle(8 * MINUTE, 1), candle(9 * MINUTE, 2)]);
  });
  const price = (pair: string, bid: number, last: number | null = bid) =>
    pushes.arrive(to, { kind: 'ticker', pair, ticker: { bid, ask: bid, last } }, 0);
  const row = (pair: string, at: number, close: number, edition = 0) =>
    pushes.arrive(to, { kind: 'candle', pair, row: candle(at, close) }, edition);

  it('changes nothing until it is taken in; then the newest price counts, with the time it was heard at', () => {
    price(HELD, 100);
    now += 5;
    price(HELD, 101, null);
    row(HELD, 9 * MINUTE, 3);
    row(HELD, 10 * MINUTE, 4);
    expect([to.state.tickers.size, to.state.candles.get(HELD)!.at(-1)![4]]).toEqual([0, 2]);
    now += 500;
    pushes.takeIn(to);
    expect(to.state.tickers.get(HELD)).toEqual({ ticker: { bid: 101, ask: 101, last: 100 }, at: 10 * MINUTE + 5 });
    expect(to.state.candles.get(HELD)!.map(([at, , , , close]) => [at / MINUTE, close])).toEqual([
      [8, 1],
      [9, 3],
      [10, 4],
    ]);
  });

  it('acts on no price that was old when it came, and takes it for no newer than one that was asked for', () => {
    const late = (pair: string, bid: number, ageMs: number) =>
      pushes.arrive(to, { kind: 'ticker', pair, ticker: { bid, ask: bid, last: bid }, ageMs }, 0);
    late(HELD, 50, 40_000);
    pushes.takeIn(to);
    expect([woken, pushes.isUrgent, [...pushes.takeMoved()]]).toEqual([0, false, []]);
    expect(to.state.tickers.get(HELD)).toEqual({ ticker: { bid: 50, ask: 50, last: 50 }, at: now - 40_000 });
    to.state.tickers.set(HELD, { ticker: { bid: 99, ask: 99, last: 99 }, at: now - 1000 });
    late(HELD, 51, 40_000);
    pushes.takeIn(to);
    expect(to.state.tickers.get(HELD)!.ticker.bid).toBe(99);
    late(HELD, 98, 500);
    pushes.takeIn(to);
    expect([woken, [...pushes.takeMoved()]]).toEqual([1, [HELD]]);
    expect(to.state.tickers.get(HELD)!.ticker.bid).toBe(98);
  });

  it('keeps a last price that was asked for while a push without one waited', () => {
    to.state.tickers.set(HELD, { ticker: { bid: 100, ask: 100, last: 100 }, at: now });
    price(HELD, 90, null);
    price(HELD, 91, null);
    to.state.tickers.set(HELD, { ticker: { bid: 90, ask: 90, last: 90 }, at: now });
    pushes.takeIn(to);
    expect(to.state.tickers.get(HELD)!.ticker).toEqual({ bid: 91, ask: 91, last: 90 });
    // what was pushed itself is newer
    price(HELD, 95);
    price(HELD, 96, null);
    to.state.tickers.set(HELD, { ticker: { bid: 93, ask: 93, last: 93 }, at: now });
    pushes.takeIn(to);
    expect(to.state.tickers.get(HELD)!.ticker).toEqual({ bid: 96, ask: 96, last: 95 });
  });

  it('knows which prices and candles were not told to their end', () => {
    const known = () => {
      pushes.takeIn(to);
      return [pushes.isOlderLast(to.state.tickers.get(HELD)!.ticker), pushes.isUnderWay(HELD, 10 * MINUTE)];
    };
    price(HELD, 100);
    row(HELD, 9 * MINUTE, 3);
    expect(known()).toEqual([false, false]);
    price(HELD, 101, null);
    row(HELD, 10 * MINUTE, 4);
    expect(known()).toEqual([true, true]);
    now += MINUTE + 3000;
    price(HELD, 101);
    row(HELD, 10 * MINUTE, 5);
    // an exchange may be late
    expect(known()).toEqual([false, true]);
    pushes.noteAsked(HELD, 11 * MINUTE, null);
    expect(known()).toEqual([false, false]);
    row(HELD, 10 * MINUTE, 6);
    expect(known()).toEqual([false, false]);
  });

  it('waits for no more of a candle that has ended by the word of the exchange', () => {
    const ends = (start: number, edition = 0) => pushes.arrive(to, { kind: 'candle_end', pair: HELD, start }, edition);
    const isUnderWay = () => pushes.isUnderWay(HELD, 10 * MINUTE);
    row(HELD, 10 * MINUTE, 4);
    const before = woken;
    ends(9 * MINUTE);
    ends(10 * MINUTE, 1);
    expect(isUnderWay()).toBe(true);
    ends(10 * MINUTE);
    expect([isUnderWay(), woken]).toEqual([false, before]);
    // it says more all the same
    row(HELD, 10 * MINUTE, 5);
    expect(isUnderWay()).toBe(true);
  });

  it('lacks the rest of a candle over whose end the stream broke, unless it says more of it', () => {
    const breaks = (edition = 0) => pushes.arrive(to, { kind: 'candle_break', pair: HELD }, edition);
    row(HELD, 10 * MINUTE, 4);
    breaks(1);
    expect(pushes.cutCandle(HELD)).toBeNull();
    breaks();
    expect(pushes.cutCandle(HELD)).toBe(10 * MINUTE);
    row(HELD, 10 * MINUTE, 5);
    expect(pushes.cutCandle(HELD)).toBeNull();
    breaks();
    now += MINUTE;
    row(HELD, 11 * MINUTE, 5);
    breaks();
    expect(pushes.cutCandle(HELD)).toBe(10 * MINUTE);
    pushes.noteAsked(HELD, 11 * MINUTE, null);
    expect([pushes.cutCandle(HELD), pushes.isUnderWay(HELD, 11 * MINUTE)]).toEqual([null, true]);
    breaks();
    pushes.forgetCandles();
    expect([pushes.cutCandle(HELD), pushes.isUnderWay(HELD, 11 * MINUTE)]).toEqual([null, false]);
    // what was asked for after its end is whole
    breaks();
    expect([pushes.cutCandle(HELD), woken]).toEqual([null, 2]);
  });

  it('is put in order, whichever candle comes first', () => {
    row(HELD, 11 * MINUTE, 5);
    row(HELD, 10 * MINUTE, 4);
    pushes.takeIn(to);
    expect(to.state.candles.get(HELD)!.map(([at, , , , close]) => [at / MINUTE, close])).toEqual([
      [8, 1],
      [9, 2],
      [10, 4],
      [11, 5],
    ]);
  });

  it('wakes the loop for a moved price of an open trade, a new candle and an order, and for nothing else', () => {
    price(OTHER, 5);
    row(HELD, 9 * MINUTE, 3);
    expect([woken, pushes.isUrgent]).toEqual([0, false]);
    price(HELD, 100);
    expect([woken, pushes.isUrgent]).toEqual([1, true]);
    pushes.takeIn(to);
    expect([...pushes.takeMoved()]).toEqual([HELD]);
    price(HELD, 100, 99);
    expect([woken, pushes.isUrgent]).toEqual([1, false]);
    row(HELD, 10 * MINUTE, 4);
    row(HELD, 10 * MINUTE, 5);
    expect(woken).toBe(2);
    pushes.takeIn(to);
    expect([pushes.isUrgent, pushes.takeBegun(), pushes.takeBegun()]).toEqual([false, true, false]);
    const update = { orderId: '1', status: 'open', amount: 1, filled: 0, average: null, cost: null, price: 1, fees: [], at: now } as const;
    pushes.arrive(to, { kind: 'order', pair: OTHER, clientOrderId: 'x', update }, 0);
    expect([woken, pushes.isUrgent, pushes.nextOrder()?.clientOrderId, pushes.nextOrder(), pushes.isUrgent]).toEqual([
      3,
      true,
      'x',
      undefined,
      false,
    ]);
  });

  it('is not mixed with what was asked for under another configuration, whichever comes first', () => {
    row(HELD, 10 * MINUTE, 4);
    to.state.edition = 1;
    row(HELD, 10 * MINUTE, 5);
    pushes.takeIn(to);
    expect(to.state.candles.get(HELD)).toHaveLength(2);
    row(HELD, 10 * MINUTE, 6, 1);
    row(HELD, 11 * MINUTE, 7);
    pushes.takeIn(to);
    expect(to.state.candles.get(HELD)!.map(([, , , , close]) => close)).toEqual([1, 2, 6]);
  });

  it('leaves out a candle after a gap, and one of a pair that has none yet: those are asked for', () => {
    row(HELD, 12 * MINUTE, 4);
    row(OTHER, 10 * MINUTE, 4);
    pushes.takeIn(to);
    expect([to.state.candles.get(HELD)!.length, to.state.candles.get(OTHER)]).toEqual([2, undefined]);
    expect([pushes.isBehindGap(HELD), pushes.isBehindGap(OTHER)]).toEqual([true, false]);
    pushes.noteAsked(HELD, 12 * MINUTE, 12 * MINUTE);
    expect(pushes.isBehindGap(HELD)).toBe(false);
  });

  it('is forgotten where the clock was set back, and where nobody acts on it', () => {
    price(HELD, 100);
    pushes.forgetPrices();
    pushes.takeIn(to);
    expect([to.state.tickers.size, pushes.takeMoved().size]).toEqual([0, 0]);
    price(HELD, 101);
    pushes.takeIn(to);
    pushes.forgetWork();
    expect([to.state.tickers.get(HELD)?.ticker.bid, pushes.isUrgent]).toEqual([101, false]);
  });
});
