import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
} from './harness.ts';

describe('what a strategy keeps with a trade', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: Record<string, unknown>;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    config = botConfig(simulator, await freePort(), { strategy: 'RememberingStrategy' });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('is in the database and the API, over a restart and past the end of the trade', async () => {
    expect(await bot.ask('GET', 'trades/open/custom-data')).toEqual({ status: 404, body: { detail: 'No open trades found.' } });
    await bot.api('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    const { body } = await bot.api<{ trade_id: number; custom_data: Record<string, unknown>[] }[]>(
      'GET',
      'trades/open/custom-data?key=fills',
    );
    expect(body).toMatchObject([{ trade_id: 1, custom_data: [{ key: 'fills', type: 'int', value: 1, updated_at: null }] }]);
    await bot.stop();
    bot = await startBotProcess({ config, folder: bot.folder });
    await bot.api('POST', 'forceexit', { tradeid: '1', ordertype: 'market' });
    const after = await bot.api<{ custom_data: { key: string; type: string; value: unknown }[] }[]>('GET', 'trades/1/custom-data');
    const found = Object.fromEntries(after.body[0]!.custom_data.map(({ key, value }) => [key, value]));
    expect(found).toMatchObject({ fills: 2, last: { side: 'sell' } });
    expect((await bot.ask('GET', 'trades/99/custom-data')).status).toBe(404);
  });

  it('records what the account is worth', async () => {
    const { body } = await bot.api<{ columns: string[]; data: [string, number, number][] }>('GET', 'historic_balance');
    expect(body.columns).toEqual(['date', '__date_ts', 'total_quote']);
    expect(body.data[0]![2]).toBeGreaterThan(900);
  });
});
