import { parse, resolve } from 'node:path';
import { BacktestHands } from '../../app/research/backtest-hands.ts';
import { type BacktestInput, marketsAndPairs } from '../../app/research/backtest-pairs.ts';
import { type LoadedStrategy, loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { BREAKDOWNS, type Breakdown } from '../../backtest/statistics/breakdown.ts';
import type { RawConfig } from '../../config/raw.ts';
import { toBeShared } from '../../config/secrets.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { fileWriter, Log } from '../../log/log.ts';
import { BacktestError, type BacktestRequest } from '../../research/backtest-settings.ts';
import { backtestStrategy, FILES_MADE_HERE, type StrategyRun } from '../../research/backtest-strategy.ts';
import { presentReport } from '../../research/report/present-report.ts';
import { findResult, type ResultContents, runId, type StrategyResult, writeResult } from '../../research/results/result-files.ts';
import { comparisonTable, reportTables, type TabledReport } from '../../research/tables/report-tables.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, FREQAI_BACKTEST, type Options, STRATEGY, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { progressLine } from '../progress.ts';
import { pythonHosting } from '../python-hosting.ts';
import { configOptions, dataFormat, readConfig, resultFolder } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'Try a strategy on recorded candles.',
  options: [
    ...COMMON,
    ...STRATEGY,
    { names: ['timeframe'], short: 'i', takes: 'value', help: 'timeframe to use, over that of the strategy' },
    { names: ['timerange'], takes: 'value', help: 'part of the data to use, e.g. 20240101-20240201' },
    { names: ['data-format-ohlcv'], takes: 'value', help: 'format of the candle files: feather, parquet, json, jsongz' },
    { names: ['max-open-trades'], takes: 'value', help: 'most trades at a time, -1 for any number' },
    { names: ['stake-amount'], takes: 'value', help: 'stake of a trade, or "unlimited"' },
    { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
    { names: ['pairs'], short: 'p', takes: 'words', help: 'pairs to trade, over the whitelist' },
    { names: ['enable-dynamic-pairlist'], takes: 'nothing', help: 'go through the pairlists again with every candle' },
    { names: ['eps', 'enable-position-stacking'], takes: 'nothing', help: 'allow several trades in one pair at a time' },
    { names: ['enable-protections', 'enableprotections'], takes: 'nothing', help: 'use the protections of the strategy' },
    { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'stake currency to begin with' },
    { names: ['timeframe-detail'], takes: 'value', help: 'smaller timeframe to look inside each candle with' },
    { names: ['strategy-list'], takes: 'words', help: 'several strategies, one after the other' },
    {
      names: ['export'],
      takes: 'value',
      help: 'what to write to a file: trades (default), signals (with those for which there was no slot) or none',
    },
    { names: ['backtest-directory', 'export-directory'], takes: 'value', help: 'folder for results' },
    { names: ['backtest-filename', 'export-filename'], takes: 'value', help: 'name of the result; the moment is added' },
    { names: ['breakdown'], takes: 'words', help: `tables by period: ${BREAKDOWNS.join(', ')}` },
    { names: ['cache'], takes: 'value', help: 'use a result of the same run that is not older: day (default), week, month, none' },
    { names: ['notes'], takes: 'value', help: 'a note to keep with the result' },
    FREQAI_BACKTEST,
  ],
  run: backtesting,
};

const DAY = 86_400_000;
const CACHE_AGES: Readonly<Record<string, number>> = { none: 0, day: DAY, week: 7 * DAY, month: 30 * DAY };

/** What was asked for. */
type Asked = ReturnType<typeof readAsked>;

/** A result that was computed now, and what of it is written beside it. */
type FreshResult = StrategyResult & Pick<ResultContents, 'marketChange'>;

function readAsked(options: Options) {
  const { config, warnings } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const log = openLog(options, config, warnings);
  const maxAgeMs = CACHE_AGES[String(options['cache'] ?? config.backtest_cache ?? 'day')];
  if (maxAgeMs === undefined) throw new UsageError(`--cache: write one of ${Object.keys(CACHE_AGES).join(', ')}.`);
  const folder = resultFolder(options, userFolder);
  const folders = strategyFolders(options, userFolder, config);
  const file = options['backtest-filename'] === undefined ? null : parse(resolve(folder, String(options['backtest-filename'])));
  return {
    config,
    options,
    log,
    folders,
    python: pythonHosting(options, config, 'backtest', log),
    names: strategyNames(options, config),
    breakdowns: choices({ breakdown: config.backtest_breakdown, ...options }, 'breakdown', BREAKDOWNS) as Breakdown[],
    maxAgeMs,
    writtenTo: file?.dir ?? folder,
    fileName: file?.name,
    request: readRequest(options, config),
    store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
    pairs: (options['pairs'] as readonly string[] | undefined) ?? null,
    doesExport: exportsTrades({ export: config.export, ...options }),
    progress: progressLine(process.stderr, Date.now),
    hands: new BacktestHands(folders),
  };
}

export function openLog(options: Options, config: Partial<Pick<RawConfig, 'logfile' | 'verbosity'>>, warnings: readonly string[]): Log {
  const logfile = options['logfile'] ?? config.logfile;
  const log = new Log({
    now: Date.now,
    writers: [logfile === undefined ? (line) => process.stderr.write(`${line}\n`) : fileWriter(String(logfile))],
    showDebug: options['verbose'] === true || (config.verbosity ?? 0) > 0,
    isJson: false,
  });
  for (const warning of warnings) log.warn('configuration', warning);
  return log;
}

async function backtesting(options: Options): Promise<number> {
  const asked = readAsked(options);
  try {
    return await backtestAll(asked);
  } finally {
    await asked.hands.end();
  }
}

async function backtestAll(asked: Asked): Promise<number> {
  const { config, log, maxAgeMs, writtenTo } = asked;
  const reports: Record<string, TabledReport> = {};
  const fresh: FreshResult[] = [];
  let input: BacktestInput | null = null;
  for (const name of asked.names) {
    const loaded = await loadStrategy(name, asked.folders, config, asked.python);
    for (const note of loaded.notes) log.info('hyper', note);
    const pairs = asked.pairs ?? config.exchange.pair_whitelist ?? [];
    const id = runId(loaded, { ...asked.request, config: toBeShared(config), store: asked.store, pairs, name });
    const known = maxAgeMs === 0 ? null : findResult(writtenTo, name, id, Date.now(), maxAgeMs);
    if (known !== null) {
      log.info('backtesting', `Using the result of the same run of before for ${name}; --cache none computes it again.`);
      reports[name] = known;
      loaded.close();
      continue;
    }
    asked.hands.hire(pairs.length);
    input ??= await marketsAndPairs(config, asked.pairs, (message) => log.warn('backtesting', message));
    asked.hands.hire(input.pairs.length);
    const run = await runStrategy(asked, loaded, input);
    const report = presentReport(run.figures);
    // trades that were not kept whole
    const trades = run.figures.results.map(({ pair, profitRatio }) => ({ pair, profit_ratio: profitRatio }));
    reports[name] = { ...report, trades };
    const { code, parameterFile } = loaded;
    const rejected = asked.request.keepsRejected ? run.outcome.rejected : null;
    if (run.files === null) continue;
    const made = { ...run.files, trades: run.files.trades?.packed ?? null };
    fresh.push({ name, report, code, parameterFile, runId: id, rejected, ...made });
  }
  await writeFresh(asked, fresh);
  const width = terminalWidth();
  for (const [name, report] of Object.entries(reports)) process.stdout.write(reportTables(name, report, asked.breakdowns, width));
  process.stdout.write(closing(reports, width));
  return EXIT_OK;
}

/** One file for all that was computed now. */
async function writeFresh({ config, options, log, writtenTo, fileName }: Asked, fresh: readonly FreshResult[]): Promise<void> {
  const [first] = fresh;
  if (first === undefined) return;
  const contents = {
    strategies: fresh,
    marketChange: first.marketChange,
    config: toBeShared(config),
    notes: options['notes'] === undefined ? null : String(options['notes']),
    now: Date.now(),
  };
  const path = await writeResult(writtenTo, contents, fileName);
  log.info('backtesting', `Result written to ${path}`);
}

/** The line that names the period, and the comparison. */
export function closing(reports: Readonly<Record<string, TabledReport>>, width: number): string {
  const first = Object.values(reports)[0];
  if (first === undefined) return '';
  const period = `\nBacktested ${first.backtest_start} -> ${first.backtest_end} | Max open trades : ${first.max_open_trades}\n`;
  return period + comparisonTable(reports, width);
}

function exportsTrades(options: Options): boolean {
  const wanted = String(options['export'] ?? 'trades');
  if (!['trades', 'signals', 'none'].includes(wanted))
    throw new UsageError(`--export: "${wanted}" can't be written; write trades, signals or none.`);
  // signals that became trades need no file of their own: backtesting-analysis computes them again from the candles
  return wanted !== 'none';
}

/** Words of an option, each one of those allowed. @throws UsageError */
export function choices(options: Options, name: string, allowed: readonly string[]): string[] {
  const words = (options[name] as readonly string[] | undefined) ?? [];
  for (const word of words) if (!allowed.includes(word)) throw new UsageError(`--${name}: "${word}" is not one of ${allowed.join(', ')}.`);
  return [...words];
}

/** Backtests one strategy. */
async function runStrategy(
  { request, store, config, options, doesExport, log, progress, hands }: Asked,
  { strategy, close }: LoadedStrategy,
  input: BacktestInput,
): Promise<StrategyRun> {
  log.info(
    'backtesting',
    `Running backtesting for strategy ${strategy.constructor.name} on ${input.pairs.length} pairs from ${store.folder}`,
  );
  const warned = new Set<string>();
  try {
    const run = await backtestStrategy(request, strategy, {
      store,
      ...input,
      download: async () => (await import('../../app/research/markets.ts')).downloadHint(config, configOptions(options)),
      now: Date.now,
      files: doesExport ? (hands.files ?? FILES_MADE_HERE) : null,
      others: hands.others,
      onProgress: (phase, ratio) => progress.show(phase, ratio),
      onWarning: (message) => {
        if (warned.has(message)) return;
        warned.add(message);
        log.warn('backtesting', message);
      },
    });
    const { load, analyze, trade } = run.phases;
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    log.info('backtesting', `Loaded in ${seconds(load)} s, analyzed in ${seconds(analyze)} s, traded in ${seconds(trade)} s.`);
    return run;
  } finally {
    progress.clear();
    close();
  }
}

function readRequest(options: Options, config: RawConfig): BacktestRequest {
  const detail = String(options['timeframe-detail'] ?? '');
  if (detail !== '') {
    try {
      timeframeMs(detail);
    } catch (error) {
      throw new UsageError(`--timeframe-detail: ${(error as Error).message}`);
    }
  }
  return {
    config,
    timerange: String(options['timerange'] ?? ''),
    timeframeDetail: detail,
    enableProtections: options['enable-protections'] === true,
    positionStacking: options['eps'] === true,
    keepsRejected: options['export'] === 'signals',
    fee: config.fee ?? null,
  };
}

function strategyNames(options: Options, config: RawConfig): readonly string[] {
  const list = options['strategy-list'] as readonly string[] | undefined;
  if (list !== undefined) return list;
  if (config.strategy) return [config.strategy];
  throw new BacktestError('Name a strategy: --strategy NAME, --strategy-list NAME NAME, or "strategy" in the configuration.');
}
