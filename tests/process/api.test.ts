import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedRequests, shapeDifferences } from './golden-replay.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  nextIteration,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
} from './harness.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'S000/USDT', 'S001/USDT', 'S003/USDT'];

/** Where our answer differs from freqtrade's on purpose; docs/differences.md argues each. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'logs?limit=-1': 'a negative limit is refused',
  'reload by GET': 'the document names GET, freqtrade has dropped it',
  'forceenter negative stake': 'refused for what it is before slots are counted',
  'forceenter raw junk': 'words of another JSON parser',
  'cancel open order': 'the cancelled trade is shown, freqtrade fails to find it again',
  'strategy/S': 'the strategy has another name here',
  edge: 'freqtrade has dropped it; told in the words it had',
  openapi: 'not captured',
};
const isListed = (name: string): boolean => Object.keys(DIFFERENT).some((key) => name === key || name.endsWith(` ${key}`));

describe('the REST API beside what freqtrade answered', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', [...PAIRS, 'S002/USDT', 'S004/USDT', 'S005/USDT'].join(',')]);
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'S000USDT', 'S001USDT', 'S003USDT']) {
      const price = symbol === 'BTCUSDT' ? 60_000 : symbol === 'ETHUSDT' ? 3000 : 100;
      await simulator.control('POST', 'price', { symbol, price, hold: true });
    }
    const pricing = { price_side: 'same', use_order_book: true, order_book_top: 1 };
    const config = botConfig(simulator, await freePort(), {
      timeframe: '5m',
      unfilledtimeout: undefined,
      entry_pricing: pricing,
      exit_pricing: pricing,
      exchange: { pair_whitelist: PAIRS.slice(0, 4) },
    });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('replays the whole capture: status, headers, shapes and messages', async () => {
    const basic = (password: string) => `Basic ${Buffer.from(`${API_USER}:${password}`).toString('base64')}`;
    let access = '';
    let refresh = '';
    const wrong: string[] = [];
    for (const { name, request, response } of recordedRequests()) {
      const bearer = name.includes('garbage')
        ? 'abc.def.ghi'
        : name === 'version bearer' || name === 'refresh with access token'
          ? access
          : refresh;
      const authorization =
        request.auth === null
          ? undefined
          : request.auth === 'Basic'
            ? basic(API_PASSWORD)
            : request.auth === 'Basic (wrong)'
              ? basic('wrong')
              : `Bearer ${bearer}`;
      if (/^(open|closed) version$|^forceexit int id$|^lock add$/.test(name)) await nextIteration(bot);
      const raw = (request.body as { __raw__?: string } | null)?.__raw__;
      const body = raw ?? (request.body === null ? undefined : JSON.stringify(request.body));
      const answer = await fetch(`${bot.url}${request.path}`, {
        method: request.method,
        headers: {
          ...request.headers,
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      let ours: unknown = { __text__: text };
      try {
        ours = JSON.parse(text);
      } catch {
        // an HTML page or plain text
      }
      if (name === 'login') ({ access_token: access, refresh_token: refresh } = ours as { access_token: string; refresh_token: string });
      if (isListed(name)) continue;
      if (answer.status !== response.status) {
        wrong.push(`${name}: status ${response.status} / ${answer.status} ${text.slice(0, 200)}`);
        continue;
      }
      wrong.push(...shapeDifferences(response.body, ours).map((difference) => `${name}: ${difference}`));
      if (answer.status >= 400 && JSON.stringify(ours) !== JSON.stringify(response.body))
        wrong.push(`${name}: ${JSON.stringify(response.body)} / ${text}`);
      for (const header of ['www-authenticate', 'access-control-allow-origin', 'access-control-allow-credentials', 'allow']) {
        const theirs = response.headers[header] ?? null;
        if (theirs !== answer.headers.get(header)) wrong.push(`${name}: ${header} ${theirs} / ${answer.headers.get(header)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("answers in the shapes of freqtrade's OpenAPI document", async () => {
    const document = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/openapi-2.50.json.gz'))).toString()) as {
      paths: Record<string, { get?: { responses: Record<string, { content?: { 'application/json'?: { schema: object } } }> } }>;
      components: object;
    };
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    const paths = [
      'ping',
      'version',
      'show_config',
      'count',
      'status',
      'trades',
      'profit',
      'profit_all',
      'performance',
      'entries',
      'exits',
      'mix_tags',
      'stats',
      'daily',
      'weekly',
      'monthly',
      'balance',
      'whitelist',
      'blacklist',
      'locks',
      'logs',
      'health',
      'sysinfo',
      'historic_balance',
      'markets',
    ];
    await bot.api('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    const wrong: string[] = [];
    for (const path of [...paths, 'pair_candles?pair=BTC/USDT&timeframe=5m&limit=3']) {
      const schema = document.paths[`/api/v1/${path.split('?')[0]}`]?.get?.responses['200']?.content?.['application/json']?.schema;
      const { status, body } = await bot.ask('GET', path);
      expect(status, path).toBe(200);
      if (schema === undefined) continue;
      const validate = ajv.compile({ ...schema, components: document.components });
      if (!validate(body)) wrong.push(...(validate.errors ?? []).map((error) => `${path}: ${error.instancePath} ${error.message}`));
    }
    expect(wrong).toEqual([]);
  });

  it('values trades as freqtrade does, to the last digit', async () => {
    const { body: trades } = await bot.api<{ trades: Record<string, number | string>[] }>('GET', 'trades');
    const golden = recordedRequests().find(({ name }) => name === 'closed trades')!.response.body as { trades: Record<string, number>[] };
    const first = golden.trades[0]!;
    // the same law on other amounts: net value of the exits over gross value of the entry
    for (const trade of trades.trades) {
      const { open_rate, close_rate, amount, fee_open, fee_close, profit_abs } = trade as Record<string, number>;
      if ((trade['nr_of_successful_exits'] as unknown as number) !== 1) continue;
      const expected = amount! * close_rate! * (1 - fee_close!) - amount! * open_rate! * (1 + fee_open!);
      expect(profit_abs).toBeCloseTo(expected, 7);
    }
    expect(first['profit_abs']).toBe(-0.199532);
  });

  it('says what is wrong with an unknown method and path', async () => {
    expect((await bot.ask('GET', 'nosuch')).status).toBe(404);
    const answer = await fetch(`${bot.url}/api/v1/start`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('sends security headers with every answer', async () => {
    for (const path of ['/', '/api/v1/ping', '/api/v1/nosuch', '/assets/none.js']) {
      const { headers } = await fetch(`${bot.url}${path}`);
      for (const name of ['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'])
        expect(headers.get(name), `${path} ${name}`).not.toBeNull();
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
    }
  });
});
