import type { RawConfig } from '../../config/raw.ts';
import type { BacktestDefaults, BacktestState, ResultFigures, StoredBacktest } from '../../research/port.ts';
import type { BacktestResponse } from '../../wire/answers/research.ts';

export function presentBacktestState({ status, message, step, progress, tradeCount }: BacktestState): BacktestResponse {
  return { ...backtestWithoutResult(status, message, step, progress), trade_count: tradeCount };
}

/** How a backtest fares, without a result. */
export function backtestWithoutResult(status: BacktestResponse['status'], message: string, step = '', progress = 0): BacktestResponse {
  return { status, running: status === 'running', status_msg: message, step, progress, trade_count: null, backtest_result: null };
}

/** The answer with a result in it, without reading the result. @param result JSON in UTF-8 */
export function withResult(state: BacktestResponse, result: Uint8Array): Uint8Array {
  const [before, after] = JSON.stringify(state).split('"backtest_result":null') as [string, string];
  return Buffer.concat([Buffer.from(`${before}"backtest_result":`), result, Buffer.from(after)]);
}

export function presentFigures(figures: ResultFigures) {
  return {
    filename: figures.filename,
    strategy: figures.strategy,
    stake_currency: figures.stakeCurrency,
    total_trades: figures.trades,
    profit_total: figures.profitRatio,
    profit_total_abs: figures.profit,
    max_drawdown_account: figures.drawdown,
    sharpe: figures.sharpe,
  };
}

export function presentStoredBacktest(stored: StoredBacktest) {
  return {
    filename: stored.filename,
    strategy: stored.strategy,
    run_id: stored.runId,
    backtest_start_time: stored.runStartedSeconds,
    notes: stored.notes,
    backtest_start_ts: stored.fromSeconds,
    backtest_end_ts: stored.toSeconds,
    timeframe: stored.timeframe,
    timeframe_detail: stored.timeframeDetail,
  };
}

const sourceOf = (isConfigured: boolean): 'config' | 'strategy' => (isConfigured ? 'config' : 'strategy');

export function presentBacktestDefaults(strategy: string, found: BacktestDefaults, { stake_currency, exchange }: RawConfig) {
  return {
    strategy,
    timeframe: found.timeframe,
    timeframe_source: sourceOf(found.isTimeframeConfigured),
    max_open_trades: found.maxOpenTrades,
    max_open_trades_source: sourceOf(found.isMaxOpenTradesConfigured),
    stake_amount: found.stakeAmount,
    stake_currency,
    dry_run_wallet: found.wallet,
    pairs: [...(exchange.pair_whitelist ?? [])],
  };
}
