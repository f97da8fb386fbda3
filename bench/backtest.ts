import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { NODE_ENVIRONMENT } from '../scripts/setup.mjs';
import { type Candles, emptyCandles } from '../src/core/market/candles.ts';
import { resampleCandles } from '../src/core/market/resample.ts';
import { candleFile, saveCandles } from '../src/data/candle-files.ts';
import { cpuSeconds } from './api.ts';

const STEP = 300_000;
const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
/** The strategy of the comparison: six indicators, a stop, a target. */
const STRATEGY = 'RoiStoploss';
const PYTHON = `
import talib.abstract as ta
import freqtrade.vendor.qtpylib.indicators as q
from freqtrade.strategy import IStrategy
class ${STRATEGY}(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"; minimal_roi = {"0": 0.03}; stoploss = -0.02; startup_candle_count = 50
    def populate_indicators(self, d, m):
        d["rsi"] = ta.RSI(d, timeperiod=14); d["ema_f"] = ta.EMA(d, timeperiod=9); d["ema_s"] = ta.EMA(d, timeperiod=21)
        b = q.bollinger_bands(q.typical_price(d), window=20, stds=2); d["bb_l"], d["bb_m"], d["bb_u"] = b["lower"], b["mid"], b["upper"]
        return d
    def populate_entry_trend(self, d, m):
        d.loc[q.crossed_above(d["ema_f"], d["ema_s"]) & (d["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "ema")
        d.loc[q.crossed_above(d["rsi"], 30) & (d["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "rsi")
        return d
    def populate_exit_trend(self, d, m): return d
`;

/** A program that has run to its end. */
export interface Run {
  seconds: number;
  cpuSeconds: number;
  memoryMb: number;
  output: string;
}

/** Random walks, the same each time. */
export async function writeCandles(folder: string, names: readonly string[], days: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [seed, name] of names.entries()) await save(folder, name, '5m', walk(seed, (days * DAY) / STEP, STEP));
}

/** Random walks in minutes, and the candles of five minutes that they make. */
export async function writeMinutes(folder: string, names: readonly string[], days: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [seed, name] of names.entries()) {
    const minutes = walk(seed, (days * DAY) / MINUTE, MINUTE);
    await save(folder, name, '1m', minutes);
    await save(folder, name, '5m', resampleCandles(minutes, STEP));
  }
}

function save(folder: string, name: string, timeframe: string, candles: Candles): Promise<void> {
  return saveCandles(candleFile(folder, `${name}/USDT`, timeframe, 'spot', 'feather'), candles, 'feather', 'spot');
}

function walk(seed: number, length: number, step: number): Candles {
  const candles = emptyCandles(length);
  let state = (seed + 1) * 2_654_435_761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  const cents = (value: number) => Math.round(value * 100) / 100;
  // as wide in five minutes, whatever the step
  const wide = Math.sqrt(step / STEP);
  let price = 100 + seed * 7;
  for (let row = 0; row < length; row++) {
    const open = price;
    price = Math.max(5, cents(open * (1 + (random() + random() - 1) * 0.006 * wide)));
    candles.time[row] = START + row * step;
    candles.open[row] = open;
    candles.close[row] = price;
    candles.high[row] = cents(Math.max(open, price) * (1 + random() * 0.002 * wide));
    candles.low[row] = cents(Math.min(open, price) * (1 - random() * 0.002 * wide));
    candles.volume[row] = Math.round(random() * 1e5) / 1e3;
  }
  return candles;
}

/** The strategy for the real freqtrade, once ours has run: two of one name are refused. */
export function writePeer(folder: string): void {
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  writeFileSync(join(folder, 'strategies', 'peer.py'), PYTHON);
}

export function writeConfig(folder: string, names: readonly string[], port: number, maxOpen: number): string {
  const path = join(folder, 'config.json');
  const url = `http://127.0.0.1:${port}`;
  const config = {
    max_open_trades: maxOpen,
    stake_currency: 'USDT',
    stake_amount: 50,
    dry_run: true,
    dry_run_wallet: 100_000,
    entry_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
    exit_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
    pairlists: [{ method: 'StaticPairList' }],
    exchange: {
      name: 'binance',
      enable_ws: false,
      pair_whitelist: names.map((name) => `${name}/USDT`),
      ccxt_config: { urls: { api: addresses(url) } },
    },
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** Every address that the two ask at a start leads here. */
function addresses(url: string): Record<string, string> {
  const paths = { public: 'api/v3', private: 'api/v3', v1: 'api/v1', sapi: 'sapi/v1', sapiV2: 'sapi/v2', sapiV3: 'sapi/v3' };
  const futures = {
    fapiPublic: 'fapi/v1',
    fapiPublicV2: 'fapi/v2',
    fapiPublicV3: 'fapi/v3',
    fapiPrivate: 'fapi/v1',
    fapiData: 'futures/data',
  };
  const coin = { dapiPublic: 'dapi/v1', dapiPrivate: 'dapi/v1' };
  return Object.fromEntries(Object.entries({ ...paths, ...futures, ...coin }).map(([name, path]) => [name, `${url}/${path}`]));
}

export async function serveMarkets(names: readonly string[], port: number): Promise<Server> {
  const filters = [
    { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
    { filterType: 'NOTIONAL', minNotional: '5', applyMinToMarket: true, maxNotional: '9000000', applyMaxToMarket: false, avgPriceMins: 5 },
  ];
  const symbols = names.map((name) => ({
    symbol: `${name}USDT`,
    status: 'TRADING',
    baseAsset: name,
    baseAssetPrecision: 8,
    quoteAsset: 'USDT',
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET', 'STOP_LOSS_LIMIT'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    permissions: ['SPOT'],
    permissionSets: [['SPOT']],
    filters,
  }));
  const body = JSON.stringify({ timezone: 'UTC', serverTime: START, rateLimits: [], symbols });
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(request.url?.startsWith('/api/v3/exchangeInfo') ? body : '{"serverTime":1704067200000,"symbols":[]}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** What a process and those it has started have used of CPUs so far, s. @param seen what each had used when it was seen last */
function cpuOfAll(pid: number, seen: Map<number, number>): number {
  const own = [pid];
  for (let next = 0; next < own.length; next++) {
    seen.set(own[next]!, cpuSeconds(own[next]!));
    for (const thread of readdirSync(`/proc/${own[next]}/task`))
      own.push(...readFileSync(`/proc/${own[next]}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number));
  }
  return [...seen.values()].reduce((sum, seconds) => sum + seconds, 0);
}

/** Runs a program to its end. @throws Error with what it said where it failed */
export async function measure(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = NODE_ENVIRONMENT): Promise<Run> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment, COLUMNS: '200' } });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part));
  child.stderr.on('data', (part: Buffer) => (output += part));
  let memoryMb = 0;
  let used = 0;
  const seen = new Map<number, number>();
  const look = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      memoryMb = Math.max(memoryMb, Number(peak ?? 0) / 1024);
      used = cpuOfAll(child.pid!, seen);
    } catch {
      // it has ended
    }
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output.slice(-2000)}`);
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: used, memoryMb, output };
}

type Phases = Partial<Record<'load' | 'analyze' | 'trade', number>>;

export function ourPhases(output: string): Phases {
  const [, load, analyze, trade] = /loaded in ([\d.]+) s, analyzed in ([\d.]+) s, traded in ([\d.]+) s/i.exec(output) ?? [];
  return load === undefined ? {} : { load: Number(load), analyze: Number(analyze), trade: Number(trade) };
}
