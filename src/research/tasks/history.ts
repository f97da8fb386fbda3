import type { Candles } from '../../core/market/candles.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { must } from '../../core/must.ts';
import { DataFrame } from '../../strategy/data-frame.ts';
import { annotationsOf } from '../../strategy/guard.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { loadPair, noData, type PairRequest, timerangeOf } from '../analyse-pair.ts';
import { BacktestError } from '../backtest-settings.ts';
import { storedCandles } from '../candle-store.ts';
import { type PairFrame, type ResearchInput, strategyOf, type TaskWorld } from './task.ts';

export interface HistoryTask extends ResearchInput {
  /** Null for the candles alone. */
  readonly strategy: string | null;
  readonly pair: string;
  readonly columns: readonly string[] | null;
  /** Candles of now from the exchange, instead of stored ones. */
  readonly isLive: boolean;
}

/** What is shown where neither a range nor stored candles say how much, ms. */
const LIVE_SPAN_MS = 30 * 86_400_000;

/** Candles of a pair with what a strategy makes of them. @throws BacktestError when there are none */
export async function historyTask(task: HistoryTask, world: TaskWorld): Promise<PairFrame> {
  const { pair, timerange, strategy: name } = task;
  const strategy = name === null ? null : (await strategyOf({ ...task, strategy: name }, world)).strategy;
  const timeframe = strategy?.timeframe ?? must(task.timeframe, 'timeframe');
  const shown = { strategy: name ?? '', pair, timeframe, timeframeMs: timeframeMs(timeframe), columns: task.columns };
  const request = pairRequest(task, pair, timeframe, world.warn);
  const candles = task.isLive ? await liveCandles(task, timeframe, strategy, world) : null;
  if (strategy === null) {
    const plain = candles ?? (await storedCandles(task.store, pair, timeframe, request.isFutures, timerangeOf(timerange), world.warn));
    if (plain === null) throw new BacktestError(noData(request));
    return { ...shown, frame: new DataFrame(plain), at: world.now(), limit: 0 };
  }
  const loaded = await loadPair(candles === null ? request : { ...request, candles }, strategy);
  const frame = await loaded.analyse(0, loaded.candles.length);
  const start = firstShown(frame, strategy.startupCandleCount, loaded.range.from);
  if (start >= frame.length && frame.length > 0)
    throw new BacktestError(`After trimming by startup_candle_count, no data for ${pair}, ${timeframe} in ${timerange} left.`);
  const annotations = annotationsOf(strategy, pair, frame, (error) => world.warn(error.message), start);
  return { ...shown, frame, annotations, at: world.now(), limit: frame.length - start };
}

/** Row that is shown first: as many are left out as a strategy begins with, wherever they lie. Source: freqtrade 2026.9. */
function firstShown(frame: DataFrame, startup: number, from: number | null): number {
  if (startup > 0 || from === null) return startup;
  const row = frame.time.findIndex((time) => time >= from);
  return row < 0 ? frame.length : row;
}

async function liveCandles(task: HistoryTask, timeframe: string, strategy: Strategy | null, world: TaskWorld): Promise<Candles> {
  const range = timerangeOf(task.timerange);
  const from = (range.from ?? world.now() - LIVE_SPAN_MS) - (strategy?.startupCandleCount ?? 0) * timeframeMs(timeframe);
  return world.pastCandles(task.config, task.pair, timeframe, from, range.to ?? Number.POSITIVE_INFINITY);
}

/** A pair of a task, as its configuration trades it. */
export function pairRequest(
  { config, store, timerange }: ResearchInput,
  pair: string,
  timeframe: string,
  onWarning: (text: string) => void,
): PairRequest {
  const isFutures = config.trading_mode === 'futures';
  return { pair, timeframe, timerange, isFutures, stakeCurrency: config.stake_currency, config, store, onWarning };
}
