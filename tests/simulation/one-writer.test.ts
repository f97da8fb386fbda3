import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { createRunner } from '../../src/bot/loop.ts';
import { rateRefresher } from '../../src/bot/rates.ts';
import type { BotState } from '../../src/bot/state.ts';
import { accountScene, MINUTE, PAIR, START, Still } from './account-scene.ts';

/** Nobody writes a bot's state but its loop, and what the loop calls and waits for. */

const context = new AsyncLocalStorage<string>();
const MUTATORS = ['set', 'delete', 'clear', 'push', 'splice', 'shift', 'unshift', 'pop', 'sort', 'add', 'write'] as const;

/** The same state, which notes every write that does not come from the loop. */
function watched(state: BotState, strays: string[]): BotState {
  const note = (what: string) => {
    if (context.getStore() !== 'loop') strays.push(what);
  };
  const mark = (value: unknown, name: string) => {
    if (typeof value !== 'object' || value === null) return;
    for (const method of MUTATORS) {
      const own: unknown = Reflect.get(value, method);
      if (typeof own !== 'function' || Object.hasOwn(value, method)) continue;
      const noted = (...given: unknown[]): unknown => {
        note(`${name}.${method}`);
        for (const part of given) if (Array.isArray(part)) mark(part, `${name}[]`);
        return own.apply(value, given);
      };
      Object.defineProperty(value, method, { value: noted, enumerable: false });
    }
  };
  for (const [name, value] of Object.entries(state)) mark(value, name);
  return new Proxy(state, {
    set: (target, name, value) => {
      note(String(name));
      mark(value, String(name));
      return Reflect.set(target, name, value);
    },
  });
}

async function running() {
  const strays: string[] = [];
  const scene = await accountScene(new Still());
  const { bot, exchange } = scene;
  Object.assign(bot, { state: watched(bot.state, strays) });
  let jump: (byMs: number) => void = () => undefined;
  const runner = createRunner({
    bot,
    reload: async () => ({ settings: bot.settings, strategy: new Still() }),
    onClockJump: (listener) => {
      jump = listener;
      return () => undefined;
    },
    version: 'test',
    onCrash: (error) => {
      throw error;
    },
  });
  await context.run('loop', () => runner.start());
  await expect.poll(() => exchange.listener).not.toBeNull();
  const enter = () =>
    runner.ask({
      kind: 'forceEnter',
      pair: PAIR,
      side: 'long',
      tag: 'x',
      entry: { rate: null, stakeAmount: null, orderType: null, leverage: null },
    });
  /** A pushed price. */
  const tell = (price: number) => {
    exchange.prices.set(PAIR, price);
    exchange.listener!({ kind: 'ticker', pair: PAIR, ticker: { bid: price, ask: price, last: price } });
  };
  return { bot, exchange, runner, strays, enter, tell, jump: (byMs: number) => jump(byMs) };
}

describe('the state of a bot', () => {
  it('is written by its loop only, whatever comes from outside: prices, candles, orders, commands, looks, a clock that is set', async () => {
    const { bot, exchange, runner, strays, enter, tell, jump } = await running();
    await enter();
    const look = rateRefresher(bot);
    exchange.now += 10 * MINUTE;
    await look();
    const last = bot.state.candles.get(PAIR)!.at(-1)![0];
    exchange.listener!({ kind: 'candle', pair: PAIR, row: [last + MINUTE, 100, 100, 100, 100, 1] });
    await expect.poll(() => bot.state.candles.get(PAIR)!.at(-1)![0]).toBeGreaterThan(last);
    tell(101);
    await expect.poll(() => bot.state.tickers.get(PAIR)?.ticker.bid).toBe(101);
    jump(-1000);
    await expect.poll(() => bot.state.tickers.size).toBe(0);
    await runner.ask({ kind: 'addLocks', locks: [{ pair: 'Z/USDT', until: START + 1e9, side: '*', reason: 'x' }] });
    await runner.ask({ kind: 'addToBlacklist', pairs: ['X/USDT'] });
    await runner.ask({ kind: 'reloadConfig' });
    await expect.poll(() => bot.state.candles.get(PAIR)?.length ?? 0).toBeGreaterThan(0);
    tell(50);
    await expect.poll(() => bot.state.trades).toEqual([]);
    await runner.ask({ kind: 'stop' });
    expect(bot.state.mode).toBe('stopped');
    expect(strays).toEqual([]);
    // the test can see one
    bot.state.tickers.delete(PAIR);
    bot.state.lastProcess = 1;
    expect(strays).toEqual(['tickers.delete', 'lastProcess']);
    await context.run('loop', () => runner.close());
  });

  it('does not change in the middle of a step: what is pushed meanwhile is taken in after it, and acted on', async () => {
    const { bot, exchange, runner, enter, tell } = await running();
    await enter();
    tell(100);
    await expect.poll(() => bot.state.tickers.get(PAIR)?.ticker.bid).toBe(100);
    const balances = exchange.balances.bind(exchange);
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      exchange.balances = async () => {
        resolve();
        await new Promise<void>((go) => {
          release = go;
        });
        return balances();
      };
    });
    const tradeId = String(bot.state.trades[0]!.id);
    const leaving = runner.ask({ kind: 'forceExit', tradeId, orderType: 'market', amount: 0.5, price: null });
    await asked;
    tell(50);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bot.state.tickers.get(PAIR)?.ticker.bid).toBe(100);
    exchange.balances = balances;
    release();
    await leaving;
    expect(exchange.asked.at(-1)).toMatchObject({ side: 'sell', amount: 0.5 });
    await expect.poll(() => bot.state.trades).toEqual([]);
    expect(bot.state.tickers.get(PAIR)?.ticker.bid).toBe(50);
    await runner.close();
  });
});
