import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { botConfig, freePort, ROOT, removeFolder, startBotProcess, startSimulatorProcess, until } from '../process/harness.ts';
import { PEERS, startReal } from './beside/real.ts';

/** Dry runs of the real freqtrade and of ours on one simulator, with a strategy that trades on order flow. */

const LIMIT_MS = 400_000;
const MINUTE_MS = 60_000;
const STRATEGIES = join(ROOT, 'tests/peers/beside');
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT', 'LINK/USDT'];
const COLUMNS = [
  ...['bid', 'ask', 'delta', 'max_delta', 'min_delta', 'total_trades', 'levels', 'busiest', 'stacks', 'uneven', 'first_trade'],
  ...['enter_long', 'exit_long'],
];
/** Candles whose trades are asked for. */
const CANDLES = 8;

interface Candles {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}
interface TradeRow {
  readonly pair: string;
  readonly enter_tag: string;
  readonly exit_reason: string | null;
  readonly is_open: boolean;
  readonly open_timestamp: number;
  readonly close_timestamp: number | null;
}
type Ask = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('order flow beside the real freqtrade', () => {
  it('has the same columns, and makes the same trades of them', { timeout: LIMIT_MS }, async () => {
    const simulator = await startSimulatorProcess(['--seed', 'flow', '--pairs', PAIRS.join(',')]);
    const stops: (() => Promise<unknown>)[] = [];
    try {
      const config = async () =>
        botConfig(simulator, await freePort(), {
          strategy: 'FlowStrategy',
          initial_state: 'stopped',
          max_open_trades: PAIRS.length,
          orderflow: {
            max_candles: CANDLES,
            cache_size: CANDLES,
            ...{ scale: 0.005, stacked_imbalance_range: 2, imbalance_volume: 0, imbalance_ratio: 1 },
          },
          exchange: { pair_whitelist: PAIRS, use_public_trades: true, only_from_ccxt: true },
          internals: { process_throttle_secs: 1 },
        });
      const [ours, real] = await Promise.all([
        startBotProcess({ config: await config(), strategyPath: STRATEGIES, waitForRunning: false }),
        startReal({ config: await config(), strategies: join(STRATEGIES, 'real'), folders, untilItRuns: false }),
      ]);
      folders.push(ours.folder);
      stops.push(ours.stop, real.stop);
      const both: readonly Ask[] = [async (method, path, body) => (await ours.api<never>(method, path, body)).body, real.api];
      await until(async () => ((await ours.api('GET', 'ping').catch(() => null)) === null ? null : true), 'our API', LIMIT_MS);
      // both enter within one candle, with time left in it
      const rest = MINUTE_MS - (Date.now() % MINUTE_MS);
      await pause(rest < 50_000 ? rest + 2000 : 0);
      const began = Date.now() - (Date.now() % MINUTE_MS);
      await Promise.all(both.map((ask) => ask('POST', 'start')));
      // the candle after the next two has begun, and both have looked at it
      const frames = async (ask: Ask, pair: string) =>
        ask<Candles>('POST', 'pair_candles', { pair, timeframe: '1m', columns: COLUMNS, limit: 20 }).catch(() => null);
      const lastOf = (candles: Candles | null) => String(candles?.data.at(-1)?.[candles.columns.indexOf('__date_ts')] ?? 0);
      const wanted = began + MINUTE_MS;
      const hasLooked = async () => {
        const found = await Promise.all(both.flatMap((ask) => PAIRS.map((pair) => frames(ask, pair))));
        return found.every((candles) => Number(lastOf(candles)) >= wanted);
      };
      await until(
        hasLooked,
        'the analysis of two more candles',
        LIMIT_MS,
        async () => `${real.output().slice(-3000)}\n${ours.output().slice(-3000)}`,
      );
      const settled = async () => (await Promise.all(both.map(tradesOf))).map((trades) => JSON.stringify(comparable(trades, began)));
      await until(async () => new Set(await settled()).size === 1, 'the same trades on both sides', 30_000, settled);
      const [mine, theirs] = await Promise.all(both.map(async (ask) => Promise.all(PAIRS.map((pair) => frames(ask, pair)))));
      for (const [index, pair] of PAIRS.entries()) {
        const [left, right] = [rowsOf(mine![index]!), rowsOf(theirs![index]!)];
        const common = [...left.keys()].filter((at) => right.has(at) && at <= wanted && at > wanted - 6 * MINUTE_MS);
        expect(common.length, pair).toBe(6);
        for (const at of common) expectSame(left.get(at)!, right.get(at)!, `${pair} ${new Date(at).toISOString()}`);
      }
      // what of it is no number, as it is told to a chart
      const told = await Promise.all(both.map((ask) => ask<Candles>('GET', `pair_candles?pair=${PAIRS[0]}&timeframe=1m&limit=15`)));
      const names = ['trades', 'orderflow', 'imbalances', 'stacked_imbalances_bid', 'stacked_imbalances_ask'];
      const [wholeMine, wholeTheirs] = told.map((candles) => rowsOf(candles, names));
      expect(told[0]!.columns).toEqual(told[1]!.columns);
      const shared = [...wholeMine!.keys()].filter((at) => wholeTheirs!.has(at) && at <= wanted);
      expect(shared.length).toBeGreaterThan(10);
      expect(shared.map((at) => wholeMine!.get(at)!['trades']).filter((found) => found !== null).length).toBeGreaterThan(5);
      for (const at of shared) expectAlike(wholeMine!.get(at), wholeTheirs!.get(at), new Date(at).toISOString());
      const trades = comparable(await tradesOf(both[0]!), began);
      expect(trades.length).toBeGreaterThan(0);
      expect(trades).toEqual(comparable(await tradesOf(both[1]!), began));
    } finally {
      await Promise.all(stops.map((stop) => stop()));
      await simulator.close();
    }
  });
});

/** Closed and open trades. */
async function tradesOf(ask: Ask): Promise<readonly TradeRow[]> {
  const [{ trades }, open] = await Promise.all([ask<{ trades: TradeRow[] }>('GET', 'trades'), ask<TradeRow[]>('GET', 'status')]);
  return [...trades, ...open];
}

/** What both must agree on, of the candles that both have acted on: rates are those of the second in which each has ordered. */
function comparable(trades: readonly TradeRow[], began: number): unknown[] {
  const candle = (at: number | null) => (at === null ? null : Math.floor((at - began) / MINUTE_MS));
  return trades
    .map(({ pair, enter_tag: tag, exit_reason: reason, open_timestamp: opened, close_timestamp: closed }) => {
      const isOver = closed !== null && (candle(closed) ?? 9) <= 2;
      return { pair, tag, reason: isOver ? reason : null, opened: candle(opened), closed: isOver ? candle(closed) : null };
    })
    .filter(({ opened }) => opened !== null && opened <= 2)
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/** By the start of the candle, ms. */
function rowsOf({ columns, data }: Candles, names: readonly string[] = COLUMNS): Map<number, Readonly<Record<string, unknown>>> {
  const time = columns.indexOf('__date_ts');
  return new Map(data.map((row) => [Number(row[time]), Object.fromEntries(names.map((name) => [name, row[columns.indexOf(name)]]))]));
}

function expectSame(mine: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>, label: string): void {
  for (const name of COLUMNS) {
    const [left, right] = [mine[name] ?? 0, theirs[name] ?? 0];
    const isNumber = typeof left === 'number' && typeof right === 'number';
    const isSame = isNumber ? Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left)) : left === right;
    expect(isSame, `${label} ${name}: ours ${String(left)}, the real one ${String(right)}`).toBe(true);
  }
}

/** The same, but for rounding. */
function expectAlike(mine: unknown, theirs: unknown, label: string): void {
  if (typeof mine === 'number' && typeof theirs === 'number') {
    expect(Math.abs(mine - theirs), label).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
  } else if (typeof mine === 'object' && mine !== null && typeof theirs === 'object' && theirs !== null) {
    expect(Object.keys(mine).toSorted(), label).toEqual(Object.keys(theirs).toSorted());
    for (const [key, value] of Object.entries(mine)) expectAlike(value, Reflect.get(theirs, key), `${label}/${key}`);
  } else expect(mine, label).toEqual(theirs);
}
