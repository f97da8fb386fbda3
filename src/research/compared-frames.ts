import { rowFrom } from '../backtest/left-out.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import type { Strategy } from '../strategy/strategy.ts';

/** A value of a row as a frame has it: a number, a text, a truth value, or nothing (null). */
export type CellValue = number | string | boolean | null;

/** Ratio by which numbers may differ that are the same: our indicators round otherwise where a part of the candles begins or ends. */
const NOISE = 1e-9;

/** What two frames of a strategy may differ by, ratio: those of Python are compared to the last digit, as freqtrade does. */
export function noiseOf(strategy: Strategy): number {
  return strategy.analysePairs === undefined ? NOISE : 0;
}

/**
 * Columns of a frame that another, of its first candles, has otherwise anywhere, in their order. Nothing equals nothing; candles that one of
 * them has left out are not compared. @param noise ratio
 */
export function differingColumns(whole: DataFrame, part: DataFrame, noise: number): string[] {
  const rows = Int32Array.from(part.time, (moment, row) => (whole.time[row] === moment ? row : rowOf(whole.time, moment)));
  return whole.columnNames().filter((name) => {
    const [one, other] = [cellsOf(whole, name), cellsOf(part, name)];
    return rows.some((wholeRow, row) => wholeRow >= 0 && differs(one(wholeRow), other(row), noise));
  });
}

/** Below 0 where there is no such moment. */
function rowOf(time: Float64Array, moment: number): number {
  const row = rowFrom(time, moment);
  return time[row] === moment ? row : -1;
}

export function differs(one: CellValue, other: CellValue, noise: number): boolean {
  if (one === other) return false;
  if (typeof one !== 'number' || typeof other !== 'number') return true;
  return !(Math.abs(one - other) <= noise * Math.max(Math.abs(one), Math.abs(other)));
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
