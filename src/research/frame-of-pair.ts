import { namedMarket } from '../core/market/named-market.ts';
import { must } from '../core/must.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { timerangeOf } from './analyse-pair.ts';
import { BacktestError } from './backtest-settings.ts';
import { beginAnalysis } from './equip-analysis.ts';
import { nothingFound } from './missing-data.ts';
import { prepareJob, preparePairs } from './prepare-pairs.ts';
import type { ResearchInput, TaskWorld } from './tasks/task.ts';

/** Indicators of a pair as backtests make them, start-up candles included. @throws BacktestError, StrategyError, CandleFileError */
export async function frameOfPair(
  { config, store, timerange, download }: ResearchInput,
  pair: string,
  strategy: Strategy,
  world: Pick<TaskWorld, 'downloadHint' | 'warn' | 'now'>,
): Promise<DataFrame> {
  const market = must(namedMarket(pair), 'market');
  await beginAnalysis(strategy, config, [pair], new Map([[pair, market]]), world.now);
  const strategyName = strategy.constructor.name;
  const { timeframe } = strategy;
  const request = { config, timeframeDetail: '', timerange };
  const job = prepareJob(
    request,
    { strategyName, timeframe },
    { store, range: timerangeOf(timerange), markets: [market], kept: 'indicators' },
  );
  const { pairs, warnings } = await preparePairs(job, strategy, { now: world.now, onProgress: () => undefined });
  for (const { text } of warnings) world.warn(text);
  const frame = pairs[0]?.frame ?? null;
  if (frame !== null) return frame;
  const wanted = { store, timeframe, isFutures: job.isFutures, timerange };
  throw new BacktestError(await nothingFound(wanted, [pair], download ?? (await world.downloadHint(config))));
}
