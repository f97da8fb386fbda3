import { candleEnd, candleStart, nextCandleStart } from '../core/market/candle-calendar.ts';
import type { CandleRow } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { numberOf, type PairlistSetting, type PairlistWorld } from './handler.ts';

/** Which past candles a handler looks at. */
export interface Lookback {
  readonly timeframe: string;
  /** Candles; 0 for none. */
  readonly period: number;
}

/** `lookback_days`, or `lookback_timeframe` and `lookback_period`. @param fallback days where nothing is set */
export function lookbackOf(setting: PairlistSetting, fallback: number): Lookback {
  const days = numberOf(setting, 'lookback_days', 0);
  if (days > 0) return { timeframe: '1d', period: days };
  return { timeframe: String(setting['lookback_timeframe'] ?? '1d'), period: numberOf(setting, 'lookback_period', fallback) };
}

/** What is wrong with the lookback of a handler; null for nothing. @param isNeeded whether it can't do without */
export function lookbackProblem(setting: PairlistSetting, isNeeded: boolean): string | null {
  const days = numberOf(setting, 'lookback_days', null);
  const period = numberOf(setting, 'lookback_period', 0);
  const timeframe = setting['lookback_timeframe'];
  if ((days ?? 0) > 0 && period > 0) return 'either lookback_days or lookback_period, not both';
  if (days !== null && days < (isNeeded && period <= 0 ? 1 : 0)) return `lookback_days of at least ${isNeeded ? 1 : 0}`;
  if ((days ?? 0) > 0 && timeframe !== undefined && timeframe !== '1d')
    return 'lookback_period in place of lookback_days, which means days';
  try {
    timeframeMs(String(timeframe ?? '1d'));
  } catch {
    return 'a lookback_timeframe such as 1h or 1d';
  }
  return null;
}

/** Start of the candle so many before one that begins at a moment, by the calendar. */
function candlesBefore(start: number, count: number, length: number): number {
  let at = start;
  for (let left = count; left > 0; left--) at = candleStart(at - 1, length);
  return at;
}

/** An exchange may be a moment late with the candle that has just ended: so long its answer is kept without it, ms. */
const INCOMPLETE_MS = 60_000;

/** One candle more than the period of each pair, kept until the next candle begins. */
export async function pastCandles(
  world: PairlistWorld,
  { timeframe, period }: Lookback,
  pairs: readonly string[],
): Promise<ReadonlyMap<string, readonly CandleRow[]>> {
  const length = timeframeMs(timeframe);
  const begun = candleStart(world.now, length);
  const known = new Map<string, readonly CandleRow[]>();
  const missing: string[] = [];
  const key = (pair: string) => `candles ${timeframe} ${period} ${pair}`;
  for (const pair of pairs) {
    const rows = world.memory.peek<readonly CandleRow[]>(key(pair), world.now);
    if (rows === undefined) missing.push(pair);
    else known.set(pair, rows);
  }
  if (missing.length === 0) return known;
  const found = await world.source.candles(missing, timeframe, candlesBefore(begun, period + 1, length));
  for (const pair of missing) {
    const rows = found.get(pair);
    if (rows === undefined || rows.length === 0) continue;
    const isWhole = candleEnd(rows.at(-1)![0], length) >= begun;
    const next = nextCandleStart(world.now, length);
    world.memory.put(key(pair), isWhole ? next : Math.min(next, world.now + INCOMPLETE_MS), rows);
    known.set(pair, rows);
  }
  return known;
}
