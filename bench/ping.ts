import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hashPassword } from '../src/api/access/password.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../tests/process/harness.ts';
import { LoopTurns } from '../tests/process/loop-turns.ts';
import { writeCandles } from './backtest.ts';
import { writeHistory } from './history.ts';
import type { Ping, PingerOrder } from './pinger.ts';

const TRADES = Number(process.env['BENCH_TRADES'] ?? 50_000);
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 20);
const DAYS = 180;
/** Beside those that are traded. */
const OTHER_BASES = Array.from({ length: 97 }, (_, index) => `C${index}`);
/** The simulator has as many markets as a large exchange. */
const MARKETS = ['BTC', 'ETH', 'SOL', ...OTHER_BASES, ...Array.from({ length: 2900 }, (_, index) => `M${index}`)].map(
  (base) => `${base}/USDT`,
);
const TIMES = Number(process.env['BENCH_TIMES'] ?? 3);
/** No request may keep others waiting for longer, ms. */
const LIMIT_MS = 100;
/** No request may keep the event loop at work for longer, ms of CPU time. */
const TURN_LIMIT_MS = 50;
/** Times of a loop that costs the same each time, about 20 ms: what it takes longer is others' doing. */
const NOISE_ROUNDS = 20;
const NOISE_STEPS = 2e7;
const BASIC = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;

/** What is asked while others ping: its name, and what does it. */
type Work = readonly [name: string, carryOut: () => Promise<unknown>];

/**
 * How long a ping waits at most while any one request is at work: the smallest of several times, since the machine is not ours alone.
 * And what the longest turn of the event loop costs meanwhile, of all times: others have no part in its CPU time.
 */
export async function benchPing(): Promise<void> {
  tellNoise();
  const late: string[] = [];
  late.push(...(await whileTrading()), ...(await whileResearching()));
  tellNoise();
  console.log(
    late.length === 0
      ? `  every ping within ${LIMIT_MS} ms, every turn of the loop within ${TURN_LIMIT_MS} ms`
      : `  PING LATER THAN ${LIMIT_MS} ms OR TURN LONGER THAN ${TURN_LIMIT_MS} ms: ${late.join(', ')}`,
  );
}

/** What others on this machine cost: the same work, timed over and over. */
function tellNoise(): void {
  const times = Array.from({ length: NOISE_ROUNDS }, () => {
    const began = performance.now();
    let state = 1;
    for (let step = 0; step < NOISE_STEPS; step++) state = (Math.imul(state, 48_271) + 1) | 0;
    return state === 0 ? 0 : performance.now() - began;
  }).sort((a, b) => a - b);
  console.log(`  noise of the machine: the same work takes ${times[0]!.toFixed(0)} to ${times.at(-1)!.toFixed(0)} ms`);
}

async function measure(bot: BotProcess, turns: LoopTurns, works: readonly Work[]): Promise<string[]> {
  const late: string[] = [];
  for (const [name, carryOut] of works) {
    const worsts: number[] = [];
    const costs: number[] = [];
    let status: unknown;
    for (let time = 0; time < TIMES; time++) {
      const worker = new Worker(new URL('./pinger.ts', import.meta.url), {
        workerData: { thread: 'pinger', url: `${bot.url}/api/v1/ping` } satisfies PingerOrder,
      });
      await new Promise((resolve) => worker.once('message', resolve));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const from = Date.now();
      const { result, longestMs } = await turns.during(carryOut);
      status = result;
      costs.push(longestMs);
      const until = Date.now();
      const told = new Promise<Ping[]>((resolve) => worker.once('message', resolve));
      worker.postMessage('stop');
      const pings = (await told).filter(({ at, took }) => at + took >= from && at <= until + 20);
      worsts.push(Math.max(0, ...pings.map(({ took }) => took)));
    }
    const worst = Math.min(...worsts);
    // an answer may be kept, so that only the first one costs something
    const cost = Math.max(...costs);
    if (worst > LIMIT_MS || cost > TURN_LIMIT_MS) late.push(name);
    console.log(
      `  ${name.padEnd(44)} ${String(status).padEnd(5)} worst ping ${worst.toFixed(0).padStart(4)} ms  (${worsts.map(Math.round).join(', ')})  longest turn ${cost.toFixed(0).padStart(4)} ms CPU  (${costs.map(Math.round).join(', ')})`,
    );
  }
  return late;
}

const ask =
  (bot: BotProcess, method: string, path: string, body?: unknown, authorization = BASIC) =>
  async (): Promise<number> => {
    const response = await fetch(`${bot.url}/api/v1/${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.status;
  };

async function whileTrading(): Promise<string[]> {
  console.log(`a bot with ${TRADES} closed trades`);
  const folder = temporaryFolder();
  const simulator = await startSimulatorProcess(['--pairs', MARKETS.join(',')]);
  let bot: BotProcess | null = null;
  try {
    writeHistory(folder, TRADES, ['BTC', 'ETH', 'SOL', ...OTHER_BASES], TRADES * 2);
    renameSync(join(folder, 'tradesv3.dryrun.sqlite'), join(folder, 'trades.sqlite'));
    const config = botConfig(simulator, await freePort());
    const api = { ...(config['api_server'] as object), password: hashPassword(API_PASSWORD) };
    const turns = new LoopTurns(folder);
    bot = await startBotProcess({ config: { ...config, api_server: api }, folder, environment: turns.environment });
    const on = bot;
    const get = (path: string): Work => [`GET ${path}`, ask(on, 'GET', path)];
    let count = 0;
    const patterns = ['(a+)+$', '(.*)*x', '(x+x+)+y', '([a-zA-Z0-9/]+)*!'];
    return await measure(on, turns, [
      ...['trades?limit=500', 'trades?search=stop&sort_by=profit_abs', 'trades?cursor=start', 'pair_trades?pair=BTC/USDT&limit=2000'].map(
        get,
      ),
      ...['profit', 'profit_all', 'performance', 'entries', 'exits', 'mix_tags', 'entries?pair=BTC/USDT', 'stats'].map(get),
      ...['daily?timescale=1000', 'weekly?timescale=1000', 'monthly?timescale=1000', 'balance', 'historic_balance'].map(get),
      ...['status', 'count', 'whitelist', 'blacklist', 'locks', 'logs', 'health', 'sysinfo', 'show_config', 'plot_config', 'markets'].map(
        get,
      ),
      ...['pair_candles?pair=BTC/USDT&timeframe=1m', 'strategy/QuietStrategy', 'sessions', 'tokens', 'audit?limit=1000', 'features'].map(
        get,
      ),
      [
        'a wrong password',
        () => ask(on, 'GET', 'count', undefined, `Basic ${Buffer.from(`${API_USER}:wrong ${count++}`).toString('base64')}`)(),
      ],
      [
        'ten wrong passwords',
        () =>
          Promise.all(
            Array.from({ length: 10 }, () =>
              ask(on, 'POST', 'token/login', undefined, `Basic ${Buffer.from(`${API_USER}:guess ${count++}`).toString('base64')}`)(),
            ),
          ).then(([first]) => first),
      ],
      ['POST token/login', ask(on, 'POST', 'token/login')],
      ['POST blacklist, patterns', () => ask(on, 'POST', 'blacklist', { blacklist: patterns.map((one) => `${one}|Z${count++}`) })()],
      [
        'POST blacklist, 1,000 names',
        () => ask(on, 'POST', 'blacklist', { blacklist: Array.from({ length: 1000 }, () => `C${count++}/USDT`) })(),
      ],
      ['POST blacklist, 1 MB', ask(on, 'POST', 'blacklist', JSON.stringify({ blacklist: new Array(90_000).fill('COIN/USDT') }))],
      ['POST forceenter, deep JSON', ask(on, 'POST', 'forceenter', '[{"a":'.repeat(160_000))],
      ['POST forceenter', ask(on, 'POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' })],
      ['POST reload_config', ask(on, 'POST', 'reload_config')],
    ]);
  } finally {
    await bot?.stop();
    await simulator.close();
    removeFolder(folder);
  }
}

async function whileResearching(): Promise<string[]> {
  console.log(`webserver mode, ${PAIRS} pairs x ${DAYS} days x 5m`);
  const folder = temporaryFolder();
  const names = ['BTC', 'ETH', 'SOL', 'BNB', 'XRP', 'ADA', 'LTC', 'DOGE', 'LINK', 'AVAX', 'DOT', 'ATOM'].slice(0, PAIRS);
  const simulator = await startSimulatorProcess(['--pairs', names.map((name) => `${name}/USDT`).join(',')]);
  let bot: BotProcess | null = null;
  try {
    await writeCandles(join(folder, 'data', 'binance'), names, DAYS);
    const config = botConfig(simulator, await freePort(), { exchange: { pair_whitelist: names.map((name) => `${name}/USDT`) } });
    delete config['timeframe'];
    const turns = new LoopTurns(folder);
    bot = await startBotProcess({
      environment: turns.environment,
      config: { ...config, strategy_path: join(ROOT, 'examples/oracle') },
      folder,
      command: 'webserver',
      waitForRunning: false,
    });
    const on = bot;
    await until(async () => (await ask(on, 'GET', 'markets')().catch(() => 0)) === 200, 'the webserver', 60_000);
    const get = (path: string): Work => [`GET ${path}`, ask(on, 'GET', path)];
    const backtest = async (): Promise<string> => {
      await ask(on, 'POST', 'backtest', { strategy: 'RoiStoploss', timeframe: '5m', enable_protections: false })();
      type State = { running: boolean; status: string };
      return until(
        async () => {
          const { body } = await on.api<State>('GET', 'backtest');
          return body.running ? null : body.status;
        },
        'the backtest',
        300_000,
      );
    };
    const first = await measure(on, turns, [['a backtest, its result', backtest]]);
    const { body: stored } = await on.api<{ filename: string; strategy: string }[]>('GET', 'backtest/history');
    const result = stored[0] === undefined ? [] : [`filename=${stored[0].filename}&strategy=${stored[0].strategy}`];
    const file = stored[0]?.filename ?? '';
    const range = 'timerange=20200101-20300101';
    return [
      ...first,
      ...(await measure(on, turns, [
        ...[
          'strategies',
          'strategy/RoiStoploss',
          'exchanges',
          'available_pairs',
          'markets',
          'pairlists/available',
          'backtest',
          'background',
        ].map(get),
        ...[`pair_history?pair=BTC/USDT&timeframe=5m&${range}&strategy=RoiStoploss`, 'backtest/history'].map(get),
        ...result.map((query) => get(`backtest/history/result?${query}`)),
        ...result.flatMap(() => [get(`backtest/history/${file}/market_change`), get(`backtest/history/${file}/RoiStoploss/wallet`)]),
        ['POST download_data', ask(on, 'POST', 'download_data', { pairs: ['BTC/USDT'], timeframes: ['1m', '5m'], days: 30 })],
        [
          'POST pairlists/evaluate',
          ask(on, 'POST', 'pairlists/evaluate', {
            pairlists: [{ method: 'StaticPairList' }],
            blacklist: ['(a+)+$'],
            stake_currency: 'USDT',
          }),
        ],
      ])),
    ];
  } finally {
    await bot?.stop();
    await simulator.close();
    removeFolder(folder);
  }
}
