import { afterEach, describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { createRunner, type Runner } from '../../src/bot/loop.ts';
import { Pushes } from '../../src/bot/pushes.ts';
import { botSettings } from '../../src/bot/settings.ts';
import { createState } from '../../src/bot/state.ts';
import { simulatedWallet } from '../../src/bot/wallets.ts';
import { validate } from '../../src/config/validate.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import { type DataFrame, Strategy } from '../../src/index.ts';
import { NO_REACH } from '../fakes/no-reach.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { spotMarket } from '../fakes/spot-market.ts';

/** What the log of a bot says while nothing happens, and while nothing can. A real millisecond is a third of a second here. */
const PACE = 333;
const START = 1_750_000_020_000;

class Still extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.2;
  override version(): string {
    return 'v7';
  }
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}

let ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending) await end();
  ending = [];
});

/** A bot whose exchange answers, or not. */
async function scene(changes: { initial_state?: string; whitelist?: string[] } = {}) {
  const { config } = validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      dry_run: true,
      initial_state: changes.initial_state ?? 'running',
      internals: { process_throttle_secs: 0.02 },
      exchange: { name: 'resting', pair_whitelist: changes.whitelist ?? ['A/USDT'] },
    },
    new Map(),
    'test',
    'trade',
  );
  const exchange = new RestingExchange(spotMarket('A/USDT'), START, 100);
  const world = { isBroken: false, candlesBroken: false };
  const markets = exchange.markets.bind(exchange);
  exchange.markets = async () => {
    if (world.isBroken) throw new TemporaryError('connect ECONNREFUSED');
    return markets();
  };
  const candles = exchange.candles.bind(exchange);
  exchange.candles = async (...asked) => {
    if (world.candlesBroken) throw new TemporaryError('gateway time-out');
    return candles(...asked);
  };
  const lines: string[] = [];
  const log = (level: string) => (module: string, message: string) => {
    lines.push(`${module} ${level} ${message}`);
  };
  const strategy = new Still();
  const store = await openTradeStore('sqlite:///:memory:', () => START);
  const bot: Bot = {
    settings: botSettings(config, strategy),
    strategy,
    exchange,
    store,
    producers: null,
    wallet: simulatedWallet({ USDT: 1000 }, 'USDT'),
    log: { debug: () => undefined, info: log('info'), warn: log('warn'), error: log('error') },
    now: () => START,
    monotonic: () => performance.now() * PACE,
    uniqueId: () => 'x',
    random: () => 0.5,
    runMode: 'live',
    storedCandles: async () => null,
    pairlistReach: NO_REACH,
    publish: () => undefined,
    probe: () => undefined,
    state: createState(START),
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: [],
  };
  const runner: Runner = createRunner({
    bot,
    version: '2026.9',
    reload: () => Promise.reject(new Error('none')),
    onCrash: (error) => {
      throw error;
    },
  });
  ending.push(
    () => runner.close(),
    () => store.close(),
  );
  const said = (text: string | RegExp) => lines.filter((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  return { runner, world, lines, said };
}

describe('the log of a bot', () => {
  it('has a sign of life once a minute, and one with each change of state', async () => {
    const { runner, said } = await scene();
    const begun = performance.now();
    await runner.start();
    const beat = `worker info Bot heartbeat. PID=${process.pid}, version='2026.9, strategy_version: v7', state=`;
    await expect.poll(() => said(beat).length).toBeGreaterThanOrEqual(3);
    const minutes = ((performance.now() - begun) * PACE) / 60_000;
    expect(said(beat).length).toBeLessThanOrEqual(minutes + 1);
    expect(said(beat)[0]).toBe(`${beat}'RUNNING'`);
    await runner.ask({ kind: 'stop' });
    await expect.poll(() => said(beat).at(-1)).toBe(`${beat}'STOPPED'`);
  });

  it('says of a stopped bot how it is started', async () => {
    const { runner, said } = await scene({ initial_state: 'stopped' });
    await runner.start();
    expect(said('Changing state to: STOPPED')).toHaveLength(1);
    expect(
      said(/stopped and trades nothing until it is started: .*freqtrade-client start.*\/start.*"initial_state": "running"/),
    ).toHaveLength(1);
  });

  it('tells once that the exchange can not be reached, then for how long, and when it is over', async () => {
    const { runner, world, said } = await scene();
    world.isBroken = true;
    await runner.start();
    await expect.poll(() => said('Nothing could be done for ').length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
    expect(said('error connect ECONNREFUSED, trying again in 5 s')).toHaveLength(1);
    expect(said('Nothing could be done for')[0]).toMatch(/for \d min: connect ECONNREFUSED, trying again in 5 s$/);
    expect(said('ECONNREFUSED').length).toBeLessThan(6);
    world.isBroken = false;
    await expect.poll(() => said(/worker info All goes on again, after \d min\.$/)).toHaveLength(1);
  });

  it('has one line for candles that do not come, not one every iteration', async () => {
    const { runner, world, said } = await scene();
    world.candlesBroken = true;
    await runner.start();
    await expect.poll(() => said(/Candles of A\/USDT can't be refreshed for \d min: gateway time-out/).length).toBeGreaterThan(0);
    expect(said("Candles of A/USDT can't be refreshed now: gateway time-out")).toHaveLength(1);
    world.candlesBroken = false;
    await expect.poll(() => said(/exchange info Candles of A\/USDT come again, after \d min\./)).toHaveLength(1);
  });

  it('names a pair nobody trades once, with the one that is meant', async () => {
    const { runner, lines, said } = await scene({ whitelist: ['AUSDT', 'A/USDT'] });
    await runner.start();
    await expect.poll(() => said('heartbeat').length).toBeGreaterThanOrEqual(2);
    expect(lines.filter((line) => line.includes('AUSDT'))).toEqual([
      'plugins.pairlistmanager warn Pair AUSDT is not traded on resting. Left out. Did you mean A/USDT?',
    ]);
  });
});
