import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/api/access/password.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
} from './harness.ts';

const basic = (password: string) => `Basic ${Buffer.from(`${API_USER}:${password}`).toString('base64')}`;

describe('logging in', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort());
    bot = await startBotProcess({
      config: { ...config, api_server: { ...(config['api_server'] as object), password: hashPassword(API_PASSWORD) } },
    });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  const call = (path: string, authorization: string, method = 'GET') =>
    fetch(`${bot.url}/api/v1/${path}`, { method, headers: { authorization } });

  it('works with a hashed password, for Basic and for a token', async () => {
    expect((await call('count', basic(API_PASSWORD))).status).toBe(200);
    const tokens = (await (await call('token/login', basic(API_PASSWORD), 'POST')).json()) as { access_token: string };
    expect((await call('count', `Bearer ${tokens.access_token}`)).status).toBe(200);
  });

  it('refuses tokens that are forged, unsigned, expired, of another user or without an end', async () => {
    const secret = 'a-secret-for-tests-of-at-least-32-characters';
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = (header: object, claims: object, key: string) => {
      const body = `${encode(header)}.${encode(claims)}`;
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    };
    const soon = Math.floor(Date.now() / 1000) + 600;
    const hs = { alg: 'HS256', typ: 'JWT' };
    const { access_token } = (await (await call('token/login', basic(API_PASSWORD), 'POST')).json()) as { access_token: string };
    const { sid } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { sid: string };
    const good = { identity: { u: API_USER }, exp: soon, iat: 0, type: 'access', sid };
    expect((await call('count', `Bearer ${token(hs, good, secret)}`)).status).toBe(200);
    const bad = {
      expired: token(hs, { ...good, exp: 1 }, secret),
      'without an end': token(hs, { ...good, exp: undefined }, secret),
      'of another user': token(hs, { ...good, identity: { u: 'other' } }, secret),
      'of no login': token(hs, { ...good, sid: undefined }, secret),
      'of a login that never was': token(hs, { ...good, sid: '0123456789abcdef' }, secret),
      'with a strange identity': token(hs, { ...good, identity: 'u' }, secret),
      'a refresh token': token(hs, { ...good, type: 'refresh' }, secret),
      'of algorithm none, signed': token({ alg: 'none' }, good, secret),
    };
    for (const [name, value] of Object.entries(bad)) expect((await call('count', `Bearer ${value}`)).status, name).toBe(401);
  });

  it('answers at most 20 guesses a minute, and the owner on loopback at any time', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 60; guess++) statuses.push((await call('token/login', basic(`guess-${guess}`), 'POST')).status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(20);
    expect(statuses.at(-1)).toBe(429);
    const refused = await call('count', basic('another guess'));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call('token/login', basic(API_PASSWORD), 'POST')).status).toBe(200);
    expect((await call('count', basic(API_PASSWORD))).status).toBe(200);
    expect(bot.output()).toContain('Failed login from 127.0.0.1.');
  });
});
