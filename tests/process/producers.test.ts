import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
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

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const AUTHORIZATION = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;

const PRODUCING = `
from freqtrade.strategy import IStrategy
class Producing(IStrategy):
    timeframe = '1m'; minimal_roi = {"0": 10}; stoploss = -0.5; startup_candle_count = 5; process_only_new_candles = False
    def populate_indicators(self, d, m): d['sma'] = d['close'].rolling(3).mean(); return d
    def populate_entry_trend(self, d, m): d['enter_long'] = 0; return d
    def populate_exit_trend(self, d, m): d['exit_long'] = 0; return d
`;
const LISTENING = `
from freqtrade.strategy import IStrategy
class Listening(IStrategy):
    timeframe = '1m'; minimal_roi = {"0": 10}; stoploss = -0.5; startup_candle_count = 5; process_only_new_candles = False
    def populate_indicators(self, d, m):
        theirs, at = self.dp.get_producer_df(m['pair'])
        d['their_pairs'] = len(self.dp.get_producer_pairs())
        d['their_rows'] = len(theirs)
        d['their_sma'] = theirs['sma'].iloc[-1] if len(theirs) and 'sma' in theirs else float('nan')
        return d
    def populate_entry_trend(self, d, m): d['enter_long'] = 0; return d
    def populate_exit_trend(self, d, m): d['exit_long'] = 0; return d
`;

interface Heard {
  their_pairs: number;
  their_rows: number;
  their_sma: number | null;
}

/** What the listening strategy has put into its own frame, as the API of either bot shows it. */
async function heard(url: string): Promise<Heard | null> {
  const answer = await fetch(`${url}/api/v1/pair_candles?pair=BTC/USDT&timeframe=1m&limit=1`, {
    headers: { authorization: AUTHORIZATION },
  }).catch(() => null);
  if (!answer?.ok) return null;
  const { columns, data } = (await answer.json()) as { columns: string[]; data: unknown[][] };
  const row = data.at(-1);
  if (row === undefined) return null;
  const of = (name: string) => row[columns.indexOf(name)] as number;
  return { their_pairs: of('their_pairs'), their_rows: of('their_rows'), their_sma: of('their_sma') };
}

const consumerOf = (port: number) => ({
  enabled: true,
  producers: [{ name: 'default', host: '127.0.0.1', port, ws_token: 'ws-token-for-tests' }],
  sleep_time: 1,
  initial_candle_limit: 100,
});

describe('producers and consumers', () => {
  let simulator: SimulatorProcess;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
  });
  afterAll(async () => simulator?.close());

  it('ours uses what ours sends, waits for a producer that is away, and uses its whitelist', async () => {
    const port = await freePort();
    const config = botConfig(simulator, await freePort(), {
      strategy: 'ListeningStrategy',
      external_message_consumer: consumerOf(port),
      pairlists: [{ method: 'ProducerPairList', producer_name: 'default', number_assets: 2 }],
    });
    const consumer = await startBotProcess({ config });
    const producer = await startBotProcess({ config: botConfig(simulator, port) });
    const whitelist = await until(async () => {
      const { body } = await consumer.api<{ whitelist: string[] }>('GET', 'whitelist');
      return body.whitelist.length > 0 ? body.whitelist : null;
    }, 'the whitelist');
    expect(whitelist).toEqual(['BTC/USDT', 'ETH/USDT']);
    const found = await until(async () => ((await heard(consumer.url))?.their_rows ?? 0) > 1 && heard(consumer.url), 'frames');
    expect(found).toMatchObject({ their_pairs: 3, their_rows: 100 });
    await producer.stop();
    await until(async () => consumer.output().includes('Trying again in 1 s'), 'the consumer to notice');
    const again = await startBotProcess({ config: botConfig(simulator, port), folder: producer.folder });
    await until(async () => consumer.output().split('Connected to producer').length > 2, 'the connection to return');
    expect(consumer.output()).not.toContain('ws-token-for-tests');
    await again.stop();
    await consumer.stop();
    removeFolder(producer.folder);
    removeFolder(consumer.folder);
  });

  it('a producer that lies, lags and sends junk harms nothing', async () => {
    const port = await freePort();
    const server = new WebSocketServer({ port, host: '127.0.0.1' });
    const junk = [
      '',
      '{',
      'null',
      '[]',
      '5',
      '{"type":"whitelist","data":7}',
      '{"type":"analyzed_df","data":{}}',
      '{"type":"analyzed_df","data":{"key":["BTC/USDT","1m","spot"],"df":{"__value__":"{"}}}',
      '{"type":"analyzed_df","data":{"key":["BTC/USDT","999x","spot"],"df":{"__value__":"{\\"columns\\":[\\"date\\"],\\"data\\":[[1],[null]]}"}}}',
      '\u0000'.repeat(1000),
    ];
    server.on('connection', (socket) => {
      for (const text of junk) socket.send(text);
      const rows = [0, 1, 2].map((index) => [index * 60_000, 1, 1, 1, 1, 1, null]);
      const value = JSON.stringify({ columns: ['date', 'open', 'high', 'low', 'close', 'volume', 'sma'], index: [0, 1, 2], data: rows });
      socket.send(
        JSON.stringify({
          type: 'analyzed_df',
          data: { key: ['BTC/USDT', '1m', 'spot'], df: { __type__: 'dataframe', __value__: value }, la: 'never' },
        }),
      );
      socket.send('x'.repeat(9 << 20));
    });
    const config = botConfig(simulator, await freePort(), { strategy: 'ListeningStrategy', external_message_consumer: consumerOf(port) });
    const bot = await startBotProcess({ config });
    const found = await until(async () => ((await heard(bot.url))?.their_rows ?? 0) === 3 && heard(bot.url), 'the one good frame');
    expect(found).toMatchObject({ their_sma: null });
    expect((await bot.api('GET', 'health/ready')).status).toBe(200);
    expect(await bot.stop()).toBe(0);
    removeFolder(bot.folder);
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  describe.skipIf(!existsSync(join(PEERS, 'bin/freqtrade')) && process.env['CI'] === undefined)('with the real freqtrade', () => {
    async function startTheirs(
      strategy: string,
      code: string,
      changes: object,
    ): Promise<{ url: string; port: number; child: ChildProcess; folder: string }> {
      const folder = temporaryFolder();
      const port = await freePort();
      mkdirSync(join(folder, 'strategies'));
      writeFileSync(join(folder, 'strategies/strategy.py'), code);
      writeFileSync(join(folder, 'config.json'), JSON.stringify(botConfig(simulator, port, { strategy, ...changes })));
      const child = spawn(join(PEERS, 'bin/freqtrade'), ['trade', '--config', join(folder, 'config.json'), '--userdir', folder], {
        cwd: folder,
        stdio: 'ignore',
      });
      return { url: `http://127.0.0.1:${port}`, port, child, folder };
    }
    const end = async ({ child, folder }: { child: ChildProcess; folder: string }) => {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      removeFolder(folder);
    };

    it('its consumer uses our frames and pairs', async () => {
      const producer = await startBotProcess({ config: botConfig(simulator, await freePort()) });
      const theirs = await startTheirs('Listening', LISTENING, {
        external_message_consumer: consumerOf(Number(new URL(producer.url).port)),
      });
      try {
        const found = await until(async () => ((await heard(theirs.url))?.their_rows ?? 0) > 1 && heard(theirs.url), 'frames', 60_000);
        expect(found).toMatchObject({ their_pairs: 3, their_sma: expect.any(Number) });
      } finally {
        await end(theirs);
        await producer.stop();
        removeFolder(producer.folder);
      }
    });

    it('our consumer uses its frames and pairs', async () => {
      const theirs = await startTheirs('Producing', PRODUCING, {});
      const config = botConfig(simulator, await freePort(), {
        strategy: 'ListeningStrategy',
        external_message_consumer: consumerOf(theirs.port),
      });
      const consumer = await startBotProcess({ config });
      try {
        const found = await until(async () => ((await heard(consumer.url))?.their_rows ?? 0) > 1 && heard(consumer.url), 'frames', 60_000);
        expect(found).toMatchObject({ their_pairs: 3, their_sma: expect.any(Number) });
      } finally {
        await end(theirs);
        await consumer.stop();
        removeFolder(consumer.folder);
      }
    });
  });
});

describe('webhooks', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let receiver: Server;
  const received: { path: string; type: string; body: string }[] = [];
  let failures = 2;
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        if (failures > 0) {
          failures--;
          response.statusCode = 503;
        } else received.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
        response.end();
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => receiver.listen(port, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${port}`;
    const config = botConfig(simulator, await freePort(), {
      webhook: {
        enabled: true,
        url: `${url}/hook-secret`,
        format: 'json',
        retries: 5,
        retry_delay: 0.05,
        entry: { text: 'buy {pair} at {limit:.2f}', nested: { amount: '{amount}' } },
        exit_fill: { text: 'sold {pair}: {profit_ratio:.2%}, {exit_reason}' },
        status: { text: '{status}' },
        entry_fill: { text: '{no_such_field}' },
      },
      discord: { enabled: true, webhook_url: `${url}/discord-secret` },
      // the strategy says it
      timeframe: undefined,
    });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    receiver?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('arrive in order, also when the receiver was down, and bad templates are told', async () => {
    await bot.api('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    await bot.api('POST', 'forceexit', { tradeid: '1', ordertype: 'market' });
    const hooks = await until(async () => {
      const found = received.filter(({ path }) => path === '/hook-secret').map(({ body }) => (JSON.parse(body) as { text: string }).text);
      return found.some((text) => text.startsWith('sold')) ? found : null;
    }, 'the exit');
    expect(hooks[0]).toBe('running');
    expect(hooks.findIndex((text) => text.startsWith('buy BTC/USDT at '))).toBeLessThan(
      hooks.findIndex((text) => /^sold BTC\/USDT: -?\d+\.\d\d%, force_exit$/.test(text)),
    );
    expect(bot.output()).toContain('The webhook template for "entry_fill" can\'t be filled: there is no "no_such_field"');
    const embeds = await until(async () => {
      const found = received.filter(({ path }) => path === '/discord-secret');
      return found.length >= 2
        ? found.map(
            ({ body }) => (JSON.parse(body) as { embeds: { title: string; fields: { name: string; value: string }[] }[] }).embeds[0]!,
          )
        : null;
    }, 'Discord');
    expect(embeds.map(({ title }) => title)).toEqual(['Trade: BTC/USDT entry_fill', 'Trade: BTC/USDT exit_fill']);
    expect(embeds[1]!.fields.find(({ name }) => name === 'Exit Reason')?.value).toBe('force_exit');
    expect(embeds[1]!.fields.find(({ name }) => name === 'Timeframe')?.value).toBe('1m');
    expect(bot.output()).not.toMatch(/hook-secret|discord-secret/);
  });
});
