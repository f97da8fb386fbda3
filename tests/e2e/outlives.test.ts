import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botConfig, freePort, removeFolder, type SimulatorProcess, startBotProcess, startSimulatorProcess, until } from './harness.ts';

describe('a bot outlives', () => {
  let simulator: SimulatorProcess;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
  });
  afterAll(() => simulator?.close());

  // every write to it fails as on a full disk
  it.skipIf(!existsSync('/dev/full'))('the disk of its log file and the console', async () => {
    const bot = await startBotProcess({ config: botConfig(simulator, await freePort()), args: ['--logfile', '/dev/full'] });
    try {
      const logs = async () => (await bot.api<{ logs: string[][] }>('GET', 'logs')).body.logs.map((line) => line[4]!);
      expect((await logs()).filter((line) => line.includes('ENOSPC'))).toHaveLength(1);
      bot.process.stdout?.destroy();
      bot.process.stderr?.destroy();
      for (let time = 0; time < 3; time++) {
        await bot.api('POST', 'stop');
        await bot.api('POST', 'start');
      }
      await until(async () => (await logs()).some((line) => line.includes('EPIPE')), 'the lost console to be told');
      const before = (await bot.api<{ last_process_ts: number }>('GET', 'health')).body.last_process_ts;
      await until(async () => (await bot.api<{ last_process_ts: number }>('GET', 'health')).body.last_process_ts > before, 'iterations');
      expect(await bot.stop()).toBe(0);
    } finally {
      bot.process.kill('SIGKILL');
      removeFolder(bot.folder);
    }
  });
});
