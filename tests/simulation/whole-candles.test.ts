import { describe, expect, it, vi } from 'vitest';
import { equip } from '../../src/bot/equip.ts';
import { createRunner } from '../../src/bot/loop.ts';
import { candlesDueAt } from '../../src/bot/own-candles.ts';
import { Reload } from '../../src/bot/strategy-host.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { GRACE_MS } from '../../src/core/market/closed-rows.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { sceneSettings } from '../fakes/trading-bot.ts';
import { accountScene, MINUTE, PAIR, START, Still } from './account-scene.ts';

/** Volume of a candle at its end; it grows from 0. */
const WHOLE = 60;
const OTHER = 'B/USDT';

/** Notes the last candle of each analysis: its minute since the start of the scene, and its volume. */
class Looking extends Still {
  readonly seen: string[] = [];
  override populateIndicators(frame: Parameters<Still['populateIndicators']>[0], { pair } = { pair: PAIR }) {
    if (pair !== PAIR) return frame;
    const beside = this.informativePairs === Still.prototype.informativePairs ? null : this.dp.pairFrame(OTHER);
    this.seen.push([frame, ...(beside === null ? [] : [beside])].map(lastOf).join(' beside '));
    return frame;
  }
}

class Beside extends Looking {
  override informativePairs() {
    return [[OTHER, '1m']] as const;
  }
}

const lastOf = ({ time, volume }: { readonly time: Float64Array; readonly volume: { readonly values: ArrayLike<number> } }) =>
  `${(time.at(-1)! - START) / MINUTE}: ${volume.values[time.length - 1]}`;

interface Manners {
  /** How far its clock is behind the bot's, ms. */
  behind: number;
  sendsRunning: boolean;
  /** Candles ahead of the running one. */
  ahead: number;
  /** Whether somebody trades in a minute since the start. */
  isTraded: (minute: number) => boolean;
}

/** A bot on an exchange with manners of its own, and what it asks for: when (s since the start), and from which minute on. */
async function mannered(changes: Partial<Manners> = {}, strategy = new Looking(), pairs: readonly string[] = [PAIR]) {
  const manners: Manners = { behind: 0, sendsRunning: true, ahead: 0, isTraded: () => true, ...changes };
  const account = await accountScene(strategy, { changes: { startup_candle_count: 0 }, markets: pairs.map((pair) => spotMarket(pair)) });
  const { exchange, bot } = account;
  const asked: string[] = [];
  const traded = strategy instanceof Beside ? OTHER : PAIR;
  vi.spyOn(exchange, 'candles').mockImplementation(async (pair, _timeframe, since) => {
    const from = since === null ? 'all' : `from ${(since - START) / MINUTE}`;
    asked.push(`${pair === PAIR ? '' : `${pair} `}${(exchange.now - START) / 1000}: ${from}`);
    const at = exchange.now - manners.behind;
    const running = Math.floor((at - START) / MINUTE);
    const rows: CandleRow[] = [];
    for (let minute = running - 30; minute <= running + manners.ahead; minute++) {
      const start = START + minute * MINUTE;
      if (minute === running && !manners.sendsRunning) continue;
      if (start < (since ?? 0) || (minute <= running && pair === traded && !manners.isTraded(minute))) continue;
      rows.push([start, 1, 1, 1, 1, Math.max(Math.min(WHOLE, (at - start) / 1000), 0)]);
    }
    return rows;
  });
  equip(bot, { strategy, settings: bot.settings });
  bot.state.candles.clear();
  bot.state.candlesAsked.clear();
  bot.state.informative.clear();
  bot.state.analyses.clear();
  strategy.seen.length = 0;
  const heard = (minute: number, volume: number) =>
    bot.pushes.arrive(bot, { kind: 'candle', pair: PAIR, row: [START + minute * MINUTE, 1, 1, 1, 1, volume] }, bot.state.edition);
  const breaks = () => bot.pushes.arrive(bot, { kind: 'candle_break', pair: PAIR }, bot.state.edition);
  const take = <T>(list: T[]): T[] => list.splice(0);
  return { ...account, strategy, manners, asked: () => take(asked), seen: () => take(strategy.seen), heard, breaks };
}

describe('a candle is analysed as it was at its end', () => {
  it('where its stream broke before, and begins with the next one', async () => {
    const { step, heard, breaks, seen, asked } = await mannered();
    await step(1);
    expect([seen(), asked()]).toEqual([['-1: 60'], ['1: all']]);
    heard(0, 30);
    breaks();
    heard(1, 0.1);
    await step(59.2);
    expect([seen(), asked()]).toEqual([['0: 60'], ['60.2: from 0']]);
    heard(1, 3);
    await step(5);
    // one that breaks while the candle runs costs nothing where it is back before the end
    breaks();
    heard(1, 20);
    heard(1, 60);
    heard(2, 0.1);
    await step(54.9);
    expect([seen(), asked()]).toEqual([['1: 60'], []]);
  });

  it('where the exchange answers with no candle at all at first', async () => {
    const { exchange, step, seen } = await mannered();
    await step(50);
    seen();
    vi.mocked(exchange.candles).mockResolvedValueOnce([]);
    await step(12);
    expect(seen()).toEqual([]);
    await step(1);
    expect(seen()).toEqual(['0: 60']);
  });

  it('or as far as it is known a candle later, where the exchange answers no question about it', async () => {
    const { exchange, step, heard, breaks, seen } = await mannered();
    await step(1);
    seen();
    vi.mocked(exchange.candles).mockRejectedValue(new Error('banned for hours'));
    heard(0, 30);
    breaks();
    heard(1, 1);
    await step(60);
    heard(1, 60);
    expect(seen()).toEqual([]);
    heard(2, 0.1);
    await step(59.2);
    expect(seen()).toEqual(['1: 60']);
    // nor is one that the stream does not end
    await step(60);
    expect(seen()).toEqual([]);
    await step(60);
    expect(seen()).toEqual(['2: 0.1']);
  });

  it('where what is sent soon after its end is not the last of it', async () => {
    const { bot, step, heard, seen, asked } = await mannered();
    await step(1);
    seen();
    asked();
    heard(0, 59.9);
    await step(59);
    heard(0, 59.95);
    await step(0.3);
    expect([seen(), asked()]).toEqual([[], []]);
    expect(candlesDueAt(bot)).toBe(START + MINUTE + GRACE_MS);
    heard(0, 60);
    heard(1, 0.1);
    expect(candlesDueAt(bot)).toBe(START + MINUTE + GRACE_MS);
    await step(0.1);
    expect([seen(), asked(), candlesDueAt(bot)]).toEqual([['0: 60'], [], null]);
    heard(1, 59.9);
    await step(60);
    expect(seen()).toEqual([]);
    await step(1.5);
    expect([seen(), asked()]).toEqual([['1: 60'], ['121.9: from 0']]);
  });

  it('also where the exchange sends the rest when it was analysed already', async () => {
    const { bot, events, step, heard, seen, asked } = await mannered();
    await step(1);
    asked();
    seen();
    heard(0, 59);
    heard(1, 0.1);
    await step(59.3);
    expect(seen()).toEqual(['0: 59']);
    events.length = 0;
    heard(0, 60);
    await step(1);
    await step(1);
    expect([seen(), asked()]).toEqual([['0: 60'], []]);
    expect(bot.state.analyses.get(PAIR)!.row[5]).toBe(60);
    expect(events.flatMap(({ kind }) => (kind === 'new_candle' || kind === 'analyzed' ? [kind] : []))).toEqual(['analyzed']);
  });

  it('where a stream that lags tells afterwards how it was before', async () => {
    const { step, heard, seen } = await mannered();
    await step(1);
    seen();
    heard(0, 50);
    await step(60.6);
    expect(seen()).toEqual(['0: 60']);
    for (const volume of [51, 55, 60]) {
      heard(0, volume);
      await step(1);
    }
    expect(seen()).toEqual([]);
    // what the exchange revises is more
    heard(0, 61);
    await step(1);
    expect(seen()).toEqual(['0: 61']);
  });

  it('where the exchange sends candles ahead of the running one', async () => {
    const { step, seen } = await mannered({ ahead: 2 });
    await step(30);
    await step(20);
    await step(10.3);
    await step(60);
    expect(seen()).toEqual(['-1: 60', '0: 60', '1: 60']);
  });

  it.each([true, false])('where its clock is behind the bot’s (running candles are sent: %s)', async (sendsRunning) => {
    const { bot, step, seen, asked, lines } = await mannered({ behind: 1000, sendsRunning });
    await step(50);
    await step(10.3);
    expect(seen()).toEqual(['-1: 60']);
    await step((candlesDueAt(bot)! - bot.now()) / 1000);
    expect(seen()).toEqual(['0: 60']);
    expect(asked().length).toBeLessThanOrEqual(3);
    await step(60 - (bot.now() % MINUTE) / 1000 + 0.3);
    expect(lines).toEqual([]);
  });

  it('where the clock was wrong when it was analysed, and was set right', async () => {
    const { bot, exchange, manners, step, seen } = await mannered({ behind: 10_000 });
    await step(62);
    expect(seen()).toEqual(['0: 52']);
    let jump: (byMs: number) => void = () => undefined;
    const onClockJump = (listener: typeof jump) => {
      jump = listener;
      return () => undefined;
    };
    const reload = () => Promise.reject(new Error('is not reloaded'));
    const runner = createRunner({ bot, reload, onClockJump, version: '', onCrash: () => undefined });
    await runner.start();
    exchange.now -= 10_000;
    manners.behind = 0;
    jump(-10_000);
    await vi.waitFor(() => expect(bot.state.analyses.get(PAIR)?.row[0]).toBe(START - MINUTE));
    await runner.close();
    await step(8.1);
    expect(seen()).toEqual(['-1: 60', '0: 60']);
  });
});

describe('what is asked for', () => {
  it('is each candle twice at most where the exchange never sends the running one', async () => {
    const { step, seen, asked } = await mannered({ sendsRunning: false });
    await step(2);
    asked();
    for (let turn = 0; turn < 24; turn++) await step(5);
    expect(seen()).toEqual(['-1: 60', '0: 60', '1: 60']);
    expect(asked().length).toBeLessThanOrEqual(4);
  });

  it('is a pair that nobody trades less and less often, and at once when its stream begins a candle', async () => {
    const quiet = { isTraded: (minute: number) => minute < 0 };
    const { manners, step, heard, seen, asked } = await mannered(quiet, new Looking(), [PAIR, OTHER]);
    for (let turn = 0; turn < 60; turn++) await step(5);
    expect(seen()).toEqual(['-1: 60']);
    expect(asked().filter((line) => !line.startsWith(OTHER)).length).toBeLessThan(40);
    // where none has candles, the exchange is silent, and asked with every iteration
    const alone = await mannered(quiet);
    for (let turn = 0; turn < 60; turn++) await alone.step(5);
    expect(alone.asked().length).toBeGreaterThan(40);
    await step(20);
    asked();
    manners.isTraded = (minute) => minute < 0 || minute > 4;
    heard(5, 20);
    await step(0.1);
    expect([seen(), asked()]).toEqual([[], ['320.1: from -2']]);
    heard(6, 1);
    await step(40.1);
    expect(seen()).toEqual(['5: 60']);
  });

  it('is all of them where the last is long ago: the machine slept, or the pair comes back', async () => {
    const { bot, step, heard, seen, asked } = await mannered();
    await step(1);
    seen();
    asked();
    heard(0, 2);
    await step(10 * 3600);
    expect(asked()).toEqual(['36001: all']);
    expect(seen()).toEqual(['599: 60']);
    expect(bot.state.candles.get(PAIR)!.length).toBe(31);
  });

  it('is not less for a candle that the exchange has no more', async () => {
    const { bot, manners, step, heard, seen } = await mannered();
    await step(1);
    heard(0, 3);
    await step(59.5);
    heard(1, 0.1);
    await step(1);
    const { length } = bot.state.candles.get(PAIR)!;
    seen();
    // nobody has traded in it after all
    manners.isTraded = (minute) => minute !== 0;
    heard(1, 5);
    await step(60.2);
    await step(1.3);
    expect(bot.state.candles.get(PAIR)!.length).toBe(length + 1);
    expect(seen()).toEqual(['1: 60']);
  });

  it('begins anew with another timeframe', async () => {
    const { bot, step, heard, breaks } = await mannered();
    await step(1);
    heard(0, 3);
    breaks();
    expect(bot.pushes.cutCandle(PAIR)).not.toBeNull();
    class Longer extends Looking {
      override timeframe = '5m';
    }
    const strategy = new Longer();
    const settings = sceneSettings(strategy, { exchange: { name: 'account', pair_whitelist: [PAIR] }, startup_candle_count: 0 });
    const read = async () => ({ strategy, settings });
    await new Reload(bot, { read, meanwhile: (beginning) => beginning, isClosing: () => false }).run();
    expect([bot.pushes.cutCandle(PAIR), bot.state.candlesAsked.size, bot.state.candles.size]).toEqual([null, 0, 0]);
  });
});

describe('candles beside a pair’s own', () => {
  it('are waited for until they are whole, and no longer', async () => {
    const { bot, manners, step, heard, seen, asked } = await mannered({}, new Beside());
    await step(1);
    expect(seen()).toEqual(['-1: 60 beside -1: 60']);
    asked();
    heard(0, 60);
    heard(1, 0.1);
    manners.behind = 1000;
    await step(59.3);
    expect([seen(), asked()]).toEqual([[], [`${OTHER} 60.3: all`]]);
    expect(candlesDueAt(bot)).toBe(START + MINUTE + GRACE_MS);
    await step(1.2);
    expect([seen(), asked()]).toEqual([['0: 60 beside 0: 60'], [`${OTHER} 61.5: all`]]);
    await step(20);
    expect(asked()).toEqual([]);
  });

  it('stay where the exchange answers with none at all', async () => {
    const { exchange, step, heard, seen } = await mannered({}, new Beside());
    await step(1);
    seen();
    heard(0, 60);
    heard(1, 0.1);
    vi.mocked(exchange.candles).mockResolvedValueOnce([]);
    await step(61.5);
    expect(seen()).toEqual(['0: 60 beside -1: 60']);
  });

  it('are not waited for where nobody trades them, or they can’t be had', async () => {
    const { manners, exchange, step, heard, seen, asked } = await mannered({}, new Beside());
    await step(1);
    seen();
    heard(0, 60);
    heard(1, 0.1);
    manners.isTraded = (minute) => minute < 0;
    await step(60.5);
    expect(seen()).toEqual(['0: 60 beside -1: 60']);
    asked();
    for (let turn = 0; turn < 10; turn++) await step(5);
    expect(asked().filter((line) => line.startsWith(OTHER)).length).toBeLessThan(6);
    heard(1, 60);
    heard(2, 0.1);
    vi.mocked(exchange.candles).mockRejectedValue(new Error('is not there'));
    await step(8.8);
    expect(seen()).toEqual(['1: 60 beside -1: 60']);
  });
});
