import type { RawConfig } from '../../config/raw.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { loadPair } from '../analyse-pair.ts';
import { type ActedSignal, type LookaheadFindings, lookaheadAnalysis, NO_BIAS, together } from '../lookahead-analysis.ts';
import { pairRequest } from './history.ts';
import { runStrategy } from './run-strategy.ts';
import { type PairsInput, strategyOf, type TaskWorld, type TellTask } from './task.ts';

export interface LookaheadTask extends PairsInput {
  readonly timeframeDetail: string;
  readonly minimumTrades: number;
  readonly targetedTrades: number;
  /** Whether orders stay of the type that is configured; else all are market orders, as freqtrade has it. */
  readonly allowsLimitOrders: boolean;
}

export interface LookaheadResult extends LookaheadFindings {
  readonly strategy: string;
}

/** Whether a strategy looks into the future: what it did in a backtest, compared with what it would have known then. */
export async function lookaheadTask(task: LookaheadTask, world: TaskWorld, tell: TellTask): Promise<LookaheadResult> {
  const { minimumTrades, targetedTrades } = task;
  if (targetedTrades < minimumTrades) throw new Error("Targeted trade amount can't be smaller than minimum trade amount.");
  const { run } = await runStrategy(task, requestOf(task), world, tell);
  const trades = run.outcome.trades.slice(0, targetedTrades);
  if (trades.length < minimumTrades)
    throw new Error(`There are ${trades.length} trades, too few to tell: ${minimumTrades} are needed. Choose a longer timerange.`);
  let findings = NO_BIAS;
  let done = 0;
  for (const pair of new Set(trades.map((trade) => trade.pair))) {
    const own = trades.filter((trade) => trade.pair === pair);
    const found = await findingsOf(task, pair, own, world, (count) =>
      tell({
        step: 'analyze',
        ratio: (done + count) / trades.length,
        trades: 0,
        tasks: { '0': { progress: done + count, total: trades.length, description: 'Analyzing trades' } },
      }),
    );
    done += own.length;
    findings = together(findings, found);
  }
  return { strategy: task.strategy, ...findings };
}

/** As freqtrade does: any number of trades, each small beside a large wallet, by market orders. */
function requestOf({ config, timerange, timeframeDetail, allowsLimitOrders }: LookaheadTask) {
  const changed: RawConfig = {
    ...config,
    max_open_trades: -1,
    stake_amount: 10_000,
    dry_run_wallet: 1_000_000_000,
    ...(allowsLimitOrders ? {} : atMarket(config)),
  };
  return {
    config: changed,
    timerange,
    timeframeDetail,
    enableProtections: false,
    positionStacking: false,
    keepsRejected: false,
    fee: config.fee ?? null,
  };
}

async function findingsOf(
  task: LookaheadTask,
  pair: string,
  trades: readonly Readonly<Trade>[],
  world: TaskWorld,
  onProgress: (done: number) => void,
): Promise<LookaheadFindings> {
  const { strategy } = await strategyOf(task, world);
  const step = timeframeMs(strategy.timeframe);
  const loaded = await loadPair(pairRequest(task, pair, strategy.timeframe, world.warn), strategy);
  const whole = await loaded.analyse(0, loaded.candles.length);
  const rowAt = new Map(Array.from(whole.time, (time, row) => [time, row]));
  const signals = trades.flatMap((trade) => {
    const entry = signalAt(rowAt, trade.openDate - step, trade.isShort ? 'enter_short' : 'enter_long');
    const closed = trade.closeDate ?? trade.openDate;
    const exit = trade.exitReason === 'exit_signal' ? signalAt(rowAt, closed - step, trade.isShort ? 'exit_short' : 'exit_long') : null;
    return entry === null ? [] : [{ entry, exit }];
  });
  return lookaheadAnalysis(whole, signals, (end) => loaded.analyse(0, end), onProgress);
}

/** Market orders for all, at the prices that they need. */
function atMarket({ entry_pricing, exit_pricing }: RawConfig): Partial<RawConfig> {
  return {
    order_types: { entry: 'market', exit: 'market', emergency_exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: { ...entry_pricing, price_side: 'other' },
    exit_pricing: { ...exit_pricing, price_side: 'other' },
  };
}

function signalAt(rowAt: ReadonlyMap<number, number>, time: number, column: ActedSignal['column']): ActedSignal | null {
  const row = rowAt.get(time);
  return row === undefined ? null : { row, column };
}
