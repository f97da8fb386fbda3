import { describe, expect, it } from 'vitest';
import { createRunner } from '../../src/bot/loop.ts';
import { botSettings } from '../../src/bot/settings.ts';
import { beginStrategy } from '../../src/bot/strategy-host.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import type { Strategy } from '../../src/index.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, MINUTE, PAIR, Still } from './account-scene.ts';

/** The configuration is swapped whole, last, and nothing of the old one reaches the new. */

class Other extends Still {
  override timeframe = '5m';
}
class Failing extends Other {
  override botStart(): void {
    throw new Error('no licence');
  }
}

async function running(fresh: Strategy) {
  const scene = await accountScene(new Still());
  const { bot, exchange } = scene;
  const listeners: ((push: ExchangePush) => void)[] = [];
  exchange.watch = (_pairs, _timeframe, listener) => void listeners.push(listener);
  exchange.candles = async (_pair, timeframe) => {
    const length = timeframe === '5m' ? 5 * MINUTE : MINUTE;
    const last = exchange.now - (exchange.now % length);
    return Array.from({ length: 30 }, (_value, index): CandleRow => [last - (29 - index) * length, 100, 100, 100, 100, 1]);
  };
  const runner = createRunner({
    bot,
    reload: async () => ({ settings: botSettings(bot.settings.config, fresh), strategy: fresh }),
    version: 'test',
    onCrash: (error) => {
      throw error;
    },
  });
  await runner.start();
  const settled = async (isSo: () => boolean) => {
    for (let turn = 0; turn < 300 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isSo()).toBe(true);
  };
  await settled(() => listeners.length > 0 && bot.state.candles.get(PAIR) !== undefined);
  return { ...scene, runner, listeners, settled };
}

const steps = (rows: readonly CandleRow[]) => new Set(rows.slice(1).map((row, index) => row[0] - rows[index]![0]));

describe('a reload', () => {
  it('with another timeframe: a candle of the old stream is not taken into the new rows', async () => {
    const scene = await running(new Other());
    const { bot, exchange, listeners, runner, settled } = scene;
    const [old] = listeners;
    await runner.ask({ kind: 'reloadConfig' });
    await settled(() => listeners.length > 1 && (bot.state.candles.get(PAIR)?.length ?? 0) > 0);
    const rows = bot.state.candles.get(PAIR)!;
    expect(steps(rows)).toEqual(new Set([5 * MINUTE]));
    const minute = exchange.now - (exchange.now % MINUTE) + MINUTE;
    old!({ kind: 'candle', pair: PAIR, row: [minute, 1, 1, 1, 1, 1] });
    const next = rows.at(-1)![0] + 5 * MINUTE;
    listeners.at(-1)!({ kind: 'candle', pair: PAIR, row: [next, 2, 2, 2, 2, 2] });
    await settled(() => bot.state.candles.get(PAIR)!.at(-1)![0] === next);
    expect(steps(bot.state.candles.get(PAIR)!)).toEqual(new Set([5 * MINUTE]));
    await runner.close();
  });

  it('whose strategy fails to start is refused with the reason, and everything stays', async () => {
    const { bot, runner } = await running(new Failing());
    const { settings, strategy } = bot;
    const rows = bot.state.candles.get(PAIR);
    await expect(runner.ask({ kind: 'reloadConfig' })).rejects.toMatchObject({
      code: 'COMMAND_REFUSED',
      message: expect.stringContaining('no licence'),
    });
    expect(bot.settings).toBe(settings);
    expect(bot.strategy).toBe(strategy);
    expect(bot.state.candles.get(PAIR)).toBe(rows);
    expect(bot.state.mode).toBe('running');
    await runner.close();
  });

  it('lets a strategy begin by the pairs of its own configuration, as a start does by those it starts with', async () => {
    const seen: unknown[] = [];
    class Looking extends Other {
      override botStart(): void {
        const { dp, wallets } = this;
        seen.push([dp.currentWhitelist(), dp.market(PAIR)?.pair, wallets.total('USDT')]);
      }
    }
    const markets = [spotMarket(PAIR), spotMarket('B/USDT')];
    const scene = await accountScene(new Looking(), { markets });
    const { bot, exchange, lines } = scene;
    // as before anything was asked for
    Object.assign(bot.state, { markets: new Map(), marketsAt: 0, whitelist: [] });
    const fresh = new Looking();
    const config = { ...bot.settings.config, exchange: { ...bot.settings.config.exchange, pair_whitelist: ['B/USDT'] } };
    const onCrash = (error: unknown) => {
      throw error;
    };
    const reload = async () => ({ settings: botSettings(config, fresh), strategy: fresh });
    const runner = createRunner({ bot, reload, version: 'test', onCrash });
    await runner.start();
    await runner.ask({ kind: 'reloadConfig' });
    expect(seen).toEqual([
      [[PAIR, 'B/USDT'], PAIR, 1000],
      [['B/USDT'], PAIR, 1000],
    ]);
    await runner.close();
    Object.assign(bot.state, { markets: new Map(), marketsAt: 0, whitelist: [] });
    exchange.markets = () => Promise.reject(new TemporaryError('gone for lunch'));
    await beginStrategy(bot, bot);
    expect(seen.at(-1)).toEqual([[], undefined, 1000]);
    expect(lines.at(-1)).toBe('Looking.botStart begins without markets and pairs, which are not known now: gone for lunch');
  });

  it.each(['stop', 'pause'] as const)('does not undo a %s that was asked for while it went on', async (kind) => {
    const { bot, runner, settled } = await running(new Other());
    const reloaded = runner.ask({ kind: 'reloadConfig' });
    const [, answer] = await Promise.all([reloaded, runner.ask({ kind })]);
    expect(answer.status).toMatch(kind === 'stop' ? 'stopping' : 'paused');
    await settled(() => bot.settings.timeframe === '5m');
    expect(bot.state.mode).toBe(kind === 'stop' ? 'stopped' : 'paused');
    await runner.close();
  });
});
