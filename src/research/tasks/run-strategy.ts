import type { Strategy } from '../../strategy/strategy.ts';
import type { BacktestRequest } from '../backtest-settings.ts';
import { backtestStrategy, FILES_MADE_HERE, type StrategyRun } from '../backtest-strategy.ts';
import { type PairsInput, type StrategySource, seldom, strategyOf, type TaskWorld, type TellTask } from './task.ts';

const STEPS = { load: 'dataload', analyze: 'analyze', trade: 'backtest' } as const;
const ORDER = ['dataload', 'analyze', 'backtest'];

/** Backtests the strategy of a task beside a server, which keeps a core for itself. */
export async function runStrategy(
  input: PairsInput,
  request: BacktestRequest,
  world: TaskWorld,
  tell: TellTask,
): Promise<{ readonly loaded: StrategySource; readonly run: StrategyRun }> {
  const loaded = await strategyOf(input, world);
  return { loaded, run: await runOf(input, request, loaded.strategy, world, tell) };
}

/** The same with a strategy that is there. */
export async function runOf(
  input: PairsInput,
  request: BacktestRequest,
  strategy: Strategy,
  world: TaskWorld,
  tell: TellTask,
): Promise<StrategyRun> {
  const tellSeldom = seldom(tell, world.now);
  return backtestStrategy(request, strategy, {
    store: input.store,
    pairs: input.pairs,
    pairsOfCandle: null,
    download: async () => input.download ?? world.downloadHint(request.config),
    markets: new Map(input.markets.map((market) => [market.pair, market])),
    now: world.now,
    files: world.hands?.files ?? FILES_MADE_HERE,
    others: world.hands?.others ?? [],
    onProgress: (phase, ratio, trades = 0) => {
      const step = STEPS[phase];
      const tasks = {
        '0': { progress: ORDER.indexOf(step) + 1, total: ORDER.length, description: 'backtest' },
        '1': { progress: Math.round(ratio * 100), total: 100, description: step },
      };
      tellSeldom({ step, ratio, trades, tasks });
    },
    onWarning: world.warn,
    ...(world.keepPrepared && { keepPrepared: world.keepPrepared }),
  });
}
