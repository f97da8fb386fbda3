import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from './harness.ts';

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

describe('a bot does not outlive', () => {
  it.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGKILL'] as const)('npm that has started it, ended by %s', async (signal) => {
    const simulator = await startSimulatorProcess();
    const folder = temporaryFolder();
    const config = botConfig(simulator, await freePort());
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const args = ['--config', join(folder, 'config.json'), '--userdir', folder, '--strategy-path', join(ROOT, 'tests/process/strategies')];
    const npx = spawn('npx', ['freqtrade', 'trade', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let said = '';
    for (const stream of [npx.stdout, npx.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    const url = `http://127.0.0.1:${(config['api_server'] as { listen_port: number }).listen_port}/api/v1/ping`;
    const isUp = () =>
      fetch(url).then(
        (answer) => answer.ok,
        () => false,
      );
    try {
      await until(isUp, `the bot; it said ${said}`);
      // a supervisor or a script knows npm only
      process.kill(npx.pid!, signal);
      await until(async () => !(await isUp()), 'the bot to end');
      await until(async () => said.includes('Stopped. Open trades stay in the database.'), `an orderly end; it said ${said}`);
    } finally {
      await simulator.close();
      removeFolder(folder);
    }
  });
});
