import { CANDLE_COLUMNS, type Candles } from '../core/market/candles.ts';
import type { CandleFlow } from '../core/market/order-flow.ts';
import { largerLength, resampleCandles } from '../core/market/resample.ts';
import { isSignal, isTag, SIGNALS, type SignalName } from '../core/market/signal-names.ts';
import { nearest } from '../core/nearest.ts';
import { Column, codeWhere, Mask, setWhere } from '../indicators/column.ts';
import { described, isFrame } from '../indicators/described.ts';
import { needText, needWhole } from '../indicators/method-arguments.ts';
import { typicalPrice } from '../indicators/prices.ts';
import type { ShownAs } from './shown-as.ts';

/** Candles as columns, wherever those lie. */
export interface CandleColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly volume: Column;
}

/** Rows of a frame whose columns lie in another. */
interface FrameRows {
  readonly length: number;
  readonly time: Float64Array;
}

/** Texts of few different words: 0 for none, else one more than the position in `names`. */
export interface TagCodes {
  readonly codes: Uint8Array | Uint16Array;
  readonly names: readonly string[];
}

/** Tags as codes in a mask's bytes, as long as nobody asks for the texts. */
interface CodedTexts {
  readonly codes: Mask;
  readonly names: readonly string[];
}

/** Most words that a byte can tell apart. */
const MOST_NAMES = 255;

/** Candles as columns, whose arrays nobody changes. */
export function candleColumns({ length, time, open, high, low, close, volume }: Candles): CandleColumns {
  const column = (values: Float64Array) => new Column(values, true);
  return { length, time, open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) };
}

/** Named columns on one time axis: candles, indicators, signals. Times are the starts of candles, ms since epoch, UTC. */
export class DataFrame {
  readonly time: Float64Array;
  readonly length: number;
  readonly #columns: Map<string, Column> = new Map();
  readonly #texts: Map<string, (string | null)[] | CodedTexts> = new Map();
  readonly #truths: Set<string> = new Set();
  readonly #shown: Map<string, ShownAs> = new Map();
  #flow: readonly (CandleFlow | null)[] | null = null;
  /** Every column in the order it was made, as the API shows them. */
  #order: string[] = [];
  #placesTags = false;
  /** Brings the columns that lie elsewhere; null where all are here. */
  #bring: (() => Promise<DataFrame | null>) | null = null;

  constructor(candles: Candles | CandleColumns | FrameRows) {
    this.time = candles.time;
    this.length = candles.length;
    if (!('open' in candles)) return;
    for (const name of CANDLE_COLUMNS) {
      const values = candles[name];
      this.#columns.set(name, values instanceof Column ? values : new Column(values, true));
      this.#order.push(name);
    }
  }

  get open(): Column {
    return this.get('open');
  }
  get high(): Column {
    return this.get('high');
  }
  get low(): Column {
    return this.get('low');
  }
  get close(): Column {
    return this.get('close');
  }
  get volume(): Column {
    return this.get('volume');
  }
  /** (high + low + close) / 3 */
  get typical(): Column {
    return typicalPrice(this);
  }

  /** @throws Error with the nearest name when there is no such column. */
  get(name: string): Column {
    needText('get', name);
    const column = this.#columns.get(name);
    if (column === undefined) {
      if (FLOW_NAMES.has(name)) throw new Error(this.#flow === null ? NO_FLOW : `"${name}" holds no numbers: see frame.orderFlow.`);
      if (this.isText(name)) throw new Error(`"${name}" holds texts: see frame.text("${name}").`);
      const names = this.columnNames();
      const guess = nearest(name, names);
      throw new Error(`No column "${name}"${guess === null ? '.' : `; did you mean "${guess}"?`} Columns: ${names.join(', ')}.`);
    }
    return column;
  }

  has(name: string): boolean {
    return this.#columns.has(name) || this.#texts.has(name);
  }

  /** A column of truth values. @throws Error when there is no such column, or it holds something else. */
  mask(name: string): Mask {
    if (this.isTruth(name)) return this.get(name).equals(1);
    throw new Error(`"${name}" is ${this.has(name) ? 'no column of truth values: compare it' : 'no column'}.`);
  }

  /** Whether a column holds true and false. */
  isTruth(name: string): boolean {
    return this.#truths.has(name);
  }

  /**
   * Adds or replaces a column: numbers, truth values or texts, one per candle, from an indicator or from a loop of one's own.
   * @throws Error when its length is not the frame's.
   */
  set(name: string, values: FrameValues): this {
    if (typeof name !== 'string' || name === '') throw new TypeError(`A column's name must be a text, and is ${described(name)}.`);
    if (isFrame(values))
      throw new TypeError(`Column "${name}" must be a column, and is a data frame. Name one of its columns: frame.close, frame.get("…").`);
    const count = (values as Partial<ArrayLike<unknown>> | null)?.length;
    if (typeof count !== 'number' || typeof values === 'string')
      throw new TypeError(`Column "${name}" must be a column, a mask or an array of values, and is ${described(values)}.`);
    if (count !== this.length) throw new Error(`Column "${name}" has ${count} values, the frame ${this.length} candles.`);
    if (Array.isArray(values)) needPlain(name, values);
    if (isTexts(values) || (isTag(name) && isNothing(values))) return this.setText(name, values);
    if (isTag(name)) throw new TypeError(`Column "${name}" holds texts, and is ${described(values)}.`);
    const isTruth = values instanceof Mask || isTruths(values);
    if (!this.has(name)) this.#order.push(name);
    this.#texts.delete(name);
    if (isTruth) this.#truths.add(name);
    else this.#truths.delete(name);
    this.#columns.set(name, isTruth ? setWhere(maskOf(values), 1, 0) : columnOf(values as Column | ArrayLike<number>));
    return this;
  }

  /** Sets a signal where the mask is true, and its tag; several calls add up, later tags win. */
  signal(name: SignalName, mask: Mask, tag: string | null = null): this {
    if (!isSignal(name)) throw new TypeError(`There is no signal ${JSON.stringify(name)}${meantSignal(name)}`);
    if (!(mask instanceof Mask)) {
      const given: unknown = mask;
      const answer = given instanceof Column ? ' Compare it: column.above(70).' : '';
      throw new TypeError(`signal("${name}"): its mask says true or false per candle, and this is ${described(given)}.${answer}`);
    }
    if (tag !== null && typeof tag !== 'string')
      throw new TypeError(`signal("${name}"): its tag must be a text, and is ${described(tag)}.`);
    if (mask.length !== this.length) throw new Error(`The mask of "${name}" has ${mask.length} values, the frame ${this.length} candles.`);
    this.set(name, setWhere(mask, 1, this.has(name) ? this.get(name) : 0));
    if (tag !== null) this.#tagWhere(name.startsWith('enter') ? 'enter_tag' : 'exit_tag', mask, tag);
    return this;
  }

  #tagWhere(name: string, mask: Mask, tag: string): void {
    const before = this.#texts.get(name) ?? this.text(name);
    const names = before === null ? [] : Array.isArray(before) ? null : before.names;
    if (names !== null && (names.includes(tag) || names.length < MOST_NAMES)) {
      const all = names.includes(tag) ? names : [...names, tag];
      const codes = codeWhere(mask, all.indexOf(tag) + 1, before === null || Array.isArray(before) ? null : before.codes);
      this.#putTexts(name, { codes, names: all });
      return;
    }
    const tags = this.text(name) ?? new Array<string | null>(this.length).fill(null);
    this.#putTexts(name, tags);
    const rows = mask.peek();
    for (let index = 0; index < this.length; index++) if (rows[index] === 1) tags[index] = tag;
  }

  /** A column of texts, such as `enter_tag`; null when there is none. */
  text(name: string): (string | null)[] | null {
    needText('text', name);
    const texts = this.#texts.get(name);
    if (texts === undefined) {
      const guess = this.has(name) || isTag(name) ? null : nearest(name, this.columnNames());
      if (guess !== null) throw new Error(`No column "${name}"; did you mean "${guess}"?`);
      return null;
    }
    if (Array.isArray(texts)) return texts;
    // whoever has the array may write into it
    const found = Array.from(texts.codes.peek(), (code) => texts.names[code - 1] ?? null);
    this.#texts.set(name, found);
    return found;
  }

  /** Whether a column holds texts. @internal */
  isText(name: string): boolean {
    return this.#texts.has(name);
  }

  /** Adds or replaces a column of truth values: 1, 0, and NaN where there is none, which only a frame made elsewhere has. @internal */
  setTruths(name: string, values: Float64Array): this {
    this.set(name, values);
    this.#truths.add(name);
    return this;
  }

  /** The text of a row; null where there is none. @internal */
  textAt(name: string, row: number): string | null {
    const texts = this.#texts.get(name);
    if (texts === undefined) return null;
    return (Array.isArray(texts) ? texts[row] : texts.names[(texts.codes.peek()[row] ?? 0) - 1]) ?? null;
  }

  /** The first row of a column of texts that holds something else: who has the array may write anything into it; -1 for none. @internal */
  strayText(name: string): number {
    const texts = this.#texts.get(name);
    return Array.isArray(texts) ? texts.findIndex((text: unknown) => !isMissing(text) && typeof text !== 'string') : -1;
  }

  /** A column of texts as it stands, only to be looked at until another column is made; null where there is none. @internal */
  tagCodes(name: string): TagCodes | null {
    const texts = this.#texts.get(name);
    if (texts === undefined) return null;
    return Array.isArray(texts) ? codesOf(texts) : { codes: texts.codes.peek(), names: texts.names };
  }

  /** Adds or replaces a column of texts, one per candle; null for none. @throws TypeError for anything else, and for texts as a signal */
  setText(name: string, values: readonly (string | null)[]): this {
    if (!Array.isArray(values) || values.length !== this.length)
      throw new TypeError(`Column "${name}" of texts must be an array of ${this.length}, one a candle, and is ${described(values)}.`);
    needTexts(name, values);
    if (isSignal(name)) return this.set(name, values);
    this.#putTexts(name, [...values]);
    return this;
  }

  #putTexts(name: string, values: (string | null)[] | CodedTexts): void {
    if (!this.has(name)) this.#order.push(name);
    this.#columns.delete(name);
    this.#truths.delete(name);
    this.#texts.set(name, values);
  }

  /**
   * The public trades of each candle; null where nobody traded. Its numbers are columns, too: `max_delta`, `min_delta`, `bid`, `ask`,
   * `delta`, `total_trades`. @throws Error where order flow is not asked for in the configuration
   */
  get orderFlow(): readonly (CandleFlow | null)[] {
    if (this.#flow === null) throw new Error(NO_FLOW);
    return this.#flow;
  }

  /** Whether order flow is asked for in the configuration. */
  get hasOrderFlow(): boolean {
    return this.#flow !== null;
  }

  /** Takes in the order flow, with its columns. @internal */
  setOrderFlow(flow: readonly (CandleFlow | null)[]): void {
    this.#flow = flow;
    for (const [name, numberOf] of Object.entries(FLOW_COLUMNS))
      this.set(
        name,
        Float64Array.from(flow, (candle) => (candle === null ? Number.NaN : numberOf(candle))),
      );
  }

  /**
   * Its candles in a larger timeframe, e.g. `1h`, without the other columns; the last candle may be unfinished.
   * @throws Error for a timeframe that is smaller than its own
   */
  resample(timeframe: string): DataFrame {
    const { open, high, low, close, volume } = this;
    const candles = {
      length: this.length,
      time: this.time,
      // where one has to be made again, the others may not lie where kernels work
      open: open.moveOut(),
      high: high.moveOut(),
      low: low.moveOut(),
      close: close.moveOut(),
      volume: volume.moveOut(),
    };
    return new DataFrame(resampleCandles(candles, largerLength(this.time, timeframe)));
  }

  /** The frame as it was before row `end` came: a view, nothing is copied until a column is read. */
  until(end: number): DataFrame {
    needWhole('until', end, 0);
    return new FrameView(this, Math.min(end, this.length));
  }

  /** Takes over what another frame of the same candles was given: columns of numbers and truth values, and of texts. @internal */
  takeOver(columns: readonly TakenColumn[], texts: readonly TakenText[]): void {
    for (const { name, values, isTruth } of columns) {
      if (!this.has(name)) this.#order.push(name);
      this.#columns.set(name, new Column(values, true));
      if (isTruth) this.#truths.add(name);
    }
    for (const { name, values } of texts) this.setText(name, values);
  }

  /**
   * Leaves columns where they were made until somebody wants to see them. @internal
   * @param bring makes a frame of the same candles with all columns; null where they are gone
   */
  leaveElsewhere(bring: () => Promise<DataFrame | null>): this {
    this.#bring = bring;
    return this;
  }

  /** Whether all its columns are here. @internal */
  get isWhole(): boolean {
    return this.#bring === null;
  }

  /** Brings the columns that lie elsewhere. @returns whether all are here @throws what keeps them from coming @internal */
  async makeWhole(): Promise<boolean> {
    const found = (await this.#bring?.()) ?? null;
    // others may have brought them meanwhile
    if (found === null || this.#bring === null) return this.isWhole;
    this.#bring = null;
    this.#order = [...found.#order];
    this.#texts.clear();
    for (const [name, column] of found.#columns) this.#columns.set(name, column);
    for (const [name, texts] of found.#texts) this.#texts.set(name, texts);
    this.#truths.clear();
    for (const name of found.#truths) this.#truths.add(name);
    for (const [name, shown] of found.#shown) this.#shown.set(name, shown);
    return true;
  }

  /** Notes that its tags stand among its columns where they are to be shown, as whatever they are. @internal */
  placeTags(): this {
    this.#placesTags = true;
    return this;
  }

  /** Whether tags stand where they are to be shown. @internal */
  get placesTags(): boolean {
    return this.#placesTags;
  }

  /** Notes that a column is to be shown as something else than what it holds. @internal */
  showAs(name: string, shown: ShownAs): void {
    this.#shown.set(name, shown);
  }

  /** What a column is to be shown as; null for what it holds. @internal */
  shownAs(name: string): ShownAs | null {
    return this.#shown.get(name) ?? null;
  }

  /** Names of all columns, candles first. */
  columnNames(): readonly string[] {
    return this.#order;
  }
}

/** Numbers of the order flow, by the names that freqtrade gives their columns. */
const FLOW_COLUMNS: Readonly<Record<string, (flow: CandleFlow) => number>> = {
  max_delta: ({ maxDelta }) => maxDelta,
  min_delta: ({ minDelta }) => minDelta,
  bid: ({ bid }) => bid,
  ask: ({ ask }) => ask,
  delta: ({ delta }) => delta,
  total_trades: ({ totalTrades }) => totalTrades,
};
const FLOW_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(FLOW_COLUMNS),
  ...['trades', 'orderflow', 'imbalances', 'stacked_imbalances_bid', 'stacked_imbalances_ask'],
]);
const NO_FLOW = 'There is no order flow: set "use_public_trades" in the section "exchange" and what it is made by in "orderflow".';
/** A column as another frame has it. */
export interface TakenColumn {
  readonly name: string;
  readonly values: Float64Array;
  readonly isTruth: boolean;
}

export interface TakenText {
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** What a column can be made of: one value per candle, oldest first. */
export type FrameValues = Column | Mask | ArrayLike<number> | readonly boolean[] | readonly (string | null)[];

/** @throws TypeError where a value is nothing that a column holds, or texts and others are mixed */
function needPlain(name: string, values: readonly unknown[]): void {
  if (values.some((value) => typeof value === 'string')) {
    needTexts(name, values);
    return;
  }
  const row = values.findIndex((value) => !isMissing(value) && !HELD.has(typeof value));
  if (row >= 0) throw new TypeError(`Column "${name}" holds numbers, truth values or texts, and row ${row} is ${described(values[row])}.`);
  if (values.length > 0 && values.every((value) => value === undefined))
    throw new TypeError(`Column "${name}" was given no value: all of them are missing. Does the function that makes them return one?`);
}

/** @throws TypeError where one is no text, or texts stand for a signal */
function needTexts(name: string, values: readonly unknown[]): void {
  const row = values.findIndex((value) => !isMissing(value) && (isSignal(name) ? typeof value === 'string' : typeof value !== 'string'));
  if (row < 0) return;
  const held = isSignal(name) ? 'true or 1 where to act, false or 0 elsewhere' : 'texts';
  throw new TypeError(`Column "${name}" holds ${held}, and row ${row} is ${described(values[row])}.`);
}

const HELD: ReadonlySet<string> = new Set(['number', 'boolean']);

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isTexts(values: FrameValues): values is readonly (string | null)[] {
  return Array.isArray(values) && values.some((value) => typeof value === 'string');
}

function isNothing(values: FrameValues): values is readonly null[] {
  return Array.isArray(values) && values.every(isMissing);
}

function codesOf(texts: readonly (string | null)[]): TagCodes {
  const codes = new Uint16Array(texts.length);
  const known = new Map<string, number>();
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] ?? null;
    if (text === null) continue;
    let code = known.get(text);
    if (code === undefined) {
      code = known.size + 1;
      known.set(text, code);
    }
    codes[row] = code;
  }
  return { codes, names: [...known.keys()] };
}

function isTruths(values: FrameValues): values is readonly boolean[] {
  return Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'boolean');
}

function maskOf(values: FrameValues): Mask {
  return values instanceof Mask ? values : Mask.from(values as readonly boolean[]);
}

function columnOf(values: Column | ArrayLike<number>): Column {
  return values instanceof Column ? values : Column.from(values);
}

/** Names of freqtrade's earlier versions, and what is written nearly like one. */
function meantSignal(name: unknown): string {
  const older: Readonly<Record<string, SignalName>> = { buy: 'enter_long', sell: 'exit_long', enter: 'enter_long', exit: 'exit_long' };
  const meant = older[String(name)] ?? nearest(String(name), SIGNALS);
  return meant === null || meant === undefined ? `; there are ${SIGNALS.join(', ')}.` : `; did you mean "${meant}"?`;
}

/** The first rows of another frame. */
class FrameView extends DataFrame {
  readonly #whole: DataFrame;
  readonly #end: number;
  #flow: readonly (CandleFlow | null)[] | null = null;

  constructor(whole: DataFrame, end: number) {
    super({ length: end, time: whole.time.subarray(0, end) });
    this.#whole = whole;
    this.#end = end;
  }

  // what it was given itself comes first
  override get(name: string): Column {
    return super.has(name) || !this.#whole.has(name) ? super.get(name) : this.#whole.get(name).slice(0, this.#end);
  }
  override has(name: string): boolean {
    return super.has(name) || this.#whole.has(name);
  }
  override isTruth(name: string): boolean {
    return super.has(name) ? super.isTruth(name) : this.#whole.isTruth(name);
  }
  override text(name: string): (string | null)[] | null {
    return super.has(name) || !this.#whole.has(name) ? super.text(name) : (this.#whole.text(name)?.slice(0, this.#end) ?? null);
  }
  override isText(name: string): boolean {
    return super.has(name) ? super.isText(name) : this.#whole.isText(name);
  }
  override textAt(name: string, row: number): string | null {
    if (super.has(name)) return super.textAt(name, row);
    return row < this.#end ? this.#whole.textAt(name, row) : null;
  }
  override tagCodes(name: string): TagCodes | null {
    const texts = this.text(name);
    return texts === null ? null : codesOf(texts);
  }
  override get orderFlow(): readonly (CandleFlow | null)[] {
    this.#flow ??= this.#whole.orderFlow.slice(0, this.#end);
    return this.#flow;
  }
  override get hasOrderFlow(): boolean {
    return this.#whole.hasOrderFlow;
  }
  override columnNames(): readonly string[] {
    const names = this.#whole.columnNames();
    return [...names, ...super.columnNames().filter((name) => !this.#whole.has(name))];
  }
}
