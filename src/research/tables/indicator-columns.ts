import { nearest } from '../../core/nearest.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';

/** What is said of the first name that is no column of a frame, with the one that is meant and all there are; null where all are. */
export function strayColumn(frame: DataFrame, names: readonly string[]): string | null {
  const stray = names.find((name) => !frame.has(name));
  if (stray === undefined) return null;
  const all = frame.columnNames();
  const meant = nearest(stray, all);
  return `there is no column "${stray}"${meant === null ? '.' : `; did you mean "${meant}"?`} Columns: ${all.join(', ')}.`;
}

/** A column's value in a table: numbers with three decimals, texts as they are; nothing where there is none. */
export function shownValue(frame: DataFrame, name: string, row: number): string {
  const texts = frame.text(name);
  if (texts !== null) return texts[row] ?? '';
  const value = frame.get(name).values[row];
  return value === undefined || Number.isNaN(value) ? '' : value.toFixed(3);
}
