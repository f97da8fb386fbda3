import type { Span } from './day-span.ts';

/** One column of a table: what it is called, what it sorts by, and how it is written. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What is sorted, searched and exported. */
  readonly value: (row: Row) => string | number | boolean | null | undefined;
  /** As it is shown; the value where left out. */
  readonly text?: (row: Row) => string;
  readonly isNumber?: boolean;
  /** A gain or a loss, shown in colour and by a sign. */
  readonly tone?: (row: Row) => number | null | undefined;
  /** Left out where the table is narrow. */
  readonly isWide?: boolean;
  /** Left out where the table is not as wide as a large screen. */
  readonly isRoomy?: boolean;
  /** Not shown until it is chosen. */
  readonly isOptional?: boolean;
}

type NumberOf<Row> = (row: Row) => number | null | undefined;
type Write<Row> = (value: number | null | undefined, row: Row) => string;
type More<Row> = Pick<Column<Row>, 'isWide' | 'isRoomy' | 'isOptional'>;

/** A column of numbers, written as people read them. */
export function numbers<Row>(key: string, label: string, value: NumberOf<Row>, write: Write<Row>, more: More<Row> = {}): Column<Row> {
  return { key, label, value, text: (row) => write(value(row), row), isNumber: true, ...more };
}

/** A column of gains and losses: numbers whose sign is shown. */
export function gains<Row>(key: string, label: string, value: NumberOf<Row>, write: Write<Row>, more: More<Row> = {}): Column<Row> {
  return { ...numbers(key, label, value, write, more), tone: value };
}

export interface Sorting {
  readonly key: string;
  readonly isDown: boolean;
}

/** What a reader wants of a table's rows. */
export interface Selection {
  /** Empty for everything. */
  readonly search: string;
  /** Null for all days. */
  readonly days: Span | null;
  readonly sort: Sorting | null;
}

type Value = ReturnType<Column<unknown>['value']>;

function compare(a: Value, b: Value): number {
  const [isNone, isOtherNone] = [a === null || a === undefined, b === null || b === undefined];
  if (isNone || isOtherNone) return Number(isNone) - Number(isOtherNone);
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, undefined, { numeric: true });
  return Number(a) - Number(b);
}

/** Rows by one column; what is missing stands last either way. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sorting: Sorting | null): readonly Row[] {
  const column = sorting === null ? undefined : columns.find(({ key }) => key === sorting.key);
  if (column === undefined) return rows;
  const isNone = (row: Row) => column.value(row) === null || column.value(row) === undefined;
  return rows.toSorted((one, other) => {
    const order = compare(column.value(one), column.value(other));
    return sorting!.isDown && !isNone(one) && !isNone(other) ? -order : order;
  });
}

/** Comma-separated values; a text that a spreadsheet would run is made harmless. */
export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cell = (value: Value): string => {
    const plain = value === null || value === undefined ? '' : String(value);
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => columns.map(({ value }) => cell(value(row))).join(','));
  return [columns.map(({ key }) => cell(key)).join(','), ...lines, ''].join('\r\n');
}

export function jsonOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ key, value }) => [key, value(row) ?? null])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
