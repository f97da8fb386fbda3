import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadHint } from '../../app/research/markets.ts';
import { loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { dateWithZone } from '../../core/market/calendar.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { parseTimerange } from '../../core/market/timerange.ts';
import { must } from '../../core/must.ts';
import { loadPair } from '../../research/analyse-pair.ts';
import type { BacktestReport } from '../../research/report/present-report.ts';
import { readRejected } from '../../research/results/result-files.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { shownValue, strayColumn } from '../../research/tables/indicator-columns.ts';
import { type GroupedTrade, type GroupTable, tradeGroup } from '../../research/tables/trade-groups.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { words } from '../data-options.ts';
import { COMMON, type Options, STRATEGY_FOLDERS, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { quietHosting } from '../python-hosting.ts';
import { configOptions, dataFormat, FORMAT_OPTION, readConfig, resultFolder, wantedResult } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';
import { choices } from './backtesting.ts';

const GROUPS = ['0', '1', '2', '3', '4', '5'];

export const command: CliCommand = {
  summary: 'Group the trades of a backtest by why they were entered and left, with the indicators of the moment.',
  options: [
    ...COMMON,
    { names: ['backtest-filename', 'export-filename'], takes: 'value', help: 'result file (default: the latest)' },
    { names: ['backtest-directory', 'export-directory'], takes: 'value', help: 'folder of results' },
    {
      names: ['analysis-groups'],
      takes: 'words',
      help: '0 wins and losses by enter tag, 1 profit by enter tag, 2 and exit reason, 3 pair and enter tag, 4 all, 5 exit reason',
    },
    { names: ['enter-reason-list'], takes: 'words', help: 'only trades entered with these tags' },
    { names: ['exit-reason-list'], takes: 'words', help: 'only trades left for these reasons' },
    { names: ['indicator-list'], takes: 'words', help: 'columns to show for each trade, computed again from the stored candles' },
    { names: ['entry-only'], takes: 'nothing', help: 'indicators at entry only' },
    { names: ['exit-only'], takes: 'nothing', help: 'indicators at exit only' },
    { names: ['rejected-signals'], takes: 'nothing', help: 'signals without a slot, of a backtest with --export signals' },
    { names: ['timerange'], takes: 'value', help: 'only trades opened in it' },
    ...STRATEGY_FOLDERS,
    FORMAT_OPTION,
    { names: ['analysis-to-csv'], takes: 'nothing', help: 'write each table to a CSV file instead' },
    { names: ['analysis-csv-path'], takes: 'value', help: 'folder for those (default: that of the results)' },
  ],
  run: analyse,
};

type Trade = BacktestReport['trades'][number] & Record<string, unknown>;

async function analyse(options: Options): Promise<number> {
  if (options['entry-only'] === true && options['exit-only'] === true)
    throw new UsageError('--entry-only and --exit-only exclude each other.');
  const folder = resultFolder(options, userDir(options));
  const { strategy } = wantedResult(options, userDir(options));
  const groups = options['analysis-groups'] === undefined ? ['0', '1', '2'] : choices(options, 'analysis-groups', GROUPS);
  const indicators = words(options, 'indicator-list') ?? [];
  for (const [title, report] of Object.entries(strategy)) {
    const trades = (report.trades as Trade[]).filter(wantedBy(options));
    if (trades.length === 0) {
      process.stdout.write(`${title}: no trade fits.\n`);
      continue;
    }
    for (const group of groups) show(options, folder, `Group ${group}`, tradeGroup(group, trades as GroupedTrade[]), group === '0');
    if (options['rejected-signals'] === true) showRejected(options, folder, title, timeframeMs(report.timeframe));
    if (indicators.length > 0) show(options, folder, 'Indicators', await indicatorTable(options, title, report, trades, indicators), false);
  }
  return EXIT_OK;
}

function showRejected(options: Options, folder: string, strategy: string, step: number): void {
  const file = options['backtest-filename'];
  const kept = readRejected(file === undefined ? folder : resolve(folder, String(file)), strategy);
  if (kept === null) throw new UsageError('--rejected-signals: the result has none; run backtesting with --export signals.');
  const { from, to } = parseTimerange(options['timerange'] === undefined ? '' : String(options['timerange']));
  const signals = kept
    .filter(({ at }) => at % step === 0 && (from === null || at >= from) && (to === null || at <= to))
    .toSorted((a, b) => a.at - b.at || (a.pair < b.pair ? -1 : 1));
  if (signals.length === 0) {
    process.stdout.write('There were no rejected signals.\n');
    return;
  }
  const rows = signals.map(({ pair, at, tag }) => [pair, dateWithZone(at), tag ?? '']);
  show(options, folder, 'Rejected Signals', { titles: ['pair', 'date', 'enter_tag'], rows }, false);
}

function wantedBy(options: Options): (trade: Trade) => boolean {
  const [enter, exit] = [words(options, 'enter-reason-list'), words(options, 'exit-reason-list')];
  const { from, to } = parseTimerange(options['timerange'] === undefined ? '' : String(options['timerange']));
  return (trade) =>
    (enter === null || enter.includes('all') || enter.includes(String(trade['enter_tag'] ?? ''))) &&
    (exit === null || exit.includes('all') || exit.includes(String(trade['exit_reason']))) &&
    (from === null || Number(trade['open_timestamp']) >= from) &&
    (to === null || Number(trade['open_timestamp']) <= to);
}

function show(options: Options, folder: string, name: string, { titles, rows }: GroupTable, isFirstLeft: boolean): void {
  if (options['analysis-to-csv'] === true) {
    const target = resolve(String(options['analysis-csv-path'] ?? folder));
    mkdirSync(target, { recursive: true });
    const path = join(target, `${name.toLowerCase().replace(' ', '_')}.csv`);
    writeFileSync(path, [titles, ...rows].map((cells) => `${cells.join(',')}\n`).join(''));
    process.stdout.write(`${name} written to ${path}\n`);
    return;
  }
  const columns = titles.map((title, index) => ({ title, align: isFirstLeft && index === 0 ? ('left' as const) : ('right' as const) }));
  process.stdout.write(`${name}:\n${boxTable('', columns, rows, terminalWidth()).replace(/^\s*\n/, '')}\n`);
}

/** @throws UsageError for a column that the strategy does not make */
function needColumns(frame: DataFrame, indicators: readonly string[]): void {
  const stray = strayColumn(frame, indicators);
  if (stray !== null) throw new UsageError(`--indicator-list: ${stray}`);
}

/** Values of columns at the candles whose signals were acted on. */
async function indicatorTable(
  options: Options,
  strategyName: string,
  report: BacktestReport,
  trades: readonly Trade[],
  indicators: readonly string[],
): Promise<GroupTable> {
  const { config } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const { strategy } = await loadStrategy(
    strategyName,
    strategyFolders(options, userFolder, config),
    {
      ...config,
      timeframe: report.timeframe,
    },
    quietHosting(options, config),
  );
  const store = { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) };
  const step = timeframeMs(report.timeframe);
  const frames = new Map<string, { frame: DataFrame; rowAt: Map<number, number> }>();
  const download = await downloadHint(config, configOptions(options));
  for (const pair of new Set(trades.map((trade) => String(trade['pair'])))) {
    const request = {
      pair,
      timeframe: report.timeframe,
      timerange: report.timerange,
      isFutures: report.trading_mode === 'futures',
      stakeCurrency: report.stake_currency,
      config,
      store,
      download,
    };
    const loaded = await loadPair(request, strategy);
    const frame = await loaded.analyse(0, loaded.candles.length);
    frames.set(pair, { frame, rowAt: new Map(Array.from(frame.time, (time, row) => [time, row])) });
  }
  for (const { frame } of frames.values()) needColumns(frame, indicators);
  const [isEntryOnly, isExitOnly] = [options['entry-only'] === true, options['exit-only'] === true];
  const moments = [...(isExitOnly ? [] : (['entry'] as const)), ...(isEntryOnly ? [] : (['exit'] as const))];
  const isPlain = moments.length === 1;
  const valueAt = (trade: Trade, moment: 'entry' | 'exit', name: string): string => {
    const { frame, rowAt } = must(frames.get(String(trade['pair'])), 'analysis of a pair');
    const row = rowAt.get(Number(trade[moment === 'entry' ? 'open_timestamp' : 'close_timestamp']) - step);
    return row === undefined ? '' : shownValue(frame, name, row);
  };
  const titles = [
    'pair',
    'open_date',
    'enter_reason',
    'exit_reason',
    ...moments.flatMap((moment) => indicators.map((name) => (isPlain ? name : `${name} (${moment})`))),
  ];
  const key = (trade: Trade) => `${String(trade['exit_reason'])}\0${String(trade['pair'])}\0${String(trade['open_timestamp'])}`;
  const rows = [...trades]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .map((trade) => [
      String(trade['pair']),
      dateWithZone(Number(trade['open_timestamp'])),
      String(trade['enter_tag'] ?? ''),
      String(trade['exit_reason']),
      ...moments.flatMap((moment) => indicators.map((name) => valueAt(trade, moment, name))),
    ]);
  return { titles, rows };
}
