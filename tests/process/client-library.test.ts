import { execFile, execFileSync, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, createApi } from '../../client/src/library.mjs';
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
  until,
} from './harness.ts';

const run = promisify(execFile);

describe('the client', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: string;
  const credentials = { username: API_USER, password: API_PASSWORD };
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const settings = botConfig(simulator, await freePort(), { max_open_trades: 10 });
    bot = await startBotProcess({ config: settings });
    config = join(bot.folder, 'client.json');
    writeFileSync(config, JSON.stringify({ api_server: settings['api_server'] }));
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('calls by name, with types, and tells errors apart', async () => {
    const api = createApi({ url: bot.url, ...credentials });
    expect((await api.show_config()).strategy).toBe('QuietStrategy');
    const trade = await api.forceenter({ pair: 'BTC/USDT', ordertype: 'market', entry_tag: 'typed' });
    expect(trade.enter_tag).toBe('typed');
    expect((await api.status()).map(({ pair }) => pair)).toContain('BTC/USDT');
    expect((await api.daily({ timescale: 2 })).data.length).toBe(2);
    expect((await api.lock_add([{ pair: 'ETH/USDT', until: '2030-01-01 00:00:00Z' }])).lock_count).toBe(1);
    expect((await api.delete_locks({ pair: 'ETH/USDT' })).lock_count).toBe(0);
    expect((await api.trade({ tradeid: trade.trade_id })).trade_id).toBe(trade.trade_id);
    await expect(api.trade({ tradeid: 999 })).rejects.toMatchObject({ status: 404, message: '404: Trade not found.' });
    await expect(api.status({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    await expect(createApi({ url: 'http://127.0.0.1:1' }).ping()).rejects.toThrow('Could not connect');
  });

  it('refreshes a token that has run out, once for all calls that wait', async () => {
    const answer = await fetch(`${bot.url}/api/v1/token/login`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}` },
    });
    const tokens = (await answer.json()) as { access_token: string; refresh_token: string };
    let renewed = 0;
    const api = createApi({
      url: bot.url,
      tokens: { access: `${tokens.access_token}x`, refresh: tokens.refresh_token },
      onTokens: () => renewed++,
    });
    await Promise.all([api.count(), api.status(), api.version(), api.profit()]);
    expect(renewed).toBe(1);
    await api.logout();
    await expect(api.count()).rejects.toBeInstanceOf(ApiError);
  });

  it('reads every trade page by page', async () => {
    const api = createApi({ url: bot.url, ...credentials });
    for (const pair of ['ETH/USDT', 'SOL/USDT', 'ETH/USDT']) {
      const { trade_id } = await api.forceenter({ pair, ordertype: 'market' });
      await api.forceexit({ tradeid: String(trade_id), ordertype: 'market' });
    }
    const ids: number[] = [];
    for await (const trade of api.allTrades({ pageSize: 2 })) ids.push(trade.trade_id);
    expect(ids.length).toBe((await api.trades()).total_trades);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('hears messages, also after the bot was gone, and watch prints them', async () => {
    const api = createApi({ url: bot.url, ...credentials });
    const end = new AbortController();
    const heard: string[] = [];
    let isOpen = false;
    const listening = (async () => {
      const messages = api.messages(['status', 'entry_fill'], { signal: end.signal, onState: (state) => (isOpen = state) });
      for await (const message of messages) heard.push(message.type === 'status' ? message.status : message.pair);
    })();
    const child = spawn(process.execPath, [join(ROOT, 'client/bin/freqtrade-client.mjs'), '--config', config, 'watch', 'status'], {
      stdio: 'pipe',
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    await until(async () => isOpen && told.includes('Listening'), 'both listening');
    await api.pause();
    await until(async () => heard.includes('paused') && printed.includes('"paused"'), 'the message');
    await api.start();
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    end.abort();
    await listening;
  });

  it('installs alone from its packed file, starts fast, and shows tables to people', async () => {
    const folder = temporaryFolder();
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', '--pack-destination', folder, '--silent'], { cwd: join(ROOT, 'client') });
    const file = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
    execFileSync(npm, ['install', '--prefix', folder, '--silent', '--no-audit', '--no-fund', join(folder, file)], { cwd: folder });
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['freqtrade-client']);
    const bin = join(folder, 'node_modules/.bin/freqtrade-client');
    const { stdout } = await run(bin, ['--config', config, 'count'], {
      env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` },
    });
    expect(JSON.parse(stdout)).toMatchObject({ max: 10 });
    removeFolder(folder);
  });
});
