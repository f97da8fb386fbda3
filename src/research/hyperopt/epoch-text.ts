import { parsePythonJson } from '../../core/python-json.ts';
import type { Point } from '../../samplers/space.ts';
import { floatsIn, withFloatFigures, withFloats } from './float-names.ts';
import type { EpochMetrics, EpochRecord, EpochResult } from './present-epoch.ts';
import type { Spilled } from './spill.ts';

/** What lists and tables need of a try; small, where a record has every trade. */
export interface EpochRow {
  readonly loss: number;
  readonly losses: readonly number[];
  readonly trades: number;
  readonly wins: number;
  readonly draws: number;
  readonly defeats: number;
  /** Ratios, 0.01 = 1 %; amounts in stake currency. */
  readonly profitMean: number;
  readonly profitMedian: number;
  readonly profitRatio: number;
  readonly profitAbs: number;
  readonly drawdownAbs: number;
  readonly drawdownRatio: number;
  /** As a report has it: `16:31:00`. */
  readonly holdingAverage: string;
  readonly stakeCurrency: string;
}

/** A try with its place and its point, for lists and charts. */
export interface SearchedEpoch extends EpochRow {
  readonly epoch: number;
  readonly isBest: boolean;
  readonly point: Point;
}

/** One try as a thread hands it over: its line of the file but for the end, as UTF-8, and its row. */
export interface EpochText {
  readonly head: Uint8Array | Spilled;
  readonly row: EpochRow;
  /** Used by the thread's heap and what hangs on it, bytes. */
  readonly memory: number;
}

export function rowOf({ loss, losses, results_metrics: metrics }: Pick<EpochResult, 'loss' | 'losses' | 'results_metrics'>): EpochRow {
  return {
    loss,
    losses: losses === undefined ? [loss] : Object.values(losses),
    trades: metrics.total_trades,
    wins: metrics.wins,
    draws: metrics.draws,
    defeats: metrics.losses,
    profitMean: metrics.profit_mean,
    profitMedian: metrics.profit_median,
    profitRatio: metrics.profit_total,
    profitAbs: metrics.profit_total_abs,
    drawdownAbs: metrics.max_drawdown_abs,
    drawdownRatio: metrics.max_drawdown_account,
    holdingAverage: metrics.holding_avg,
    stakeCurrency: metrics.stake_currency,
  };
}

/** Figures of a try that is held in memory. */
export function metricsOf({ head }: Pick<EpochText, 'head'>): EpochMetrics {
  if (!(head instanceof Uint8Array)) throw new Error('The line of this try lies in a file.');
  return (JSON.parse(`${new TextDecoder().decode(head)}}`) as EpochResult).results_metrics;
}

/** A try as files have it, but for its place among the others. */
export function resultText({ floats, results_metrics: metrics, results_explanation, total_profit, ...parameters }: EpochResult): string {
  const head = withFloats(JSON.stringify(parameters), floats).slice(0, -1);
  const figures = withFloatFigures(JSON.stringify(metrics));
  return `${head},"results_metrics":${figures},${JSON.stringify({ results_explanation, total_profit }).slice(1)}`;
}

type Place = Pick<EpochRecord, 'current_epoch' | 'is_initial_point' | 'is_best'>;

/** The end of a line. */
export function lineEnd(place: Place): string {
  return `,${JSON.stringify({ ...place, is_random: false, fthypt_fileversion: 2 }).slice(1)}\n`;
}

/** A line of a file, whoever wrote it. @throws SyntaxError */
export function recordOfLine(line: string): EpochRecord {
  const figures = line.indexOf('"results_metrics"');
  return { ...(parsePythonJson(line) as EpochRecord), floats: floatsIn(figures < 0 ? line : line.slice(0, figures)) };
}
