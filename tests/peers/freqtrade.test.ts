import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  temporaryFolder,
} from '../process/harness.ts';

/** The real freqtrade and its client, from PyPI, in a virtual environment that .ci/run makes. */
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const run = promisify(execFile);

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('beside the real freqtrade', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let clientConfig: string;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const port = await freePort();
    bot = await startBotProcess({ config: botConfig(simulator, port) });
    clientConfig = join(bot.folder, 'client.json');
    writeFileSync(
      clientConfig,
      JSON.stringify({
        api_server: { enabled: true, listen_ip_address: '127.0.0.1', listen_port: port, username: API_USER, password: API_PASSWORD },
      }),
    );
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  async function pythonClient(...args: string[]): Promise<unknown> {
    const { stdout, stderr } = await run(join(PEERS, 'bin/freqtrade-client'), ['--config', clientConfig, ...args]);
    expect(`${stderr}`, args.join(' ')).not.toMatch(/error|traceback/i);
    return JSON.parse(stdout);
  }

  it('its client pings, reads, enters and leaves', async () => {
    expect(await pythonClient('ping')).toEqual({ status: 'pong' });
    expect(await pythonClient('version')).toEqual({ version: '2026.9' });
    for (const command of [
      'status',
      'profit',
      'balance',
      'trades',
      'count',
      'daily',
      'weekly',
      'monthly',
      'performance',
      'stats',
      'whitelist',
      'blacklist',
      'locks',
      'logs',
      'show_config',
      'sysinfo',
      'health',
      'plot_config',
      'entries',
      'exits',
      'mix_tags',
    ]) {
      expect(await pythonClient(command), command).toBeTypeOf('object');
    }
    expect(await pythonClient('forceenter', 'BTC/USDT', 'long', 'order_type=market')).toMatchObject({ pair: 'BTC/USDT', is_open: true });
    expect(await pythonClient('status')).toMatchObject([{ pair: 'BTC/USDT', trade_id: 1 }]);
    expect(await pythonClient('forceexit', '1', 'ordertype=market')).toEqual({ result: 'Created exit order for trade 1.' });
    expect(await pythonClient('trade', '1')).toMatchObject({ is_open: false, exit_reason: 'force_exit' });
    expect(await pythonClient('pair_candles', 'BTC/USDT', '1m', '2')).toMatchObject({ length: 2 });
  });

  it('it logs in with its own token flow', async () => {
    const script = `
import requests, sys
base = sys.argv[1] + "/api/v1"
login = requests.post(base + "/token/login", auth=("${API_USER}", "${API_PASSWORD}")).json()
head = {"Authorization": "Bearer " + login["access_token"]}
assert requests.get(base + "/count", headers=head).status_code == 200
fresh = requests.post(base + "/token/refresh", headers={"Authorization": "Bearer " + login["refresh_token"]}).json()
assert requests.get(base + "/count", headers={"Authorization": "Bearer " + fresh["access_token"]}).status_code == 200
assert requests.get(base + "/count", headers={"Authorization": "Bearer " + login["refresh_token"]}).status_code == 401
`;
    await run(join(PEERS, 'bin/python'), ['-c', script, bot.url]);
  });

  it('its show-config takes our configurations, the one of npm start included', async () => {
    const folder = temporaryFolder();
    const demo = join(folder, 'demo');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(demo);
    const child = (await import('node:child_process')).spawn(process.execPath, [join(ROOT, 'src/cli/demo.ts')], {
      cwd: demo,
      stdio: 'ignore',
    });
    const written = join(demo, 'user_data/config.json');
    while (!existsSync(written) || readFileSync(written, 'utf8').length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    // as docs/simulator.md has it
    expect(readFileSync(written, 'utf8')).toMatch(/"future": "ws:\/\/127\.0\.0\.1:\d+\/futures\/ws"/);
    for (const file of [join(bot.folder, 'config.json'), written]) {
      const theirs = await run(join(PEERS, 'bin/freqtrade'), ['show-config', '--config', file, '--userdir', folder], {
        cwd: folder,
        env: { ...process.env, PYTHONWARNINGS: 'ignore' },
      });
      const text = `${theirs.stdout}${theirs.stderr}`;
      expect(text).toContain('combined configuration');
      expect(text).not.toMatch(/Invalid configuration|is not valid|Traceback/);
    }
    removeFolder(folder);
  });

  it('its tools read our database', async () => {
    const { stdout, stderr } = await run(
      join(PEERS, 'bin/freqtrade'),
      ['show-trades', '--db-url', `sqlite:///${bot.database}`, '--print-json', '--userdir', bot.folder],
      { cwd: bot.folder },
    );
    expect(`${stdout}${stderr}`).toContain('BTC/USDT');
  });
});
