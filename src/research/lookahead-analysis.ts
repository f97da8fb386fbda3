import { isSignal } from '../core/market/signal-names.ts';
import type { DataFrame } from '../strategy/data-frame.ts';

/** A signal that was acted on: the row it stands in, and its column. */
export interface ActedSignal {
  readonly row: number;
  readonly column: 'enter_long' | 'enter_short' | 'exit_long' | 'exit_short';
}

export interface LookaheadFindings {
  readonly totalSignals: number;
  readonly biasedEntries: number;
  readonly biasedExits: number;
  /** Columns whose past values change with what comes later. */
  readonly biasedIndicators: readonly string[];
}

/** What is found where nothing was looked at. */
export const NO_BIAS: LookaheadFindings = { totalSignals: 0, biasedEntries: 0, biasedExits: 0, biasedIndicators: [] };

/** Findings of two pairs as one. */
export function together(one: LookaheadFindings, other: LookaheadFindings): LookaheadFindings {
  return {
    totalSignals: one.totalSignals + other.totalSignals,
    biasedEntries: one.biasedEntries + other.biasedEntries,
    biasedExits: one.biasedExits + other.biasedExits,
    biasedIndicators: [...new Set([...one.biasedIndicators, ...other.biasedIndicators])],
  };
}

/** Whether anything a strategy said depends on what came later. */
export function hasBias({ biasedEntries, biasedExits, biasedIndicators }: LookaheadFindings): boolean {
  return biasedEntries + biasedExits + biasedIndicators.length > 0;
}

const SAME = 1e-9;

/**
 * Compares what a strategy says with all candles known with what it says when the candles after a signal have not come yet.
 * @param upTo analyses the candles before row `end`
 */
export async function lookaheadAnalysis(
  whole: DataFrame,
  trades: readonly { readonly entry: ActedSignal; readonly exit: ActedSignal | null }[],
  upTo: (end: number) => Promise<DataFrame>,
  onProgress: (done: number) => void,
): Promise<LookaheadFindings> {
  const biased = new Set<string>();
  let [entries, exits] = [0, 0];
  for (const [index, { entry, exit }] of trades.entries()) {
    if (await isBiased(whole, entry, upTo, biased)) entries++;
    if (exit !== null && (await isBiased(whole, exit, upTo, biased))) exits++;
    onProgress(index + 1);
  }
  return { totalSignals: trades.length, biasedEntries: entries, biasedExits: exits, biasedIndicators: [...biased] };
}

async function isBiased(
  whole: DataFrame,
  signal: ActedSignal,
  upTo: (end: number) => Promise<DataFrame>,
  biased: Set<string>,
): Promise<boolean> {
  const cut = await upTo(signal.row + 1);
  for (const name of whole.columnNames()) {
    if (isSignal(name) || whole.text(name) !== null) continue;
    const [full, short] = [whole.get(name).values[signal.row]!, cut.has(name) ? cut.get(name).values[signal.row]! : Number.NaN];
    if (!isSame(full, short)) biased.add(name);
  }
  return !cut.has(signal.column) || cut.get(signal.column).values[signal.row] !== whole.get(signal.column).values[signal.row];
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
