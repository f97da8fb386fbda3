import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { marketsAndPairs } from '../app/research/backtest-pairs.ts';
import { downloadHint } from '../app/research/markets.ts';
import type { SearchOrder } from '../app/research/search.ts';
import { BUILT_IN_LOSSES } from '../backtest/losses/built-in.ts';
import type { RawConfig } from '../config/raw.ts';
import type { Log } from '../log/log.ts';
import { BacktestError } from '../research/backtest-settings.ts';
import type { StudyRequest, StudySources } from '../research/hyperopt/open-study.ts';
import { PAIRS_OPTION } from './data-options.ts';
import { LOSS_PATH, lossFolders, numberOption, searchFile, searchFolder, wholeOption } from './hyperopt-options.ts';
import { type OptionSpec, type Options, UsageError } from './options.ts';
import { dataFolder, strategyFolders } from './paths.ts';
import { pythonPlace } from './python-hosting.ts';
import { configOptions, dataFormat, namedStrategy, STRATEGY_ON_CANDLES } from './research-options.ts';

export const JOB_WORKERS: OptionSpec = {
  names: ['job-workers'],
  short: 'j',
  takes: 'value',
  help: 'tries at a time, -1 for one a processor',
};

/** Options of every command that tries a strategy again and again. */
export const CANDLE_OPTIONS: readonly OptionSpec[] = [
  ...STRATEGY_ON_CANDLES,
  { names: ['max-open-trades'], takes: 'value', help: 'most trades at a time, -1 for any number' },
  { names: ['stake-amount'], takes: 'value', help: 'stake of a trade, or "unlimited"' },
  { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
  PAIRS_OPTION,
  { names: ['eps', 'enable-position-stacking'], takes: 'nothing', help: 'allow several trades in one pair at a time' },
  { names: ['enable-protections', 'enableprotections'], takes: 'nothing', help: 'use the protections of the strategy' },
  { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'stake currency to begin with' },
  { names: ['timeframe-detail'], takes: 'value', help: 'smaller timeframe to look inside each candle with' },
];

/** Options of every command that searches for parameters. */
export const SEARCH_OPTIONS: readonly OptionSpec[] = [
  ...CANDLE_OPTIONS,
  LOSS_PATH,
  { names: ['epochs'], short: 'e', takes: 'value', help: 'how many tries (default: 100)' },
  { names: ['spaces'], takes: 'words', help: 'what may change: default, all, buy, sell, enter, exit, roi, stoploss, trailing, …' },
  JOB_WORKERS,
  { names: ['random-state'], takes: 'value', help: 'number to begin the chances with, to have the same again' },
  { names: ['min-trades'], takes: 'value', help: 'trades a try must have made (default: 1)' },
  {
    names: ['hyperopt-loss', 'hyperoptloss'],
    takes: 'value',
    help: 'function that says how bad a try is; several, with commas, for tries of which none is better in all of them',
  },
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
];

const LEAST_EARLY_STOP = 20;

/** What a search stands on. @throws BacktestError, UsageError */
export async function searchSources(
  options: Options,
  config: RawConfig,
  userFolder: string,
  hooks: Pick<StudySources, 'onProgress' | 'onWarning'>,
): Promise<StudySources> {
  const named = (options['pairs'] as readonly string[] | undefined) ?? null;
  const input = await marketsAndPairs(config, named, hooks.onWarning);
  if (input.pairsOfCandle !== null) throw new BacktestError('A pairlist that is gone through with every candle can not be searched with.');
  const warned = new Set<string>();
  const isQuiet = options['ignore-missing-spaces'] === true;
  return {
    store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
    pairs: input.pairs,
    markets: input.markets,
    download: await downloadHint(config, configOptions(options)),
    now: Date.now,
    onProgress: hooks.onProgress,
    onWarning: (text) => {
      if (warned.has(text) || (isQuiet && /^The '\w+' space is asked for/.test(text))) return;
      // threads and processes say the same
      warned.add(text);
      hooks.onWarning(text);
    },
  };
}

/** What is searched, and how. @throws UsageError */
export function readOrder(options: Options, config: RawConfig, userFolder: string, log: Log): SearchOrder {
  const epochs = wholeOption(options, 'epochs', 1) ?? config.epochs ?? 100;
  return {
    strategy: namedStrategy(config),
    folders: strategyFolders(options, userFolder, config),
    lossFolders: lossFolders(options, userFolder, config),
    request: readStudyRequest(options, config),
    losses: lossNames(String(options['hyperopt-loss'] ?? config.hyperopt_loss ?? '')),
    epochs,
    seed: wholeOption(options, 'random-state', 0) ?? config.hyperopt_random_state ?? null,
    sampler: options['sampler'] === undefined ? null : String(options['sampler']),
    workers: workersOption(options, config),
    earlyStop: earlyStopOf(numberOption(options, 'early-stop') ?? config.early_stop ?? 0, log),
    resultFolder: searchFolder(userFolder),
    python: pythonPlace(options, config, 'hyperopt'),
    queue: null,
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

/** What each try is. @throws UsageError */
export function readStudyRequest(options: Options, config: RawConfig): StudyRequest {
  return {
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
  };
}

/** Threads: -1 for all processors, -2 for all but one … @throws UsageError */
export function workersOption(options: Options, config: RawConfig): number {
  const jobs = wholeOption(options, 'job-workers', Number.NEGATIVE_INFINITY) ?? config.hyperopt_jobs ?? -1;
  if (jobs === 0) throw new UsageError('--job-workers: write 1 or more, or -1 for one a processor.');
  return jobs > 0 ? jobs : Math.max(1, availableParallelism() + 1 + jobs);
}

function earlyStopOf(epochs: number, log: Log): number {
  if (epochs <= 0 || epochs >= LEAST_EARLY_STOP) return Math.max(0, epochs);
  log.warn('hyperopt', `Early stop epochs ${epochs} lower than ${LEAST_EARLY_STOP}. It will be replaced with ${LEAST_EARLY_STOP}.`);
  return LEAST_EARLY_STOP;
}
