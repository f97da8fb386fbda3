import { type Column as ArrowColumn, Type, tableFromArrays, tableFromIPC, tableToIPC } from '@uwdata/flechette';
import { CANDLE_COLUMNS, type Candles, sliceCandles } from '../core/market/candles.ts';
import { isSignal, isTag } from '../core/market/signal-names.ts';
import { DataFrame } from '../strategy/data-frame.ts';

/** Candles as an Arrow stream. */
export function packCandles(candles: Candles): Uint8Array {
  const columns = ['time', ...CANDLE_COLUMNS].map((name): [string, Float64Array] => [name, candles[name as keyof Candles] as Float64Array]);
  return tableToIPC(tableFromArrays(columns), { format: 'stream' }) as Uint8Array;
}

/** A frame with all its columns as an Arrow stream. */
export function packFrame(frame: DataFrame): Uint8Array {
  const columns = frame.columnNames().map((name): [string, unknown[] | Float64Array] => {
    const texts = frame.text(name);
    if (texts !== null) return [name, [...texts]];
    const values = frame.get(name).peek();
    return [name, frame.isTruth(name) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value === 1)) : values];
  });
  return tableToIPC(tableFromArrays([['time', frame.time], ...columns]), { format: 'stream' }) as Uint8Array;
}

/** Types of columns that hold texts, also where all are missing. */
const TEXTS: ReadonlySet<number> = new Set([Type.Utf8, Type.LargeUtf8, Type.Dictionary]);

/** Rows of the candles that a frame has, where it has not all of them. */
const ROWS = '__rows';

/** Which candles a strategy has left of a frame before it looked for signals, as starts of candles, ms; null for all. */
export function indicatedBy(all: Candles, rows: readonly number[] | undefined): Float64Array | null {
  return rows === undefined ? null : Float64Array.from(rows, (row) => all.time[row]!);
}

/** A frame of the candles with the columns that came back; prices among them take the place of the candles'. */
export function frameOf(all: Candles, content: Uint8Array): DataFrame {
  const table = tableFromIPC(content, { useDate: false });
  const given = new Map(table.names.map((name, index) => [String(name), table.getChildAt(index) as ArrowColumn<unknown>]));
  const rows = given.get(ROWS);
  const candles = rows === undefined ? all : keptCandles(all, numbersOf(rows));
  given.delete(ROWS);
  const prices = Object.fromEntries(
    CANDLE_COLUMNS.flatMap((name) => {
      const column = given.get(name);
      return column === undefined ? [] : [[name, numbersOf(column)]];
    }),
  ) as Partial<Candles>;
  const frame = new DataFrame({ ...candles, ...prices }).placeTags();
  for (const [name, column] of given) {
    if (name in prices) continue;
    const values = column.toArray() as ArrayLike<unknown>;
    const first = firstOf(values);
    if (column.type.typeId === Type.Struct) takeSaid(frame, name, values as ArrayLike<Said>);
    else if (column.type.typeId === Type.Timestamp) takeMoments(frame, name, values, column.type);
    else if (typeof first === 'string' || (first === null && TEXTS.has(column.type.typeId)))
      frame.setText(
        name,
        Array.from(values, (value) => (value === null ? null : String(value))),
      );
    // a class may have set numbers in the place of tags
    else if (isTag(name)) frame.takeOver([{ name, values: truths(values), isTruth: typeof first === 'boolean' }], []);
    else if (typeof first === 'boolean') frame.setTruths(name, truths(values));
    else frame.set(name, numbersOf(column));
  }
  return frame;
}

/** @param rows rising */
function keptCandles(candles: Candles, rows: Float64Array): Candles {
  const { length } = rows;
  const [first = 0] = rows;
  if (length === 0 || rows[length - 1] === first + length - 1) return sliceCandles(candles, first, first + length);
  const column = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  const { time, open, high, low, close, volume } = candles;
  return {
    length,
    ...{ time: column(time), open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) },
  };
}

/** A row that is traded by as one thing and shown as another, as JSON: by the API, and in messages. */
interface Said {
  readonly traded: string | boolean | null;
  readonly answer: string;
  readonly message: string;
}

function takeSaid(frame: DataFrame, name: string, rows: ArrayLike<Said>): void {
  const traded = Array.from(rows, (row) => row.traded);
  if (isSignal(name)) frame.setTruths(name, truths(traded));
  else
    frame.setText(
      name,
      traded.map((value) => (value === null ? null : String(value))),
    );
  frame.showAs(name, { answer: (row) => JSON.parse(rows[row]!.answer), message: (row) => JSON.parse(rows[row]!.message) });
}

/** Moments are texts where the API shows them, and ms in messages. Source: freqtrade 2026.9. */
function takeMoments(frame: DataFrame, name: string, values: ArrayLike<unknown>, type: object): void {
  const texts = Array.from(values, (value) => (value === null ? null : dateText(Number(value), type)));
  frame.setText(name, texts);
  frame.showAs(name, { answer: (row) => texts[row] ?? null, message: (row) => (values[row] === null ? null : Number(values[row])) });
}

/** As freqtrade's API shows it: with a Z where the column has a time zone. */
function dateText(ms: number, type: object): string {
  const text = new Date(ms).toISOString().replace('.000Z', 'Z');
  return 'timezone' in type && type.timezone !== null ? text : text.replace('Z', '');
}

function numbersOf(column: ArrowColumn<unknown>): Float64Array {
  const values = column.toArray() as ArrayLike<unknown>;
  if (values instanceof Float64Array) return values;
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
}

/** 1 and 0, and NaN where there is none. */
function truths(values: ArrayLike<unknown>): Float64Array {
  return Float64Array.from(values, (value) => (value === null || value === undefined ? Number.NaN : Number(value)));
}

function firstOf(values: ArrayLike<unknown>): unknown {
  for (let index = 0; index < values.length; index++) if (values[index] !== null && values[index] !== undefined) return values[index];
  return null;
}
