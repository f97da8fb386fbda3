import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { meantPair } from '../core/market/nearest-pair.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { parseTimerange } from '../core/market/timerange.ts';
import { type CandleType, candleFile, type DataFormat, saveCandles } from '../data/candle-files.ts';
import { type DownloadPlan, type DownloadResult, downloadCandles, downloadTrades, type PastSource } from '../data/download.ts';
import { candlesFromTrades, loadTrades, tradeFile } from '../data/trade-files.ts';
import { expandPairs, PairNames } from '../pairlists/pair-pattern.ts';

/** What can't be downloaded as it was asked for; the message says what to change. */
export class DownloadRefused extends Error {}

/** What is to be downloaded; plain data, so that another thread can do it. */
export interface DownloadRequest {
  readonly exchange: string;
  readonly isFutures: boolean;
  readonly folder: string;
  readonly candleFormat: DataFormat;
  readonly tradeFormat: DataFormat;
  /** Patterns such as `.*\/USDT`. */
  readonly pairs: readonly string[];
  readonly includesInactive: boolean;
  readonly timeframes: readonly string[] | null;
  /** Kinds of candles; empty for those that trading needs. */
  readonly candleTypes: readonly CandleType[];
  readonly days: number | null;
  /** For pairs that have no data yet; null for the default. */
  readonly newPairsDays: number | null;
  readonly timerange: string | null;
  /** Public trades instead of candles. */
  readonly trades: boolean;
  /** Makes candles of trades. */
  readonly converts: boolean;
  readonly erases: boolean;
  readonly prepends: boolean;
  /** Asks again for candles that are missing in between. */
  readonly fillsGaps: boolean;
  /** One pair after the other. */
  readonly isOneByOne: boolean;
}

/** The exchange, as far as a download asks it. */
export interface DownloadSource extends PastSource {
  readonly timeframes: readonly string[];
  /** How long funding rates and mark prices of futures are apart. */
  readonly fundingTimeframe: string;
  readonly markTimeframe: string;
  markets(): Promise<
    readonly { readonly pair: string; readonly isSpot: boolean; readonly isFuture: boolean; readonly isActive: boolean }[]
  >;
}

export interface DownloadProgress {
  /** How many files there will be. */
  readonly onPlans: (files: number) => void;
  /** A file is done. */
  readonly onDone: (done: number, total: number, label: string) => void;
  /** How far one of those at work is. @param slot which of them, from 0 @param ratio 0 to 1 @param rows that have come since the last time */
  readonly onProgress: (slot: number, label: string, ratio: number, rows: number) => void;
  readonly write: (text: string) => void;
  readonly warn: (text: string) => void;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
/** Pairs at a time: the exchange's weight is kept by the client, which all of them share. */
const AT_ONCE = 8;

/** Brings the files of a download up to date. @throws DownloadRefused */
export async function download(
  request: DownloadRequest,
  source: DownloadSource,
  signal: AbortSignal,
  progress: DownloadProgress,
  now: () => number,
): Promise<DownloadResult[]> {
  const span = downloadSpan(request, now());
  const timeframes = timeframesOf(request, source);
  const pairs = await pairsOf(request, source, progress);
  mkdirSync(request.isFutures ? join(request.folder, 'futures') : request.folder, { recursive: true });
  const plans = request.trades ? tradePlans(request, pairs, span) : candlePlans(request, source, pairs, timeframes, span);
  progress.write(
    `About to download pairs: ${pairs.join(', ')}, ${request.trades ? 'trades' : `intervals: ${timeframes.join(', ')}`} to ${request.folder}\n`,
  );
  progress.onPlans(plans.length);
  const results = await runPlans(plans, request.isOneByOne ? 1 : AT_ONCE, source, signal, progress, now);
  if (request.trades && request.converts) await convert(request, pairs, timeframes);
  return results;
}

interface Span {
  /** ms; null where nothing was said. */
  readonly from: number | null;
  readonly to: number | null;
  /** For pairs without data, ms. */
  readonly newFrom: number;
}

/** @throws DownloadRefused where days and a range are asked for */
export function downloadSpan({ days, newPairsDays, timerange }: DownloadRequest, now: number): Span {
  if (days !== null && timerange !== null) throw new DownloadRefused('--days and --timerange exclude each other.');
  const midnight = (ago: number) => Math.floor((now - ago * DAY) / DAY) * DAY;
  // of a pair that is new, so many days to the second
  const secondsAgo = (ago: number) => Math.floor((now - ago * DAY) / 1000) * 1000;
  const range = timerange === null ? null : parseTimerange(timerange);
  const from = range?.from ?? (days === null ? null : midnight(days));
  return { from, to: range?.to ?? null, newFrom: from ?? secondsAgo(newPairsDays ?? DEFAULT_DAYS) };
}

function timeframesOf({ timeframes, exchange }: DownloadRequest, source: DownloadSource): readonly string[] {
  const wanted = timeframes ?? ['1m', '5m'];
  const unknown = wanted.filter((timeframe) => !source.timeframes.includes(timeframe));
  if (unknown.length > 0)
    throw new DownloadRefused(`--timeframes: ${exchange} has no ${unknown.join(', ')}; it has ${source.timeframes.join(', ')}.`);
  return wanted;
}

async function pairsOf(request: DownloadRequest, source: DownloadSource, progress: DownloadProgress): Promise<string[]> {
  const { pairs: patterns, exchange } = request;
  if (patterns.length === 0)
    throw new DownloadRefused('Name pairs: --pairs BTC/USDT, --pairs-file FILE, or exchange.pair_whitelist in a configuration.');
  const markets = await source.markets();
  const known = markets
    .filter((market) => (request.isFutures ? market.isFuture : market.isSpot))
    .filter((market) => market.isActive || request.includesInactive)
    .map(({ pair }) => pair);
  const pairs = [...new Set(expandPairs(patterns, known, false))];
  const names = new PairNames(known);
  const missing = patterns.filter((pattern) => names.matching(pattern).length === 0);
  const lines = missing.map((pair) => `${exchange} does not trade ${pair}.${meantPair(pair, known)}`);
  if (pairs.length === 0) throw new DownloadRefused(`${lines.join(' ')} No pair is left to download.`);
  for (const line of lines) progress.warn(`${line} Left out.\n`);
  return pairs;
}

function candlePlans(
  request: DownloadRequest,
  source: DownloadSource,
  pairs: readonly string[],
  timeframes: readonly string[],
  span: Span,
): DownloadPlan[] {
  const { folder, candleFormat: format } = request;
  return pairs.flatMap((pair) =>
    kindsOf(request, source, timeframes).flatMap(({ type, timeframes: lengths }) =>
      lengths.map((timeframe): DownloadPlan => {
        const path = candleFile(folder, pair, timeframe, type, format);
        if (request.erases) rmSync(path, { force: true });
        const label = `${pair}, ${timeframe}, ${type}`;
        const { prepends, fillsGaps } = request;
        return { label, pair, kind: 'candles', timeframe, type, folder, path, format, ...span, prepends, fillsGaps };
      }),
    ),
  );
}

interface CandleKind {
  readonly type: CandleType;
  readonly timeframes: readonly string[];
}

/** What trading needs, or what was chosen. */
function kindsOf(
  { isFutures, candleTypes }: DownloadRequest,
  source: DownloadSource,
  timeframes: readonly string[],
): readonly CandleKind[] {
  const kinds: CandleKind[] = isFutures
    ? [
        { type: 'futures', timeframes },
        { type: 'funding_rate', timeframes: [source.fundingTimeframe] },
        { type: 'mark', timeframes: [source.markTimeframe] },
      ]
    : [{ type: 'spot', timeframes }];
  return candleTypes.length === 0 ? kinds : candleTypes.map((type) => kinds.find((kind) => kind.type === type) ?? { type, timeframes });
}

function tradePlans(request: DownloadRequest, pairs: readonly string[], span: Span): DownloadPlan[] {
  const { folder, tradeFormat: format, isFutures } = request;
  return pairs.map((pair): DownloadPlan => {
    const path = tradeFile(folder, pair, format, isFutures);
    if (request.erases) rmSync(path, { force: true });
    return { label: `${pair}, trades`, pair, kind: 'trades', folder, path, format, ...span, prepends: false, fillsGaps: false };
  });
}

async function runPlans(
  plans: readonly DownloadPlan[],
  atOnce: number,
  source: DownloadSource,
  signal: AbortSignal,
  progress: DownloadProgress,
  now: () => number,
): Promise<DownloadResult[]> {
  const results: DownloadResult[] = [];
  const waiting = [...plans];
  const work = async (slot: number): Promise<void> => {
    for (let plan = waiting.shift(); plan !== undefined && !signal.aborted; plan = waiting.shift()) {
      const { label } = plan;
      const onProgress = (rows: number, ratio: number) => progress.onProgress(slot, label, Math.min(ratio, 1), rows);
      const onWarning = (text: string) => progress.warn(`${label}: ${text}\n`);
      const result = await fetchFile(plan, source, { now, signal, onProgress, onWarning });
      results.push(result);
      progress.onProgress(slot, label, 1, 0);
      progress.onDone(results.length, plans.length, label);
      if (result.problem === null) progress.write(`Downloaded data for ${label} with length ${result.length}.\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, plans.length) }, (_, slot) => work(slot)));
  return results;
}

async function fetchFile(
  plan: DownloadPlan,
  source: DownloadSource,
  hooks: Parameters<typeof downloadCandles>[2],
): Promise<DownloadResult> {
  try {
    const length = await (plan.kind === 'trades' ? downloadTrades(plan, source, hooks) : downloadCandles(plan, source, hooks));
    return { plan, length, problem: null };
  } catch (error) {
    return { plan, length: 0, problem: hooks.signal.aborted ? 'was interrupted' : (error as Error).message };
  }
}

async function convert(request: DownloadRequest, pairs: readonly string[], timeframes: readonly string[]): Promise<void> {
  const { folder, tradeFormat: from, candleFormat: to, isFutures } = request;
  const type = isFutures ? 'futures' : 'spot';
  for (const pair of pairs) {
    const trades = await loadTrades(tradeFile(folder, pair, from, isFutures), from);
    if (trades === null) continue;
    for (const timeframe of timeframes)
      await saveCandles(candleFile(folder, pair, timeframe, type, to), candlesFromTrades(trades, timeframeMs(timeframe)), to, type);
  }
}
