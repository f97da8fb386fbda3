import type { StoredBacktests } from '../../research/port.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { backtestWithoutResult, presentFigures, presentStoredBacktest, withResult } from '../present/backtest.ts';
import { type CallTable, ReadyJson } from './call.ts';

/** Results of backtests that are stored. */
export function storedBacktestCalls(calls: CallTable, results: StoredBacktests): void {
  const list = async () => (await results.list()).map(presentStoredBacktest);
  calls.answer(ENDPOINTS.backtest_history, list);
  calls.answer(ENDPOINTS.backtest_figures, async () => (await results.figures()).map(presentFigures));
  calls.answer(ENDPOINTS.backtest_history_result, async ({ query: { filename, strategy } }) => {
    const result = await results.result(filename, strategy);
    return new ReadyJson(withResult(backtestWithoutResult('ended', 'Historic result', '', 1), result));
  });
  calls.answer(ENDPOINTS.backtest_history_delete, async ({ params }) => {
    results.delete(params.file);
    return list();
  });
  calls.answer(ENDPOINTS.backtest_history_notes, async ({ params, body }) => {
    results.setNotes(params.file, body.strategy, body.notes ?? '');
    return (await list()).filter(({ filename }) => filename === params.file);
  });
  calls.answer(ENDPOINTS.backtest_market_change, async ({ params }) => new ReadyJson(await results.marketChange(params.file)));
  calls.answer(ENDPOINTS.backtest_wallet, async ({ params }) => new ReadyJson(await results.wallet(params.file, params.strategy)));
}
