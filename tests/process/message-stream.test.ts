import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createApi } from '../../client/src/library.mjs';
import { readFrame } from '../../src/producers/frame-wire.ts';
import { END_AT_ONCE } from './end-at-once.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  METRICS_TOKEN,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
  untilListened,
} from './harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const AUTHORIZATION = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;

interface Heard {
  type: string;
  seq?: number;
  status?: string;
  data?: unknown;
  [field: string]: unknown;
}

/** A client of the stream that keeps all it hears. */
class Client {
  readonly messages: Heard[] = [];
  readonly binary: Buffer[] = [];
  readonly socket: WebSocket;
  constructor(url: string) {
    this.socket = new WebSocket(url, ['freqtrade', 'ws-token-for-tests']);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binary.push(data);
      else this.messages.push(JSON.parse(data.toString()) as Heard);
    });
  }
  async open(): Promise<this> {
    await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
    return this;
  }
  send(type: string, data: unknown): void {
    this.socket.send(JSON.stringify({ type, data }));
  }
  async hears(type: string, count = 1): Promise<Heard> {
    return until(async () => this.messages.filter((message) => message.type === type)[count - 1] ?? null, `${count} of ${type}`);
  }
}

type Row = Readonly<Record<string, number | string | null>>;

/** Rows of a frame message by date. */
function rowsOf(message: Heard): Map<number, Row> {
  const { df } = message.data as { df: unknown };
  const { times, numbers, texts } = readFrame(df);
  return new Map(
    times.map((time, index) => [
      time,
      Object.fromEntries([
        ...[...numbers].map(([name, values]) => [name, values[index]]),
        ...[...texts].map(([name, values]) => [name, values[index]]),
      ]),
    ]),
  );
}

describe('what the message stream offers beyond freqtrade', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let address: string;
  /** Makes the bot tell something: a status for stopping, one for starting. */
  const stir = async (): Promise<void> => {
    await bot.api('POST', 'stop');
    await bot.api('POST', 'start');
  };
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort());
    Object.assign(config['api_server'] as object, { metrics_token: METRICS_TOKEN });
    bot = await startBotProcess({ config });
    address = `${bot.url.replace('http', 'ws')}/api/v1/message/ws`;
    await until(
      async () => ((await bot.api<{ length: number }>('GET', 'pair_candles?pair=BTC/USDT&timeframe=1m')).body.length > 0 ? true : null),
      'an analysis',
    );
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('counts messages for those who ask, and sends what was missed when they come back', async () => {
    const first = await new Client(address).open();
    first.send('features', { sequence: true });
    first.send('subscribe', ['status']);
    const { stream } = (await first.hears('features')).data as { stream: string };
    await stir();
    const heard = await first.hears('status', 2);
    expect(heard.seq).toBeGreaterThan(0);
    first.socket.close();
    await stir();
    const second = await new Client(address).open();
    second.send('features', { sequence: true });
    second.send('resume', { stream, after: heard.seq, topics: ['status'] });
    const resumed = await second.hears('resumed');
    expect(resumed.data).toMatchObject({ stream, complete: true });
    const missed = second.messages.filter(({ type }) => type === 'status');
    expect(missed.map(({ status }) => status)).toEqual(first.messages.filter(({ type }) => type === 'status').map(({ status }) => status));
    expect(missed.every(({ seq }) => seq! > heard.seq!)).toBe(true);
    second.send('resume', { stream: 'another', after: 1 });
    expect((await second.hears('resumed', 2)).data).toMatchObject({ complete: false });
    const plain = await new Client(address).open();
    plain.send('subscribe', ['status']);
    await stir();
    expect(await plain.hears('status')).not.toHaveProperty('seq');
    plain.socket.close();
    second.socket.close();
  });

  it('beats, and explains features and requests that it does not have', async () => {
    const client = await new Client(address).open();
    client.send('features', { heartbeat: 1 });
    const beat = await client.hears('heartbeat', 2);
    expect(beat.data).toMatchObject({ seq: expect.any(Number), time: expect.any(Number) });
    client.send('features', { sequense: true });
    client.send('features', { frames: 'xml' });
    client.send('features', { heartbeat: 0.001 });
    client.send('subscribed', []);
    await client.hears('exception', 4);
    expect(client.messages.filter(({ type }) => type === 'exception').map(({ data }) => data)).toEqual([
      'There is no feature "sequense". Did you mean "sequence"?',
      '"frames" is "json" or "arrow".',
      '"heartbeat" is 0 or 1 to 300 seconds.',
      'Invalid request type: subscribed. There are: subscribe, whitelist, analyzed_df, features, resume.',
    ]);
    client.socket.close();
  });

  it('says that a call has changed something, and nothing of calls that only ask', async () => {
    const client = await new Client(address).open();
    client.send('features', {});
    client.send('subscribe', ['changed']);
    await client.hears('features');
    for (const path of ['audit', 'tokens', 'sessions', 'status']) expect((await bot.api('GET', path)).status).toBe(200);
    const { status } = await bot.api('POST', 'locks', [{ pair: 'ETH/USDT', until: '2099-01-01 00:00:00Z', reason: 'r', side: '*' }]);
    expect(status).toBe(200);
    await client.hears('changed');
    expect(client.messages.filter(({ type }) => type === 'changed')).toEqual([{ type: 'changed', data: 'locks' }]);
    client.socket.close();
  });

  it('sends what changed in a frame, which gives the whole frame', async () => {
    const client = await new Client(address).open();
    const whole = await new Client(address).open();
    client.send('features', { deltas: true });
    client.send('subscribe', ['analyzed_df']);
    client.send('analyzed_df', { pair: 'BTC/USDT', limit: 100 });
    const have = rowsOf(await client.hears('analyzed_df'));
    expect(have.size).toBe(100);
    const isDelta = ({ type, data }: Heard) =>
      type === 'analyzed_df' && (data as { key: string[] }).key[0] === 'BTC/USDT' && 'delta' in (data as object);
    const news = await until(async () => client.messages.find(isDelta) ?? null, 'a delta', 90_000);
    const { delta, la } = news.data as { delta: { start: number; rows: number }; la: string };
    const changed = rowsOf(news);
    expect(changed.size).toBeGreaterThan(0);
    expect(changed.size).toBeLessThan(20);
    for (const [time, row] of changed) have.set(time, row);
    for (const time of [...have.keys()]) if (time < delta.start) have.delete(time);
    expect(have.size).toBe(delta.rows);
    whole.send('analyzed_df', { pair: 'BTC/USDT', limit: 100 });
    const asked = await whole.hears('analyzed_df');
    if ((asked.data as { la: string }).la === la) expect(have).toEqual(rowsOf(asked));
    client.socket.close();
    whole.socket.close();
  });

  it.skipIf(!existsSync(join(PEERS, 'bin/python')) && !process.env['CI'])(
    'sends frames in Arrow that pyarrow reads, with the same values',
    async () => {
      const client = await new Client(address).open();
      client.send('features', { frames: 'arrow', sequence: true });
      client.send('analyzed_df', { pair: 'BTC/USDT', limit: 300 });
      const bytes = await until(async () => client.binary[0] ?? null, 'a frame');
      client.send('features', { frames: 'json' });
      client.send('analyzed_df', { pair: 'BTC/USDT', limit: 300 });
      const text = await client.hears('analyzed_df');
      client.socket.close();
      const { df } = text.data as { df: { __value__: string } };
      const file = join(bot.folder, 'frame.arrows');
      writeFileSync(file, bytes);
      writeFileSync(`${file}.json`, df.__value__);
      const script = `
import json, sys, pyarrow as pa, pandas as pd, numpy as np
from io import StringIO
with pa.ipc.open_stream(sys.argv[1]) as reader:
    table = reader.read_all()
    about = json.loads(reader.schema.metadata[b'freqtrade'])
frame = table.to_pandas()
other = json.load(open(sys.argv[1] + '.json'))
assert list(frame.columns) == other['columns'], list(frame.columns)
for i, name in enumerate(other['columns']):
    theirs = [row[i] for row in other['data']]
    ours = frame[name]
    if name == 'date': ours = ours.astype('int64') // (1 if ours.dtype.unit == 'ms' else 10**6)
    ours = [None if isinstance(v, float) and np.isnan(v) else v for v in ours.tolist()]
    assert ours == theirs, name
print(json.dumps({**about, 'rows': len(frame), 'unit': str(frame['date'].dtype)}))
${END_AT_ONCE}`;
      const said = JSON.parse(execFileSync(join(PEERS, 'bin/python'), ['-c', script, file], { encoding: 'utf8' })) as Record<
        string,
        unknown
      >;
      expect(said).toMatchObject({
        type: 'analyzed_df',
        data: { key: ['BTC/USDT', '1m', 'spot'] },
        rows: 300,
        unit: 'datetime64[ms, UTC]',
      });
      expect(said['seq']).toEqual(expect.any(Number));
      expect(bytes.length).toBeLessThan(Buffer.byteLength(JSON.stringify(text)) / 1.5);
    },
  );

  it('tells server-sent events to those who only listen, and resumes them', async () => {
    const url = `${bot.url}/api/v1/events?topics=status`;
    expect((await fetch(url)).status).toBe(401);
    const listen = async (headers: Record<string, string>) => {
      const end = new AbortController();
      const answer = await fetch(url, { headers: { authorization: AUTHORIZATION, ...headers }, signal: end.signal });
      expect(answer.headers.get('content-type')).toBe('text/event-stream');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      let text = '';
      const reading = (async () => {
        for await (const part of answer.body!) text += Buffer.from(part).toString();
      })().catch(() => undefined);
      return {
        events: () => [...text.matchAll(/id: (.+)\nevent: (.+)\ndata: (.+)\n\n/g)].map(([, id, event, data]) => ({ id: id!, event, data })),
        close: async () => {
          end.abort();
          await reading;
        },
      };
    };
    const first = await listen({});
    await stir();
    const heard = await until(async () => (first.events().length >= 2 ? first.events() : null), 'two events');
    expect(heard[0]).toMatchObject({ event: 'status', data: expect.stringContaining('"status"') });
    await first.close();
    await stir();
    const second = await listen({ 'last-event-id': heard[1]!.id });
    await until(async () => (second.events().length >= 2 ? true : null), 'what was missed');
    await second.close();
  });

  it('bounds what a client may ask, and keeps serving beside one that never reads', async () => {
    const greedy = await new Client(address).open();
    for (let count = 0; count < 250; count++) greedy.send('whitelist', '');
    expect((await greedy.hears('exception')).data).toBe('Too many requests: 20 a second are taken.');
    expect(greedy.messages.filter(({ type }) => type === 'whitelist').length).toBeLessThan(230);
    greedy.socket.close();

    // speaks the protocol by hand, then stops reading
    const { hostname, port } = new URL(bot.url);
    const deaf = connect(Number(port), hostname);
    deaf.write(
      `GET /api/v1/message/ws?token=ws-token-for-tests HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await new Promise((resolve) => deaf.once('data', resolve));
    deaf.pause();
    const frame = (text: string) => {
      const body = Buffer.from(text);
      // a mask of zeros leaves the text as it is
      return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]);
    };
    for (let count = 0; count < 190; count++) deaf.write(frame(JSON.stringify({ type: 'analyzed_df', data: null })));
    // what is asked later is answered later: by then all that was asked before has been seen to
    const beside = await new Client(address).open();
    for (const turn of [1, 2, 3]) {
      beside.send('analyzed_df', null);
      await beside.hears('analyzed_df', turn * 3);
    }
    beside.send('whitelist', '');
    await beside.hears('whitelist');
    beside.socket.close();
    // once it reads again it is told what was left out
    let received = '';
    deaf.on('data', (data) => {
      received = (received + data.toString('latin1')).slice(-2000);
    });
    deaf.resume();
    await until(async () => /data frames were left out/.test(received) || null, 'the word of frames left out');
    deaf.destroy();
  });

  it('the client library misses nothing while it is away', async () => {
    const api = createApi({ url: bot.url, username: API_USER, password: API_PASSWORD });
    const end = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const message of api.messages(['status'], { signal: end.signal })) if ('status' in message) heard.push(message.status);
    })();
    await untilListened(bot, 1);
    await stir();
    await until(
      async () => heard.length >= 2,
      'two messages',
      30_000,
      () => heard,
    );
    // the server lets go of everybody whose login has ended; the library logs in anew
    const sessions = (await bot.api<{ sessions: { session_id: string }[] }>('GET', 'sessions')).body.sessions;
    expect(sessions.length).toBeGreaterThan(0);
    for (const { session_id: id } of sessions) await bot.api('DELETE', `sessions/${id}`);
    await stir();
    await until(
      async () => heard.length >= 4,
      'four messages',
      30_000,
      () => heard,
    );
    expect(heard).toHaveLength(4);
    end.abort();
    await listening;
    expect(new Set(heard.slice(2))).toEqual(new Set(heard.slice(0, 2)));
  });
});
