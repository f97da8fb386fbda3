import { endedBy } from '../backtest/equip.ts';
import type { RawConfig } from '../config/raw.ts';
import { candleEnd } from '../core/market/candle-calendar.ts';
import { type CandleKind, recordedKey } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import { sliceCandles } from '../core/market/candles.ts';
import { namedMarket } from '../core/market/named-market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { parseTimerange, type Timerange } from '../core/market/timerange.ts';
import { analyze } from '../strategy/analyze.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { otherCandlesOf, wantedCandles } from '../strategy/informative.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { BacktestError } from './backtest-settings.ts';
import { type CandleStore, storedAtOnce, storedCandles, storedOfKind, withStartup } from './candle-store.ts';
import { begin, equipForAnalysis } from './equip-analysis.ts';
import { type DownloadHint, nothingFound } from './missing-data.ts';
import { storedFlow } from './stored-flow.ts';

/** What a strategy is shown of one pair. */
export interface PairRequest {
  readonly pair: string;
  readonly timeframe: string;
  readonly timerange: string;
  readonly isFutures: boolean;
  readonly stakeCurrency: string;
  readonly config: RawConfig;
  readonly store: CandleStore;
  /** The pair's candles where they are not those stored, start-up candles included. */
  readonly candles?: Candles;
  /** How candles are got, said where there are none; freqtrade's short sentence where left out. */
  readonly download?: DownloadHint;
  /** Given what of a file can't be used. */
  readonly onWarning?: (text: string) => void;
}

/** Stored candles of a pair with a strategy that looks at them. */
export interface AnalysedPair {
  /** Start-up candles included. */
  readonly candles: Candles;
  readonly range: Timerange;
  /** Row of the first candle of the range. */
  readonly start: number;
  /** Lets the strategy look at a part of the candles. */
  readonly analyse: (from: number, to: number) => Promise<DataFrame>;
}

/** @throws BacktestError in freqtrade's words */
export function timerangeOf(text: string): Timerange {
  try {
    return parseTimerange(text);
  } catch {
    throw new BacktestError(`Incorrect syntax for timerange "${text}"`);
  }
}

/** In freqtrade's words. */
export function noData({ pair, timeframe, timerange }: Pick<PairRequest, 'pair' | 'timeframe' | 'timerange'>): string {
  return `No data for ${pair}, ${timeframe}${timerange === '' ? '' : ` in ${timerange}`} found.`;
}

/** Loads the candles of a pair. @throws BacktestError when there are none */
export async function loadPair(request: PairRequest, strategy: Strategy): Promise<AnalysedPair> {
  const { pair, timeframe, timerange, isFutures, store } = request;
  const range = timerangeOf(timerange);
  const before = (length: string) => withStartup(range, strategy.startupCandleCount, length);
  const candles = request.candles ?? (await storedCandles(store, pair, timeframe, isFutures, before(timeframe), request.onWarning));
  let start = 0;
  if (candles !== null && range.from !== null) while (start < candles.length && candles.time[start]! < range.from) start++;
  if (candles === null || start >= candles.length)
    throw new BacktestError(request.download === undefined ? noData(request) : await nothingFound(request, [pair], request.download));
  const informative = new Map<string, Candles>();
  const stored = (other: string, length: string, kind?: CandleKind) =>
    storedOfKind(store, { pair: other, timeframe: length, kind }, isFutures, before(length), request.onWarning);
  const atOnce = storedAtOnce(store, isFutures, before, request.onWarning);
  let known = Number.POSITIVE_INFINITY;
  equipForAnalysis(strategy, {
    runMode: 'plot',
    config: request.config,
    pairs: [pair],
    marketOf: namedMarket,
    informative,
    known: () => known,
    stored,
    storedAtOnce: (other, length, kind) =>
      other === pair && length === timeframe && kind === undefined ? candles : atOnce(other, length, kind),
    now: () => 0,
  });
  await begin(strategy, [pair]);
  const traded = wantedCandles(strategy, [pair], request.stakeCurrency).map((wanted) => ({ ...wanted, kind: undefined }));
  for (const wanted of [...traded, ...otherCandlesOf(strategy, [pair], request.stakeCurrency)]) {
    const found = await stored(wanted.pair, wanted.timeframe, wanted.kind);
    if (found !== null) informative.set(recordedKey(wanted.pair, wanted.timeframe, wanted.kind), found);
  }
  const flow = await storedFlow({ pair, timeframe, config: request.config, folder: store.folder, isFutures }, (text) =>
    request.onWarning?.(text),
  );
  return {
    candles,
    range,
    start,
    analyse: (from, to) => {
      // what has not ended by the end of the part is not known yet, of other timeframes and pairs too
      known = to >= candles.length ? Number.POSITIVE_INFINITY : candleEnd(candles.time[to - 1] ?? 0, timeframeMs(timeframe));
      return analyze(strategy, pair, sliceCandles(candles, from, to), {
        stakeCurrency: request.stakeCurrency,
        candlesOf: (asset, length, kind) => {
          const other = informative.get(recordedKey(asset, length, kind));
          return other === undefined ? null : endedBy(other, timeframeMs(length), known);
        },
        ...flow,
      });
    },
  };
}
