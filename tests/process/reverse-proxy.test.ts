import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { complaintsOf, logIn, startBrowser } from '../page/web-browser.ts';
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

const NGINX = '/usr/sbin/nginx';
const AUTHORIZATION = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;

/** On CI nginx must be there; elsewhere the rest of the tests still says something. */
describe.skipIf(!existsSync(NGINX) && process.env['CI'] === undefined)('behind nginx, with the sample of the docs', () => {
  const folder = temporaryFolder();
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let nginx: ChildProcess;
  let port: number;
  let log = '';

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const apiPort = await freePort();
    port = await freePort();
    const config = botConfig(simulator, apiPort);
    const api = {
      ...(config['api_server'] as object),
      trusted_proxies: ['127.0.0.1'],
      CORS_origins: [],
      allowed_hosts: ['trade.example.com'],
    };
    bot = await startBotProcess({ config: { ...config, api_server: api } });
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-keyout',
        join(folder, 'key'),
        '-out',
        join(folder, 'cert'),
      ],
      { stdio: 'ignore' },
    );
    mkdirSync(join(folder, 'tmp'));
    log = join(folder, 'access.log');
    const sample = readFileSync(join(ROOT, 'docs/reverse-proxy/nginx.conf'), 'utf8')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replace(/ssl_certificate_key\s+\S+;/, `ssl_certificate_key ${join(folder, 'key')};`)
      .replace(/ssl_certificate\s+\S+;/, `ssl_certificate ${join(folder, 'cert')};`)
      .replace('/var/log/nginx/freqtrade.log', log)
      .replace('127.0.0.1:8080', `127.0.0.1:${apiPort}`);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, 'tmp', name)};`);
    const main = `daemon off; pid ${join(folder, 'pid')}; error_log stderr;\nevents {}\nhttp {\n${paths.join('\n')}\n${sample}\n}`;
    writeFileSync(join(folder, 'nginx.conf'), main);
    nginx = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
    await until(async () => (await get('/bot1/api/v1/ping').catch(() => null))?.status === 200 || null, 'nginx to answer');
  });
  afterAll(async () => {
    nginx?.kill('SIGTERM');
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
    removeFolder(folder);
  });

  async function get(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers, rejectUnauthorized: false }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => {
          text += part.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      })
        .on('error', reject)
        .end();
    });
  }

  it('answers the API below a path, and counts the real address', async () => {
    expect(await get('/bot1/api/v1/ping')).toMatchObject({ status: 200, text: '{"status":"pong"}' });
    expect((await get('/bot1/api/v1/count')).status).toBe(401);
    expect((await get('/bot1/api/v1/count', { authorization: AUTHORIZATION })).status).toBe(200);
    expect((await get('/bot1')).headers['location']).toMatch(/\/bot1\/$/);
    const evil = await get('/bot1/api/v1/ping', { host: 'evil.example' });
    expect(evil.status).toBe(421);
    expect((await get('/bot1/api/v1/ping', { host: 'trade.example.com' })).status).toBe(200);
    for (let attempt = 0; attempt < 12; attempt++)
      await get('/bot1/api/v1/count', {
        authorization: `Basic ${Buffer.from(`u:wrong-${attempt}`).toString('base64')}`,
        'x-forwarded-for': '203.0.113.5',
      });
    expect(bot.output()).toContain('Failed login from 203.0.113.5');
    expect((await get('/bot1/api/v1/count', { authorization: AUTHORIZATION })).status).toBe(200);
  });

  it('hands the message WebSocket and server-sent events on, and keeps tokens out of its log', async () => {
    const refused = new WebSocket(`wss://127.0.0.1:${port}/bot1/api/v1/message/ws?token=wrong-token`, { rejectUnauthorized: false });
    expect(await new Promise((resolve) => refused.once('unexpected-response', (_request, response) => resolve(response.statusCode)))).toBe(
      403,
    );
    const socket = new WebSocket(`wss://127.0.0.1:${port}/bot1/api/v1/message/ws?token=ws-token-for-tests`, { rejectUnauthorized: false });
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send(JSON.stringify({ type: 'subscribe', data: ['status'] }));
    let events = '';
    const listening = request(
      { host: '127.0.0.1', port, path: '/bot1/api/v1/events', headers: { authorization: AUTHORIZATION }, rejectUnauthorized: false },
      (response) =>
        response.on('data', (part: Buffer) => {
          events += part.toString();
        }),
    );
    listening.on('error', () => undefined).end();
    await until(async () => events.includes('retry:') || null, 'the event stream');
    await bot.api('POST', 'stop');
    await bot.api('POST', 'start');
    await until(async () => (heard.length >= 2 && /event: status/.test(events)) || null, 'messages both ways');
    listening.destroy();
    socket.close();
    const written = await until(async () => /message\/ws" 101/.test(readFileSync(log, 'utf8')) && readFileSync(log, 'utf8'), 'the log');
    expect(written).not.toContain('ws-token-for-tests');
  });

  it('shows the page below a path, live, on a reload too', async () => {
    const browser = await startBrowser();
    try {
      const page = await browser.newPage({ ignoreHTTPSErrors: true });
      const complaints = complaintsOf(page);
      await page.goto(`https://127.0.0.1:${port}/bot1`);
      await logIn(page, /Open trades/);
      expect(new URL(page.url()).pathname).toBe('/bot1/trade');
      await page.reload();
      await page.getByRole('heading', { name: /Open trades/ }).waitFor();
      await page.goto(`https://127.0.0.1:${port}/bot1/some/deep/path`);
      await page.getByRole('heading', { name: /Open trades/ }).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
