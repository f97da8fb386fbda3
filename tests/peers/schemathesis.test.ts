import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
} from '../process/harness.ts';
import { seedOf } from '../seed.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const TOOL = join(PEERS, 'bin/schemathesis');
const run = promisify(execFile);
/** Refusals of the bot are 502 and wrong modes 503, as freqtrade has them; both are documented. */
const SETTINGS = '[checks.not_a_server_error]\nexpected-statuses = ["2xx", "3xx", "4xx", 502, 503]\n';

describe.skipIf(!existsSync(TOOL) && process.env['CI'] === undefined)('schemathesis, all checks, all calls', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let settings: string;
  const seed = seedOf('1');
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort());
    bot = await startBotProcess({ config: { ...config, api_server: { ...(config['api_server'] as object), enable_openapi: true } } });
    settings = join(bot.folder, 'schemathesis.toml');
    writeFileSync(settings, SETTINGS);
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it.each([
    ['with credentials', ['--auth', `${API_USER}:${API_PASSWORD}`]],
    ['without', []],
  ])(
    '%s finds nothing',
    async (_name, credentials) => {
      const args = [
        '--config-file',
        settings,
        'run',
        `${bot.url}/openapi.json`,
        '--checks',
        'all',
        '-n',
        '10',
        '--seed',
        seed,
        '--no-color',
      ];
      const { stdout } = await run(TOOL, [...args, ...credentials], { cwd: bot.folder, maxBuffer: 1 << 26 }).catch(
        (error: { stdout: string }) => error,
      );
      // with what the bot says of errors of its own
      const own = () =>
        bot
          .output()
          .split('\n')
          .flatMap((line, index, all) => (line.includes(' - ERROR - ') ? all.slice(index, index + 8) : []));
      expect(stdout, `seed ${seed}\n${stdout.slice(-6000)}\n${own().slice(0, 40).join('\n')}`).not.toMatch(/Failures:|Errors:/);
      expect(stdout).toMatch(/Tested: \d\d/);
      expect(bot.process.exitCode).toBeNull();
    },
    240_000,
  );
});
