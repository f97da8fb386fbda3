import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { BASIC, basic, PASSWORD, STREAM_TOKEN, startTestApi, type TestApi, USER } from '../../../tests/fakes/api-server.ts';
import { hashPassword } from './password.ts';

describe('guessing passwords', () => {
  let api: TestApi;
  afterEach(() => api.close());
  const status = async (authorization: string, path = 'version') => (await api.call('GET', path, { authorization })).status;
  /** Guesses without a pause over some connections, each with another password, until told to stop. */
  function flood(connections: number): { stop(): Promise<number[]> } {
    let isOver = false;
    let count = 0;
    const statuses: number[] = [];
    const guess = async () => {
      while (!isOver) statuses.push(await status(basic(USER, `guess ${count++}`)));
    };
    const all = Array.from({ length: connections }, guess);
    return {
      stop: async () => {
        isOver = true;
        await Promise.all(all);
        return statuses;
      },
    };
  }

  it('is slow on loopback too, and the owner comes in meanwhile, with a password that was not used before', async () => {
    api = await startTestApi();
    const login = (await (await api.call('POST', 'token/login')).json()) as { access_token: string };
    const start = performance.now();
    const guessing = flood(10);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // another spelling of the same, so that it can't be known already
    expect(await status(BASIC.replace('Basic', 'BASIC'))).toBe(200);
    expect(await status(`Bearer ${login.access_token}`)).toBe(200);
    const socket = new WebSocket(`ws://127.0.0.1:${api.port}/api/v1/message/ws?token=${STREAM_TOKEN}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const statuses = await guessing.stop();
    const seconds = (performance.now() - start) / 1000;
    expect(statuses.filter((one) => one !== 401 && one !== 429)).toEqual([]);
    expect(statuses.filter((one) => one === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.length).toBeLessThan(30 + seconds * 20);
    expect(await status(BASIC)).toBe(200);
    expect(api.errors).toEqual([]);
  });

  it('is as slow where the token of the metrics is guessed, which says nothing of other credentials', async () => {
    const token = 'metrics-token-for-tests';
    api = await startTestApi({ config: { metrics_token: token } });
    const metrics = async (authorization: string) => (await fetch(`${api.url}/metrics`, { headers: { authorization } })).status;
    expect([await metrics(BASIC), await status(`Bearer ${token}`), await metrics('')]).toEqual([401, 401, 401]);
    const guesses = await Promise.all(Array.from({ length: 20 }, (_one, index) => metrics(`Bearer guess ${index}`)));
    expect(guesses.filter((one) => one === 401).length).toBeLessThanOrEqual(10);
    expect(guesses.filter((one) => one === 429).length).toBeGreaterThanOrEqual(10);
    expect([await metrics(`Bearer ${token}`), await status(BASIC)]).toEqual([200, 200]);
    expect(await metrics('Bearer guess 1')).toBe(401);
  }, 20_000);

  it('from one client of a proxy that is not named as trusted makes no other client of it wait', async () => {
    api = await startTestApi();
    const from = async (client: string, password: string) =>
      (
        await fetch(`${api.url}/api/v1/version`, {
          headers: { authorization: basic(USER, password), 'x-forwarded-for': `1.2.3.4, ${client}` },
        })
      ).status;
    await Promise.all(Array.from({ length: 15 }, (_one, index) => from('203.0.113.9', `first ${index}`)));
    const many = Promise.all(Array.from({ length: 20 }, (_one, index) => from('203.0.113.9', `guess ${index}`)));
    const start = performance.now();
    expect(await from('203.0.113.1', PASSWORD)).toBe(200);
    expect(performance.now() - start).toBeLessThan(1000);
    await many;
  }, 20_000);

  it('leaves the event loop free while hashes are computed, and computes one at a time', async () => {
    api = await startTestApi({
      config: { password: hashPassword(PASSWORD), read_only_users: [{ username: 'guest', password: hashPassword('x'.repeat(8)) }] },
    });
    const guesses = Promise.all(
      Array.from({ length: 12 }, (_one, index) => status(basic(index % 2 === 0 ? USER : 'nobody', `guess ${index}`))),
    );
    let isOver = false;
    void guesses.finally(() => {
      isOver = true;
    });
    const pings: number[] = [];
    while (!isOver) {
      const start = performance.now();
      expect((await fetch(`${api.url}/api/v1/ping`)).status).toBe(200);
      pings.push(performance.now() - start);
    }
    await guesses;
    // half of them, since other programs take the machine's time too; where hashes stood in the way it would be every one
    expect(pings.sort((one, other) => one - other)[Math.floor(pings.length / 2)]).toBeLessThan(40);
    expect(await status(BASIC)).toBe(200);
    expect(await status(basic('guest', 'x'.repeat(8)))).toBe(200);
  }, 20_000);
});
