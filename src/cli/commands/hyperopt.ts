import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { marketsAndPairs } from '../../app/research/backtest-pairs.ts';
import { downloadHint } from '../../app/research/markets.ts';
import { exportParameters, runSearch, type SearchEnd, type SearchOrder } from '../../app/research/search.ts';
import { BUILT_IN_LOSSES } from '../../backtest/losses/built-in.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { Log } from '../../log/log.ts';
import { BacktestError } from '../../research/backtest-settings.ts';
import { epochDetails } from '../../research/hyperopt/epoch-details.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { PAIRS_OPTION } from '../data-options.ts';
import { EpochLines } from '../epoch-lines.ts';
import {
  AS_JSON,
  LOSS_PATH,
  lossFolders,
  NO_EXPORT,
  numberOption,
  RESULT_FILE,
  searchFile,
  searchFolder,
  wholeOption,
} from '../hyperopt-options.ts';
import { type Options, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { QUEUE, queueOption } from '../queue-options.ts';
import { configOptions, dataFormat, namedStrategy, readConfig, STRATEGY_ON_CANDLES } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Search for better values of the parameters of a strategy.',
  options: [
    ...STRATEGY_ON_CANDLES,
    { names: ['max-open-trades'], takes: 'value', help: 'most trades at a time, -1 for any number' },
    { names: ['stake-amount'], takes: 'value', help: 'stake of a trade, or "unlimited"' },
    { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
    PAIRS_OPTION,
    LOSS_PATH,
    { names: ['eps', 'enable-position-stacking'], takes: 'nothing', help: 'allow several trades in one pair at a time' },
    { names: ['enable-protections', 'enableprotections'], takes: 'nothing', help: 'use the protections of the strategy' },
    { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'stake currency to begin with' },
    { names: ['timeframe-detail'], takes: 'value', help: 'smaller timeframe to look inside each candle with' },
    { names: ['epochs'], short: 'e', takes: 'value', help: 'how many tries (default: 100)' },
    { names: ['spaces'], takes: 'words', help: 'what may change: default, all, buy, sell, enter, exit, roi, stoploss, trailing, …' },
    { names: ['print-all'], takes: 'nothing', help: 'every try, not only the best' },
    AS_JSON,
    { names: ['job-workers'], short: 'j', takes: 'value', help: 'tries at a time, -1 for one a processor' },
    { names: ['random-state'], takes: 'value', help: 'number to begin the chances with, to have the same again' },
    { names: ['min-trades'], takes: 'value', help: 'trades a try must have made (default: 1)' },
    {
      names: ['hyperopt-loss', 'hyperoptloss'],
      takes: 'value',
      help: 'function that says how bad a try is; several, with commas, for tries of which none is better in all of them',
    },
    NO_EXPORT,
    {
      names: ['ignore-missing-spaces', 'ignore-unparameterized-spaces'],
      takes: 'nothing',
      help: 'say nothing of spaces that have no parameter',
    },
    { names: ['analyze-per-epoch'], takes: 'nothing', help: 'make the indicators anew with each try' },
    { names: ['early-stop'], takes: 'value', help: 'end after so many tries without a better one' },
    {
      names: ['sampler'],
      takes: 'value',
      help: 'what chooses the tries, e.g. TPESampler (default: that of the strategy, else NSGAIIISampler)',
    },
    { names: ['resume'], takes: 'nothing', help: 'go on with the latest search, or with that of --hyperopt-filename' },
    RESULT_FILE,
    QUEUE,
  ],
  run: hyperopt,
};

const LEAST_EARLY_STOP = 20;

async function hyperopt(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const log = openLog(options, config, warnings);
  const userFolder = userDir(options, config.user_data_dir);
  const order = readOrder(options, config, userFolder, log);
  const named = (options['pairs'] as readonly string[] | undefined) ?? null;
  const warn = (text: string): void => log.warn('hyperopt', text);
  const input = await marketsAndPairs(config, named, warn);
  if (input.pairsOfCandle !== null) throw new BacktestError('A pairlist that is gone through with every candle can not be searched with.');
  const printAll = options['print-all'] === true || config.print_all === true;
  const lines = new EpochLines(order.epochs, printAll, terminalWidth());
  const end = new AbortController();
  const interrupt = (): void => {
    if (end.signal.aborted) process.exit(130);
    process.stderr.write('User interrupted..\n');
    end.abort();
  };
  process.on('SIGINT', interrupt);
  try {
    const sources = {
      store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
      pairs: input.pairs,
      markets: input.markets,
      download: await downloadHint(config, configOptions(options)),
      now: Date.now,
      onProgress: (ratio: number) => lines.load(ratio),
      onWarning: (text: string) => {
        if (options['ignore-missing-spaces'] !== true || !/^The '\w+' space is asked for/.test(text)) warn(text);
      },
    };
    const done = await runSearch(order, sources, newsTo(log, lines), end.signal);
    lines.end();
    tellEnd(done, options, config, log);
    return EXIT_OK;
  } finally {
    lines.end();
    process.off('SIGINT', interrupt);
  }
}

function newsTo(log: Log, lines: EpochLines): Parameters<typeof runSearch>[2] {
  return {
    onBegin: ({ facts, workers, known, sharedBytes, file }) => {
      log.info('hyperopt', `Using optimizer random state: ${facts.seed}`);
      log.info('hyperopt', `Using sampler ${facts.sampler}.`);
      log.info('hyperopt', `Effective number of parallel workers used: ${workers}`);
      log.info('hyperopt', `Candles and indicators take ${mib(sharedBytes)} MiB, which all workers share.`);
      if (known > 0) log.info('hyperopt', `Going on with ${known} tries of ${file}.`);
      lines.begin(known);
    },
    onEpoch: ({ kept, ...place }) => lines.add({ ...kept.row, ...place }),
    onInfo: (text) => log.info('hyperopt', text),
  };
}

/** What came of it, in freqtrade's words. */
function tellEnd(done: SearchEnd, options: Options, config: RawConfig, log: Log): void {
  const epochs = `${done.epochs} ${done.epochs === 1 ? 'epoch' : 'epochs'}`;
  if (done.reason === 'stagnation') log.info('hyperopt', `Early stopping after ${epochs}`);
  if (done.reason === 'exhausted') log.info('hyperopt', 'Every point of the search space has been tried.');
  if (done.skipped > 0) log.info('hyperopt', `${done.skipped} points were chosen again, and not tried again.`);
  log.info('hyperopt', `${epochs} saved to '${done.file}'.`);
  if (done.memory > 0) log.info('hyperopt', `Memory of a worker: ${mib(done.memory)} MiB at most, beside what is shared.`);
  if (done.best === null) {
    const none =
      done.epochs === 0 ? 'No epochs evaluated yet, no best result.' : `No good result found for given optimization function in ${epochs}.`;
    process.stdout.write(`${none}\n`);
    return;
  }
  if (options['disable-param-export'] !== true && config.disableparamexport !== true)
    log.info('hyperopt', `Dumping parameters to ${exportParameters(done.loaded.path, done.facts.strategy, done.best, Date.now())}`);
  const asJson = options['print-json'] === true;
  process.stdout.write(epochDetails(done.best, done.facts.epochs, { asJson, header: 'Best result' }));
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

/** @throws UsageError */
function readOrder(options: Options, config: RawConfig, userFolder: string, log: Log): SearchOrder {
  const epochs = wholeOption(options, 'epochs', 1) ?? config.epochs ?? 100;
  return {
    strategy: namedStrategy(config),
    folders: strategyFolders(options, userFolder, config),
    lossFolders: lossFolders(options, userFolder, config),
    request: {
      config,
      timerange: String(options['timerange'] ?? ''),
      timeframeDetail: String(options['timeframe-detail'] ?? ''),
      enableProtections: options['enable-protections'] === true,
      positionStacking: options['eps'] === true,
      keepsRejected: false,
      fee: config.fee ?? null,
      spaces: (options['spaces'] as readonly string[] | undefined) ?? config.spaces ?? ['default'],
      analyzePerEpoch: options['analyze-per-epoch'] === true || config.analyze_per_epoch === true,
      minTrades: wholeOption(options, 'min-trades', 0) ?? config.hyperopt_min_trades ?? 1,
    },
    losses: lossNames(String(options['hyperopt-loss'] ?? config.hyperopt_loss ?? '')),
    epochs,
    seed: wholeOption(options, 'random-state', 0) ?? config.hyperopt_random_state ?? null,
    sampler: options['sampler'] === undefined ? null : String(options['sampler']),
    workers: workersOf(wholeOption(options, 'job-workers', Number.NEGATIVE_INFINITY) ?? config.hyperopt_jobs ?? -1),
    earlyStop: earlyStopOf(numberOption(options, 'early-stop') ?? config.early_stop ?? 0, log),
    resultFolder: searchFolder(userFolder),
    queue: queueOption(options),
    resume: options['resume'] === true ? resolve(searchFile(options, userFolder)) : null,
  };
}

/** @throws UsageError */
function lossNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (text !== '' && names.every((name) => name !== '')) return names;
  throw new UsageError(
    `No Hyperopt loss set. Please use \`--hyperopt-loss\` to specify the Hyperopt-Loss class to use.\nBuilt-in Hyperopt-loss-functions are: ${Object.keys(BUILT_IN_LOSSES).join(', ')}`,
  );
}

/** -1 for all processors, -2 for all but one … @throws UsageError */
function workersOf(jobs: number): number {
  if (jobs === 0) throw new UsageError('--job-workers: write 1 or more, or -1 for one a processor.');
  return jobs > 0 ? jobs : Math.max(1, availableParallelism() + 1 + jobs);
}

function earlyStopOf(epochs: number, log: Log): number {
  if (epochs <= 0 || epochs >= LEAST_EARLY_STOP) return Math.max(0, epochs);
  log.warn('hyperopt', `Early stop epochs ${epochs} lower than ${LEAST_EARLY_STOP}. It will be replaced with ${LEAST_EARLY_STOP}.`);
  return LEAST_EARLY_STOP;
}
