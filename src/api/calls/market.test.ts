import { afterEach, describe, expect, it } from 'vitest';
import { BASIC, basic, startTestApi, type TestApi } from '../../../tests/fakes/api-server.ts';
import { addToBlacklist } from '../../bot/commands.ts';
import { CommandRefused } from '../../bot/port.ts';
import { sampleCandles } from '../../research/sample-candles.ts';
import { DataFrame } from '../../strategy/data-frame.ts';

describe('the blacklist by the API', () => {
  let api: TestApi;
  afterEach(() => api.close());

  async function start(): Promise<string[]> {
    const blacklist: string[] = [];
    const markets = new Map(Array.from({ length: 3000 }, (_one, index) => [`COIN${index}/USDT`, {}]));
    const bot = {
      settings: { timeframe: '1m', isFutures: false, config: { pairlists: [{ method: 'StaticPairList' }] } },
      state: { whitelist: [], blacklist, analyses: new Map(), trades: [], markets },
      onEvent: () => () => undefined,
      ask: async ({ pairs }: { pairs: string[] }) => addToBlacklist(bot as never, pairs),
    };
    api = await startTestApi({ bot });
    return blacklist;
  }
  const add = async (blacklist: unknown) => {
    const answer = await api.call('POST', 'blacklist', { body: { blacklist } });
    return {
      status: answer.status,
      body: (await answer.json()) as { errors: Record<string, { error_msg: string }>; blacklist_expanded: string[] },
    };
  };

  it('takes names and patterns, and says why it does not take others', async () => {
    const blacklist = await start();
    const { body } = await add(['COIN1/USDT', '.*99/USDT', '(', '(?!BTC).*', '(.)\\1', 'COIN1/USDT']);
    expect(blacklist).toEqual(['COIN1/USDT', '.*99/USDT']);
    expect(body.blacklist_expanded).toHaveLength(31);
    expect(body.errors).toEqual({
      '(': { error_msg: 'Pair ( is not a valid wildcard.' },
      '(?!BTC).*': { error_msg: expect.stringContaining('look-ahead or look-behind, which this bot does not take') },
      '(.)\\1': { error_msg: expect.stringContaining('a reference back to a group') },
      'COIN1/USDT': { error_msg: 'Pair COIN1/USDT already in pairlist.' },
    });
  });

  it('never makes the event loop stand, whatever is asked for', async () => {
    await start();
    const evil = ['(a+)+$', '(.*)*x', '(x+x+)+y', '([a-zA-Z0-9/]+)*!', '(C|O|I|N|[A-Z])*[0-9]*Q'].flatMap((pattern) =>
      Array.from({ length: 30 }, (_one, index) => `${pattern}|Z${index}`),
    );
    let isOver = false;
    const asked = Promise.all([add(evil), add(Array.from({ length: 1000 }, (_one, index) => `COIN${index}/USDT`))]).finally(() => {
      isOver = true;
    });
    // CPU time of the loop's turns, ms: a busy machine makes none of them longer
    const turns: number[] = [];
    const spent = () => process.threadCpuUsage().user / 1000;
    for (let before = spent(); !isOver; before = spent()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      turns.push(spent() - before);
    }
    const [first, second] = await asked;
    expect([first.status, second.status]).toEqual([200, 200]);
    // one that such a pattern held up would take minutes
    expect(Math.max(...turns)).toBeLessThan(500);
    expect((await add(Array.from({ length: 60_000 }, (_one, index) => `C${index}/USDT`))).status).toBe(422);
    const long = 'A'.repeat(5001);
    expect((await add([long])).body.errors[long]?.error_msg).toContain('at most 5000 are taken');
    expect(api.errors).toEqual([]);
  });

  it('takes no list without an end, tells that in one line, and writes down how it began', async () => {
    await start();
    const refusal = async (path: string, body: unknown) => {
      const answer = await api.call('POST', path, { body });
      return [answer.status, ((await answer.json()) as { detail: object[] }).detail] as const;
    };
    const tooLong = (loc: string[], length: number, limit: number) => [
      422,
      [{ type: 'too_long', loc, msg: `List should have at most ${limit} items, not ${length}`, input: length, ctx: { max_length: limit } }],
    ];
    const numbers = new Array<number>(400_000).fill(1);
    expect(await refusal('locks', numbers)).toEqual(tooLong(['body'], 400_000, 5000));
    expect(await refusal('blacklist', { blacklist: numbers })).toEqual(tooLong(['body', 'blacklist'], 400_000, 5000));
    const locks = new Array<object>(1001).fill({ pair: 'A/B', until: '2030-01-01T00:00:00Z' });
    expect(await refusal('locks', locks)).toEqual(tooLong(['body'], 1001, 1000));
    const { audit } = (await (await api.call('GET', 'audit')).json()) as { audit: { request_body: string }[] };
    const sent = [locks, { blacklist: numbers }, numbers].map((body) => JSON.stringify(body).slice(0, 500));
    expect(audit.map(({ request_body: written }) => written)).toEqual(sent);
  });

  it('holds back who may only read, and nobody else', async () => {
    await start();
    await api.close();
    const guest = { username: 'guest', password: 'only-looks-around' };
    const bot = { state: { blacklist: [], markets: new Map() }, settings: { config: { pairlists: [] } }, onEvent: () => () => undefined };
    // time stands still, however long the calls take
    let time = 0;
    api = await startTestApi({ bot, config: { read_only_users: [guest] }, clock: () => time });
    const counts = async (authorization: string) => {
      const answers = await Promise.all(Array.from({ length: 500 }, () => api.call('GET', 'blacklist', { authorization })));
      return answers.filter(({ status }) => status === 429).length;
    };
    expect(await counts(basic(guest.username, guest.password))).toBe(200);
    time = 1000;
    expect(await counts(basic(guest.username, guest.password))).toBe(400);
    expect(await counts(BASIC)).toBe(0);
    expect((await api.call('GET', 'version', { authorization: basic(guest.username, guest.password) })).status).toBe(200);
  });
});

it('candles are shown with the columns that their strategy keeps, brought once; where it is away, that is said', async () => {
  const candles = sampleCandles('A/USDT', 3, 60_000);
  const whole = () => new DataFrame(candles).set('mean', [1, 2, 3]).set('enter_long', [0, 1, 0]);
  let brought = 0;
  const bring = async () => (++brought === 1 ? Promise.reject(new Error('It is being started again.')) : whole());
  const frame = new DataFrame(candles).set('enter_long', [0, 1, 0]).leaveElsewhere(bring);
  const analyses = new Map([['A/USDT', { frame, at: 0 }]]);
  const settings = { timeframe: '1m', isFutures: false, strategyName: 'Far', config: { pairlists: [] } };
  const api = await startTestApi({
    bot: { settings, state: { whitelist: ['A/USDT'], analyses, trades: [] }, onEvent: () => () => undefined },
  });
  const asked = async () => {
    const answer = await api.call('GET', 'pair_candles?pair=A%2FUSDT&timeframe=1m');
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };
  expect(await asked()).toEqual([404, { detail: 'It is being started again.' }]);
  for (let time = 0; time < 2; time++) {
    const [status, { all_columns, data }] = await asked();
    expect([status, all_columns]).toEqual([200, ['date', 'open', 'high', 'low', 'close', 'volume', 'mean', 'enter_tag', 'enter_long']]);
    expect((data as number[][]).map((row) => row[6])).toEqual([1, 2, 3]);
  }
  expect(brought).toBe(2);
  await api.close();
});

it('the whitelist has the pairs of open trades after its own', async () => {
  const state = { whitelist: ['ETH/USDT', 'BTC/USDT'], trades: [{ pair: 'BTC/USDT' }, { pair: 'DOGE/USDT' }] };
  const api = await startTestApi({
    bot: { state, settings: { config: { pairlists: [{ method: 'StaticPairList' }] } }, onEvent: () => () => undefined },
  });
  expect(await (await api.call('GET', 'whitelist')).json()).toEqual({
    whitelist: ['ETH/USDT', 'BTC/USDT', 'DOGE/USDT'],
    length: 3,
    method: ['StaticPairList'],
  });
  await api.close();
});

describe('calls that can not be answered', () => {
  let api: TestApi;
  afterEach(() => api.close());

  it('are refused for that, whatever is asked', async () => {
    api = await startTestApi();
    const answers = [
      await api.call('POST', 'forceenter', { body: {} }),
      await api.call('GET', 'trade/abc'),
      await api.call('GET', 'daily?timescale=x'),
      await api.call('POST', 'locks', { body: {} }),
    ];
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toEqual([503, { detail: 'Bot is not in the correct state.' }]);
    expect((await api.call('GET', 'nosuch')).status).toBe(404);
  });

  it('are refused for that by a bot that trades, too', async () => {
    api = await startTestApi({ bot: { state: { markets: new Map() }, settings: { config: { exchange: { name: 'binance' } } } } });
    for (const [method, path] of [
      ['POST', 'backtest'],
      ['POST', 'pairlists/evaluate'],
      ['GET', 'pair_history'],
      ['PATCH', 'backtest/history/x'],
    ] as const) {
      const answer = await api.call(method, path, method === 'GET' ? {} : { body: {} });
      expect([answer.status, await answer.json()], path).toEqual([503, { detail: 'Bot is not in the correct state.' }]);
    }
    const answer = await api.call('GET', 'markets?trading_mode=foo');
    expect([answer.status, await answer.json()]).toEqual([
      422,
      {
        detail: [
          {
            type: 'enum',
            loc: ['query', 'trading_mode'],
            msg: "Input should be 'spot', 'margin' or 'futures'",
            input: 'foo',
            ctx: { expected: "'spot', 'margin' or 'futures'" },
          },
        ],
      },
    ]);
  });
});

describe('what a request may look like', () => {
  let api: TestApi;
  afterEach(() => api.close());

  it('is read as freqtrade reads it', async () => {
    const asked: unknown[] = [];
    api = await startTestApi({
      bot: {
        state: { mode: 'running', trades: [], locks: [] },
        settings: { isFutures: false },
        onEvent: () => () => undefined,
        ask: async (command: { kind: string }) => {
          asked.push(command);
          if (command.kind === 'start') return { status: 'already running' };
          throw new CommandRefused('not now');
        },
      },
    });
    const send = async (path: string, body: string, type: string) =>
      (
        await fetch(`${api.url}/api/v1/${path}`, {
          method: 'POST',
          headers: { authorization: BASIC, 'content-type': type },
          body: Buffer.from(body),
        })
      ).status;
    const wanted = '{"pair":"BTC/USDT","price":0}';
    // JSON by any of its names; what is something else, is a text, and no object
    expect(await send('forceenter', wanted, 'application/problem+json')).toBe(502);
    expect(await send('forceenter', `\uFEFF${wanted}`, 'application/json; charset=utf-8')).toBe(502);
    expect(asked).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ entry: expect.objectContaining({ rate: null }) })));
    for (const type of ['application/x-www-form-urlencoded', 'application/octet-stream', 'text/plain'])
      expect(await send('forceenter', wanted, type), type).toBe(422);
    // a call that takes no body does not look at it
    expect(await send('start', '{', 'application/json')).toBe(200);
    const locks = async (until: unknown) => (await api.call('POST', 'locks', { body: [{ pair: 'BTC/USDT', until }] })).json();
    expect(await locks('2030-01-01')).toEqual({
      detail: [{ type: 'timezone_aware', loc: ['body', 0, 'until'], msg: 'Input should have timezone info', input: '2030-01-01' }],
    });
    await locks(1_893_456_000);
    expect(asked.at(-1)).toEqual({
      kind: 'addLocks',
      locks: [{ pair: 'BTC/USDT', until: 1_893_456_000_000, side: '*', reason: null }],
    });
    expect(await (await api.call('GET', 'trades/open/custom-data?offset=5')).json()).toEqual({ detail: 'No open trades found.' });
    for (const path of ['trade/', 'strategy/']) {
      const answer = await api.call('GET', path);
      expect([answer.status, await answer.json()], path).toEqual([404, { detail: 'Not Found' }]);
    }
    expect((await api.call('HEAD', 'version')).status).toBe(405);
    expect((await api.call('HEAD', 'ping')).status).toBe(200);
  });
});
