import { readFileSync } from 'node:fs';
import { downloadFrom } from '../../app/research/download.ts';
import { CANDLE_TYPES, type CandleType } from '../../data/candle-files.ts';
import { type DownloadProgress, DownloadRefused, type DownloadRequest } from '../../research/download.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import {
  CANDLE_FORMAT_OPTION,
  candleFormat,
  type DataContext,
  dataContext,
  EXCHANGE_OPTION,
  MODE_OPTION,
  PAIRS_OPTION,
  TRADE_FORMAT_OPTION,
  tradeFormat,
  wholeNumber,
  words,
} from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { type DownloadLine, downloadLine } from '../progress.ts';
import { choices } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Download candles or public trades.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['pairs-file'], takes: 'value', help: 'file with a JSON list of pairs' },
    { names: ['days'], takes: 'value', help: 'download this many days' },
    { names: ['new-pairs-days'], takes: 'value', help: 'days for pairs that have no data yet (default: 30)' },
    { names: ['include-inactive-pairs'], takes: 'nothing', help: 'pairs that are not active too' },
    { names: ['no-parallel-download'], takes: 'nothing', help: 'one pair after the other' },
    { names: ['timerange'], takes: 'value', help: 'what to download, e.g. 20240101-20240201' },
    { names: ['dl-trades'], takes: 'nothing', help: 'public trades instead of candles' },
    { names: ['convert'], takes: 'nothing', help: 'with --dl-trades: make candles from them' },
    EXCHANGE_OPTION,
    { names: ['timeframes'], short: 't', takes: 'words', help: 'timeframes (default: 1m 5m)' },
    { names: ['erase'], takes: 'nothing', help: 'delete what there is first' },
    CANDLE_FORMAT_OPTION,
    TRADE_FORMAT_OPTION,
    MODE_OPTION,
    { names: ['candle-types'], takes: 'words', help: `kinds of candles: ${CANDLE_TYPES.join(', ')}` },
    { names: ['prepend'], takes: 'nothing', help: 'add to the front of what there is, too' },
    { names: ['fill-gaps'], takes: 'nothing', help: 'ask again for candles that are missing in between' },
  ],
  run: downloadData,
};

const EXIT_FAILED = 1;
const EXIT_INTERRUPTED = 130;

async function downloadData(options: Options): Promise<number> {
  const context = dataContext(options);
  const end = new AbortController();
  const onSignal = () => {
    if (end.signal.aborted) process.exit(EXIT_INTERRUPTED);
    process.stderr.write('\nStopping: what has come is kept. Press Ctrl-C again to stop at once.\n');
    end.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const progress = tellOnTerminal();
    const results = await downloadFrom(requestOf(options, context), context.config, end.signal, progress);
    progress.clear();
    const failed = results.filter((result) => result.problem !== null);
    for (const { plan, problem } of failed) process.stderr.write(`${plan.label}: ${problem}\n`);
    if (end.signal.aborted) return EXIT_INTERRUPTED;
    return failed.length > 0 ? EXIT_FAILED : EXIT_OK;
  } catch (error) {
    throw error instanceof DownloadRefused ? new UsageError(error.message) : error;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Lines on the terminal, and one that tells how far it all is. */
function tellOnTerminal(): DownloadProgress & { clear(): void } {
  let line: DownloadLine | null = null;
  return {
    onPlans: (files) => {
      line = downloadLine(process.stderr, Date.now, files);
    },
    onProgress: (_slot, label, ratio, rows) => line?.show(label, rows, ratio),
    onDone: (_done, _total, label) => line?.done(label),
    clear: () => line?.clear(),
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
  };
}

function requestOf(options: Options, context: DataContext): DownloadRequest {
  const { config, exchange, isFutures, folder } = context;
  const file = options['pairs-file'];
  return {
    exchange,
    isFutures,
    folder,
    candleFormat: candleFormat(options, context),
    tradeFormat: tradeFormat(options, context),
    pairs: words(options, 'pairs') ?? (file === undefined ? (config?.exchange.pair_whitelist ?? []) : readPairs(String(file))),
    includesInactive: options['include-inactive-pairs'] === true,
    timeframes: words(options, 'timeframes'),
    candleTypes: choices(options, 'candle-types', CANDLE_TYPES) as CandleType[],
    days: wholeNumber(options, 'days'),
    newPairsDays: wholeNumber(options, 'new-pairs-days') ?? config?.new_pairs_days ?? null,
    timerange: options['timerange'] === undefined ? null : String(options['timerange']),
    trades: options['dl-trades'] === true || config?.download_trades === true,
    converts: options['convert'] === true,
    erases: options['erase'] === true,
    prepends: options['prepend'] === true,
    fillsGaps: options['fill-gaps'] === true,
    isOneByOne: options['no-parallel-download'] === true,
  };
}

function readPairs(path: string): string[] {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--pairs-file: ${path} can't be read: ${(error as Error).message}`);
  }
  if (!Array.isArray(found) || !found.every((pair) => typeof pair === 'string'))
    throw new UsageError(`--pairs-file: ${path} must hold a JSON list of pairs.`);
  return found as string[];
}
