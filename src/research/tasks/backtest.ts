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

/** Backtests, and writes the result's file. @returns the answer as JSON in UTF-8, and the name of the file */
export async function backtestTask(
  task: BacktestTask,
  world: TaskWorld,
  tell: TellTask,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly filename: string }> {
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
  const { wallet, marketChange, trades } = must(run.files, 'files of a backtest');
  const path = await writeResult(task.resultFolder, {
    strategies: [{ name, report, wallet, trades: trades?.packed ?? null, code, parameterFile, runId: id, rejected: null }],
    marketChange,
    config,
    notes: null,
    now: world.now(),
  });
  const filename = basename(path, '.zip');
  const answer: BacktestAnswer = {
    metadata: { [name]: { ...runFacts(report, id), filename, strategy: name } },
    strategy: { [name]: reportAtOnce(report) },
    strategy_comparison: [comparisonRow(name, report)],
  };
  return { bytes: answerBytes(answer, name, (await trades?.atOnce()) ?? null), filename };
}

/** @param trades where the report has none */
function answerBytes(answer: BacktestAnswer, name: string, trades: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(answer);
  if (trades === null) return new TextEncoder().encode(text);
  const before = `{"metadata":${JSON.stringify(answer.metadata)},"strategy":{${JSON.stringify(name)}:{"trades":[`;
  if (!text.startsWith(`${before}]`)) throw new Error('A report has trades that were to be answered from elsewhere.');
  return Uint8Array.from(Buffer.concat([Buffer.from(before), trades, Buffer.from(text.slice(before.length))]));
}
