import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { saveCandles } from '../../src/data/candle-files.ts';
import type { BackgroundTaskStatus } from '../../src/wire/answers/research.ts';
import { type Recorded, shapeDifferences } from './golden-replay.ts';
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
import { LoopTurns } from './loop-turns.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'S000/USDT', 'S001/USDT'];
const recorded = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/webserver-mode.json.gz'))).toString()) as Recorded[];

const ORDER = {
  strategy: 'Sample',
  timeframe: '5m',
  timerange: '20240102-20240131',
  max_open_trades: -1,
  stake_amount: 10,
  enable_protections: false,
  dry_run_wallet: 100_000,
};

interface State {
  status: string;
  running: boolean;
  step: string;
  backtest_result: {
    metadata: Record<string, { filename: string; run_id: string }>;
    strategy: Record<string, { trades: Record<string, unknown>[]; total_trades: number; profit_total: number }>;
  } | null;
}

/** Where our answer differs on purpose, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  '/api/v1/strategies': 'other strategies are there',
  '/api/v1/strategy/Sample': 'another language; its parameters are compared on their own',
  '/api/v1/exchanges': 'another version of ccxt',
  '/api/v1/pairlists/available': 'only handlers that work are listed',
  '/api/v1/logs?limit=2': 'other lines',
  '/api/v1/sysinfo': 'another machine',
};

/** CPU time that no turn of the server's loop may take, ms. */
const LONGEST_MS = 100;

describe('webserver mode beside what freqtrade answered', () => {
  const folder = temporaryFolder();
  const turns = new LoopTurns(folder);
  let simulator: SimulatorProcess;
  let server: BotProcess;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', [...PAIRS, 'S002/USDT', 'S003/USDT', 'S004/USDT', 'S005/USDT'].join(',')]);
    const data = join(folder, 'data/binance');
    mkdirSync(data, { recursive: true });
    // the candles of the recording
    const sources = ['S000', 'S001', 'S002', 'S003'];
    for (const [index, pair] of PAIRS.entries()) {
      const source = join(ROOT, `tests/golden/backtest/data/${sources[index]}_USDT-5m.feather`);
      cpSync(source, join(data, `${pair.replace('/', '_')}-5m.feather`));
    }
    cpSync(join(ROOT, 'tests/process/research-strategies'), join(folder, 'strategies'), { recursive: true });
    const pricing = { price_side: 'same', use_order_book: true, order_book_top: 1 };
    const config = botConfig(simulator, await freePort(), {
      timeframe: '5m',
      strategy: undefined,
      unfilledtimeout: undefined,
      bot_name: 'ft',
      entry_pricing: pricing,
      exit_pricing: pricing,
      exchange: { pair_whitelist: PAIRS },
    });
    server = await startBotProcess({ config, folder, command: 'webserver', waitForRunning: false, environment: turns.environment });
    await until(async () => (await server.api('GET', 'ping').catch(() => null))?.status === 200 || null, 'the server');
  });
  afterAll(async () => {
    await server?.stop();
    await simulator?.close();
    removeFolder(folder);
  });

  const ended = () =>
    until(
      async () => {
        const { body } = await server.api<State>('GET', 'backtest');
        return body.running ? null : body;
      },
      'the backtest to end',
      30_000,
    );
  async function jobEnds(id: string): Promise<Record<string, unknown>> {
    return until(
      async () => {
        const { body } = await server.api<Record<string, unknown>>('GET', `background/${id}`);
        return body['running'] === true ? null : body;
      },
      'a job to end',
      30_000,
    );
  }

  it('replays the whole capture: status, shapes, messages, and the numbers of candles and trades', async () => {
    const wrong: string[] = [];
    let file = '';
    const ids = new Map<string, string>();
    for (const [index, { request, response }] of recorded.entries()) {
      let path = request.path.replace('/api/v1/', '');
      if (/backtest-result-[\d_-]+/.test(path)) path = path.replace(/backtest-result-[\d_-]+/, file);
      for (const [theirs, ours] of ids) path = path.replace(theirs, ours);
      // their clock, not what they ask
      if (request.method === 'GET' && path === 'backtest') {
        const isEnd = (response.body as State).running === false;
        if (isEnd) await ended();
      }
      const job = /^background\/([0-9a-f-]{36})/.exec(path)?.[1];
      if (job !== undefined) await jobEnds(job);
      const answer = await server.ask<Record<string, unknown>>(request.method, path, request.body ?? undefined);
      const label = `${index} ${request.method} ${request.path}`;
      if (answer.status !== response.status)
        wrong.push(`${label}: status ${response.status} / ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
      const theirs = response.body as Record<string, unknown>;
      // a download of a pair that is not there fails here, with a word why; there it is a success without a file
      if (request.path in DIFFERENT || index === 70) continue;
      // a strategy that can't be loaded is told here; there it is a backtest that was never begun
      if (index === 55) {
        expect(answer.body).toMatchObject({ status: 'error', status_msg: expect.stringContaining("Impossible to load Strategy 'Nope'") });
        continue;
      }
      // whether it is still loading is a matter of speed
      if (theirs['status_msg'] === 'Backtest running') continue;
      for (const difference of shapeDifferences(stripped(theirs), stripped(answer.body))) wrong.push(`${label}: ${difference}`);
      for (const key of ['detail', 'error', 'status', 'status_msg', 'step', 'progress'])
        if (
          typeof theirs[key] !== 'object' &&
          theirs[key] !== undefined &&
          theirs[key] !== answer.body[key] &&
          !/^Impossible|^backtest_start/.test(String(theirs[key]))
        )
          wrong.push(`${label}.${key}: ${String(theirs[key])} / ${String(answer.body[key])}`);
      if (typeof theirs['job_id'] === 'string' && answer.body['job_id'] !== undefined)
        ids.set(theirs['job_id'], String(answer.body['job_id']));
      const result = (answer.body as unknown as State).backtest_result;
      if (result) file = result.metadata['Sample']!.filename;
      if (request.path.startsWith('/api/v1/pair_history') && response.status === 200) {
        const [a, b] = [rowsOf(theirs), rowsOf(answer.body)];
        expect(answer.body['columns']).toEqual(theirs['columns']);
        expect(answer.body['length'], label).toBe(theirs['length']);
        for (const [at, row] of a.entries())
          for (const [column, cell] of row.entries()) {
            const ours = b[at]![column] ?? null;
            const where = `${label} row ${at} column ${column}`;
            if (typeof cell === 'number') expect(Math.abs((ours as number) - cell), where).toBeLessThan(1e-9 * Math.max(1, Math.abs(cell)));
            // a signal that is not there is 0 here, nothing there
            else expect(ours === 0 ? null : ours, where).toEqual(cell);
          }
      }
      if (/market_change|wallet/.test(request.path)) {
        expect(answer.body['length'], label).toBe(theirs['length']);
        const a = rowsOf(theirs);
        const near = (row: unknown[]) => row.map((cell) => (typeof cell === 'number' ? expect.closeTo(cell, 8) : cell));
        expect(rowsOf(answer.body).slice(0, a.length), label).toEqual(a.map(near));
      }
      if (result && (theirs['backtest_result'] as State['backtest_result'])) {
        const [a, b] = [
          (theirs['backtest_result'] as NonNullable<State['backtest_result']>).strategy['Sample']!,
          result.strategy['Sample']!,
        ];
        expect(b.total_trades).toBe(a.total_trades);
        // the markets of the recording have other amount steps
        expect(b.profit_total).toBeCloseTo(a.profit_total, 3);
        a.trades.forEach((trade, at) => {
          if (typeof trade !== 'object') return;
          for (const key of ['pair', 'open_rate', 'close_rate', 'exit_reason', 'open_timestamp', 'close_timestamp'])
            expect(b.trades[at]![key], `${label} trade ${at} ${key}`).toEqual(trade[key]);
        });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('finds a strategy that looks ahead, and how many startup candles an indicator needs', async () => {
    const order = {
      strategy: 'Peeking',
      timeframe: '5m',
      timerange: '20240102-20240115',
      minimum_trade_amount: 3,
      targeted_trade_amount: 5,
    };
    const { body } = await server.api<{ job_id: string }>('POST', 'lookahead_analysis', order);
    expect(await jobEnds(body.job_id)).toMatchObject({ status: 'success', error: null });
    const found = await server.api<{ result: Record<string, unknown> }>('GET', `lookahead_analysis/${body.job_id}`);
    expect(found.body.result).toMatchObject({ strategy: 'Peeking', has_bias: true, total_signals: 5, biased_indicators: ['tomorrow'] });
    const few = await server.api<{ job_id: string }>('POST', 'lookahead_analysis', {
      ...order,
      minimum_trade_amount: 500,
      targeted_trade_amount: 500,
    });
    // too few to tell: freqtrade answers that none was looked at
    await jobEnds(few.body.job_id);
    const none = await server.api<{ result: Record<string, unknown> }>('GET', `lookahead_analysis/${few.body.job_id}`);
    expect(none.body.result).toMatchObject({ strategy: 'Peeking', has_bias: false, total_signals: 0, biased_indicators: [] });
    const recursive = await server.api<{ job_id: string }>('POST', 'recursive_analysis', {
      strategy: 'Sample',
      timeframe: '5m',
      timerange: '20240102-20240115',
      startup_candle: [1, 50, 100],
    });
    await jobEnds(recursive.body.job_id);
    const { result } = (
      await server.api<{ result: { results: Record<string, Record<string, number>> } }>(
        'GET',
        `recursive_analysis/${recursive.body.job_id}`,
      )
    ).body;
    const theirs = (
      recorded.find(({ request }) => /recursive_analysis\/[0-9a-f]/.test(request.path))!.response.body as typeof result extends never
        ? never
        : { result: { results: Record<string, Record<string, number>> } }
    ).result.results;
    for (const [name, row] of Object.entries(theirs))
      for (const [count, value] of Object.entries(row))
        if (Math.abs(value) > 1e-6) expect(result.results[name]![count], `${name} ${count}`).toBeCloseTo(value, 6);
    // after one candle there is no value yet to compare with
    expect(Object.values(result.results).some((row) => row['1'] === null)).toBe(true);
    expect(Object.values(result.results).flatMap((row) => Object.values(row))).not.toContain(0);
  });

  it('shows plain candles, and of the exchange the range that is asked for', async () => {
    type Candles = { length: number; data_start_ts: number; data_stop_ts: number; strategy: string; all_columns: string[]; detail: string };
    const ask = async (changes: object) =>
      server.ask<Candles>('POST', 'pair_history', { pair: 'BTC/USDT', timeframe: '5m', timerange: '20240103-20240104', ...changes });
    const plain = (await ask({})).body;
    expect(plain).toMatchObject({ strategy: '', all_columns: ['date', 'open', 'high', 'low', 'close', 'volume'] });
    expect([plain.data_start_ts, plain.data_stop_ts]).toEqual([Date.UTC(2024, 0, 3), Date.UTC(2024, 0, 4)]);
    expect((await ask({ pair: 'NOT/THERE' })).body.detail).toBe('No data for NOT/THERE, 5m in 20240103-20240104 found.');
    expect(await ask({ freqaimodel: 'LightGBMRegressor' })).toMatchObject({
      status: 502,
      body: { detail: expect.stringContaining('FreqAI') },
    });
    // the first candles of all are those that a strategy begins with
    const first = (await ask({ strategy: 'Sample', timerange: '20240101-20240102' })).body;
    expect([first.data_start_ts, first.length]).toEqual([Date.UTC(2024, 0, 1) + 200 * 300_000, 89]);
    const words = 'After trimming by startup_candle_count, no data for BTC/USDT, 5m in 1704067200-1704070800 left.';
    expect((await ask({ strategy: 'Sample', timerange: '1704067200-1704070800' })).body.detail).toBe(words);
    const day = 86_400_000;
    const from = Math.floor(Date.now() / day) * day - 3 * day;
    const text = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
    for (const strategy of [null, 'Sample']) {
      const live = await ask({ live_mode: true, timeframe: '1h', timerange: `${text(from)}-${text(from + day)}`, strategy });
      expect([live.body.data_start_ts, live.body.data_stop_ts, live.body.length]).toEqual([from, from + day, 25]);
    }
    const month = (await ask({ live_mode: true, timeframe: '1h', timerange: '' })).body;
    expect(month.length).toBeGreaterThanOrEqual(718);
    expect(Date.now() - month.data_start_ts).toBeLessThanOrEqual(30 * day);
  });

  it('does what a request says, or tells that it can not', async () => {
    const failure = async (changes: object) => {
      await server.api('DELETE', 'backtest');
      await server.api('POST', 'backtest', { ...ORDER, ...changes });
      const { status, status_msg } = (await ended()) as State & { status_msg: string };
      return `${status}: ${status_msg}`;
    };
    expect(await failure({ stake_amount: 'abc' })).toMatch(/^error: .*stake_amount: found "abc"; allowed: a number, or "unlimited"/s);
    expect(await failure({ stake_amount: 'unlimited' })).toMatch(/^error: .*"unlimited" with max_open_trades -1/s);
    expect(await failure({ freqaimodel: 'LightGBMRegressor' })).toMatch(/^error: .*FreqAI/);
    expect(await failure({ strategy: 'Nope' })).toMatch(/^error: .*Impossible to load Strategy 'Nope'/);
    // 5m is what the configuration names
    expect(await failure({ timeframe: '1m' })).toMatch(/^error: .*No data found/);
    const lookahead = await server.api<{ job_id: string }>('POST', 'lookahead_analysis', { strategy: 'Sample', timeframe: '1m' });
    expect(await jobEnds(lookahead.body.job_id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('Please set a timerange'),
    });
    const none = await server.api<{ job_id: string }>('POST', 'pairlists/evaluate', {
      pairlists: [],
      blacklist: [],
      stake_currency: 'USDT',
    });
    expect(await jobEnds(none.body.job_id)).toMatchObject({ status: 'failed', error: 'No Pairlist Handlers defined' });
    expect(await server.ask('GET', 'backtest/history/none/Sample/wallet')).toMatchObject({
      status: 400,
      body: { detail: 'Unable to retrieve wallet history.' },
    });
  });

  it('downloads once at a time, tells how far each file is, and writes jobs into its log', async () => {
    const now = Math.floor(Date.now() / 1000);
    const order = { pairs: ['S002/USDT', 'S003/USDT'], timerange: `${now - 300}-${now}`, download_trades: true, timeframes: ['1h'] };
    const { body } = await server.api<{ job_id: string }>('POST', 'download_data', order);
    expect(await server.ask('POST', 'download_data', order)).toEqual({
      status: 400,
      body: { detail: 'Data Download is already running.' },
    });
    const seen = new Set<string>();
    await until(async () => {
      const job = (
        await server.api<{ running: boolean; progress_tasks: Record<string, { description: string }> }>('GET', `background/${body.job_id}`)
      ).body;
      for (const { description } of Object.values(job.progress_tasks)) seen.add(description);
      return !job.running;
    }, 'the download to end');
    expect([...seen]).toEqual(expect.arrayContaining(['S002/USDT, trades', 'S003/USDT, trades']));
    const { logs } = (await server.api<{ logs: string[][] }>('GET', 'logs')).body;
    const lines = logs.map(([, , , level, text]) => `${level} ${text}`);
    expect(lines).toEqual(
      expect.arrayContaining([`INFO Data download started, job ${body.job_id}.`, `INFO Data download finished, job ${body.job_id}.`]),
    );
    expect(lines.some((line) => line.startsWith('INFO Downloaded data for S002/USDT, trades with length'))).toBe(true);
    expect(lines.some((line) => /^ERROR Backtest failed, job .*FreqAI/.test(line))).toBe(true);
  });

  it("writes into the log what a backtest could not use of a pair's file", async () => {
    const file = join(folder, 'data/binance', `${PAIRS[0]!.replace('/', '_')}-5m.feather`);
    const whole = readFileSync(file);
    const none = new Float64Array();
    const nothing = { length: 0, time: none, open: none, high: none, low: none, close: none, volume: none };
    await saveCandles(file, nothing, 'feather', 'spot');
    await server.api('DELETE', 'backtest');
    const { body } = await server.api<State & { job_id: string }>('POST', 'backtest', { ...ORDER, as_job: true });
    expect(await jobEnds(body.job_id)).toMatchObject({ status: 'success' });
    writeFileSync(file, whole);
    const { logs } = (await server.api<{ logs: string[][] }>('GET', 'logs')).body;
    const warnings = logs.filter(([, , , level]) => level === 'WARNING').map(([, , , , text]) => text);
    expect(warnings).toContain(`Backtest, job ${body.job_id}: ${file} has no candles.`);
  });

  it('answers at once while a backtest runs, aborts it, and leaves no half file', async () => {
    const begun = await server.api<State>('POST', 'backtest', ORDER);
    expect(begun.body).toMatchObject({ status: 'running', running: true });
    const { longestMs } = await turns.during(async () => {
      for (let count = 0; count < 20; count++) await server.api('GET', 'backtest');
      await server.api('GET', 'backtest/abort');
    });
    expect(longestMs).toBeLessThan(LONGEST_MS);
    expect((await server.api<State>('GET', 'backtest')).body).toMatchObject({ running: false });
    const results = join(folder, 'backtest_results');
    expect(existsSync(results) ? readdirSync(results).filter((name) => name.endsWith('.tmp')) : []).toEqual([]);
    await server.api('DELETE', 'backtest');
    await server.api('POST', 'backtest', ORDER);
    expect((await ended()).status).toBe('ended');
  });

  it('answers at once while public trades are downloaded, and keeps what has come when that is aborted', async () => {
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const order = { pairs: ['S004/USDT', 'S005/USDT'], timerange: `${day}-`, download_trades: true };
    const { body } = await server.api<{ job_id: string }>('POST', 'download_data', order);
    const job = async () => (await server.api<BackgroundTaskStatus>('GET', `background/${body.job_id}`)).body;
    const someHaveCome = async () =>
      Object.values((await job()).progress_tasks ?? {}).some(({ description, progress }) => description.startsWith('S004') && progress > 0);
    const { longestMs } = await turns.during(async () => {
      for (const end = performance.now() + 3000; performance.now() < end; ) await server.api('GET', 'ping');
      await until(someHaveCome, 'the first trades');
    });
    expect(longestMs).toBeLessThan(LONGEST_MS);
    await server.api('DELETE', `background/${body.job_id}`);
    const stored = join(folder, 'data/binance/S004_USDT-trades.feather');
    await until(async () => existsSync(stored), 'the trades that have come to be written');
    expect(readdirSync(join(folder, 'data/binance')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('tells the stream how a backtest fares and that it has ended, so that nobody need ask', async () => {
    await server.api('DELETE', 'backtest');
    const basic = Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64');
    const login = await fetch(`${server.url}/api/v1/token/login`, { method: 'POST', headers: { authorization: `Basic ${basic}` } });
    const { access_token: token } = (await login.json()) as { access_token: string };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/message/ws?token=${token}`);
    const heard: { job_category: string; running: boolean; status: string; step: string | null; is_single: boolean }[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; data: typeof heard };
      if (message.type === 'jobs') heard.push(...message.data);
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe', data: ['jobs'] }));
    await server.api('POST', 'backtest', ORDER);
    await until(async () => heard.some(({ running }) => !running) || null, 'the end of the backtest');
    socket.close();
    expect(heard.some(({ running, step }) => running && step !== null)).toBe(true);
    expect(heard.at(-1)).toMatchObject({ job_category: 'backtest', status: 'success', is_single: true });
    expect((await server.api<State>('GET', 'backtest')).body).toMatchObject({ running: false });
  });

  it('runs several backtests at once where it is asked to, each with a result and a file of its own', async () => {
    await server.api('DELETE', 'backtest');
    const started = await Promise.all(
      [1, 2, 3].map((count) =>
        server.api<State & { job_id: string }>('POST', 'backtest', { ...ORDER, max_open_trades: count, as_job: true }),
      ),
    );
    const ids = started.map(({ body }) => body.job_id);
    expect(new Set(ids).size).toBe(3);
    // the one that freqtrade knows stays one, and is another
    expect((await server.api<State>('POST', 'backtest', ORDER)).status).toBe(200);
    expect(await server.ask('POST', 'backtest', ORDER)).toMatchObject({
      status: 502,
      body: { error: expect.stringContaining('already running') },
    });
    const states = await Promise.all(
      ids.map(async (id) => {
        expect((await jobEnds(id))['status']).toBe('success');
        return (await server.api<State>('GET', `backtest?job_id=${id}`)).body;
      }),
    );
    const mine = (await ended()).backtest_result!.metadata['Sample']!.filename;
    const files = states.map(({ backtest_result: result }) => result!.metadata['Sample']!.filename);
    expect(new Set([...files, mine]).size).toBe(4);
    for (const [index, { status, backtest_result: result }] of states.entries()) {
      expect(status).toBe('ended');
      const report = result!.strategy['Sample'] as unknown as { max_open_trades: number; trades: unknown[] };
      expect(report.max_open_trades).toBe(index + 1);
      expect(existsSync(join(folder, `backtest_results/${files[index]}.zip`))).toBe(true);
    }
    // one that is ended early leaves nothing
    const { body } = await server.api<{ job_id: string }>('POST', 'backtest', { ...ORDER, as_job: true });
    await server.api('DELETE', `background/${body.job_id}`);
    expect((await server.ask('GET', `backtest?job_id=${body.job_id}`)).status).toBe(404);
    expect(readdirSync(join(folder, 'backtest_results')).filter((name) => name.startsWith('.backtest'))).toEqual([]);
  });

  it("tells a strategy's parameters as freqtrade does, set by the file beside it", async () => {
    const path = '/api/v1/strategy/Sample';
    const theirs = recorded.find(({ request }) => request.path === path)!.response.body as { params: object[] };
    const parameters = async () => (await server.api<{ params: object[] }>('GET', 'strategy/Sample')).body.params;
    expect(await parameters()).toEqual(theirs.params);
    const file = join(folder, 'strategies/sample.json');
    writeFileSync(file, JSON.stringify({ strategy_name: 'Sample', params: { buy: { buy_rsi: 12 } }, ft_stratparam_v: 1 }));
    expect(await parameters()).toEqual([{ ...theirs.params[0], value: 12 }]);
    // a run with other values is another run, and keeps the file
    await server.api('DELETE', 'backtest');
    await server.api('POST', 'backtest', ORDER);
    const { backtest_result: result } = await ended();
    const name = result!.metadata['Sample']!.filename;
    const files = unzipSync(readFileSync(join(folder, `backtest_results/${name}.zip`)));
    expect(JSON.parse(strFromU8(files[`${name}_Sample.json`]!))).toMatchObject({ params: { buy: { buy_rsi: 12 } } });
    rmSync(file);
  });

  it('shows the candles of now where it is asked to', async () => {
    const order = { pair: 'ETH/USDT', timeframe: '5m', timerange: '', strategy: 'Sample', live_mode: true, columns: ['rsi'] };
    const { status, body } = await server.api<{ length: number; data_stop_ts: number; columns: string[] }>('POST', 'pair_history', order);
    expect(status).toBe(200);
    expect(body.length).toBeGreaterThan(900);
    expect(Date.now() - body.data_stop_ts).toBeLessThan(660_000);
    expect(body.columns).toContain('rsi');
  });

  it('keeps names from outside out of the file system', async () => {
    for (const name of ['../config', '..%2Fconfig', '/etc/passwd', '__proto__', 'constructor']) {
      expect((await server.ask('DELETE', `backtest/history/${encodeURIComponent(name)}`)).status).toBe(404);
      expect((await server.ask('GET', `backtest/history/result?filename=${encodeURIComponent(name)}&strategy=Sample`)).status).toBe(404);
      expect((await server.ask('GET', `backtest/history/${encodeURIComponent(name)}/market_change`)).status).toBe(404);
      expect((await server.ask('GET', `strategy/${encodeURIComponent(name)}`)).status).toBe(404);
    }
    const filename = (await server.api<{ filename: string }[]>('GET', 'backtest/history')).body[0]!.filename;
    expect((await server.ask('GET', `backtest/history/${filename}/__proto__/wallet`)).status).toBe(404);
    // a note is answered with what is told of its file, of no other
    const note = (strategy: string) =>
      server.ask<{ filename: string }[]>('PATCH', `backtest/history/${filename}`, { strategy, notes: 'kept' });
    const noted = await note('Sample');
    expect([...new Set(noted.body.map((entry) => entry.filename))]).toEqual([filename]);
    expect(await note('__proto__')).toEqual({ status: 400, body: { detail: 'Strategy not in metadata.' } });
  });
});

/** Rows of a table; the recording ends long ones with a word. */
function rowsOf(body: Record<string, unknown>): unknown[][] {
  return (body['data'] as unknown[]).filter((row): row is unknown[] => Array.isArray(row));
}

/** Without what has names of its own: results by strategy, tasks by number. */
function stripped(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { progress_tasks: _tasks, backtest_result, result, data: _data, ...rest } = body as Record<string, unknown>;
  const found = backtest_result as State['backtest_result'] | undefined;
  return {
    ...rest,
    ...(result === undefined || (typeof result === 'object' && result !== null && 'results' in result) ? {} : { result }),
    ...(backtest_result === undefined
      ? {}
      : {
          backtest_result:
            found === null
              ? null
              : {
                  metadata: found!.metadata,
                  strategy: { Sample: { ...found!.strategy['Sample'], trades: found!.strategy['Sample']!.trades } },
                },
        }),
  };
}
