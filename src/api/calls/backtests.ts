import type { BacktestOrder, ResearchService } from '../../research/port.ts';
import type { BacktestRequest } from '../../wire/answers/research.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { backtestWithoutResult, presentBacktestDefaults, presentBacktestState, withResult } from '../present/backtest.ts';
import { type CallTable, NotThere, ReadyJson } from './call.ts';
import { checkName } from './strategies.ts';

/** Starting backtests, and how they fare. */
export function backtestCalls(calls: CallTable, { backtests, strategies, config }: ResearchService): void {
  calls.answer(ENDPOINTS.backtest, async ({ query: { job_id: id } }) => {
    const state = id === undefined ? backtests.state() : backtests.jobState(id);
    const answer = presentBacktestState(state);
    return state.result === null ? answer : new ReadyJson(withResult(answer, state.result));
  });
  calls.answer(ENDPOINTS.backtest_start, async ({ body }) => {
    const order = orderOf(body);
    const started = backtestWithoutResult('running', 'Backtest started', 'startup');
    if (body.as_job === true) return { ...started, job_id: backtests.startJob(order).id };
    backtests.start(order);
    return started;
  });
  calls.answer(ENDPOINTS.backtest_defaults, async ({ query: { strategy } }) => {
    const found = await strategies.backtestDefaults(checkName(strategy, 'query'));
    if (found === null) throw new NotThere('Strategy not found');
    return presentBacktestDefaults(strategy, found, config);
  });
  calls.answer(ENDPOINTS.backtest_reset, async () => {
    backtests.reset();
    return backtestWithoutResult('reset', 'Backtest reset');
  });
  calls.answer(ENDPOINTS.backtest_abort, async () =>
    backtestWithoutResult((await backtests.abort()) ? 'stopping' : 'not_running', 'Backtest ended'),
  );
}

function orderOf(body: BacktestRequest): BacktestOrder {
  return {
    strategy: checkName(body.strategy, 'body'),
    timeframe: body.timeframe ?? null,
    timeframeDetail: body.timeframe_detail ?? null,
    timerange: body.timerange ?? null,
    maxOpenTrades: body.max_open_trades ?? null,
    stakeAmount: body.stake_amount ?? null,
    enableProtections: body.enable_protections,
    wallet: body.dry_run_wallet ?? null,
    freqaiModel: body.freqaimodel || body.freqai?.identifier || null,
    cache: body.backtest_cache ?? null,
  };
}
