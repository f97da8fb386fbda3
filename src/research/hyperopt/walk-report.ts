import { dateTime, isoDay } from '../../core/market/calendar.ts';
import type { Point } from '../../samplers/space.ts';
import { boxTable } from '../tables/box-table.ts';
import { fixed, percent } from '../tables/python-text.ts';
import type { ParameterGroups } from './parameters-of-point.ts';
import type { EpochRecord, EpochResult } from './present-epoch.ts';
import type { ReshuffledFalls } from './reshuffle.ts';
import { type StoredFigures, storedFigures } from './stored-figures.ts';
import { reshuffledProfits, reshuffledText } from './truth.ts';
import type { Window } from './windows.ts';

/** One window, what was found in it, and what it did afterwards. */
export interface Walked {
  readonly window: Window;
  /** File with the tries of the window. */
  readonly filename: string;
  readonly found: EpochRecord | null;
  readonly after: EpochResult | null;
}

/** A window as files have it; moments as `2024-01-02 00:00:00`, UTC, the end excluded. */
export interface StoredWindow {
  readonly train: readonly [from: string, to: string];
  readonly test: readonly [from: string, to: string];
  readonly filename: string;
  /** The best try of the window; null where none was any good. */
  readonly epoch: number | null;
  readonly params: Point | null;
  readonly params_details: ParameterGroups | null;
  readonly in_sample: StoredFigures | null;
  readonly out_of_sample: StoredFigures | null;
}

/** What all finds were worth on the candles they were not found on. */
export interface WalkSummary {
  readonly total_trades: number;
  readonly profit_total_abs: number;
  /** Ratio of the balance that each window began with, summed up. */
  readonly profit_total: number;
  /** Windows with a profit. */
  readonly good_windows: number;
  readonly reshuffled: ReshuffledFalls | null;
}

export interface WalkReport {
  readonly strategy: string;
  readonly loss_names: readonly string[];
  readonly timerange: string;
  readonly train_days: number;
  readonly test_days: number;
  readonly epochs: number;
  readonly stake_currency: string;
  readonly windows: readonly StoredWindow[];
  readonly summary: WalkSummary;
}

export function storedWindow({ window, filename, found, after }: Walked): StoredWindow {
  return {
    train: [dateTime(window.trainFrom), dateTime(window.trainTo)],
    test: [dateTime(window.testFrom), dateTime(window.testTo)],
    filename,
    epoch: found?.current_epoch ?? null,
    params: found?.params_dict ?? null,
    params_details: found?.params_details ?? null,
    in_sample: found === null ? null : storedFigures(found),
    out_of_sample: after === null ? null : storedFigures(after),
  };
}

export function walkSummary(walked: readonly Walked[]): WalkSummary {
  const afters = walked.flatMap(({ after }) => (after === null ? [] : [after.results_metrics]));
  const trades = afters.flatMap((metrics) => metrics.trades);
  const profits = [...trades].sort((a, b) => a.close_timestamp - b.close_timestamp).map(({ profit_abs: profit }) => profit ?? 0);
  return {
    total_trades: profits.length,
    profit_total_abs: profits.reduce((total, profit) => total + profit, 0),
    profit_total: afters.reduce((total, metrics) => total + metrics.profit_total, 0),
    good_windows: afters.filter((metrics) => metrics.profit_total_abs > 0).length,
    reshuffled: reshuffledProfits(profits, afters[0]?.starting_balance ?? 0),
  };
}

const TITLES = ['Trades', 'Profit', 'Profit %', 'Objective'];

/** Both sides of each window beside each other, and what the finds were worth together. @param width columns of the terminal */
export function walkText({ windows, summary, stake_currency: currency, loss_names: losses }: WalkReport, width: number): string {
  const figures = (side: StoredFigures | null): string[] =>
    side === null
      ? TITLES.map(() => '--')
      : [String(side.total_trades), `${fixed(side.profit_total_abs, 3)} ${currency}`, percent(side.profit_total), fixed(side.loss, 5)];
  const columns = ['Searched on', ...TITLES, 'Tried on', ...TITLES].map((title) => ({ title, align: 'right' as const }));
  const rows = windows.map(({ train, test, in_sample: before, out_of_sample: after }) => [
    daysOf(train),
    ...figures(before),
    daysOf(test),
    ...figures(after),
  ]);
  const { total_trades: trades, profit_total_abs: profit, good_windows: good, reshuffled } = summary;
  return [
    `${boxTable('Walk forward', columns, rows, width)}\n`,
    `\nOut of sample: ${trades} trades, ${fixed(profit, 3)} ${currency}, a profit in ${good} of ${windows.length} windows (loss: ${losses.join(', ')}).\n`,
    reshuffled === null ? '' : reshuffledText(reshuffled),
  ].join('');
}

function daysOf([from, to]: readonly [string, string]): string {
  return `${from.slice(0, 10)} - ${to.slice(0, 10)}`;
}

/** Name of the file of a walk, and of the folder with the tries of its windows, without an ending. @param now ms since epoch */
export function walkName(strategy: string, now: number): string {
  return `walk-forward_${strategy}_${isoDay(now)}_${dateTime(now).slice(11).replaceAll(':', '-')}`;
}
