import { type CandleRow, type Candles, columnsOf, joinedCandles } from '../../core/market/candles.ts';
import { numberIn } from '../column-kinds.ts';
import { momentIn } from '../date-text.ts';
import { isOfMarkets } from '../time-unit.ts';
import { cellsOf, linesOf, separatorOf } from './csv-files.ts';

/** Places of the columns in a row. */
type Places = readonly [date: number, open: number, high: number, low: number, close: number, volume: number];

export interface CsvCandles {
  readonly rows: readonly CandleRow[];
  /** Lines that are no candles, and why. */
  readonly dropped: ReadonlyMap<string, number>;
}

export interface CsvWish {
  /** Names or numbers (from 1) of the columns: date, open, high, low, close, volume; null to find them. */
  readonly columns: readonly string[] | null;
  /** Unit of numbers that are dates; null where they tell it by their size. */
  readonly unit: 's' | 'ms' | 'us' | 'ns' | null;
  /** Base currency, which vendors put into the name of its volume; null where it is not known. */
  readonly base: string | null;
}

const NAMES: readonly (readonly string[])[] = [
  // of a number and a text for the same moment, the number comes first
  [
    'unix',
    'unix_timestamp',
    'open_time',
    'opentime',
    'timestamp',
    'mts',
    'ts',
    'time',
    'date',
    'datetime',
    'open_date',
    'start',
    'start_time',
  ],
  ['open', 'o', 'open_price', 'first'],
  ['high', 'h', 'high_price', 'max'],
  ['low', 'l', 'low_price', 'min'],
  ['close', 'c', 'close_price', 'last'],
  ['volume', 'v', 'vol', 'base_volume', 'volume_base'],
];
/** Lines at the head of a file that may be something else: a title, an address. */
const MOST_AHEAD = 5;

/** Reads the candles of one CSV file. @throws Error that says which columns are not found, or do not fit */
export function readCsvCandles(bytes: Uint8Array, wish: CsvWish): CsvCandles {
  const rows: CandleRow[] = [];
  const dropped = new Map<string, number>();
  const drop = (why: string): void => {
    dropped.set(why, (dropped.get(why) ?? 0) + 1);
  };
  let separator = '';
  let places: Places | null = null;
  let ahead = 0;
  for (const line of linesOf(bytes)) {
    if (places === null) {
      separator = separatorOf(line);
      const cells = cellsOf(line, separator);
      const isData = cells.length >= 6 && cells.filter((cell) => numberIn(cell) !== null).length >= 5;
      places = isData ? placesWithout(cells, wish) : placesIn(cells, wish);
      if (places === null && ++ahead > MOST_AHEAD)
        throw new Error('its first lines name no columns of candles; name them with --csv-columns date open high low close volume');
      if (!isData || places === null) continue;
    }
    const cells = cellsOf(line, separator);
    const at = dateOf(cells[places[0]], wish.unit);
    if (at === null) {
      drop(cells[places[0]] === undefined || cells[places[0]] === '' ? 'no date' : 'a date that can not be one of a market');
      continue;
    }
    const numbers = places.slice(1).map((place) => numberIn(cells[place] ?? ''));
    if (numbers.includes(null)) drop('a price or volume that is no number');
    else rows.push([at, ...(numbers as [number, number, number, number, number])]);
  }
  return { rows: checked(rows, wish.columns !== null), dropped };
}

/** Rows of all files as candles: sorted, each time once. */
export function candlesOfRows(rows: readonly CandleRow[]): Candles {
  return joinedCandles(columnsOf(rows));
}

/** A name of a column as it is looked for. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

function placesIn(cells: readonly string[], { columns, base }: CsvWish): Places | null {
  const names = cells.map(plain);
  const place = (wanted: readonly string[]) => wanted.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  const found =
    columns === null
      ? NAMES.map((wanted, index) => {
          if (index < 5) return place(wanted);
          const ofBase = base === null ? -1 : names.indexOf(`volume_${plain(base)}`);
          const exact = place(wanted);
          return ofBase >= 0 ? ofBase : exact >= 0 ? exact : names.findIndex((name) => name.startsWith('volume'));
        })
      : columns.map((column) => (/^\d+$/.test(column) ? Number(column) - 1 : names.indexOf(plain(column))));
  return arePlaces(found, cells.length) ? found : null;
}

/** A file whose first line is a candle: time, open, high, low, close, volume, and what else there is. */
function placesWithout(cells: readonly string[], { columns }: CsvWish): Places {
  if (columns === null) return [0, 1, 2, 3, 4, 5];
  const found = columns.map((column) => Number(column) - 1);
  if (!arePlaces(found, cells.length))
    throw new Error('it has no line with names; give the columns by their numbers: --csv-columns 1 2 3 4 5 6');
  return found;
}

/** Whether a row of so many cells has what each of the columns is in. */
function arePlaces(found: readonly number[], cells: number): found is Places {
  return found.length === NAMES.length && found.every((at) => Number.isInteger(at) && at >= 0 && at < cells);
}

const FACTORS = { s: 1000, ms: 1, us: 1 / 1000, ns: 1 / 1e6 } as const;

/** ms since epoch; null for what is no moment of a market. A number is of the one unit in which it can be. */
export function dateOf(cell: string | undefined, unit: CsvWish['unit']): number | null {
  if (cell === undefined) return null;
  const number = numberIn(cell);
  if (number === null) return momentIn(cell.replace(/ (\d{1,2})-([AP]M)$/i, ' $1 $2'));
  for (const factor of unit === null ? Object.values(FACTORS) : [FACTORS[unit]]) {
    const at = Math.floor(number * factor);
    if (isOfMarkets(at)) return at;
  }
  return null;
}

/** Share of the candles that must make sense. */
const SENSE = 0.99;

/** The rows, with the order of columns that makes candles of them: some have open, close, high, low. @throws Error */
function checked(rows: readonly CandleRow[], isGiven: boolean): readonly CandleRow[] {
  const fits = (of: (row: CandleRow) => CandleRow) =>
    rows.filter((row) => {
      const [, open, high, low, close] = of(row);
      return high >= Math.max(open, close) && low <= Math.min(open, close);
    }).length >=
    rows.length * SENSE;
  if (fits((row) => row)) return rows;
  const swapped = ([at, open, close, high, low, volume]: CandleRow): CandleRow => [at, open, high, low, close, volume];
  if (!isGiven && fits(swapped)) return rows.map(swapped);
  throw new Error('its columns are not open, high, low, close in this order: highs are below closes; name them with --csv-columns');
}
