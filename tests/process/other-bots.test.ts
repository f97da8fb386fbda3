import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../client/src/library.mjs';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  METRICS_TOKEN,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
  untilListened,
} from './harness.ts';

const GUEST = { username: 'guest', password: 'only-looks-around' };
const OTHER_PASSWORD = 'the-password-of-the-other-bot';

interface Bots {
  bots: { bot_id: string; name: string; url: string; colour: string | null }[];
}

describe('other bots through this one', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let other: BotProcess;
  let id = '';
  /** What a foreign server answers; its calls are counted. */
  let foreign: Server;
  const foreignCalls: string[] = [];
  const foreignUrl = () => `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const start = async (api: object, waitForRunning = true) => {
      const config = botConfig(simulator, await freePort());
      Object.assign(config['api_server'] as object, api);
      return startBotProcess({ config, waitForRunning });
    };
    other = await start({ username: 'someone', password: OTHER_PASSWORD, metrics_token: METRICS_TOKEN }, false);
    const isReady = async () => (await fetch(`${other.url}/api/v1/health/ready`).catch(() => null))?.ok ?? false;
    await until(isReady, 'the other bot');
    bot = await start({ pass_calls: true, read_only_users: [GUEST] });
    foreign = createServer((request, response) => {
      foreignCalls.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
      if (request.url === '/elsewhere/api/v1/version') response.writeHead(302, { location: `${foreignUrl()}/stolen` }).end();
      else if (request.url === '/old/api/v1/version')
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"2024.1"}');
      else response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}');
    }).listen(0, '127.0.0.1');
    await until(async () => foreign.listening, 'the foreign server');
  });
  afterAll(async () => {
    foreign?.close();
    for (const one of [bot, other]) {
      await one?.stop();
      if (one) removeFolder(one.folder);
    }
    await simulator?.close();
  });

  const order = (changes: object = {}) => ({ name: 'Other', url: other.url, username: 'someone', password: OTHER_PASSWORD, ...changes });
  const asGuest = (method: string, path: string) =>
    fetch(`${bot.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${GUEST.username}:${GUEST.password}`).toString('base64')}` },
    });

  it('is off unless it is switched on', async () => {
    const plain = await startBotProcess({ config: botConfig(simulator, await freePort()) });
    try {
      expect((await plain.api<object>('GET', 'features')).body).toMatchObject({ passes_calls: false, research: false, scope: 'admin' });
      expect((await plain.api<Bots>('GET', 'bots')).body).toEqual({ bots: [] });
      expect((await plain.ask('POST', 'bots', order())).status).toBe(404);
      expect((await plain.ask('GET', 'bots/anything/show_config')).status).toBe(404);
    } finally {
      await plain.stop();
      removeFolder(plain.folder);
    }
  });

  it('keeps only bots that answer to their password, and tells it to nobody', async () => {
    const wrong = await bot.ask<{ detail: string }>('POST', 'bots', order({ password: 'not-it' }));
    expect([wrong.status, wrong.body.detail]).toEqual([502, `${other.url} refuses this user and password.`]);
    const nobody = await bot.ask<{ detail: string }>('POST', 'bots', order({ url: `http://127.0.0.1:${await freePort()}` }));
    expect([nobody.status, nobody.body.detail]).toEqual([502, expect.stringContaining('does not answer')]);
    expect((await bot.ask('POST', 'bots', order({ url: 'file:///etc/passwd' }))).status).toBe(422);
    const added = await bot.api<Bots>('POST', 'bots', order({ colour: '#6fb1ff' }));
    expect(added.body.bots).toEqual([{ bot_id: expect.any(String), name: 'Other', url: other.url, colour: '#6fb1ff' }]);
    id = added.body.bots[0]!.bot_id;
    expect(statSync(join(bot.folder, 'other_bots.json')).mode & 0o777).toBe(0o600);
    const told = [
      JSON.stringify((await bot.api('GET', 'bots')).body),
      JSON.stringify((await bot.api('GET', 'audit')).body),
      JSON.stringify((await bot.api('GET', 'logs')).body),
      readFileSync(join(bot.folder, 'logs/audit.jsonl'), 'utf8'),
    ].join('\n');
    expect(told).toContain('POST');
    expect(told).not.toContain(OTHER_PASSWORD);
    expect(told).not.toContain('not-it');
  });

  it('passes calls on: reading, doing, errors and messages', async () => {
    const api = createApi({ url: bot.url, username: API_USER, password: API_PASSWORD });
    const through = api.through(id);
    expect(await through.show_config()).toMatchObject({ bot_name: 'tested', runmode: 'dry_run' });
    expect(await through.status()).toEqual([]);
    const end = new AbortController();
    const heard = (async () => {
      for await (const message of through.messages(['entry_fill'], { signal: end.signal })) return message;
      return null;
    })();
    await untilListened(other, 1);
    const trade = await through.forceenter({ pair: 'ETH/USDT', ordertype: 'market' });
    expect(trade.pair).toBe('ETH/USDT');
    expect(await heard).toMatchObject({ type: 'entry_fill', pair: 'ETH/USDT' });
    end.abort();
    expect(await through.status()).toHaveLength(1);
    expect(await api.status()).toEqual([]);
    await expect(through.forceenter({ pair: 'NOPE/USDT' })).rejects.toMatchObject({
      status: 502,
      body: { error: expect.stringContaining('Symbol does not exist') },
    });
    await expect(through.trade({ tradeid: 999 })).rejects.toMatchObject({ status: 404 });
  });

  it('lets nobody do there what they may not do here', async () => {
    expect((await asGuest('GET', `bots/${id}/status`)).status).toBe(200);
    expect((await asGuest('POST', `bots/${id}/stop`)).status).toBe(403);
    expect((await asGuest('GET', `bots/${id}/tokens`)).status).toBe(403);
    expect((await asGuest('GET', `bots/${id}/audit`)).status).toBe(403);
    expect((await asGuest('GET', `bots/${id}/backtest/abort`)).status).toBe(403);
    expect((await asGuest('POST', 'bots')).status).toBe(403);
    expect((await asGuest('DELETE', `bots/${id}`)).status).toBe(403);
    expect((await fetch(`${bot.url}/api/v1/bots/${id}/status`)).status).toBe(401);
    expect(await (await asGuest('GET', `bots/${id}/features`)).json()).toMatchObject({ scope: 'read' });
  });

  it('keeps paths and credentials where they belong', async () => {
    for (const path of ['..%2f..%2fetc', 'strategy%2f%2e%2e%2fversion', 'strategy/..%5cx', 'a//b'])
      expect((await bot.ask('GET', `bots/${id}/${path}`)).status, path).toBe(404);
    expect((await bot.ask('GET', 'bots/nosuch/version')).status).toBe(404);
    const redirected = await bot.ask('POST', 'bots', order({ url: `${foreignUrl()}/elsewhere` }));
    expect(redirected.status).toBe(502);
    expect(foreignCalls.filter((call) => call.includes('stolen'))).toEqual([]);
    const asked = await bot.api<Bots>('POST', 'bots', order({ name: 'Old', url: `${foreignUrl()}/old/?x=1#y` }));
    const old = asked.body.bots.find(({ name }) => name === 'Old')!;
    expect(old.url).toBe(`${foreignUrl()}/old`);
    expect((await bot.api<object>('GET', `bots/${old.bot_id}/features`)).body).toMatchObject({ research: false, passes_calls: false });
    expect((await bot.api<Bots>('DELETE', `bots/${old.bot_id}`)).body.bots.map(({ name }) => name)).toEqual(['Other']);
  });

  it('says that a bot is gone, and remembers bots over a restart', async () => {
    await other.stop();
    const gone = await bot.ask<{ detail: string }>('GET', `bots/${id}/status`);
    expect([gone.status, gone.body.detail]).toEqual([502, `${other.url} does not answer.`]);
    const { folder } = bot;
    await bot.stop();
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    bot = await startBotProcess({ config, folder });
    expect((await bot.api<Bots>('GET', 'bots')).body.bots.map(({ name }) => name)).toEqual(['Other']);
  });
});

describe('research beside trading', () => {
  it('trades and backtests in one process', async () => {
    const simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort());
    Object.assign(config['api_server'] as object, { research: true });
    const bot = await startBotProcess({ config });
    try {
      expect((await bot.api<object>('GET', 'features')).body).toMatchObject({ research: true });
      expect((await bot.api<object>('GET', 'show_config')).body).toMatchObject({ runmode: 'dry_run', state: 'running' });
      expect((await bot.api<{ strategies: string[] }>('GET', 'strategies')).body.strategies).toContain('QuietStrategy');
      expect((await bot.api<unknown[]>('GET', 'status')).body).toEqual([]);
      expect((await bot.api<object>('GET', 'health')).status).toBe(200);
      const begun = await bot.api<{ status: string }>('POST', 'backtest', { strategy: 'QuietStrategy', enable_protections: false });
      expect(begun.body.status).toBe('running');
      const state = () => bot.api<{ running: boolean; status: string; status_msg: string }>('GET', 'backtest');
      await until(async () => !(await state()).body.running, 'the backtest to end');
      // there are no candles in this folder: it says so, and trading goes on
      expect((await state()).body).toMatchObject({ status: 'error', status_msg: expect.stringContaining('Backtest failed') });
      expect((await bot.api<object>('GET', 'show_config')).body).toMatchObject({ state: 'running' });
    } finally {
      await bot.stop();
      await simulator.close();
      removeFolder(bot.folder);
    }
  });
});
