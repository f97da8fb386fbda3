import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { BASIC, STREAM_TOKEN, startTestApi, type TestApi } from '../../../tests/fakes/api-server.ts';
import { sampleCandles } from '../../research/sample-candles.ts';
import { DataFrame } from '../../strategy/data-frame.ts';

/** One of each JSON type, with the objects that can't be turned into text or numbers. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e300,
  '',
  'x',
  'BTC/USDT',
  [],
  [[]],
  ['x', null, 1],
  {},
  { toString: 1 },
  { toString: null, valueOf: null },
  [{ toString: 1 }],
  { constructor: { name: 1 }, length: -1 },
  { hasOwnProperty: 1 },
];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  subscribe: [],
  whitelist: [],
  analyzed_df: ['pair', 'limit'],
  features: ['sequence', 'frames', 'deltas', 'heartbeat', 'x'],
  resume: ['stream', 'after', 'topics'],
};
const WHOLE: Readonly<Record<string, object>> = {
  resume: { stream: 's', after: 1, topics: ['status'] },
  features: { sequence: true },
  analyzed_df: { pair: 'BTC/USDT', limit: 1 },
};

function messages(): unknown[] {
  const found: unknown[] = [...VALUES, ...VALUES.map((value) => [value])];
  for (const value of VALUES) {
    found.push({ type: value }, { type: value, data: value }, { data: value });
    for (const [type, places] of Object.entries(PLACES)) {
      found.push({ type, data: value }, { type, data: [value] }, { type, data: ['status', value] });
      for (const place of places) {
        found.push({ type, data: { [place]: value } }, { type, data: { ...WHOLE[type], [place]: value } });
        found.push({ type, data: { ...WHOLE[type], [place]: [value] } }, { type, data: { ...WHOLE[type], [place]: { x: value } } });
      }
    }
  }
  return found;
}

const told = new Set<(event: object) => void>();
const bot = {
  settings: { timeframe: '1m', isFutures: false },
  state: { whitelist: ['BTC/USDT'], analyses: new Map(), trades: [], markets: new Map() },
  onEvent: (tell: (event: object) => void) => {
    told.add(tell);
    return () => told.delete(tell);
  },
};

describe('the message WebSocket', () => {
  let api: TestApi;
  let folder: string;
  const uncaught: unknown[] = [];
  const catchAll = (error: unknown) => uncaught.push(error);
  beforeAll(async () => {
    process.on('uncaughtExceptionMonitor', catchAll);
    folder = mkdtempSync(join(tmpdir(), 'doors-'));
    const away = { id: 'away', name: 'Away', url: 'http://127.0.0.1:9', username: 'u', password: 'p', colour: null };
    writeFileSync(join(folder, 'other_bots.json'), JSON.stringify([away]));
    api = await startTestApi({ bot, userFolder: folder, config: { pass_calls: true, trusted_proxies: ['127.0.0.1'] } });
  });
  afterAll(async () => {
    process.off('uncaughtExceptionMonitor', catchAll);
    await api.close();
    rmSync(folder, { recursive: true });
  });
  const isUp = async () => (await fetch(`${api.url}/api/v1/ping`)).status === 200;

  async function open(): Promise<{ socket: WebSocket; heard: { type: string; data?: unknown }[] }> {
    const socket = new WebSocket(`ws://127.0.0.1:${api.port}/api/v1/message/ws?token=${STREAM_TOKEN}`);
    const heard: { type: string; data?: unknown }[] = [];
    socket.on('message', (data) => heard.push(JSON.parse(data.toString()) as { type: string }));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { socket, heard };
  }
  const untilHeard = async (heard: readonly { type: string }[], type: string, count: number) => {
    const end = Date.now() + 5000;
    while (heard.filter((message) => message.type === type).length < count) {
      if (Date.now() > end) throw new Error(`no ${type} came; there were ${JSON.stringify(heard.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('answers or leaves whatever JSON is at whatever place of a message', async () => {
    const all = messages();
    expect(all.length).toBeGreaterThan(500);
    // a client may ask 200 times at once
    for (let from = 0; from < all.length; from += 190) {
      const { socket, heard } = await open();
      for (const message of all.slice(from, from + 190)) socket.send(JSON.stringify(message));
      const before = heard.filter(({ type }) => type === 'whitelist').length;
      socket.send(JSON.stringify({ type: 'whitelist', data: null }));
      await untilHeard(heard, 'whitelist', before + 1);
      expect(socket.readyState).toBe(WebSocket.OPEN);
      socket.terminate();
    }
    expect(api.errors).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it('says what is wrong with an object where a text belongs', async () => {
    const { socket, heard } = await open();
    const wrong: unknown[] = [
      { type: { toString: 1 } },
      { type: 'subscribe', data: [{ toString: 1 }] },
      { type: 'analyzed_df', data: { pair: {} } },
      { type: 'analyzed_df', data: { limit: {} } },
      { type: 'resume', data: { stream: {}, after: 1 } },
      { type: 'features', data: { frames: {} } },
    ];
    for (const message of wrong) socket.send(JSON.stringify(message));
    await untilHeard(heard, 'exception', wrong.length);
    expect(heard.map(({ type }) => type)).toEqual(wrong.map(() => 'exception'));
    expect(heard[0]!.data).toContain('Invalid request type: object');
    socket.terminate();
  });

  it('sends frames with the columns that their strategy keeps, once they are here', async () => {
    const candles = sampleCandles('BTC/USDT', 3, 60_000);
    const whole = async () => new DataFrame(candles).set('mean', [1, 2, 3]);
    bot.state.analyses.set('BTC/USDT', { frame: new DataFrame(candles).leaveElsewhere(whole), at: 0 });
    const { socket, heard } = await open();
    socket.send(JSON.stringify({ type: 'subscribe', data: ['analyzed_df'] }));
    socket.send(JSON.stringify({ type: 'analyzed_df', data: { pair: 'BTC/USDT', limit: 2 } }));
    await untilHeard(heard, 'analyzed_df', 1);
    bot.state.analyses.set('BTC/USDT', { frame: new DataFrame(candles).leaveElsewhere(whole), at: 1 });
    for (const tell of told) tell({ kind: 'analyzed', pair: 'BTC/USDT' });
    await untilHeard(heard, 'analyzed_df', 2);
    const means = heard
      .filter(({ type }) => type === 'analyzed_df')
      .map(({ data }) => JSON.parse((data as { df: { __value__: string } }).df.__value__) as { columns: string[]; data: number[][] })
      .map(({ columns, data }) => data.map((row) => row[columns.indexOf('mean')]));
    expect(means).toEqual([[2, 3], [3]]);
    bot.state.analyses.clear();
    socket.terminate();
  });

  it('goes on after frames that break the protocol', async () => {
    const head = `GET /api/v1/message/ws?token=${STREAM_TOKEN} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==\r\n\r\n`;
    // not masked, reserved bits, an unknown kind, a length without end, a text that is no UTF-8, a close without reason
    const frames = ['\x81\x01x', '\xf1\x80\0\0\0\0', '\x8f\x80\0\0\0\0', '\x81\xff\x7f', '\x81\x82\0\0\0\0\xff\xfe', '\x88\x81\0\0\0\0x'];
    const answers = await Promise.all(frames.map((frame) => api.raw(head + frame)));
    expect(answers.filter((answer) => !answer.includes('101 Switching Protocols'))).toEqual([]);
    expect(await isUp()).toBe(true);
    expect(api.errors).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it('refuses upgrade requests whose target is none of its own, and lives on', async () => {
    const targets = [
      ...[
        '//',
        '///',
        'http://',
        'http://[',
        'http://:99999/',
        'http://x:y/',
        ':',
        '*',
        '?',
        '#',
        '%',
        'x',
        '[',
        'http://%',
        '//[',
        '//%/x',
      ],
      ...['/%', '/%00', '/api/v1/bots/%/message/ws', '/api/v1/bots/%E0%A4%A/message/ws', '/api/v1/bots/%ff/message/ws', '/\\', '/..//'],
      ...['/api/v1/message/ws?token=%', `//x/api/v1/message/ws?token=${STREAM_TOKEN}`, `http://x/api/v1/message/ws?token=${STREAM_TOKEN}`],
      ...['/api/v1/bots/none/message/ws', '/api/v1/bots//message/ws', `/${'a'.repeat(8000)}`, '/api/v1/bots/__proto__/message/ws'],
    ];
    const headers = [
      'Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==',
      'Host: [\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: :',
      'Host: 127.0.0.1\r\nUpgrade: \r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: ,,,freqtrade\r\nX-Forwarded-For: x, ,[::1, 1.2.3',
      'Host: 127.0.0.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nAuthorization: Bearer \xff\r\nX-Forwarded-For: ',
    ];
    const answers = await Promise.all(
      targets.flatMap((target) =>
        headers.map(async (header) => [target, await api.raw(`GET ${target} HTTP/1.1\r\n${header}\r\n\r\n`)] as const),
      ),
    );
    expect(answers.filter(([, answer]) => answer.includes('101 Switching') || answer.includes(' 500 '))).toEqual([]);
    expect(answers.find(([target]) => target === '/api/v1/bots/%/message/ws')?.[1]).toContain('400 Bad Request');
    expect(answers.find(([target]) => target === '//[')?.[1]).toMatch(/40[04]/);
    expect(await isUp()).toBe(true);
    expect(api.errors).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it('lives on when another bot that messages are passed from does not answer', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${api.port}/api/v1/bots/away/message/ws?token=${STREAM_TOKEN}`);
    const code = new Promise((resolve) => socket.once('close', resolve));
    expect(await code).toBe(1011);
    expect(uncaught).toEqual([]);
  });

  it('opens on a socket file, where a client has no address', async () => {
    const file = join(folder, 'api.socket');
    const local = await startTestApi({ bot, config: { unix_socket: file } });
    const socket = new WebSocket(`ws+unix:${file}:/api/v1/message/ws?token=${STREAM_TOKEN}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const wrong = new WebSocket(`ws+unix:${file}:/api/v1/message/ws?token=wrong`);
    expect(await new Promise((resolve) => wrong.once('error', ({ message }) => resolve(message)))).toContain('403');
    socket.terminate();
    await local.close();
    expect(local.errors).toEqual([]);
  });

  it('opens for no foreign Host, as no call is answered for one; nor does the event stream', async () => {
    const head = (host: string) =>
      `GET /api/v1/message/ws?token=${STREAM_TOKEN} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==\r\n\r\n`;
    const foreign = ['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'evil.example.', 'bot@evil.example'];
    const own = ['127.0.0.1', 'localhost:8080', '[::1]:8080', 'bot.localhost'];
    const answers = await Promise.all([...foreign, ...own].map(async (host) => `${host}: ${(await api.raw(head(host))).slice(9, 12)}`));
    expect(answers).toEqual([...foreign.map((host) => `${host}: 421`), ...own.map((host) => `${host}: 101`)]);
    const events = `GET /api/v1/events HTTP/1.1\r\nHost: evil.example\r\nAuthorization: ${BASIC}\r\n\r\n`;
    expect(await api.raw(events)).toContain(' 421 ');
    expect(await api.raw(events.replace('evil.example', '127.0.0.1'))).toContain(' 200 ');
  });
});
