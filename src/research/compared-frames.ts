import type { DataFrame } from '../strategy/data-frame.ts';

/** A value of a row as a frame has it: a number, a text, a truth value, or nothing (null). */
export type CellValue = number | string | boolean | null;

/** Columns of a frame that another, of its first rows, has otherwise anywhere, in their order. Nothing equals nothing. */
export function differingColumns(whole: DataFrame, part: DataFrame): string[] {
  return whole.columnNames().filter((name) => {
    const [one, other] = [cellsOf(whole, name), cellsOf(part, name)];
    for (let row = 0; row < part.length; row++) if (one(row) !== other(row)) return true;
    return false;
  });
}

/** Values of a column by row; nothing where there is no such column. */
export function cellsOf(frame: DataFrame, name: string): (row: number) => CellValue {
  if (!frame.has(name)) return () => null;
  if (frame.isText(name)) return (row) => frame.textAt(name, row);
  const values = frame.get(name).peek();
  const isTruth = frame.isTruth(name);
  return (row) => {
    const value = values[row]!;
    if (Number.isNaN(value)) return null;
    return isTruth ? value === 1 : value;
  };
}
