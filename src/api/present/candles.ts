import type { Analysis } from '../../bot/port.ts';
import { isSignal, SIGNALS } from '../../core/market/signal-names.ts';
import type { PairHistory } from '../../wire/answers/market.ts';
import { presentAnnotations } from './annotations.ts';
import { shownColumns, valueReader } from './frames.ts';
import { FLOW_PARTS, presentFlow } from './order-flow.ts';

const BASE_COLUMNS = ['date', 'open', 'high', 'low', 'close', 'volume'];

export interface CandleRequest {
  readonly strategy: string;
  readonly pair: string;
  readonly timeframe: string;
  readonly timeframeMs: number;
  /** 0 for all. */
  readonly limit: number;
  /** Indicator columns wanted; null for all. */
  readonly columns: readonly string[] | null;
}

const NOTHING_ANALYSED = {
  columns: [],
  all_columns: [],
  data: [],
  annotations: [],
  length: 0,
  buy_signals: 0,
  sell_signals: 0,
  enter_long_signals: 0,
  exit_long_signals: 0,
  enter_short_signals: 0,
  exit_short_signals: 0,
  last_analyzed: '1970-01-01T00:00:00Z',
  last_analyzed_ts: 0,
  data_start_ts: 0,
  data_start: '',
  data_stop: '',
  data_stop_ts: 0,
};

/** Rows of an analysed frame for the API, without the columns that were not asked for. */
export function presentCandles(analysis: Analysis | null, request: CandleRequest): PairHistory {
  const head = { strategy: request.strategy, pair: request.pair, timeframe: request.timeframe, timeframe_ms: request.timeframeMs };
  if (analysis === null) {
    return { ...head, ...NOTHING_ANALYSED };
  }
  const { frame } = analysis;
  const flowParts = frame.hasOrderFlow ? FLOW_PARTS.filter((part) => !frame.has(part)) : [];
  const all = ['date', ...shownColumns(frame).flatMap((name) => (name === 'volume' ? [name, ...flowParts] : [name]))];
  const wanted = request.columns;
  const shown = wanted === null ? all : all.filter((name) => BASE_COLUMNS.includes(name) || isSignal(name) || wanted.includes(name));
  const signals = SIGNALS.filter((name) => frame.has(name));
  const start = request.limit > 0 ? Math.max(0, frame.length - request.limit) : 0;
  const close = frame.close.values;
  const readers = shown
    .slice(1)
    .map((name) =>
      flowParts.includes(name) ? (row: number) => presentFlow(name, frame.orderFlow[row] ?? null) : valueReader(frame, name, 'answer'),
    );
  const signalValues = signals.map((name) => frame.get(name).values);
  const data: unknown[][] = [];
  const counts: Record<string, number> = {};
  for (let index = start; index < frame.length; index++) {
    const time = frame.time[index]!;
    const row: unknown[] = [new Date(time).toISOString().replace('.000Z', 'Z')];
    for (const read of readers) row.push(read(index));
    row.push(time);
    signals.forEach((name, position) => {
      const isSet = signalValues[position]![index] === 1;
      if (isSet) counts[name] = (counts[name] ?? 0) + 1;
      row.push(isSet ? close[index] : null);
    });
    data.push(row);
  }
  const first = frame.time[start] ?? 0;
  const last = frame.time[frame.length - 1] ?? 0;
  const text = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
  return {
    ...head,
    columns: [...shown, '__date_ts', ...signals.map((name) => `_${name}_signal_close`)],
    all_columns: all,
    data,
    annotations: presentAnnotations(analysis.annotations ?? []),
    length: data.length,
    buy_signals: counts['enter_long'] ?? 0,
    sell_signals: counts['exit_long'] ?? 0,
    enter_long_signals: counts['enter_long'] ?? 0,
    exit_long_signals: counts['exit_long'] ?? 0,
    enter_short_signals: counts['enter_short'] ?? 0,
    exit_short_signals: counts['exit_short'] ?? 0,
    last_analyzed: new Date(analysis.at).toISOString().replace('Z', '000Z'),
    last_analyzed_ts: Math.floor(analysis.at / 1000),
    data_start_ts: first,
    data_start: text(first),
    data_stop: text(last),
    data_stop_ts: last,
  };
}
