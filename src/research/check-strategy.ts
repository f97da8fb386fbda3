import { endedBy } from '../backtest/equip.ts';
import type { RawConfig } from '../config/raw.ts';
import { candleEnd } from '../core/market/candle-calendar.ts';
import { type CandleKind, recordedKey } from '../core/market/candle-kind.ts';
import { type Candles, sliceCandles } from '../core/market/candles.ts';
import { namedMarket } from '../core/market/named-market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { must } from '../core/must.ts';
import { analyze } from '../strategy/analyze.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { otherCandlesOf, type WantedCandles, wantedCandles } from '../strategy/informative.ts';
import { misnamed, type Silence, silenceOf } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { CandlesAtOnce } from './candle-store.ts';
import { type SamplePair, type TriedCallbacks, tryCallbacks } from './check-callbacks.ts';
import { noiseOf } from './compared-frames.ts';
import { begin, equipForAnalysis, NO_CANDLES } from './equip-analysis.ts';
import { type ActedSignal, type LookaheadFindings, lookaheadAnalysis, NO_BIAS, together } from './lookahead-analysis.ts';
import { type RecursiveFindings, recursiveAnalysis } from './recursive-analysis.ts';
import { sampleCandles, sampleTrades } from './sample-candles.ts';
import { flowOfTrades } from './stored-flow.ts';

/** What a strategy does on candles that are made up, in seconds and without data. */
export interface StrategyCheck {
  readonly pairs: readonly string[];
  /** Of each pair. */
  readonly candles: number;
  readonly entries: number;
  readonly exits: number;
  /** Pairs on which there was nothing to enter. */
  readonly silent: readonly Silence[];
  /** Columns that are called nearly like signals, in words. */
  readonly misnamed: readonly string[];
  readonly lookahead: LookaheadFindings;
  /** With the strategy's own start-up candles. */
  readonly recursive: RecursiveFindings;
  /** Null for one that can't be traded by, and for one in a process of its own, which trades by what it has looked at together. */
  readonly tried: TriedCallbacks | null;
}

const FEWEST_CANDLES = 1500;
const MOST_CANDLES = 60_000;
/** Candles of the largest timeframe a strategy looks at. */
const LARGE_CANDLES = 120;
/** Signals after which the candles are taken away. */
const SIGNALS = 24;

/** @param config whose stake currency and whitelist are taken @throws StrategyError */
export async function checkStrategy(strategy: Strategy, config: RawConfig): Promise<StrategyCheck> {
  const pairs = ['BTC', 'ETH', 'SOL'].map((base) => `${base}/${config.stake_currency}`);
  const own = timeframeMs(strategy.timeframe);
  const made = new Map<string, Candles>();
  const informative = new Map<string, Candles>();
  let known = Number.POSITIVE_INFINITY;
  equipForAnalysis(strategy, {
    runMode: 'backtest',
    config,
    pairs,
    marketOf: namedMarket,
    ...NO_CANDLES,
    informative,
    known: () => known,
    storedAtOnce: madeAtOnce(strategy, made),
    isSample: true,
  });
  await begin(strategy, pairs);
  const wanted = wantedCandles(strategy, pairs, config.stake_currency);
  const largest = Math.max(own, ...wanted.map(({ timeframe }) => timeframeMs(timeframe)));
  const count = Math.min(MOST_CANDLES, Math.max(FEWEST_CANDLES, 3 * strategy.startupCandleCount, LARGE_CANDLES * Math.ceil(largest / own)));
  for (const pair of pairs) made.set(pair, sampleCandles(pair, count, own));
  makeOthers([...wanted, ...otherCandlesOf(strategy, pairs, config.stake_currency)], count * own, informative);
  const flow = flowOfTrades(config, strategy.timeframe, (pair) => {
    const candles = made.get(pair);
    return candles === undefined ? null : sampleTrades(pair, candles, own);
  });
  const analyse = async (pair: string, from: number, to: number): Promise<DataFrame> => {
    const candles = must(made.get(pair), 'candles of a pair');
    known = to >= candles.length ? Number.POSITIVE_INFINITY : candleEnd(candles.time[to - 1] ?? 0, own);
    return analyze(strategy, pair, sliceCandles(candles, from, to), {
      stakeCurrency: config.stake_currency,
      candlesOf: (asset, timeframe, kind) => {
        const other = informative.get(recordedKey(asset, timeframe, kind));
        return other === undefined ? null : endedBy(other, timeframeMs(timeframe), known);
      },
      ...flow,
    });
  };
  const found = { entries: 0, exits: 0, silent: [] as Silence[], misnamed: [] as string[], lookahead: NO_BIAS };
  const samples: SamplePair[] = [];
  for (const pair of pairs) {
    const frame = await analyse(pair, 0, count);
    samples.push({ market: must(namedMarket(pair), 'market'), candles: must(made.get(pair), 'candles of a pair'), frame });
    const silence = silenceOf(frame, pair, strategy.startupCandleCount, strategy.canShort);
    if (silence !== null) found.silent.push(silence);
    if (strategy.analysePairs === undefined && (silence?.meant ?? null) === null)
      found.misnamed.push(...misnamed(frame).filter((words) => !found.misnamed.includes(words)));
    const signals = signalsOf(frame, strategy.startupCandleCount);
    found.entries += signals.filter(({ column }) => column.startsWith('enter')).length;
    found.exits += signals.filter(({ column }) => column.startsWith('exit')).length;
    const looked = await lookaheadAnalysis(
      frame,
      spread(signals, SIGNALS / pairs.length),
      (end) => analyse(pair, 0, end),
      () => undefined,
    );
    found.lookahead = together(found.lookahead, looked);
  }
  const recursive = await recursion(strategy, samples[0]!.frame, (startup) => analyse(pairs[0]!, Math.max(0, count - startup - 2), count));
  const tried = strategy.analysePairs === undefined ? tryCallbacks(strategy, config, samples, informative) : null;
  return { pairs, candles: count, ...found, recursive, tried };
}

/** How its indicators change with its own start-up candles; texts aside. */
async function recursion(
  strategy: Strategy,
  frame: DataFrame,
  analyse: (startup: number) => Promise<DataFrame>,
): Promise<RecursiveFindings> {
  const counts = [Math.max(1, strategy.startupCandleCount)];
  const found = await recursiveAnalysis(frame, counts, noiseOf(strategy), analyse, () => undefined);
  return { ...found, results: Object.fromEntries(Object.entries(found.results).filter(([name]) => !frame.isText(name))) };
}

/** Candles beside those of the pairs. @param span of time, ms */
function makeOthers(wanted: readonly (WantedCandles & { readonly kind?: CandleKind })[], span: number, into: Map<string, Candles>): void {
  for (const { pair, timeframe, kind } of wanted) {
    const length = timeframeMs(timeframe);
    into.set(recordedKey(pair, timeframe, kind), sampleCandles(pair, Math.ceil(span / length), length));
  }
}

/** What it asks for while it begins, when none are made, it may name only afterwards. @param made by pair, of its timeframe */
function madeAtOnce({ timeframe: own }: Strategy, made: ReadonlyMap<string, Candles>): CandlesAtOnce {
  return (pair, timeframe, kind) => {
    if (made.size === 0) return sampleCandles(pair, FEWEST_CANDLES, timeframeMs(timeframe));
    return timeframe === own && kind === undefined ? (made.get(pair) ?? null) : null;
  };
}

const COLUMNS = ['enter_long', 'enter_short', 'exit_long', 'exit_short'] as const;

function signalsOf(frame: DataFrame, start: number): ActedSignal[] {
  return COLUMNS.filter((column) => frame.has(column) && !frame.isText(column)).flatMap((column) => {
    const values = frame.get(column).values;
    return Array.from(values, (value, row) => ({ value, row })).flatMap(({ value, row }) =>
      value === 1 && row >= start ? [{ row, column }] : [],
    );
  });
}

/** Some of them, from all over. */
function spread(signals: readonly ActedSignal[], count: number): { entry: ActedSignal; exit: null }[] {
  const step = Math.max(1, signals.length / count);
  const chosen: { entry: ActedSignal; exit: null }[] = [];
  for (let at = 0; at < signals.length && chosen.length < count; at += step) chosen.push({ entry: signals[Math.floor(at)]!, exit: null });
  return chosen;
}
