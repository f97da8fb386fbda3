import type { RawConfig } from '../../config/raw.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { timerangeOf } from '../analyse-pair.ts';
import { BacktestError, type BacktestRequest } from '../backtest-settings.ts';
import { highestFee, type StrategyRun } from '../backtest-strategy.ts';
import { differingColumns, noiseOf } from '../compared-frames.ts';
import type { LookaheadFindings } from '../lookahead-analysis.ts';
import { runOf } from './run-strategy.ts';
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

/** A stake that is small beside the wallet. */
const STAKE = 10_000;
const WALLET = 1_000_000_000;

/**
 * Whether a strategy looks into the future: each of its trades is made again on candles that end soon after its entry and after its exit.
 * @throws BacktestError
 */
export async function lookaheadTask(task: LookaheadTask, world: TaskWorld, tell: TellTask): Promise<LookaheadResult> {
  const { minimumTrades, targetedTrades, timerange } = task;
  if (targetedTrades < minimumTrades) throw new BacktestError("Targeted trade amount can't be smaller than minimum trade amount.");
  if (timerange === '')
    throw new BacktestError('Please set a timerange. Usually a few months are enough depending on your needs and strategy.');
  const { from, to } = timerangeOf(timerange);
  const loaded = await strategyOf(task, world);
  try {
    const noise = noiseOf(loaded.strategy);
    const step = timeframeMs(loaded.strategy.timeframe);
    const until = (end: number) => `${from === null ? '' : seconds(from)}-${seconds(end)}`;
    const run = async (pairs: readonly string[], end: number): Promise<StrategyRun> => {
      const request = requestOf(task, until(end));
      const strategy = await loaded.anew(request.config, request.timerange);
      return runOf({ ...task, pairs }, request, strategy, world, tell);
    };
    const whole = await run(task.pairs, to ?? world.now());
    const { trades } = whole.outcome;
    const findings = { totalSignals: 0, biasedEntries: 0, biasedExits: 0, biasedIndicators: new Set<string>() };
    // freqtrade counts one more
    const isEnough = trades.length + 1 >= minimumTrades;
    const total = Math.min(trades.length + 1, targetedTrades);
    for (const trade of isEnough ? trades : []) {
      if (findings.totalSignals === targetedTrades) break;
      // what is left by the end of the candles would be left by any other end
      if ((trade.exitReason ?? '').includes('force_exit')) continue;
      findings.totalSignals++;
      const entered = await run([trade.pair], trade.openDate + step);
      const left = await run([trade.pair], (trade.closeDate ?? trade.openDate) + step);
      if (!entered.outcome.trades.some(({ openDate }) => openDate === trade.openDate)) findings.biasedEntries++;
      if (!left.outcome.trades.some(({ closeDate }) => closeDate === trade.closeDate)) findings.biasedExits++;
      for (const part of [entered, left]) for (const name of differing(whole, part, trade, noise)) findings.biasedIndicators.add(name);
      tell({
        step: 'analyze',
        ratio: findings.totalSignals / total,
        trades: 0,
        tasks: { '0': { progress: findings.totalSignals, total, description: 'Analyzing trades' } },
      });
    }
    return { strategy: task.strategy, ...findings, biasedIndicators: [...findings.biasedIndicators] };
  } finally {
    loaded.close();
  }
}

function differing(whole: StrategyRun, part: StrategyRun, { pair }: Readonly<Trade>, noise: number): string[] {
  const [one, other] = [whole.frames.get(pair), part.frames.get(pair)];
  return one === undefined || other === undefined ? [] : differingColumns(one, other, noise);
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}

/** As freqtrade does: any number of trades, each small beside a large wallet, by market orders. */
function requestOf(
  { config, timeframe, timeframeDetail, allowsLimitOrders, markets, pairs }: LookaheadTask,
  timerange: string,
): BacktestRequest {
  const first = markets.find(({ pair }) => pair === pairs[0]);
  const changed: RawConfig = {
    ...config,
    ...(timeframe === null ? {} : { timeframe }),
    max_open_trades: -1,
    stake_amount: STAKE,
    dry_run_wallet: WALLET,
    ...(allowsLimitOrders ? {} : atMarket(config)),
  };
  return {
    config: changed,
    timerange,
    timeframeDetail,
    enableProtections: false,
    positionStacking: false,
    keepsRejected: false,
    keepsFrames: true,
    // that of the first pair for all
    fee: config.fee ?? (first === undefined ? null : highestFee(first)),
  };
}

/** Market orders for all, at the prices that they need. */
function atMarket({ entry_pricing, exit_pricing }: RawConfig): Partial<RawConfig> {
  return {
    order_types: { entry: 'market', exit: 'market', emergency_exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: { ...entry_pricing, price_side: 'other' },
    exit_pricing: { ...exit_pricing, price_side: 'other' },
  };
}
