import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSearch, type SearchOrder, tryOn } from '../../app/research/search.ts';
import { dateTime, isoDay } from '../../core/market/calendar.ts';
import { parseTimerange } from '../../core/market/timerange.ts';
import type { StudySources } from '../../research/hyperopt/open-study.ts';
import type { EpochResult } from '../../research/hyperopt/present-epoch.ts';
import { fixed, percent } from '../../research/hyperopt/python-text.ts';
import { reshuffledFalls } from '../../research/hyperopt/reshuffle.ts';
import { rollingWindows, timerangeText, type Window } from '../../research/hyperopt/windows.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { searchFolder, wholeOption } from '../hyperopt-options.ts';
import { type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';
import { readConfig } from '../research-options.ts';
import { readOrder, SEARCH_OPTIONS, searchSources } from '../search-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Search for parameters on rolling parts of the past, and try each find on what came next.',
  options: [
    ...SEARCH_OPTIONS,
    { names: ['train-days'], takes: 'value', help: 'days to search on (default: 60)' },
    { names: ['test-days'], takes: 'value', help: 'days behind them to try what was found on (default: 20)' },
  ],
  run: walkForward,
};

/** One window, what was found in it, and what it did afterwards. */
interface Walked {
  readonly window: Window;
  readonly found: EpochResult | null;
  readonly after: EpochResult | null;
}

const RUNS = 1000;
const SEED = 1;

async function walkForward(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const log = openLog(options, config, warnings);
  const userFolder = userDir(options, config.user_data_dir);
  const order = readOrder(options, config, userFolder, log);
  const windows = windowsOf(options, order.request.timerange);
  const sources = await searchSources(options, config, userFolder, {
    onProgress: () => undefined,
    onWarning: (text) => log.warn('walk-forward', text),
  });
  const end = new AbortController();
  const interrupt = (): void => end.abort();
  process.on('SIGINT', interrupt);
  try {
    const walked: Walked[] = [];
    for (const [index, window] of windows.entries()) {
      if (end.signal.aborted) break;
      log.info('walk-forward', `Window ${index + 1} of ${windows.length}: ${dayText(window.trainFrom, window.trainTo)}`);
      walked.push(await walk(order, window, sources, end.signal));
    }
    tell(walked, order, config.stake_currency);
    const file = join(
      searchFolder(userFolder),
      `walk-forward_${order.strategy}_${dateTime(Date.now()).replace(' ', '_').replaceAll(':', '-')}.json`,
    );
    mkdirSync(searchFolder(userFolder), { recursive: true });
    writeFileSync(file, JSON.stringify(walked.map(stored), null, 2));
    log.info('walk-forward', `Windows saved to '${file}'.`);
    return EXIT_OK;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** @throws UsageError, BacktestError */
function windowsOf(options: Options, timerange: string): Window[] {
  const { from, to } = parseTimerange(timerange);
  if (from === null || to === null) throw new UsageError('--timerange: write both ends, such as 20240101-20240701.');
  return rollingWindows(from, to, wholeOption(options, 'train-days', 1) ?? 60, wholeOption(options, 'test-days', 1) ?? 20);
}

async function walk(order: SearchOrder, window: Window, sources: StudySources, signal: AbortSignal): Promise<Walked> {
  const { trainFrom, trainTo, testFrom, testTo } = window;
  const within = { ...order, request: { ...order.request, timerange: timerangeText(trainFrom, trainTo) }, resume: null };
  const news = { onBegin: () => undefined, onEpoch: () => undefined, onInfo: () => undefined };
  const { best } = await runSearch(within, sources, news, signal);
  const after = best === null ? null : await tryOn(order, timerangeText(testFrom, testTo), best.params_dict, sources);
  return { window, found: best, after };
}

/** Both sides of each window beside each other, and what the finds were worth together. */
function tell(walked: readonly Walked[], order: SearchOrder, currency: string): void {
  const figures = (result: EpochResult | null): string[] => {
    if (result === null) return ['--', '--', '--', '--'];
    const { results_metrics: metrics, loss } = result;
    return [
      String(metrics.total_trades),
      `${fixed(metrics.profit_total_abs, 3)} ${currency}`,
      percent(metrics.profit_total),
      fixed(loss, 5),
    ];
  };
  const titles = ['Trades', 'Profit', 'Profit %', 'Objective'];
  const columns = ['Searched on', ...titles, 'Tried on', ...titles].map((title) => ({ title, align: 'right' as const }));
  const rows = walked.map(({ window, found, after }) => [
    dayText(window.trainFrom, window.trainTo),
    ...figures(found),
    dayText(window.testFrom, window.testTo),
    ...figures(after),
  ]);
  process.stdout.write(`${boxTable('Walk forward', columns, rows, terminalWidth())}\n`);
  const trades = walked.flatMap(({ after }) => after?.results_metrics.trades ?? []);
  const profits = [...trades].sort((a, b) => a.close_timestamp - b.close_timestamp).map(({ profit_abs: profit }) => profit ?? 0);
  const balance = walked.find(({ after }) => after !== null)?.after?.results_metrics.starting_balance ?? 0;
  const sum = profits.reduce((total, profit) => total + profit, 0);
  const good = walked.filter(({ after }) => (after?.results_metrics.profit_total_abs ?? 0) > 0).length;
  process.stdout.write(
    `\nOut of sample: ${profits.length} trades, ${fixed(sum, 3)} ${currency}, a profit in ${good} of ${walked.length} windows (loss: ${order.losses.join(', ')}).\n`,
  );
  if (profits.length === 0) return;
  const { actual, median, worst5, worst } = reshuffledFalls(profits, balance, RUNS, SEED);
  process.stdout.write(
    `Largest drawdown: ${percent(actual)}; had the same trades come in another order (${RUNS} times): ${percent(median)} half of the time, up to ${percent(worst5)} nineteen times of twenty, ${percent(worst)} at worst.\n`,
  );
}

function stored({ window, found, after }: Walked) {
  const figures = (result: EpochResult | null) => {
    if (result === null) return null;
    const { total_trades, profit_total_abs, profit_total, max_drawdown_account } = result.results_metrics;
    return { loss: result.loss, total_trades, profit_total_abs, profit_total, max_drawdown_account };
  };
  return {
    train: [dateTime(window.trainFrom), dateTime(window.trainTo)],
    test: [dateTime(window.testFrom), dateTime(window.testTo)],
    params_details: found?.params_details ?? null,
    in_sample: figures(found),
    out_of_sample: figures(after),
  };
}

function dayText(from: number, to: number): string {
  return `${isoDay(from)} - ${isoDay(to)}`;
}
