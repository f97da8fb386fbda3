import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { marketsAndPairs } from '../../app/research/backtest-pairs.ts';
import { downloadHint } from '../../app/research/markets.ts';
import { researchThreads } from '../../app/research/work.ts';
import { loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { hasBias } from '../../research/lookahead-analysis.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import type { LookaheadResult } from '../../research/tasks/lookahead.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { wholeNumber, words } from '../data-options.ts';
import { FREQAI_BACKTEST, type Options, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { progressLine } from '../progress.ts';
import { quietHosting } from '../python-hosting.ts';
import { configOptions, dataFormat, readConfig, STRATEGY_ON_CANDLES } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'Find out whether a strategy looks into the future.',
  options: [
    ...STRATEGY_ON_CANDLES,
    { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
    { names: ['pairs'], short: 'p', takes: 'words', help: 'pairs to use, over the whitelist' },
    // freqtrade takes these too, and sets them itself: any number of trades, small beside the wallet, without protections
    { names: ['max-open-trades'], takes: 'value', help: 'has no effect: any number of trades is looked at' },
    { names: ['stake-amount'], takes: 'value', help: 'has no effect: stakes are small beside the wallet' },
    { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'has no effect: the wallet is large' },
    { names: ['enable-protections', 'enableprotections'], takes: 'nothing', help: 'has no effect: protections are off' },
    { names: ['allow-limit-orders'], takes: 'nothing', help: 'keep the order types that are configured; without it all are market orders' },
    { names: ['export'], takes: 'value', help: 'has no effect: nothing is exported' },
    { names: ['timeframe-detail'], takes: 'value', help: 'smaller timeframe to look inside each candle with' },
    { names: ['enable-dynamic-pairlist'], takes: 'nothing', help: 'has no effect: every pair is looked at' },
    { names: ['backtest-directory', 'export-directory'], takes: 'value', help: 'has no effect: nothing is exported' },
    { names: ['backtest-filename', 'export-filename'], takes: 'value', help: 'has no effect: nothing is exported' },
    { names: ['strategy-list'], takes: 'words', help: 'several strategies, one after the other' },
    FREQAI_BACKTEST,
    { names: ['minimum-trade-amount'], takes: 'value', help: 'trades that are needed to tell (default: 10)' },
    { names: ['targeted-trade-amount'], takes: 'value', help: 'trades to look at (default: 20)' },
    {
      names: ['lookahead-analysis-exportfilename'],
      takes: 'value',
      help: 'CSV file to write findings to; those of the same strategy are replaced',
    },
  ],
  run: lookaheadAnalysis,
};

const COLUMNS = ['filename', 'strategy', 'has_bias', 'total_signals', 'biased_entry_signals', 'biased_exit_signals', 'biased_indicators'];
const [MINIMUM, TARGETED] = [10, 20];
/** One of several could not be looked at. */
const EXIT_FAILED = 1;

async function lookaheadAnalysis(options: Options): Promise<number> {
  const { config } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const folders = strategyFolders(options, userFolder, config);
  const names = words(options, 'strategy-list') ?? (config.strategy ? [config.strategy] : []);
  if (names.length === 0) throw new UsageError('Name a strategy: --strategy NAME or --strategy-list NAME NAME.');
  const tell = (message: string) => process.stderr.write(`${message}\n`);
  const { markets, pairs } = await marketsAndPairs({ ...config, enable_dynamic_pairlist: false }, words(options, 'pairs') ?? null, tell);
  const progress = progressLine(process.stderr, Date.now);
  const threads = researchThreads();
  const minimumTrades = wholeNumber(options, 'minimum-trade-amount') ?? config.minimum_trade_amount ?? MINIMUM;
  const analysed: Analysed[] = [];
  for (const strategy of names) {
    const { path, close } = await loadStrategy(strategy, folders, config, quietHosting(options, config));
    close();
    const result = threads.run(
      'lookahead',
      {
        config,
        store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
        folders,
        strategy,
        timeframe: config.timeframe ?? null,
        timerange: String(options['timerange'] ?? ''),
        download: await downloadHint(config, configOptions(options)),
        timeframeDetail: String(options['timeframe-detail'] ?? ''),
        pairs,
        markets: [...markets.values()].filter(({ pair }) => pairs.includes(pair)),
        minimumTrades,
        targetedTrades: wholeNumber(options, 'targeted-trade-amount') ?? config.targeted_trade_amount ?? TARGETED,
        allowsLimitOrders: options['allow-limit-orders'] === true,
      },
      { onNews: ({ step, ratio }) => progress.show(`${strategy} ${step}`, ratio), onWarning: tell },
    );
    try {
      analysed.push({ filename: basename(path), found: await result });
    } catch (error) {
      progress.clear();
      if (names.length === 1) throw error;
      process.stderr.write(`${strategy}: ${(error as Error).message}\n`);
      analysed.push({ filename: basename(path), found: strategy });
    } finally {
      progress.clear();
    }
  }
  const columns = COLUMNS.map((title) => ({ title, align: 'right' as const }));
  const rows = analysed.map((one) => rowOf(one, minimumTrades));
  process.stdout.write(`${boxTable('Lookahead Analysis', columns, rows, terminalWidth())}\n`);
  const file = options['lookahead-analysis-exportfilename'] ?? config.lookahead_analysis_exportfilename;
  if (file !== undefined)
    writeCsv(
      String(file),
      analysed.flatMap((one) => csvRow(one, minimumTrades)),
    );
  return analysed.some(({ found }) => typeof found === 'string') ? EXIT_FAILED : EXIT_OK;
}

/** A strategy with what was found, or its name where it could not be looked at. */
interface Analysed {
  readonly filename: string;
  readonly found: LookaheadResult | string;
}

function rowOf({ filename, found }: Analysed, minimum: number): string[] {
  const row = (strategy: string, words: string) => [filename, strategy, words, ...COLUMNS.slice(3).map(() => '')];
  if (typeof found === 'string') return row(found, 'error while checking');
  const { strategy, totalSignals, biasedEntries, biasedExits, biasedIndicators } = found;
  if (totalSignals < minimum) return row(strategy, `too few trades caught (${totalSignals}/${minimum}).Test failed.`);
  const counts = [totalSignals, biasedEntries, biasedExits].map(String);
  return [filename, strategy, hasBias(found) ? 'Yes' : 'No', ...counts, biasedIndicators.join(', ')];
}

/** None for what had too few trades; freqtrade asks for one more than in the table. */
function csvRow({ filename, found }: Analysed, minimum: number): string[][] {
  if (typeof found === 'string' || found.totalSignals <= minimum) return [];
  const { strategy, totalSignals, biasedEntries, biasedExits, biasedIndicators } = found;
  const counts = [totalSignals, biasedEntries, biasedExits].map(String);
  return [[filename, strategy, hasBias(found) ? 'True' : 'False', ...counts, biasedIndicators.join(',')]];
}

/** Rows of the same file and strategy are replaced, others kept. */
function writeCsv(path: string, rows: readonly (readonly string[])[]): void {
  const lines = (existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(1) : []).filter(
    (line) => !rows.some(([filename, strategy]) => line.startsWith(`${filename},${strategy},`)),
  );
  const cells = rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','));
  writeFileSync(path, `${[COLUMNS.join(','), ...lines, ...cells].join('\n')}\n`);
}
