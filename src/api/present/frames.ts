import type { Analysis } from '../../bot/port.ts';
import { isTag } from '../../core/market/signal-names.ts';
import { type FeatherColumn, writeArrowStream } from '../../data/feather/feather.ts';

type Frame = Analysis['frame'];

/** What goes with a frame on the message stream. */
export interface FrameHead {
  /** Pair, timeframe, candle type. */
  readonly key: readonly [string, string, string];
  /** When the frame was made. */
  readonly la: string;
  /**
   * Of a frame that holds only what has changed: its rows replace those of the same dates and add to them; rows before
   * `start` (ms) are gone; `rows` are there afterwards.
   */
  readonly delta?: { readonly start: number; readonly rows: number };
}

export function frameHead(
  analysis: Analysis,
  pair: string,
  timeframe: string,
  candleType: 'spot' | 'futures',
  delta: FrameHead['delta'] | null,
): FrameHead {
  const head = { key: [pair, timeframe, candleType] as const, la: new Date(analysis.at).toISOString().replace('Z', '000+00:00') };
  return delta === null || delta === undefined ? head : { ...head, delta };
}

/** Rows of a frame in pandas' split orientation, in the wrapping that freqtrade gives them. */
export function jsonFrame(frame: Frame, rows: readonly number[]): { __type__: 'dataframe'; __value__: string } {
  const columns = ['date', ...shownColumns(frame)];
  const readers = columns.slice(1).map((name) => valueReader(frame, name, 'message'));
  const data = rows.map((row) => [frame.time[row], ...readers.map((read) => read(row))]);
  return { __type__: 'dataframe', __value__: JSON.stringify({ columns, index: rows, data }) };
}

/** Rows of a frame as an Arrow stream (LZ4); what goes with it is JSON in the schema's metadata under `freqtrade`. */
export function arrowFrame(frame: Frame, rows: readonly number[], about: object): Uint8Array {
  const columns = new Map<string, FeatherColumn>();
  columns.set('date', { kind: 'time', unit: 'ms', values: Float64Array.from(rows, (row) => frame.time[row]!) });
  for (const name of shownColumns(frame)) {
    const texts = frame.text(name);
    if (texts !== null || !frame.has(name)) columns.set(name, { kind: 'text', values: rows.map((row) => texts?.[row] ?? '') });
    else {
      const { values } = frame.get(name);
      columns.set(name, { kind: 'number', values: Float64Array.from(rows, (row) => values[row]!) });
    }
  }
  return writeArrowStream(columns, { freqtrade: JSON.stringify(about) });
}

/** Differences below this share of a value come from where the window of candles begins, not from the market. */
const SAME = 1e-12;

/**
 * Rows of the later frame that the earlier one lacks or has with other values; null when the frames have nothing in
 * common that could be built upon.
 */
export function changedRows(before: Frame, now: Frame): number[] | null {
  const names = now.columnNames();
  const known = before.columnNames();
  if (names.length !== known.length || names.some((name, index) => known[index] !== name)) return null;
  const shift = before.time.indexOf(now.time[0]!);
  if (shift < 0) return null;
  const shared = Math.min(before.length - shift, now.length);
  const isChanged = new Uint8Array(now.length).fill(1, shared);
  for (let row = 0; row < shared; row++) if (before.time[shift + row] !== now.time[row]) isChanged[row] = 1;
  for (const name of names) {
    const texts = now.text(name);
    if (texts !== null) {
      const old = before.text(name);
      for (let row = 0; row < shared; row++) if ((old?.[shift + row] ?? null) !== (texts[row] ?? null)) isChanged[row] = 1;
      continue;
    }
    const { values } = now.get(name);
    const old = before.get(name).values;
    for (let row = 0; row < shared; row++) if (!isSame(old[shift + row]!, values[row]!)) isChanged[row] = 1;
  }
  const rows: number[] = [];
  for (let row = 0; row < now.length; row++) if (isChanged[row] === 1) rows.push(row);
  return rows;
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Columns of a frame as freqtrade shows them: the tag of each kind of signal stands before it, whether the strategy has set one or not. Those of
 * classes in Python stand where they are.
 */
export function shownColumns(frame: Frame): string[] {
  if (frame.placesTags) return [...frame.columnNames()];
  return frame.columnNames().flatMap((name) => {
    if (name === 'enter_tag' || name === 'exit_tag') return [];
    if (name === 'enter_long') return ['enter_tag', name];
    return name === 'exit_long' ? ['exit_tag', name] : [name];
  });
}

/** A column's value in JSON, in an answer or a message: null where there is none, tags empty. */
export function valueReader(frame: Frame, name: string, where: 'answer' | 'message'): (row: number) => unknown {
  if (!frame.has(name)) return () => '';
  const shown = frame.shownAs(name);
  if (shown !== null) return shown[where];
  const texts = frame.text(name);
  const missing = isTag(name) && !frame.placesTags ? '' : null;
  if (texts !== null) return (row) => texts[row] ?? missing;
  const { values } = frame.get(name);
  if (frame.isTruth(name)) return (row) => (Number.isNaN(values[row]) ? null : values[row] === 1);
  return (row) => {
    const value = values[row]!;
    return Number.isFinite(value) ? value : null;
  };
}
