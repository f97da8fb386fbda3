import { basename } from 'node:path';
import { toBeShared } from '../../config/secrets.ts';
import { must } from '../../core/must.ts';
import type { BacktestRequest } from '../backtest-settings.ts';
import { presentReport } from '../report/present-report.ts';
import { reportAtOnce } from '../results/report-at-once.ts';
import { comparisonRow, runFacts, runId, writeResult } from '../results/result-files.ts';
import { runStrategy } from './run-strategy.ts';
import type { PairsInput, TaskWorld, TellTask } from './task.ts';

export interface BacktestTask extends PairsInput {
  readonly resultFolder: string;
  readonly timeframeDetail: string;
  readonly enableProtections: boolean;
}

/** A result as freqtrade's API tells it. */
export interface BacktestAnswer {
  readonly metadata: Readonly<Record<string, ReturnType<typeof runFacts> & { readonly filename: string; readonly strategy: string }>>;
  readonly strategy: Readonly<Record<string, object>>;
  readonly strategy_comparison: readonly object[];
}

/** Backtests, and writes the result's file. */
export async function backtestTask(task: BacktestTask, world: TaskWorld, tell: TellTask): Promise<BacktestAnswer> {
  const config = toBeShared(task.config);
  const request: BacktestRequest = {
    config: task.config,
    timerange: task.timerange,
    timeframeDetail: task.timeframeDetail,
    enableProtections: task.enableProtections,
    positionStacking: false,
    keepsRejected: false,
    fee: task.config.fee ?? null,
  };
  tell({ step: 'dataload', ratio: 0, trades: 0, tasks: {} });
  const { loaded, run } = await runStrategy(task, request, world, tell);
  world.onAsked?.();
  const { name } = run;
  const report = presentReport(run.figures);
  const id = runId(loaded, { ...request, config, store: task.store, pairs: task.pairs, name });
  const { code, parameterFile } = loaded;
  const { wallet, marketChange } = must(run.files, 'files of a backtest');
  const path = await writeResult(task.resultFolder, {
    strategies: [{ name, report, wallet, trades: null, code, parameterFile, runId: id, rejected: null }],
    marketChange,
    config,
    notes: null,
    now: world.now(),
  });
  return {
    metadata: { [name]: { ...runFacts(report, id), filename: basename(path, '.zip'), strategy: name } },
    strategy: { [name]: reportAtOnce(report) },
    strategy_comparison: [comparisonRow(name, report)],
  };
}
