import { isRecord } from '../core/is-record.ts';
import { candleEnd } from '../core/market/candle-calendar.ts';
import { type CandleKind, type OtherCandles, otherCandlesKey, otherKind } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { strayKey } from '../core/stray-key.ts';
import { Column } from '../indicators/column.ts';
import { described } from '../indicators/described.ts';
import { DataFrame } from './data-frame.ts';
import { StrategyError } from './guard.ts';
import type { Informative, Strategy } from './strategy.ts';

/** Candles of a pair and timeframe, as far as they are known; null for none. */
export type CandlesOf = (pair: string, timeframe: string, kind?: CandleKind) => Candles | null;

/** A pair and timeframe that a strategy wants beside its own. */
export interface WantedCandles {
  readonly pair: string;
  readonly timeframe: string;
}

const INFORMATIVE_KEYS = ['timeframe', 'asset', 'format', 'kind', 'populate'];

/** What `informative` asks for, looked at. @throws StrategyError */
function informativesOf(strategy: Strategy): readonly Informative[] {
  return asked(strategy, 'informative', (found) => {
    const wanted = 'a list of { timeframe, populate }';
    if (!Array.isArray(found)) throw new Error(`it must return ${wanted}, and returns ${described(found)}.`);
    for (const entry of found as readonly unknown[]) {
      if (!isRecord(entry)) throw new Error(`it must return ${wanted}, and one of them is ${described(entry)}.`);
      timeframeMs(String(entry['timeframe']));
      const stray = strayKey(entry, INFORMATIVE_KEYS);
      if (stray !== null) throw new Error(`of ${String(entry['timeframe'])}, ${stray}.`);
      otherKind(entry['kind'], tradingMode(strategy), String(entry['timeframe']));
      if (typeof entry['populate'] !== 'function')
        throw new Error(`"populate" of ${String(entry['timeframe'])} must be a function, and is ${described(entry['populate'])}.`);
    }
    return found as readonly Informative[];
  });
}

/** What `informativePairs` asks for, looked at. @throws StrategyError */
function pairsOf(strategy: Strategy): readonly (WantedCandles & { readonly kind: CandleKind | undefined })[] {
  return asked(strategy, 'informativePairs', (found) => {
    const wanted = "a list of [pair, timeframe], e.g. [['BTC/USDT', '1h']]";
    if (!Array.isArray(found)) throw new Error(`it must return ${wanted}, and returns ${described(found)}.`);
    return (found as readonly unknown[]).map((entry) => {
      if (!Array.isArray(entry) || typeof entry[0] !== 'string')
        throw new Error(`it must return ${wanted}, and one of them is ${described(entry)}.`);
      const timeframe = String(entry[1]);
      timeframeMs(timeframe);
      return { pair: entry[0], timeframe, kind: otherKind(entry[2], tradingMode(strategy), entry[0]) };
    });
  });
}

/** Of the configuration, which tools that look at a strategy alone do not give it. */
function tradingMode(strategy: Strategy): unknown {
  const config: Strategy['config'] | undefined = strategy.config;
  return config?.['trading_mode'];
}

function kindOf(strategy: Strategy, { kind, timeframe }: Informative): CandleKind | undefined {
  return otherKind(kind, tradingMode(strategy), timeframe);
}

function asked<T>(strategy: Strategy, method: 'informative' | 'informativePairs', read: (found: unknown) => T): T {
  try {
    return read(strategy[method]());
  } catch (error) {
    throw error instanceof StrategyError ? error : new StrategyError(method, strategy, error);
  }
}

/** Everything that the informative columns of these pairs are made from. */
export function wantedCandles(strategy: Strategy, pairs: readonly string[], stakeCurrency: string): WantedCandles[] {
  const wanted = new Map<string, WantedCandles>();
  for (const { pair, timeframe, kind } of pairsOf(strategy))
    if (kind === undefined) wanted.set(`${pair}/${timeframe}`, { pair, timeframe });
  for (const informative of informativesOf(strategy)) {
    if (kindOf(strategy, informative) !== undefined) continue;
    for (const pair of pairs) {
      const asset = assetOf(informative, pair, stakeCurrency);
      wanted.set(`${asset}/${informative.timeframe}`, { pair: asset, timeframe: informative.timeframe });
    }
  }
  return [...wanted.values()];
}

/** Candles of other kinds that a strategy looks at; one in a process of its own names them itself. */
export function otherCandlesOf(strategy: Strategy, pairs: readonly string[], stakeCurrency: string): readonly OtherCandles[] {
  if (strategy.otherCandles !== undefined) return strategy.otherCandles;
  const named = pairsOf(strategy).flatMap(({ kind, ...wanted }) => (kind === undefined ? [] : [{ ...wanted, kind }]));
  const joined = informativesOf(strategy).flatMap((informative) => {
    const { timeframe } = informative;
    const kind = kindOf(strategy, informative);
    return kind === undefined ? [] : pairs.map((pair) => ({ pair: assetOf(informative, pair, stakeCurrency), timeframe, kind }));
  });
  return [...new Map([...named, ...joined].map((other) => [otherCandlesKey(other), other])).values()];
}

/** Adds the columns of larger timeframes to a frame. @throws Error when a timeframe is smaller than the strategy's, or candles are missing */
export function joinInformatives(strategy: Strategy, frame: DataFrame, pair: string, stakeCurrency: string, candlesOf: CandlesOf): void {
  const own = timeframeMs(strategy.timeframe);
  for (const informative of informativesOf(strategy)) {
    const length = timeframeMs(informative.timeframe);
    if (length < own)
      throw new Error(`The informative timeframe ${informative.timeframe} is smaller than the strategy's, ${strategy.timeframe}.`);
    const asset = assetOf(informative, pair, stakeCurrency);
    const kind = kindOf(strategy, informative);
    const candles = candlesOf(asset, informative.timeframe, kind);
    const words = kind === undefined ? '' : `, ${kind}`;
    if (candles === null) throw new Error(`There are no candles of ${asset}, ${informative.timeframe}${words}, which the strategy wants.`);
    const other = informative.populate(new DataFrame(candles), { pair: asset });
    joinLarger(frame, other, own, length, columnName(informative, asset));
  }
}

/**
 * Columns of a larger timeframe under the names that `rename` gives: each row has the last candle that had ended by the end of
 * its own, so nothing is known early.
 * @param own length of the frame's candles, ms @param length of the other's, ms
 */
export function joinLarger(frame: DataFrame, other: DataFrame, own: number, length: number, rename: (column: string) => string): void {
  const rows = new Int32Array(frame.length).fill(-1);
  let known = -1;
  for (let row = 0; row < frame.length; row++) {
    const end = candleEnd(frame.time[row]!, own);
    while (known + 1 < other.length && candleEnd(other.time[known + 1]!, length) <= end) known++;
    rows[row] = known;
  }
  for (const column of other.columnNames()) {
    const texts = other.text(column);
    if (texts !== null) {
      frame.setText(
        rename(column),
        Array.from(rows, (row) => (row < 0 ? null : (texts[row] ?? null))),
      );
      continue;
    }
    const values = other.get(column).peek();
    const joined = new Float64Array(frame.length);
    for (let row = 0; row < joined.length; row++) joined[row] = rows[row]! < 0 ? Number.NaN : values[rows[row]!]!;
    // before the first candle nothing is known, which is neither true nor false
    const isTruth = other.isTruth(column) && rows.every((row) => row >= 0);
    frame.set(rename(column), isTruth ? new Column(joined, true).equals(1) : new Column(joined, true));
  }
}

/** The pair that an informative is of: its text with what `{…}` stands for, in capitals as freqtrade has it. */
function assetOf({ asset }: Informative, pair: string, stakeCurrency: string): string {
  if (asset === undefined || asset === '') return pair;
  const own = pairParts(pair);
  return filled(asset, { ...own, stake: stakeCurrency, stake_currency: stakeCurrency }).toUpperCase();
}

function columnName(informative: Informative, asset: string): (column: string) => string {
  const fallback = informative.asset === undefined || informative.asset === '' ? '' : '{base}_{quote}_';
  const format = informative.format ?? `${fallback}{column}_{timeframe}`;
  const parts = { ...pairParts(asset), asset, timeframe: informative.timeframe };
  return (column) => filled(format, { ...parts, column });
}

function pairParts(pair: string): Readonly<Record<string, string>> {
  const [base = '', rest = ''] = pair.split('/');
  const quote = rest.split(':')[0] ?? '';
  return { base: base.toLowerCase(), BASE: base.toUpperCase(), quote: quote.toLowerCase(), QUOTE: quote.toUpperCase() };
}

function filled(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (match, name: string) => (Object.hasOwn(parts, name) ? parts[name]! : match));
}
