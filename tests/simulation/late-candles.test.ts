import { describe, expect, it, vi } from 'vitest';
import { equip } from '../../src/bot/equip.ts';
import { isLockedForEntry } from '../../src/bot/signals.ts';
import { candleEnd } from '../../src/core/market/candle-calendar.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { createLock } from '../../src/core/protections/lock.ts';
import { MINUTE, PAIR, START, Still, scene } from '../fakes/scene.ts';
import { accountScene } from './account-scene.ts';

it('a candle that was locked when it ended brings no entry, though the lock has ended since', async () => {
  const { bot, exchange } = await scene(new Still());
  const { timeframeMs } = bot.settings;
  const end = candleEnd(bot.state.analyses.get(PAIR)!.frame.time.at(-1)!, timeframeMs);
  exchange.now = end + 3 * MINUTE;
  const held = (until: number) => {
    bot.state.locks = [{ ...createLock(PAIR, end - MINUTE, end - MINUTE, timeframeMs, 'Auto lock'), endTime: until }];
    return isLockedForEntry(bot, PAIR, 'long');
  };
  expect(held(end)).toBe(false);
  expect(held(end + MINUTE)).toBe(true);
  expect(held(end + 5 * MINUTE)).toBe(true);
});

describe('a candle that was asked for shortly before its end, and looked at shortly after it', () => {
  const OTHER = 'B/USDT';
  const VOLUME = 5;
  class Looking extends Still {
    readonly seen: string[] = [];
    looks = false;
    override populateIndicators(frame: Parameters<Still['populateIndicators']>[0]) {
      if (!this.looks) return frame;
      const beside = this.dp.pairFrame(OTHER);
      this.seen.push(`${lastOf(frame)} beside ${beside === null ? 'none' : lastOf(beside)}`);
      return frame;
    }
  }
  const lastOf = ({ time, volume }: { readonly time: Float64Array; readonly volume: { readonly values: ArrayLike<number> } }) =>
    `${(time.at(-1)! - START) / MINUTE}: ${volume.values[time.length - 1]}`;

  /** The exchange's volume of a candle grows until its end; an answer is looked at some time after it was asked for. */
  async function slowScene(strategy: Looking, answerTakesMs: { value: number }, changes: object = {}) {
    const account = await accountScene(strategy, { changes: { startup_candle_count: 0, ...changes } });
    const { exchange, bot } = account;
    const candles = exchange.candles.bind(exchange);
    vi.spyOn(exchange, 'candles').mockImplementation(async (...given) => {
      const at = exchange.now;
      const rows = await candles(...given);
      exchange.now += answerTakesMs.value;
      return rows.map((row): CandleRow => [row[0], row[1], row[2], row[3], row[4], Math.min(VOLUME, ((at - row[0]) / MINUTE) * VOLUME)]);
    });
    equip(bot, { strategy, settings: bot.settings });
    bot.state.candles.clear();
    bot.state.analyses.clear();
    strategy.looks = true;
    return account;
  }

  it('is not analysed as it was then, though the stream begins the next one; it is asked for again', async () => {
    const strategy = new Looking();
    const answers = { value: 200 };
    const account = await slowScene(strategy, answers);
    const { bot, exchange, step } = account;
    await step(59.9);
    expect(exchange.now).toBeGreaterThan(START + MINUTE);
    expect([...strategy.seen, ...account.lines]).toEqual(['-1: 5 beside none']);
    answers.value = 0;
    bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [START + MINUTE, 100, 100, 100, 100, 0] }, bot.state.edition);
    await step(0.1);
    expect(strategy.seen.slice(1)).toEqual(['0: 5 beside none']);
  });

  it('is asked for again at its end where no stream says a word, and taken as it is only when the next has begun or a while is over', async () => {
    const strategy = new Looking();
    const answers = { value: 0 };
    const { exchange, step } = await slowScene(strategy, answers);
    await step(59.9);
    const whole = vi.mocked(exchange.candles).getMockImplementation()!;
    let hasNext = false;
    vi.mocked(exchange.candles).mockImplementation(async (...given) => (await whole(...given)).slice(0, hasNext ? undefined : -1));
    await step(0.4);
    expect(strategy.seen).toEqual(['-1: 5 beside none']);
    hasNext = true;
    await step(0.3);
    expect(strategy.seen.slice(1)).toEqual(['0: 5 beside none']);
    hasNext = false;
    await step(MINUTE / 1000);
    expect(strategy.seen.slice(2)).toEqual([]);
    await step(1.5);
    expect(strategy.seen.slice(2)).toEqual(['1: 5 beside none']);
  });

  it('is analysed at once where the stream tells its rest', async () => {
    const strategy = new Looking();
    const answers = { value: 200 };
    const { bot, exchange, step } = await slowScene(strategy, answers);
    await step(59.9);
    const asked = vi.mocked(exchange.candles).mock.calls.length;
    for (const [start, volume] of [[START, 5.5] as const, [START + MINUTE, 0] as const])
      bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [start, 100, 100, 100, 100, volume] }, bot.state.edition);
    await step(0.1);
    expect(strategy.seen).toEqual(['-1: 5 beside none', '0: 5.5 beside none']);
    expect(vi.mocked(exchange.candles).mock.calls).toHaveLength(asked);
  });

  it.each([true, false])('waits for the next one to begin, unless the exchange says that it has ended: %s', async (isSaid) => {
    const strategy = new Looking();
    const { bot, exchange, step } = await slowScene(strategy, { value: 0 });
    await step(50);
    const asked = vi.mocked(exchange.candles).mock.calls.length;
    exchange.now = START + MINUTE + 100;
    const { edition } = bot.state;
    bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [START, 100, 100, 100, 100, 4.5] }, edition);
    if (isSaid) bot.pushes.arrive(bot, { kind: 'candle_end', pair: PAIR, start: START }, edition);
    strategy.seen.length = 0;
    await step(0.2);
    expect(strategy.seen).toEqual(isSaid ? ['0: 4.5 beside none'] : []);
    expect(vi.mocked(exchange.candles).mock.calls).toHaveLength(asked);
  });

  it('does not take the place of what the stream has told meanwhile', async () => {
    const { bot, exchange, step } = await slowScene(new Looking(), { value: 0 });
    await step(30);
    exchange.now = START + MINUTE + 1600;
    const slow = vi.mocked(exchange.candles).getMockImplementation()!;
    vi.mocked(exchange.candles).mockImplementation(async (...given) => {
      const rows = await slow(...given);
      for (const [start, volume] of [[START, 5] as const, [START + MINUTE, 3] as const])
        bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [start, 100, 100, 100, 100, volume] }, bot.state.edition);
      return rows;
    });
    await step(0);
    expect(
      bot.state.candles
        .get(PAIR)!
        .slice(-2)
        .map(([start, , , , , volume]) => [(start - START) / MINUTE, volume]),
    ).toEqual([
      [0, 5],
      [1, 3],
    ]);
    expect(bot.pushes.cutCandle(PAIR)).toBeNull();
  });

  it('is not shown to a strategy beside another pair either, which is analysed when both are known', async () => {
    const strategy = new Looking();
    strategy.informativePairs = () => [[OTHER, '1m']];
    const answers = { value: 0 };
    const { bot, step } = await slowScene(strategy, answers);
    bot.state.informative.clear();
    await step(50);
    strategy.seen.length = 0;
    // the candles beside were asked for before the end; those of the pair come with the stream
    bot.state.informative.clear();
    answers.value = 200;
    await step(9.9);
    const push = () =>
      bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [START + MINUTE, 100, 100, 100, 100, 0] }, bot.state.edition);
    push();
    answers.value = 0;
    await step(0.1);
    expect(strategy.seen).toEqual(['0: 5 beside 0: 5']);
  });
});
