import { describe, expect, it } from 'vitest';
import { readiness } from '../../src/api/calls/readiness.ts';
import type { BotService } from '../../src/bot/port.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, START, Still, scene } from '../fakes/scene.ts';

/** An exchange that answers, but whose candles stand. */
class StandingExchange extends RestingExchange {
  standsAt: number | null = null;
  override async candles(pair: string, timeframe: string, since: number | null): Promise<CandleRow[]> {
    const rows = await super.candles(pair, timeframe, since);
    return this.standsAt === null ? rows : rows.filter(([at]) => at <= this.standsAt!);
  }
}

describe('silent-loop: alive, and no candles', () => {
  it('an alarm within two candles in log, API and messages; once, and taken back', async () => {
    const lines: string[] = [];
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (_module: string, text: string) => void lines.push(text),
    };
    const exchange = new StandingExchange(MARKET, START, 100);
    const { bot, events, step } = await scene(new Still(), {}, { exchange, log });
    const service = { state: bot.state, settings: bot.settings } as BotService;
    const problems = () => readiness(service, bot.now()).problems;
    const alarms = () => events.filter((event) => event.kind === 'warning' && event.text.includes('silent'));
    for (let minute = 0; minute < 5; minute++) await step(1);
    expect([alarms(), lines, problems()]).toEqual([[], [], []]);

    // the candle that is running at the moment never ends
    exchange.standsAt = exchange.now - (exchange.now % MINUTE) - 1;
    const began = exchange.now;
    while (alarms().length === 0 && exchange.now - began < 10 * MINUTE) {
      exchange.now += 4000;
      await step();
    }
    expect(exchange.now - began).toBeLessThanOrEqual(2 * MINUTE + 10_000);
    expect(lines).toEqual([expect.stringContaining('The exchange is silent: no pair has had a new 1m candle for')]);
    expect(problems()).toEqual([expect.stringContaining('no pair has had a new 1m candle for')]);
    for (let minute = 0; minute < 30; minute++) await step(1);
    expect(alarms()).toHaveLength(1);

    exchange.standsAt = null;
    await step();
    expect(problems()).toEqual([]);
    expect(events).toContainEqual({ kind: 'warning', text: 'Candles come again.' });
  });
});
