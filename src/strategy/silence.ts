import { CANDLE_COLUMNS } from '../core/market/candles.ts';
import { isSignal, isTag, SIGNALS, TAGS } from '../core/market/signal-names.ts';
import { nearest } from '../core/nearest.ts';
import type { DataFrame } from './data-frame.ts';

/** What keeps a column of entry signals from being acted on. */
export interface UnreadSignal {
  readonly name: string;
  /** `nan`: it holds no number; `other`: neither 0 nor 1; `short`: the strategy enters no shorts. */
  readonly kind: 'nan' | 'other' | 'short';
  /** One of its values. */
  readonly value: number;
}

/** Why a frame says nothing to enter on, as far as it shows. */
export interface Silence {
  readonly pair: string;
  /** Whether a column of entry signals was set at all. */
  readonly hasEntries: boolean;
  readonly unread: readonly UnreadSignal[];
  /** A column that may be meant for a signal, and which; null for none. */
  readonly meant: readonly [column: string, signal: string] | null;
  /** Columns without a single number from the first candle that counts on. */
  readonly empty: readonly string[];
}

/** Null where at least one candle says to enter. @param start row of the first candle that counts @param canShort whether shorts are entered */
export function silenceOf(frame: DataFrame, pair: string, start: number, canShort: boolean): Silence | null {
  const entries = ['enter_long', 'enter_short'].filter((name) => frame.has(name));
  const isSet = (name: string) => has(frame, name, start, (value) => value === 1);
  if (entries.some((name) => (canShort || name === 'enter_long') && isSet(name))) return null;
  const candles: readonly string[] = CANDLE_COLUMNS;
  const own = frame.columnNames().filter((name) => !candles.includes(name) && !isSignal(name) && !frame.isText(name));
  return {
    pair,
    hasEntries: entries.length > 0,
    unread: entries.flatMap((name) => unreadOf(frame, name, start, canShort)),
    meant: meantFor(frame, own),
    empty: own.filter((name) => !has(frame, name, start, (value) => !Number.isNaN(value))),
  };
}

function unreadOf(frame: DataFrame, name: string, start: number, canShort: boolean): UnreadSignal[] {
  const values = frame.get(name).peek().subarray(start);
  const found = (kind: UnreadSignal['kind'], value: number | undefined): UnreadSignal[] =>
    value === undefined ? [] : [{ name, kind, value }];
  if (name === 'enter_short' && !canShort)
    return found(
      'short',
      values.find((value) => value === 1),
    );
  if (values.every(Number.isNaN)) return found('nan', values[0]);
  return found('other', values.find(isOther));
}

/** Whether a value of a signal says neither yes nor no. */
function isOther(value: number): boolean {
  return value !== 0 && value !== 1 && !Number.isNaN(value);
}

/** Names that signals and tags had in freqtrade's older versions, and that are written for them. */
const OLDER: Readonly<Record<string, string>> = {
  ...{ buy: 'enter_long', enter: 'enter_long', entry: 'enter_long', sell: 'exit_long', exit: 'exit_long' },
  ...{ buy_tag: 'enter_tag', entry_tag: 'enter_tag', sell_tag: 'exit_tag', exit_reason: 'exit_tag' },
};

/** What a column is meant for by its name: of some signals or tags that a frame lacks, the one that it is called nearly like; null for none. */
function meantBy(frame: DataFrame, name: string, wanted: readonly string[]): string | null {
  const written = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');
  const meant = OLDER[written] ?? nearest(written, wanted);
  return meant !== null && wanted.includes(meant) && !frame.has(meant) ? meant : null;
}

/** A column that is called nearly like an entry signal that is not there, or as one was called once. */
function meantFor(frame: DataFrame, own: readonly string[]): readonly [string, string] | null {
  for (const name of own) {
    const signal = meantBy(frame, name, SIGNALS);
    if (signal?.startsWith('enter')) return [name, signal];
  }
  return null;
}

/** How names begin that are meant for signals or tags. Others are a strategy's own. */
const LIKE_SIGNALS = /^_?(?:enter|entry|exit|buy|sell|etner|entr|exti)/i;

/** Columns of yes and no, or of texts, each called nearly like a signal or a tag that is not there, in words. */
export function misnamed(frame: DataFrame): readonly string[] {
  const candidates = frame.columnNames().filter((name) => LIKE_SIGNALS.test(name) && !isSignal(name) && !isTag(name) && !/\d$/.test(name));
  return candidates.flatMap((name) => {
    const meant = meantBy(frame, name, frame.isText(name) ? TAGS : SIGNALS);
    // a level to leave at is no signal to leave
    if (meant === null || !(frame.isText(name) || isYesOrNo(frame, name))) return [];
    return [`"${name}" is no ${frame.isText(name) ? 'tag' : 'signal'}: is "${meant}" meant?`];
  });
}

function isYesOrNo(frame: DataFrame, name: string): boolean {
  return !has(frame, name, 0, isOther);
}

/** What the last candle's signals hold beside yes and no, in words; null where all say one of them. */
export function strangeSignal(frame: DataFrame): { readonly name: string; readonly words: string } | null {
  for (const name of SIGNALS) {
    const value = frame.has(name) ? frame.get(name).last() : 0;
    if (isOther(value)) return { name, words: `"${name}" holds ${value}: 1 alone is a signal.` };
  }
  return null;
}

function has(frame: DataFrame, name: string, start: number, isMeant: (value: number) => boolean): boolean {
  const values = frame.get(name).peek();
  for (let row = start; row < values.length; row++) if (isMeant(values[row]!)) return true;
  return false;
}

/** What is said after a backtest in which nothing was to be entered; null where something was. @param pairs how many were looked at */
export function silenceText(strategy: string, silent: readonly Silence[], pairs: number): string | null {
  const [first] = silent;
  if (first === undefined || silent.length < pairs) return null;
  const head = `${strategy} has given no signal to enter${pairs === 1 ? ` on ${first.pair}` : ` on any of ${pairs} pairs`}: `;
  if (silent.every(({ hasEntries }) => !hasEntries)) {
    const { meant } = first;
    const guess = meant === null ? '' : ` It sets "${meant[0]}": is "${meant[1]}" meant?`;
    return `${head}populateEntryTrend sets neither "enter_long" nor "enter_short".${guess}`;
  }
  const unread = first.unread.filter(({ name, kind }) =>
    silent.every((one) => one.unread.some((two) => two.name === name && two.kind === kind)),
  );
  if (unread.length > 0) return `${head}${unread.map(unreadText).join(' ')}`;
  const empty = first.empty.filter((name) => silent.every((one) => one.empty.includes(name)));
  if (empty.length === 0) return `${head}its conditions were never true together.`;
  const names = empty.map((name) => `"${name}"`).join(', ');
  return `${head}${empty.length === 1 ? 'column' : 'columns'} ${names} ${empty.length === 1 ? 'has' : 'have'} no number at all. Are there enough candles for the longest period (startupCandleCount, --timerange)?`;
}

function unreadText({ name, kind, value }: UnreadSignal): string {
  if (kind === 'nan') return `"${name}" is NaN in every candle.`;
  if (kind === 'short') return `"${name}" is set, but shorts are not entered: canShort is false.`;
  return `"${name}" holds ${value}: 1 alone is a signal.`;
}
