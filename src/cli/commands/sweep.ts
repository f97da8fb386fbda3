import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSweep, type SweepNews, type SweepOrder } from '../../app/research/sweep.ts';
import type { RawConfig } from '../../config/raw.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { Log } from '../../log/log.ts';
import { readTimerange } from '../../research/backtest-strategy.ts';
import { sweptValues } from '../../research/sweep/combinations.ts';
import { newSweepFile, readSweep, SweepFile, wantedSweepFile } from '../../research/sweep/sweep-file.ts';
import { SWEEP_ORDERS, type SweepRow, type SweepSorting, sortedRows } from '../../research/sweep/sweep-row.ts';
import { sweepCsv, sweepTable } from '../../research/sweep/sweep-table.ts';
import { type CliCommand, EXIT_CRASH, EXIT_OK } from '../command.ts';
import { untilInterrupted } from '../interrupted.ts';
import { type Options, UsageError } from '../options.ts';
import { strategyFolders, userDir } from '../paths.ts';
import { pythonPlace } from '../python-hosting.ts';
import { QUEUE, queueOption } from '../queue-options.ts';
import { readConfig } from '../research-options.ts';
import { CANDLE_OPTIONS, JOB_WORKERS, readStudyRequest, searchSources, workersOption } from '../search-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Backtest every combination of strategies, timeframes, timeranges and parameters.',
  options: [
    ...CANDLE_OPTIONS,
    { names: ['strategy-list'], takes: 'words', help: 'strategies to try', follows: 'strategies' },
    { names: ['timeframes'], takes: 'words', help: 'timeframes to try each on (default: that of the strategy)' },
    { names: ['timeranges'], takes: 'words', help: 'parts of the data to try each on, e.g. 20240101-20240401 20240401-20240701' },
    {
      names: ['parameters'],
      takes: 'words',
      help: 'parameters of the strategies and their values, e.g. buy_rsi=20,25,30 or buy_rsi=20:40:5; also stoploss, max_open_trades, trailing_stop …',
    },
    JOB_WORKERS,
    QUEUE,
    { names: ['sort'], takes: 'value', help: `what is best: ${Object.keys(SWEEP_ORDERS).join(', ')}`, follows: Object.keys(SWEEP_ORDERS) },
    { names: ['resume'], takes: 'nothing', help: 'go on with the latest sweep, or with that of --sweep-filename' },
    { names: ['sweep-filename'], takes: 'value', help: 'file of a sweep to go on with', follows: 'files' },
    { names: ['export-csv'], takes: 'value', help: 'also write the table to this CSV file', follows: 'files' },
  ],
  run: sweep,
};

/** How often it is said how far it is, ms. */
const NEWS_EVERY_MS = 2000;

async function sweep(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const log = openLog(options, config, warnings);
  const userFolder = userDir(options, config.user_data_dir);
  const sorting = sortingOf(options);
  const { path, earlier } = beginning(options, join(userFolder, 'sweep_results'));
  const order = readSweepOrder(options, config, userFolder, earlier);
  const sources = await searchSources(options, config, userFolder, {
    onProgress: () => undefined,
    onWarning: (text) => log.warn('sweep', text),
  });
  const file = new SweepFile(path, earlier);
  const progress = new Progress(log, path, file);
  try {
    await untilInterrupted((signal) => runSweep(order, sources, progress.news, signal));
  } finally {
    // what was tried with other values or candles stays there
    const ofOthers = earlier.filter(({ key }) => !progress.rows.has(key));
    await file.end([...sortedRows([...progress.rows.values()], sorting), ...ofOthers]);
  }
  const rows = sortedRows([...progress.rows.values()], sorting);
  process.stdout.write(rows.length === 0 ? 'No results.\n' : `${sweepTable(rows, terminalWidth())}\n`);
  if (options['export-csv'] !== undefined) writeFileSync(String(options['export-csv']), sweepCsv(rows));
  if (progress.left > 0) log.info('sweep', `${progress.left} left: the same with --resume goes on.`);
  return rows.length === 0 && progress.failures > 0 ? EXIT_CRASH : EXIT_OK;
}

/** Where results go, and which are there. @throws BacktestError */
function beginning(options: Options, folder: string): { path: string; earlier: readonly SweepRow[] } {
  const named = options['sweep-filename'] === undefined ? null : String(options['sweep-filename']);
  if (options['resume'] !== true && named === null) return { path: newSweepFile(folder, Date.now()), earlier: [] };
  const path = wantedSweepFile(folder, named);
  return { path, earlier: readSweep(path) };
}

/** What comes, and what is said of it. */
class Progress {
  readonly rows = new Map<string, SweepRow>();
  readonly news: SweepNews;
  failures = 0;
  #total = 0;
  #last = 0;

  constructor(log: Log, path: string, file: SweepFile) {
    this.news = {
      onPlan: (combinations) => {
        this.#total = combinations;
        log.info('sweep', `${combinations} ${combinations === 1 ? 'combination' : 'combinations'}, results go to ${path}`);
      },
      onRow: async (row, isNew) => {
        this.rows.set(row.key, row);
        if (isNew) await file.add(row);
        const now = performance.now();
        if (now - this.#last < NEWS_EVERY_MS && this.rows.size < this.#total) return;
        this.#last = now;
        log.info('sweep', `${this.rows.size} of ${this.#total} done.`);
      },
      onFailure: (what, reason, combinations) => {
        this.failures += combinations;
        log.error('sweep', `${what}: ${reason}`);
      },
      onInfo: eachOnce((text) => log.info('sweep', text)),
    };
  }

  get left(): number {
    return this.#total - this.rows.size - this.failures;
  }
}

/** Several groups say the same. */
function eachOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
}

/** @throws UsageError, BacktestError */
function readSweepOrder(options: Options, config: RawConfig, userFolder: string, earlier: readonly SweepRow[]): SweepOrder {
  const words = (name: string): readonly string[] | undefined => options[name] as readonly string[] | undefined;
  const strategies = words('strategy-list') ?? (config.strategy ? [config.strategy] : []);
  if (strategies.length === 0) throw new UsageError('Name strategies: --strategy-list NAME NAME, or --strategy NAME.');
  const request = readStudyRequest(options, config);
  const timeframes = words('timeframes') ?? [null];
  for (const timeframe of timeframes) if (timeframe !== null) checkTimeframe(timeframe);
  const timeranges = words('timeranges') ?? [request.timerange];
  for (const timerange of timeranges) readTimerange(timerange);
  return {
    strategies,
    timeframes,
    timeranges,
    parameters: (words('parameters') ?? []).map(sweptValues),
    folders: strategyFolders(options, userFolder, config),
    // each combination is to be what a backtest with its values is, whatever its indicators are made of
    request: { ...request, spaces: [], analyzePerEpoch: true, minTrades: 0 },
    python: pythonPlace(options, config, 'hyperopt'),
    workers: workersOption(options, config),
    queue: queueOption(options),
    known: new Map(earlier.map((row) => [row.key, row])),
  };
}

/** @throws UsageError */
function checkTimeframe(timeframe: string): void {
  try {
    timeframeMs(timeframe);
  } catch (error) {
    throw new UsageError(`--timeframes: ${(error as Error).message}`);
  }
}

/** @throws UsageError */
function sortingOf(options: Options): SweepSorting {
  const named = String(options['sort'] ?? 'profit');
  const found = (Object.keys(SWEEP_ORDERS) as SweepSorting[]).find((name) => name === named);
  if (found === undefined) throw new UsageError(`--sort: write one of ${Object.keys(SWEEP_ORDERS).join(', ')}.`);
  return found;
}
