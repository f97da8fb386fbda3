import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS, type Endpoint } from '../../src/wire/endpoints.ts';
import { complaintsOf, startBrowser } from '../page/web-browser.ts';
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

const BASIC = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;
const METRICS_TOKEN = 'metrics-token-for-tests';
const endpoints = Object.entries(ENDPOINTS) as [string, Endpoint][];
const guarded = endpoints.filter(([, endpoint]) => endpoint.scope !== 'public');

describe('who may do what', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: Record<string, unknown>;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    config = botConfig(simulator, await freePort());
    config = { ...config, api_server: { ...(config['api_server'] as object), metrics_token: METRICS_TOKEN, enable_openapi: true } };
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  const call = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    fetch(`${bot.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const pathOf = (endpoint: Endpoint) => `/api/v1${endpoint.path.replace(/:\w*id\b/g, '424242').replace(/:\w+/g, 'nosuch')}`;
  const login = async () =>
    (await (await call('POST', '/api/v1/token/login', { authorization: BASIC })).json()) as { access_token: string; refresh_token: string };
  /** A request by hand, for headers that fetch does not let through. */
  const raw = (headers: Record<string, string>, method = 'GET', path = '/api/v1/version') =>
    new Promise<number>((resolve, reject) => {
      const url = new URL(bot.url);
      const sent = httpRequest({ host: url.hostname, port: url.port, method, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.once('error', reject);
      sent.end();
    });
  const tokenOf = (scope: string) =>
    execFileSync(
      process.execPath,
      [join(ROOT, 'src/cli/main.ts'), 'token', 'create', '--scope', scope, '--name', `for ${scope}`, '--userdir', bot.folder],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ).trim();

  it('every call denies who has no, wrong or ended credentials', async () => {
    const ended = await login();
    expect((await call('POST', '/api/v1/token/logout', { authorization: `Bearer ${ended.access_token}` })).status).toBe(200);
    const alive = await login();
    const revoked = tokenOf('admin');
    execFileSync(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'token', 'revoke', revoked.split('_')[1]!, '--userdir', bot.folder]);
    const credentials: Record<string, string | null> = {
      'no authorization': null,
      'an ended login': `Bearer ${ended.access_token}`,
      'a refresh token as access token': `Bearer ${alive.refresh_token}`,
      'another scheme': 'Digest abc',
    };
    const wrong: string[] = [];
    for (const [name, endpoint] of guarded) {
      for (const [what, authorization] of Object.entries(credentials)) {
        const { status } = await call(endpoint.method, pathOf(endpoint), authorization === null ? {} : { authorization });
        if (status !== 401 && status !== 429) wrong.push(`${name} with ${what}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([401, 429]).toContain((await call('GET', '/api/v1/status', { authorization: `Bearer ${revoked}` })).status);
    expect((await call('POST', '/api/v1/token/refresh', { authorization: `Bearer ${ended.refresh_token}` })).status).toBe(401);
  });

  it('an API token does what its scope allows, and nothing more', async () => {
    const rank = { read: 1, trade: 2, admin: 3 } as const;
    const wrong: string[] = [];
    for (const scope of ['read', 'trade'] as const) {
      const authorization = `Bearer ${tokenOf(scope)}`;
      for (const [name, endpoint] of guarded) {
        const isAllowed = rank[scope] >= rank[endpoint.scope as keyof typeof rank];
        if (isAllowed && (endpoint.method !== 'GET' || endpoint.scope !== 'read')) continue;
        const { status } = await call(endpoint.method, pathOf(endpoint), { authorization });
        if (isAllowed ? status === 401 || status === 403 : status !== 403) wrong.push(`${name} with ${scope}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    const admin = { authorization: `Bearer ${tokenOf('admin')}` };
    const { tokens } = (await (await call('GET', '/api/v1/tokens', admin)).json()) as { tokens: { scope: string }[] };
    expect(tokens.map(({ scope }) => scope)).toEqual(['read', 'trade', 'admin']);
    expect(statSync(join(bot.folder, 'api_tokens.json')).mode & 0o777).toBe(0o600);
  });

  it('makes, lists and revokes API tokens by request too', async () => {
    const made = (await (
      await call(
        'POST',
        '/api/v1/tokens',
        { authorization: BASIC, 'content-type': 'application/json' },
        JSON.stringify({ name: 'x', scope: 'read', days: 1 }),
      )
    ).json()) as { token: string; token_id: string };
    expect((await call('GET', '/api/v1/count', { authorization: `Bearer ${made.token}` })).status).toBe(200);
    expect((await call('DELETE', `/api/v1/tokens/${made.token_id}`, { authorization: BASIC })).status).toBe(200);
    expect([401, 429]).toContain((await call('GET', '/api/v1/count', { authorization: `Bearer ${made.token}` })).status);
    expect((await call('DELETE', `/api/v1/tokens/${made.token_id}`, { authorization: BASIC })).status).toBe(404);
  });

  it('lists logins, ends one with its open WebSocket, and keeps them over a restart', async () => {
    const [first, second] = [await login(), await login()];
    const bearer = (tokens: { access_token: string }) => ({ authorization: `Bearer ${tokens.access_token}` });
    const { sessions } = (await (await call('GET', '/api/v1/sessions', bearer(first))).json()) as {
      sessions: { session_id: string; is_current: boolean }[];
    };
    const current = sessions.find(({ is_current }) => is_current);
    expect(current).toBeDefined();
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws?token=${first.access_token}`);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code), { once: true }));
    expect((await call('DELETE', `/api/v1/sessions/${current!.session_id}`, bearer(second))).status).toBe(200);
    expect(await closed).toBe(1008);
    expect((await call('GET', '/api/v1/count', bearer(first))).status).toBe(401);
    const sevenAtOnce = await Promise.all(
      Array.from({ length: 7 }, () => call('POST', '/api/v1/token/refresh', { authorization: `Bearer ${second.refresh_token}` })),
    );
    expect(sevenAtOnce.map(({ status }) => status)).toEqual(new Array(7).fill(200));
    await bot.stop();
    bot = await startBotProcess({ config, folder: bot.folder });
    expect((await call('GET', '/api/v1/count', bearer(second))).status).toBe(200);
    expect((await call('GET', '/api/v1/count', bearer(first))).status).toBe(401);
  });

  it('answers by the names it knows only, and takes no orders from pages of other sites', async () => {
    expect(await raw({ host: 'evil.example', authorization: BASIC })).toBe(421);
    expect(await raw({ host: 'localhost:8080', authorization: BASIC })).toBe(200);
    expect(await raw({ host: 'bot', authorization: BASIC })).toBe(200);
    for (const [name, endpoint] of endpoints.filter(([, { method }]) => method !== 'GET')) {
      const headers = { authorization: BASIC, origin: 'http://evil.example' };
      expect(await raw(headers, endpoint.method, pathOf(endpoint)), name).toBe(403);
    }
    expect(await raw({ authorization: BASIC, 'sec-fetch-site': 'cross-site' }, 'POST', '/api/v1/stopentry')).toBe(403);
    const own = new URL(bot.url);
    expect(await raw({ authorization: BASIC, origin: bot.url, host: own.host }, 'DELETE', '/api/v1/locks/424242')).toBe(200);
    expect(await raw({ authorization: BASIC, origin: 'http://good.example' }, 'DELETE', '/api/v1/locks/424242')).toBe(200);
    const refusedSocket = await raw(
      {
        origin: 'http://evil.example',
        upgrade: 'websocket',
        connection: 'upgrade',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-version': '13',
      },
      'GET',
      '/api/v1/message/ws?token=ws-token-for-tests',
    );
    expect(refusedSocket).toBe(403);
  });

  it('writes down who changed what, without secrets', async () => {
    await call(
      'POST',
      '/api/v1/blacklist',
      { authorization: BASIC, 'content-type': 'application/json' },
      JSON.stringify({ blacklist: ['AUDIT/USDT', API_PASSWORD] }),
    );
    const { audit } = (await (await call('GET', '/api/v1/audit?limit=5', { authorization: BASIC })).json()) as {
      audit: Record<string, unknown>[];
    };
    expect(audit[0]).toMatchObject({
      who: API_USER,
      address: '127.0.0.1',
      http_method: 'POST',
      path: '/api/v1/blacklist',
      http_status: 200,
    });
    expect(audit[0]!['request_body']).toContain('AUDIT/USDT');
    expect(JSON.stringify(audit)).not.toContain(API_PASSWORD);
    const file = join(bot.folder, 'logs/audit.jsonl');
    await until(async () => existsSync(file) && readFileSync(file, 'utf8').includes('AUDIT/USDT'), 'the audit file');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('tells Prometheus with its own token, and orchestrators without', async () => {
    expect((await call('GET', '/metrics', { authorization: BASIC })).status).toBe(401);
    const text = await (await call('GET', '/metrics', { authorization: `Bearer ${METRICS_TOKEN}` })).text();
    for (const name of [
      'freqtrade_open_trades 0',
      'freqtrade_running 1',
      'process_resident_memory_bytes',
      'freqtrade_http_request_duration_seconds',
    ])
      expect(text).toContain(name);
    expect(await (await call('GET', '/api/v1/health/live', {})).json()).toEqual({ status: 'alive' });
    expect(await (await call('GET', '/api/v1/health/ready', {})).json()).toEqual({ ready: true, problems: [] });
  });

  it('cuts off who never finishes a request, and bodies that are too large, before asking who it is', async () => {
    const large = await call(
      'POST',
      '/api/v1/forceenter',
      { authorization: BASIC, 'content-type': 'application/json' },
      `"${'x'.repeat(2 << 20)}"`,
    );
    expect(large.status).toBe(413);
    const stranger = await call('POST', '/api/v1/forceenter', { 'content-type': 'application/json' }, `"${'x'.repeat(2 << 20)}"`).catch(
      () => null,
    );
    expect(stranger === null || stranger.status === 401).toBe(true);
    const url = new URL(bot.url);
    const began = Date.now();
    const sockets = Array.from({ length: 50 }, () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.write('GET /api/v1/ping HTTP/1.1\r\nhost: localhost\r\n');
      socket.on('error', () => undefined);
      socket.resume();
      return new Promise((resolve) => socket.once('close', resolve));
    });
    await Promise.all(sockets);
    // left alone, Node would wait for a minute
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  it('never answers 500, whatever the path', async () => {
    for (const path of [
      '/x%00.js',
      '/..%2f..%2fetc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/%00',
      '/api/v1/%00',
      '/api/v1/trade/%00',
      '/%ff',
      '///etc/passwd',
      '/api/v1/trade/99999999999999999999',
      '/api/v1/message/ws?token=%C3%BC',
    ])
      expect((await call('GET', path, { authorization: BASIC })).status, path).toBeLessThan(500);
  });

  it('compresses long answers, and says 304 where nothing is new', async () => {
    const response = await call('GET', '/api/v1/markets', { authorization: BASIC, 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding') ?? 'gzip').toBe('gzip');
    const first = await call('GET', '/api/v1/trades', { authorization: BASIC });
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"/);
    expect((await call('GET', '/api/v1/trades', { authorization: BASIC, 'if-none-match': etag })).status).toBe(304);
  });

  it('serves its OpenAPI page without a complaint of the browser', async () => {
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      const complaints = complaintsOf(page);
      page.on(
        'request',
        (request) => request.url().startsWith(bot.url) || request.url().startsWith('data:') || complaints.push(request.url()),
      );
      await page.goto(`${bot.url}/docs`);
      await page.getByText('Closed trades, at most 500 a call').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe('other ways to listen', () => {
  it('speaks TLS with a certificate, and over a Unix socket, and says what keeps it from an open address', async () => {
    const simulator = await startSimulatorProcess();
    const folder = temporaryFolder();
    try {
      const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost'],
        {
          stdio: 'ignore',
        },
      );
      const port = await freePort();
      const base = botConfig(simulator, port);
      const api = base['api_server'] as object;
      const secure = await startBotProcess({
        config: { ...base, api_server: { ...api, ssl_certfile: cert, ssl_keyfile: key } },
        waitForRunning: false,
      });
      const answer = await until(
        () =>
          new Promise<string | null>((resolve) => {
            const sent = httpsRequest({ port, path: '/api/v1/ping', rejectUnauthorized: false }, (response) => {
              expect(response.headers['strict-transport-security']).toBeDefined();
              response.on('data', (chunk: Buffer) => resolve(chunk.toString()));
            });
            sent.once('error', () => resolve(null));
            sent.end();
          }),
        'an answer over TLS',
      );
      expect(answer).toBe('{"status":"pong"}');
      await secure.stop();
      removeFolder(secure.folder);

      const socketPath = join(folder, 'bot.sock');
      const local = await startBotProcess({ config: { ...base, api_server: { ...api, unix_socket: socketPath } }, waitForRunning: false });
      const status = await until(
        () =>
          new Promise<number | null>((resolve) => {
            const sent = httpRequest({ socketPath, path: '/api/v1/count', headers: { authorization: BASIC } }, (response) => {
              response.resume();
              resolve(response.statusCode === 503 ? null : (response.statusCode ?? null));
            });
            sent.once('error', () => resolve(null));
            sent.end();
          }),
        'an answer over the socket',
      );
      expect(status).toBe(200);
      expect(statSync(socketPath).mode & 0o777).toBe(0o600);
      await local.stop();
      removeFolder(local.folder);

      const { ws_token: _left, ...withoutStream } = api as Record<string, unknown>;
      writeFileSync(
        join(folder, 'open.json'),
        JSON.stringify({ ...base, api_server: { ...withoutStream, listen_ip_address: '0.0.0.0', password: '' } }),
      );
      const open = await startBotProcess({
        config: { ...base, api_server: { ...withoutStream, listen_ip_address: '0.0.0.0', password: '' } },
        waitForRunning: false,
      });
      expect(await open.ended()).toBe(78);
      expect(open.output()).toMatch(/api_server\.password.*\n.*api_server\.ws_token/s);
      expect(open.output()).toContain('freqtrade new-secret');
      removeFolder(open.folder);
    } finally {
      await simulator.close();
      removeFolder(folder);
    }
  });
});
