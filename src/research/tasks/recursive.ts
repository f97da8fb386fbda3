import type { RawConfig } from '../../config/raw.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { must } from '../../core/must.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { timerangeOf } from '../analyse-pair.ts';
import { BacktestError } from '../backtest-settings.ts';
import { noiseOf } from '../compared-frames.ts';
import { frameOfPair } from '../frame-of-pair.ts';
import { lookingAhead, type RecursiveFindings, recursiveAnalysis } from '../recursive-analysis.ts';
import { type PairsInput, strategyOf, type TaskWorld, type TellTask } from './task.ts';

export interface RecursiveTask extends PairsInput {
  readonly startupCandles: readonly number[];
}

export interface RecursiveResult extends RecursiveFindings {
  readonly strategy: string;
  /** Startup candles of the strategy itself. */
  readonly strategyStartupCandles: number;
  /** Indicators that know what comes later. */
  readonly lookingAhead: readonly string[];
}

/** So many candles of the range are looked at alone, to see what knows the others. */
const FIRST_CANDLES = 10;

/** How the indicators of a strategy change with the number of startup candles, on the first pair. @throws BacktestError */
export async function recursiveTask(task: RecursiveTask, world: TaskWorld, tell: TellTask): Promise<RecursiveResult> {
  const { pairs, timerange } = task;
  if (timerange === '') throw new BacktestError('Please set a timerange. A timerange of 5000 candles are enough for recursive analysis.');
  const range = timerangeOf(timerange);
  const pair = pairs[0];
  if (pair === undefined) throw new BacktestError('There is no pair to look at: the whitelist is empty.');
  const loaded = await strategyOf(task, world);
  try {
    const own = loaded.strategy.startupCandleCount;
    if (own < 1)
      throw new BacktestError(
        `The strategy defines invalid startup candle count of ${own}. This will lead to recursive issues on some indicators. Please define a proper startup_candle_count in the strategy.`,
      );
    const noise = noiseOf(loaded.strategy);
    const step = timeframeMs(loaded.strategy.timeframe);
    const config: RawConfig = task.timeframe === null ? task.config : { ...task.config, timeframe: task.timeframe };
    const frameOf = async (text: string, startup: number): Promise<DataFrame> => {
      const strategy: Strategy = await loaded.anew({ ...config, startup_candle_count: startup } as RawConfig, text);
      strategy.startupCandleCount = startup;
      return frameOfPair({ ...task, config, timerange: text }, pair, strategy, world);
    };
    const counts = [...new Set([...task.startupCandles, own])].sort((a, b) => a - b);
    const whole = await frameOf(timerange, own);
    const first = range.from ?? must(whole.time[0], 'time of a candle');
    const early = await frameOf(timerangeText(range.from, first + FIRST_CANDLES * step), own);
    const last = must(whole.time[whole.length - 1], 'time of a candle');
    // a range may go on after the candles that there are
    const end = range.to !== null && range.to - step <= last ? range.to : last;
    let done = 0;
    const findings = await recursiveAnalysis(
      whole,
      counts,
      noise,
      (startup) => frameOf(timerangeText(end - step, range.to), startup),
      (count) => {
        done++;
        const tasks = { '0': { progress: done, total: counts.length, description: `Startup candle ${count}` } };
        tell({ step: 'analyze', ratio: done / counts.length, trades: 0, tasks });
      },
    );
    return { strategy: task.strategy, strategyStartupCandles: own, ...findings, lookingAhead: lookingAhead(whole, early, noise) };
  } finally {
    loaded.close();
  }
}

/** @param from ms @param to ms */
function timerangeText(from: number | null, to: number | null): string {
  const part = (at: number | null) => (at === null ? '' : String(Math.floor(at / 1000)));
  return `${part(from)}-${part(to)}`;
}
