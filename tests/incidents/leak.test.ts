import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { Still, scene } from '../fakes/scene.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Minutes; a week is 10080: `TEST_MINUTES=10080 npm test -- tests/incidents/leak`. */
const MINUTES = Number(process.env['TEST_MINUTES'] ?? 1440);

describe('leak: memory of a bot that runs and runs', () => {
  it('is the same after a day as after some hours', async () => {
    const { bot, events, enter, step } = await scene(new Still(), {});
    const heap: number[] = [];
    for (let minute = 0; minute < MINUTES; minute++) {
      bot.state.tickers.set('A/USDT', { ticker: { bid: 100, ask: 100, last: 100 }, at: bot.now() });
      await step(1);
      if (minute % 60 === 30) {
        await enter();
        await forceExit(bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null });
      }
      events.length = 0;
      if (minute % (MINUTES / 12) === MINUTES / 12 - 1) {
        collect();
        heap.push(process.memoryUsage().heapUsed / 1e6);
      }
    }
    console.log(`heap in MB: ${heap.map((size) => size.toFixed(1)).join(' ')}`);
    const first = heap.slice(3, 6).reduce((sum, size) => sum + size, 0) / 3;
    const last = heap.slice(-3).reduce((sum, size) => sum + size, 0) / 3;
    // closed trades and their orders stay, in a database in memory and in the figures of the history
    expect(last - first).toBeLessThan(2 + MINUTES / 5000);
  }, 600_000);
});
