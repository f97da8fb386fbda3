import { candleEnd } from '../core/market/candle-calendar.ts';
import { CANDLE_COLUMNS, emptyCandles } from '../core/market/candles.ts';
import { isSignal, SIGNALS, TAGS } from '../core/market/signal-names.ts';
import { Column } from '../indicators/column.ts';
import { DataFrame } from '../strategy/data-frame.ts';

/** A frame as a producer sent it, checked: columns of numbers or texts over rising times. */
export interface ReceivedFrame {
  /** Starts of candles, ms since epoch, UTC. */
  readonly times: readonly number[];
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  readonly texts: ReadonlyMap<string, readonly (string | null)[]>;
  /** Columns of truth values among the numbers. */
  readonly truths: ReadonlySet<string>;
  /** All columns but the date, as they stand beside each other. */
  readonly order: readonly string[];
}

/** What was sent is not a frame; the message says why. */
export class FrameRefused extends Error {}

const OF_CANDLES: ReadonlySet<string> = new Set(CANDLE_COLUMNS);
const COLUMN_LIMIT = 500;
const ROW_LIMIT = 20_000;

/** Reads pandas' split orientation as freqtrade puts it into `__value__`. @throws FrameRefused */
export function readFrame(df: unknown): ReceivedFrame {
  const text = typeof df === 'object' && df !== null ? (df as { __value__?: unknown }).__value__ : undefined;
  if (typeof text !== 'string') throw new FrameRefused('the frame has no __value__');
  let parsed: { columns?: unknown; data?: unknown };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw new FrameRefused('its __value__ is not JSON');
  }
  const { columns, data } = parsed;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string') || columns.length > COLUMN_LIMIT)
    throw new FrameRefused('its columns are not a list of names');
  if (!Array.isArray(data) || data.length > ROW_LIMIT || !data.every((row) => Array.isArray(row) && row.length === columns.length))
    throw new FrameRefused('its data is not a list of rows as long as its columns');
  const rows = data as unknown[][];
  const dateAt = columns.indexOf('date');
  if (dateAt < 0) throw new FrameRefused('it has no column "date"');
  const times = rows.map((row) => Number(row[dateAt]));
  if (times.some((time, index) => !Number.isFinite(time) || (index > 0 && time <= times[index - 1]!)))
    throw new FrameRefused('its dates do not rise');
  const numbers = new Map<string, number[]>();
  const texts = new Map<string, (string | null)[]>();
  const truths = new Set<string>();
  columns.forEach((name: string, column) => {
    if (column === dateAt) return;
    const values = rows.map((row) => row[column]);
    if (!isSignal(name) && values.length > 0 && values.every((value) => typeof value === 'boolean')) truths.add(name);
    if (!isSignal(name) && values.some((value) => typeof value === 'string'))
      texts.set(
        name,
        values.map((value) => (typeof value === 'string' ? value : null)),
      );
    else
      numbers.set(
        name,
        values.map((value) => (typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : Number.NaN)),
      );
  });
  for (const name of CANDLE_COLUMNS) if (!numbers.has(name)) throw new FrameRefused(`it has no column "${name}"`);
  const order = [...new Set(columns as string[])].filter((name) => name !== 'date');
  return { times, numbers, texts, truths, order };
}

/**
 * Adds candles that follow to a frame, in place of those it has of the same times. Null when candles between are missing:
 * the whole must be asked for.
 * @param timeframe ms @param limit candles kept
 */
export function appendFrame(before: ReceivedFrame, added: ReceivedFrame, timeframe: number, limit: number): ReceivedFrame | null {
  const first = added.times[0];
  const last = before.times.at(-1);
  if (first === undefined) return before;
  if (last === undefined || first > candleEnd(last, timeframe)) return null;
  const keep = before.times.findIndex((time) => time >= first);
  const end = keep < 0 ? before.times.length : keep;
  const from = Math.max(0, end + added.times.length - limit);
  const join = <T>(old: readonly T[] | undefined, fresh: readonly T[] | undefined, missing: T): T[] => [
    ...(old ?? new Array<T>(before.times.length).fill(missing)).slice(from, end),
    ...(fresh ?? new Array<T>(added.times.length).fill(missing)),
  ];
  const names = (kind: 'numbers' | 'texts') => new Set([...before[kind].keys(), ...added[kind].keys()]);
  return {
    times: join(before.times, added.times, 0),
    numbers: new Map([...names('numbers')].map((name) => [name, join(before.numbers.get(name), added.numbers.get(name), Number.NaN)])),
    texts: new Map([...names('texts')].map((name) => [name, join(before.texts.get(name), added.texts.get(name), null)])),
    truths: new Set([...before.truths].filter((name) => added.truths.has(name))),
    order: [...new Set([...before.order, ...added.order])],
  };
}

/** The frame a strategy gets. @param withoutSignals leaves entry and exit signals out, tags too: nothing is in their columns then */
export function toDataFrame({ times, numbers, texts, truths, order }: ReceivedFrame, withoutSignals: boolean): DataFrame {
  const candles = emptyCandles(times.length);
  candles.time.set(times);
  for (const name of CANDLE_COLUMNS) candles[name].set(numbers.get(name) ?? []);
  const frame = new DataFrame(candles);
  for (const name of order) {
    const words = texts.get(name);
    const values = numbers.get(name);
    if (words !== undefined) frame.setText(name, words);
    else if (values === undefined || OF_CANDLES.has(name)) continue;
    else if (truths.has(name)) frame.setTruths(name, Float64Array.from(values));
    else frame.set(name, new Column(Float64Array.from(values)));
  }
  if (!withoutSignals) return frame;
  for (const name of SIGNALS) frame.set(name, new Column(new Float64Array(times.length)));
  for (const name of TAGS) frame.setText(name, new Array<null>(times.length).fill(null));
  return frame;
}
