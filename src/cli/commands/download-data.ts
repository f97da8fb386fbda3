import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { historySource } from '../../app/research/history-source.ts';
import { meantPair } from '../../core/market/nearest-pair.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { parseTimerange } from '../../core/market/timerange.ts';
import { CANDLE_TYPES, type CandleType, candleFile, saveCandles } from '../../data/candle-files.ts';
import { type DownloadPlan, type DownloadResult, downloadCandles, downloadTrades } from '../../data/download.ts';
import { candlesFromTrades, loadTrades, tradeFile } from '../../data/trade-files.ts';
import type { HistorySource } from '../../exchange/ccxt/history.ts';
import { exchangeFacts } from '../../exchange/facts.ts';
import { expandPairs } from '../../pairlists/pair-pattern.ts';
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
import { downloadLine } from '../progress.ts';
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
  ],
  run: downloadData,
};

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
/** Pairs at a time: the exchange's weight is kept by the client, which all of them share. */
const AT_ONCE = 8;
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
    const results = await download(options, context, end.signal, {
      onDone: () => undefined,
      onProgress: () => undefined,
      write: (text) => process.stdout.write(text),
    });
    const failed = results.filter((result) => result.problem !== null);
    for (const { plan, problem } of failed) process.stderr.write(`${plan.label}: ${problem}\n`);
    if (end.signal.aborted) return EXIT_INTERRUPTED;
    return failed.length > 0 ? EXIT_FAILED : EXIT_OK;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

export interface DownloadProgress {
  /** A file is done. */
  readonly onDone: (done: number, total: number, label: string) => void;
  /** How far one of those at work is. @param slot which of them, from 0 @param ratio 0 to 1 */
  readonly onProgress: (slot: number, label: string, ratio: number) => void;
  readonly write: (text: string) => void;
}

/** Downloads what the options of the command say. */
export async function download(
  options: Options,
  context: DataContext,
  signal: AbortSignal,
  progress: DownloadProgress,
): Promise<DownloadResult[]> {
  const span = spanOf(options, context.config?.new_pairs_days, Date.now());
  const source = await historySource(context, signal);
  try {
    const timeframes = timeframesOf(options, context, source);
    const pairs = await pairsOf(options, context, source);
    mkdirSync(context.isFutures ? join(context.folder, 'futures') : context.folder, { recursive: true });
    const isTrades = options['dl-trades'] === true || context.config?.download_trades === true;
    const plans = isTrades ? tradePlans(options, context, pairs, span) : candlePlans(options, context, pairs, timeframes, span);
    progress.write(
      `About to download pairs: ${pairs.join(', ')}, ${isTrades ? 'trades' : `intervals: ${timeframes.join(', ')}`} to ${context.folder}\n`,
    );
    const results = await runPlans(plans, options['no-parallel-download'] === true ? 1 : AT_ONCE, source, signal, progress);
    if (isTrades && options['convert'] === true) await convert(options, context, pairs, timeframes);
    return results;
  } finally {
    await source.close();
  }
}

interface Span {
  /** ms; null where nothing was said. */
  readonly from: number | null;
  readonly to: number | null;
  /** For pairs without data, ms. */
  readonly newFrom: number;
}

/** @param newPairsDays of the configuration */
function spanOf(options: Options, newPairsDays: number | undefined, now: number): Span {
  const [days, newDays] = [wholeNumber(options, 'days'), wholeNumber(options, 'new-pairs-days')];
  if (days !== null && options['timerange'] !== undefined) throw new UsageError('--days and --timerange exclude each other.');
  const midnight = (ago: number) => Math.floor((now - ago * DAY) / DAY) * DAY;
  const range = options['timerange'] === undefined ? null : parseTimerange(String(options['timerange']));
  const from = range?.from ?? (days === null ? null : midnight(days));
  return { from, to: range?.to ?? null, newFrom: from ?? midnight(newDays ?? newPairsDays ?? DEFAULT_DAYS) };
}

function timeframesOf(options: Options, context: DataContext, source: HistorySource): readonly string[] {
  const wanted = words(options, 'timeframes') ?? ['1m', '5m'];
  const unknown = wanted.filter((timeframe) => !source.timeframes.includes(timeframe));
  if (unknown.length > 0)
    throw new UsageError(`--timeframes: ${context.exchange} has no ${unknown.join(', ')}; it has ${source.timeframes.join(', ')}.`);
  return wanted;
}

async function pairsOf(options: Options, context: DataContext, source: HistorySource): Promise<string[]> {
  const file = options['pairs-file'];
  const patterns =
    words(options, 'pairs') ?? (file === undefined ? (context.config?.exchange.pair_whitelist ?? []) : readPairs(String(file)));
  if (patterns.length === 0)
    throw new UsageError('Name pairs: --pairs BTC/USDT, --pairs-file FILE, or exchange.pair_whitelist in a configuration.');
  const markets = await source.markets();
  const known = markets
    .filter((market) => (context.isFutures ? market.isFuture : market.isSpot))
    .filter((market) => market.isActive || options['include-inactive-pairs'] === true)
    .map(({ pair }) => pair);
  const pairs = [...new Set(expandPairs(patterns, known, false))];
  const missing = patterns.filter((pattern) => expandPairs([pattern], known, false).length === 0);
  const untraded = missing.map((pair) => `${context.exchange} does not trade ${pair}.${meantPair(pair, known)}`);
  if (pairs.length === 0) throw new UsageError(`${untraded.join(' ')} No pair is left to download.`);
  for (const line of untraded) process.stderr.write(`${line} Left out.\n`);
  return pairs;
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

function candlePlans(
  options: Options,
  context: DataContext,
  pairs: readonly string[],
  timeframes: readonly string[],
  span: Span,
): DownloadPlan[] {
  const format = candleFormat(options, context);
  const chosen = choices(options, 'candle-types', CANDLE_TYPES) as CandleType[];
  const { facts } = exchangeFacts(context.exchange, context.isFutures);
  const kinds: { type: CandleType; timeframes: readonly string[] }[] = context.isFutures
    ? [
        { type: 'futures', timeframes },
        { type: 'funding_rate', timeframes: [facts.funding_fee_timeframe] },
        { type: 'mark', timeframes: [facts.mark_ohlcv_timeframe] },
      ]
    : [{ type: 'spot', timeframes }];
  const wanted = chosen.length === 0 ? kinds : chosen.map((type) => kinds.find((kind) => kind.type === type) ?? { type, timeframes });
  return pairs.flatMap((pair) =>
    wanted.flatMap(({ type, timeframes: lengths }) =>
      lengths.map((timeframe): DownloadPlan => {
        const path = candleFile(context.folder, pair, timeframe, type, format);
        if (options['erase'] === true) rmSync(path, { force: true });
        return {
          label: `${pair}, ${timeframe}, ${type}`,
          pair,
          kind: 'candles',
          timeframe,
          type,
          folder: context.folder,
          path,
          format,
          ...span,
          prepends: options['prepend'] === true,
        };
      }),
    ),
  );
}

function tradePlans(options: Options, context: DataContext, pairs: readonly string[], span: Span): DownloadPlan[] {
  const format = tradeFormat(options, context);
  return pairs.map((pair): DownloadPlan => {
    const path = tradeFile(context.folder, pair, format, context.isFutures);
    if (options['erase'] === true) rmSync(path, { force: true });
    return { label: `${pair}, trades`, pair, kind: 'trades', folder: context.folder, path, format, ...span, prepends: false };
  });
}

async function runPlans(
  plans: readonly DownloadPlan[],
  atOnce: number,
  source: HistorySource,
  signal: AbortSignal,
  progress: DownloadProgress,
): Promise<DownloadResult[]> {
  const results: DownloadResult[] = [];
  const line = downloadLine(process.stderr, Date.now, plans.length);
  const waiting = [...plans];
  const work = async (slot: number): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined && !signal.aborted; plan = waiting.shift()) {
      const result = await fetchFile(plan, source, signal, (rows, ratio) => {
        line.show(plan!.label, rows, ratio);
        progress.onProgress(slot, plan!.label, Math.min(ratio, 1));
      });
      results.push(result);
      line.done(plan.label);
      progress.onProgress(slot, plan.label, 1);
      progress.onDone(results.length, plans.length, plan.label);
      if (result.problem === null) progress.write(`Downloaded data for ${plan.label} with length ${result.length}.\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, plans.length) }, (_, slot) => work(slot)));
  line.clear();
  return results;
}

async function fetchFile(
  plan: DownloadPlan,
  source: HistorySource,
  signal: AbortSignal,
  onProgress: (rows: number, ratio: number) => void,
): Promise<DownloadResult> {
  try {
    const hooks = { now: Date.now, signal, onProgress, onWarning: (text: string) => process.stderr.write(`${plan.label}: ${text}\n`) };
    const length = await (plan.kind === 'trades' ? downloadTrades(plan, source, hooks) : downloadCandles(plan, source, hooks));
    return { plan, length, problem: null };
  } catch (error) {
    return { plan, length: 0, problem: signal.aborted ? 'was interrupted' : (error as Error).message };
  }
}

async function convert(options: Options, context: DataContext, pairs: readonly string[], timeframes: readonly string[]): Promise<void> {
  const [from, to] = [tradeFormat(options, context), candleFormat(options, context)];
  for (const pair of pairs) {
    const trades = await loadTrades(tradeFile(context.folder, pair, from, context.isFutures), from);
    if (trades === null) continue;
    for (const timeframe of timeframes) {
      const type = context.isFutures ? 'futures' : 'spot';
      await saveCandles(candleFile(context.folder, pair, timeframe, type, to), candlesFromTrades(trades, timeframeMs(timeframe)), to, type);
    }
  }
}
