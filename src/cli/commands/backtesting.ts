import { availableParallelism } from 'node:os';
import { parse, resolve } from 'node:path';
import { type BacktestInput, marketsAndPairs } from '../../app/research/backtest-pairs.ts';
import { downloadHint } from '../../app/research/markets.ts';
import { createTaskWorld } from '../../app/research/task-world.ts';
import { loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { BREAKDOWNS, type Breakdown } from '../../backtest/statistics/breakdown.ts';
import type { WalletHistory } from '../../backtest/wallet-history.ts';
import type { RawConfig } from '../../config/raw.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { fileWriter, Log } from '../../log/log.ts';
import { BacktestError, type BacktestRequest } from '../../research/backtest-settings.ts';
import { type BacktestSources, backtestStrategy, type StrategyRun } from '../../research/backtest-strategy.ts';
import type { PrepareJob } from '../../research/prepare-pairs.ts';
import { type BacktestReport, presentReport } from '../../research/report/present-report.ts';
import { marketChangeOf } from '../../research/results/market-change.ts';
import { findResult, runId, type StrategyResult, writeResult } from '../../research/results/result-files.ts';
import { comparisonTable, reportTables } from '../../research/tables/report-tables.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, FREQAI_BACKTEST, type Options, STRATEGY, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { type Progress, progressLine } from '../progress.ts';
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

async function backtesting(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const logfile = options['logfile'] ?? config.logfile;
  const log = new Log({
    now: Date.now,
    writers: [logfile === undefined ? (line) => process.stderr.write(`${line}\n`) : fileWriter(String(logfile))],
    showDebug: options['verbose'] === true || (config.verbosity ?? 0) > 0,
    isJson: false,
  });
  for (const warning of warnings) log.warn('configuration', warning);
  const userFolder = userDir(options, config.user_data_dir);
  const folders = strategyFolders(options, userFolder, config);
  const names = strategyNames(options, config);
  const breakdowns = choices({ breakdown: config.backtest_breakdown, ...options }, 'breakdown', BREAKDOWNS) as Breakdown[];
  const maxAge = CACHE_AGES[String(options['cache'] ?? config.backtest_cache ?? 'day')];
  if (maxAge === undefined) throw new UsageError(`--cache: write one of ${Object.keys(CACHE_AGES).join(', ')}.`);
  const wantedFolder = resultFolder(options, userFolder);
  const fileName = options['backtest-filename'] === undefined ? null : parse(resolve(wantedFolder, String(options['backtest-filename'])));
  const writtenTo = fileName?.dir ?? wantedFolder;
  const request = readRequest(options, config);
  const store = { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) };
  const named = (options['pairs'] as readonly string[] | undefined) ?? null;

  const doesExport = exportsTrades({ export: config.export, ...options });
  const reports: Record<string, BacktestReport> = {};
  const fresh: (StrategyResult & { run: StrategyRun })[] = [];
  let input: BacktestInput | null = null;
  const progress = progressLine(process.stderr, Date.now);
  const world = createTaskWorld((text) => log.warn('backtesting', text));
  for (const name of names) {
    const loaded = await loadStrategy(name, folders);
    for (const note of loaded.notes) log.info('hyper', note);
    if (config.timeframe !== undefined) loaded.strategy.timeframe = config.timeframe;
    const id = runId(loaded, {
      ...request,
      config: withoutSecrets(config),
      store,
      pairs: named ?? config.exchange.pair_whitelist ?? [],
      name,
    });
    const known = maxAge === 0 ? null : findResult(writtenTo, name, id, Date.now(), maxAge);
    if (known !== null) {
      log.info('backtesting', `Using the result of the same run of before for ${name}; --cache none computes it again.`);
      reports[name] = known;
      continue;
    }
    input ??= await marketsAndPairs(config, named, (message) => log.warn('backtesting', message));
    const { pairs } = input;
    log.info('backtesting', `Running backtesting for strategy ${name} on ${pairs.length} pairs from ${store.folder}`);
    const prepareElsewhere = (job: PrepareJob) => world.prepareElsewhere(job, folders);
    let packed: Promise<Uint8Array> | null = null;
    const onTraded = (wallet: WalletHistory) => {
      if (doesExport) packed = world.packWallet(wallet.columns());
    };
    const run = await runStrategy(
      request,
      loaded.strategy,
      { store, ...input, prepareElsewhere, onTraded, download: await downloadHint(config, configOptions(options)) },
      log,
      progress,
    );
    const { load, analyze, trade } = run.phases;
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    log.info('backtesting', `Loaded in ${seconds(load)} s, analyzed in ${seconds(analyze)} s, traded in ${seconds(trade)} s.`);
    const report = presentReport(run.figures);
    reports[name] = report;
    if (packed !== null)
      fresh.push({
        name,
        report,
        walletFile: packed,
        code: loaded.code,
        parameterFile: loaded.parameterFile,
        runId: id,
        rejected: request.keepsRejected ? run.outcome.rejected : null,
        run,
      });
  }
  if (fresh.length > 0) {
    const contents = {
      strategies: fresh,
      marketChange: marketChangeOf(fresh[0]!.run.pairs, fresh[0]!.run.idle, fresh[0]!.run.bot.timeframeMs),
      config: withoutSecrets(config),
      notes: options['notes'] === undefined ? null : String(options['notes']),
      now: Date.now(),
    };
    const path = await writeResult(writtenTo, contents, fileName?.name);
    log.info('backtesting', `Result written to ${path}`);
  }
  const width = terminalWidth();
  for (const [name, report] of Object.entries(reports)) process.stdout.write(reportTables(name, report, breakdowns, width));
  process.stdout.write(closing(reports, width));
  return EXIT_OK;
}

/** The line that names the period, and the comparison. */
export function closing(reports: Readonly<Record<string, BacktestReport>>, width: number): string {
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

async function runStrategy(
  request: BacktestRequest,
  strategy: Awaited<ReturnType<typeof loadStrategy>>['strategy'],
  sources: Pick<BacktestSources, 'store' | 'pairs' | 'pairsOfCandle' | 'markets' | 'prepareElsewhere' | 'onTraded' | 'download'>,
  log: Log,
  progress: Progress,
): Promise<StrategyRun> {
  const warned = new Set<string>();
  try {
    return await backtestStrategy(request, strategy, {
      ...sources,
      now: Date.now,
      threads: availableParallelism(),
      onProgress: (phase, ratio) => progress.show(phase, ratio),
      onWarning: (message) => {
        if (warned.has(message)) return;
        warned.add(message);
        log.warn('backtesting', message);
      },
    });
  } finally {
    progress.clear();
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
