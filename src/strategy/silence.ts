import { CANDLE_COLUMNS } from '../core/market/candles.ts';
import { isSignal } from '../core/market/signal-names.ts';
import type { DataFrame } from './data-frame.ts';

/** Why a frame says nothing to enter on, as far as it shows. */
export interface Silence {
  readonly pair: string;
  /** Whether a column of entry signals was set at all. */
  readonly hasEntries: boolean;
  /** Columns without a single number from the first candle that counts on. */
  readonly empty: readonly string[];
}

/** Null where at least one candle says to enter. @param start row of the first candle that counts */
export function silenceOf(frame: DataFrame, pair: string, start: number): Silence | null {
  const entries = ['enter_long', 'enter_short'].filter((name) => frame.has(name) && !frame.isText(name));
  if (entries.some((name) => has(frame, name, start, (value) => value === 1))) return null;
  const candles: readonly string[] = CANDLE_COLUMNS;
  const own = frame.columnNames().filter((name) => !candles.includes(name) && !isSignal(name) && !frame.isText(name));
  return { pair, hasEntries: entries.length > 0, empty: own.filter((name) => !has(frame, name, start, (value) => !Number.isNaN(value))) };
}

function has(frame: DataFrame, name: string, start: number, isMeant: (value: number) => boolean): boolean {
  const values = frame.get(name).peek();
  for (let row = start; row < values.length; row++) if (isMeant(values[row]!)) return true;
  return false;
}

/** What is said after a backtest in which nothing was to be entered; null where something was. @param pairs how many were looked at */
export function silenceText(strategy: string, silent: readonly Silence[], pairs: number): string | null {
  if (pairs === 0 || silent.length < pairs) return null;
  const head = `${strategy} has given no signal to enter${pairs === 1 ? ` on ${silent[0]!.pair}` : ` on any of ${pairs} pairs`}: `;
  if (silent.every(({ hasEntries }) => !hasEntries)) return `${head}populateEntryTrend sets neither "enter_long" nor "enter_short".`;
  const empty = silent[0]!.empty.filter((name) => silent.every((one) => one.empty.includes(name)));
  if (empty.length === 0) return `${head}its conditions were never true together.`;
  const names = empty.map((name) => `"${name}"`).join(', ');
  return `${head}${empty.length === 1 ? 'column' : 'columns'} ${names} ${empty.length === 1 ? 'has' : 'have'} no number at all. Are there enough candles for the longest period (startupCandleCount, --timerange)?`;
}
