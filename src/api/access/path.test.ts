import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASIC, basic, startTestApi, type TestApi } from '../../../tests/fakes/api-server.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { passedCall } from './path.ts';

describe('the path of a call that is passed on', () => {
  it('is sent as it was judged', () => {
    expect(passedCall('/api/v1/bots/a/status')).toEqual({ path: '/status', target: '/status' });
    expect(passedCall('/api/v1/bots/a/%73tatus?x=%2f#y')).toEqual({ path: '/status', target: '/status?x=%2f%23y' });
    expect(passedCall('http://host/api/v1/bots/a/strategy/A%20B')).toEqual({ path: '/strategy/A B', target: '/strategy/A%20B' });
  });
  it.each(['%', '%e0%a4%a', '%ff', '%c0%ae', 'a%2', '%2573top', '%252e%252e', 'a%00b', 'a%0d%0ab'])('can not be read: %s', (part) => {
    expect(passedCall(`/api/v1/bots/a/${part}`)).toBe('unreadable');
  });
  it.each(['..', '%2e%2E', '.', '%2e', '', 'a//b', 'a%2fb', 'a%5cb', 'a\\b', 'a;b', 'a%3bb', 'status/', '/status'])(
    'is none of the API: "%s"',
    (part) => {
      expect(passedCall(`/api/v1/bots/a/${part}`)).toBe('outside');
    },
  );
});

describe('calls of other bots', () => {
  const GUEST = { username: 'guest', password: 'only-looks-around' };
  let other: Server;
  const reached: string[] = [];
  let api: TestApi;
  let folder: string;
  beforeAll(async () => {
    other = createServer((request, response) => {
      reached.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"the other bot"}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'doors-'));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    writeFileSync(
      join(folder, 'other_bots.json'),
      JSON.stringify([{ id: 'it', name: 'It', url, username: 'u', password: 'p', colour: null }]),
    );
    api = await startTestApi({ userFolder: folder, config: { pass_calls: true, read_only_users: [GUEST] } });
  });
  afterAll(async () => {
    await api.close();
    other.close();
    rmSync(folder, { recursive: true });
  });

  /** Sends a path as it is written; fetch would tidy it up. */
  async function send(method: string, path: string, authorization: string): Promise<number> {
    const answer = await api.raw(
      `${method} /api/v1/bots/it/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: ${authorization}\r\nContent-Length: 0\r\n\r\n`,
      // the server ends the connection: this is for one that never does
      20_000,
    );
    return Number(answer.slice(9, 12));
  }
  /** Ways to write a path that a server may take for the same. */
  const disguises = (path: string): string[] => [
    path,
    `${path}?x=1`,
    `${path}/`,
    `./${path}`,
    `status/../${path}`,
    `status/%2e%2e/${path}`,
    `/${path}`,
    path.replaceAll('/', '%2f'),
    path.replaceAll('/', '%5c'),
    path.replaceAll('/', '\\'),
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
    path.toUpperCase(),
    `${path};x`,
    `${path}%00`,
    `${path}%20`,
    `${path}%`,
    `bots/it/${path}`,
  ];

  it('takes log-ins of another bot to nobody, whoever asks', async () => {
    const paths = ['token/login', 'token/refresh', 'token/logout'].flatMap(disguises);
    const statuses = await Promise.all(
      ['POST', 'GET'].flatMap((method) =>
        paths.flatMap((path) => [BASIC, basic(GUEST.username, GUEST.password)].map((who) => send(method, path, who))),
      ),
    );
    // an owner may send what the other bot does not know; nothing that it could take for a log-in
    const meant = reached.filter((call) => /token/i.test(decodeURIComponent(call)) && /log|refresh/i.test(decodeURIComponent(call)));
    expect(meant).toEqual([]);
    expect(statuses.filter((status) => ![200, 400, 403, 404].includes(status))).toEqual([]);
    expect(await send('POST', 'token/login', BASIC)).toBe(404);
    expect(await send('POST', '%/login', BASIC)).toBe(400);
  });

  it('lets who may only read do nothing, however the path is written', async () => {
    reached.length = 0;
    const changing = Object.values(ENDPOINTS).filter(({ scope }) => scope === 'trade' || scope === 'admin');
    const paths = changing.flatMap(({ method, path }) =>
      disguises(path.slice(1).replace(/:\w+/g, '1')).map((one) => [method, one] as const),
    );
    for (let from = 0; from < paths.length; from += 100)
      await Promise.all(paths.slice(from, from + 100).map(([method, path]) => send(method, path, basic(GUEST.username, GUEST.password))));
    expect(paths.length).toBeGreaterThan(500);
    expect(reached).toEqual([]);
    expect(await send('GET', '%73tatus', basic(GUEST.username, GUEST.password))).toBe(200);
    expect(reached).toEqual(['GET /api/v1/status']);
    expect(api.errors).toEqual([]);
  });
});
