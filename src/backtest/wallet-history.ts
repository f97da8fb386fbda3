import { product } from '../core/market/decimal.ts';
import { groupSum } from '../core/statistics/sums.ts';
import { isEntry, type Trade } from '../core/trade/trade.ts';
import { GrowingColumn } from './growing-column.ts';
import type { TradedCandles } from './pair-data.ts';

/** Rows of the wallet's file that follow each other, one for each candle and currency held. */
export interface WalletRows {
  readonly length: number;
  /** ms since epoch, UTC. */
  readonly date: Float64Array<ArrayBuffer>;
  /** Positions in `currencies`. */
  readonly currency: Int32Array<ArrayBuffer>;
  /** Stake currency for one. */
  readonly rate: Float64Array<ArrayBuffer>;
  readonly balance: Float64Array<ArrayBuffer>;
  /** Those met so far; later rows only add to them. */
  readonly currencies: readonly string[];
}

/** Given rows as they come; they are its own then. */
export type RowSink = (rows: WalletRows) => void;

/** What is held of a pair, now and later. */
export interface Holding {
  currency: string;
  coins: number;
  /** Of the currency; below 0 until it has a row. */
  position: number;
  /** The update that has found it last. */
  update: number;
}

/** A pair that trades are open in. */
interface HeldPair {
  readonly holding: Holding;
  readonly data: { readonly candles: Pick<TradedCandles, 'open' | 'per' | 'length'>; readonly places?: Int32Array };
  /** Row of a moment; below 0 where there is no candle. */
  rowAt(at: number): number;
}

interface WalletOptions {
  /** Stake currency. */
  readonly start: number;
  readonly stakeCurrency: string;
  readonly isFutures: boolean;
  /** False where nobody asks what the account was worth: it stays empty. */
  readonly isKept: boolean;
  /** How many there will be, at most. */
  readonly candles: number;
  /** Null where nobody wants rows. */
  readonly onRows: RowSink | null;
}

/** Rows that are given together. */
const ROWS_AT_ONCE = 65_536;

/**
 * What the account was worth at each candle, in stake currency, as freqtrade sees it: balances as of the last time that an order
 * changed them, holdings at their pair's opening rate, futures positions at nothing. An entry replaced and filled in one candle
 * is seen only with the next change. What is nothing has no row, and a candle without a row is none. Source: tests/golden/backtest `wallet_stats`.
 */
export class WalletHistory {
  readonly #start: number;
  /** One for each candle; ms since epoch, UTC. */
  readonly times: GrowingColumn;
  readonly #totals: GrowingColumn;
  readonly #currencies: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #isFutures: boolean;
  readonly #isKept: boolean;
  readonly #stakeCurrency: string;
  readonly #onRows: RowSink | null;
  #rows: WalletRows | null = null;
  /** Of `#rows`, as many are there. */
  #filled = 0;
  #stake: number;
  #stakePosition = -1;
  /** What the last candle's rows are worth, which its total is made of when all are there. */
  readonly #worth: number[] = [];
  #count = 0;
  #isSummedUp = true;
  readonly #holdings = new Map<string, Holding>();
  /** Pairs that are passed over, and the row of each at the first candle, from where rows are counted on; below 0 where they can't be. */
  readonly #passed: HeldPair[] = [];
  readonly #firstRows: number[] = [];
  #update = 0;

  constructor({ start, stakeCurrency, isFutures, isKept, candles, onRows }: WalletOptions) {
    this.times = new GrowingColumn(isKept ? candles : 0);
    this.#totals = new GrowingColumn(isKept ? candles : 0);
    this.#start = start;
    this.#stake = start;
    this.#stakeCurrency = stakeCurrency;
    this.#isFutures = isFutures;
    this.#isKept = isKept;
    this.#onRows = onRows;
  }

  /** Takes the balances over, after an order has changed them. @param realized profit of closed trades */
  update(open: readonly Readonly<Trade>[], realized: number): void {
    if (!this.#isKept) return;
    this.#update++;
    let [partial, tied, waiting] = [0, 0, 0];
    for (const trade of open) {
      partial += trade.realizedProfit;
      tied += trade.stakeAmount;
      if (this.#isFutures) continue;
      // exact, unlike the stake of the trade
      for (const order of trade.orders) if (order.isOpen && isEntry(trade, order)) waiting += product(order.ftAmount, order.ftPrice);
      // of stacked trades the last one counts, though it may wait for its entry
      this.#hold(trade);
    }
    // in freqtrade's order of sums: the highest balance is found by its last digit
    this.#stake = this.#start + (realized + partial) - tied + (this.#isFutures ? tied : waiting);
  }

  /** What the account was worth, one for each candle of `times`. */
  totals(): Float64Array {
    this.#sumUp();
    return this.#totals.values();
  }

  /** Gives the rows that were not given yet, when there will be no more. */
  end(): void {
    this.#give();
  }

  /** Begins a candle. */
  begin(at: number): void {
    if (!this.#isKept) return;
    this.#sumUp();
    this.times.push(at);
    this.#totals.push(0);
    this.#isSummedUp = false;
    this.#count = 0;
    if (this.#stake !== 0) this.#row(this.#placeOfStake(), 1, this.#stake);
  }

  /** What is held of a pair, for `add`. */
  holding(pair: string): Holding {
    let known = this.#holdings.get(pair);
    if (known === undefined) {
      known = { currency: '', coins: 0, position: -1, update: -1 };
      this.#holdings.set(pair, known);
    }
    return known;
  }

  /** Adds what is held of a pair, before the candle changes it. */
  add(holding: Holding, rate: number): void {
    if (this.#isHeld(holding)) this.#row(this.#placeOf(holding), rate, holding.coins);
  }

  /**
   * Candles that change nothing, one after the other: each is begun, and all that is held added.
   * @param pairs in the order of their turns @param at of the first, ms @param step from one to the next, ms
   */
  pass(pairs: readonly HeldPair[], at: number, step: number, count: number): void {
    if (!this.#isKept) return;
    this.#sumUp();
    const held = this.#passed;
    const firstRows = this.#firstRows;
    held.length = 0;
    for (const pair of pairs)
      if (this.#isHeld(pair.holding)) firstRows[held.push(pair) - 1] = pair.data.places === undefined ? pair.rowAt(at) : -1;
    const [times, totals] = [this.times.ahead(count), this.#totals.ahead(count)];
    const first = this.times.length;
    const worth = this.#worth;
    let seen = 0;
    for (let passed = 0; passed < count; passed++) {
      const now = at + passed * step;
      const rows = this.#room(held.length + 1);
      let row = this.#filled;
      let summands = 0;
      if (this.#stake !== 0) {
        worth[summands++] = this.#stake;
        if (rows !== null) put(rows, row++, now, this.#placeOfStake(), 1, this.#stake);
      }
      for (let index = 0; index < held.length; index++) {
        const pair = held[index]!;
        const { holding } = pair;
        const { open, per, length } = pair.data.candles;
        const firstRow = firstRows[index]!;
        const place = firstRow < 0 ? pair.rowAt(now) : firstRow + passed;
        if (place < 0 || place >= length) continue;
        const opening = open[place]! / per;
        worth[summands++] = opening * holding.coins;
        if (rows !== null) put(rows, row++, now, this.#placeOf(holding), opening, holding.coins);
      }
      if (summands === 0) continue;
      this.#filled = row;
      times[first + seen] = now;
      totals[first + seen] = groupSum(worth, summands);
      seen++;
    }
    this.times.take(seen);
    this.#totals.take(seen);
  }

  /** Rows with room for some more; null where nobody wants them. */
  #room(wanted: number): WalletRows | null {
    if (this.#onRows === null) return null;
    if (this.#rows !== null && this.#filled + wanted > this.#rows.length) this.#give();
    this.#rows ??= roomFor(Math.max(wanted, ROWS_AT_ONCE), this.#currencies);
    return this.#rows;
  }

  #give(): void {
    const [rows, length] = [this.#rows, this.#filled];
    this.#rows = null;
    this.#filled = 0;
    if (rows !== null && length > 0) this.#onRows?.({ ...rows, length });
  }

  #hold({ pair, base, amount }: Readonly<Trade>): void {
    const holding = this.holding(pair);
    holding.currency = base;
    holding.coins = amount;
    holding.update = this.#update;
  }

  #isHeld({ update, coins }: Holding): boolean {
    return update === this.#update && coins !== 0;
  }

  #placeOf(held: Holding): number {
    if (held.position < 0) held.position = this.#positionOf(held.currency);
    return held.position;
  }

  #placeOfStake(): number {
    if (this.#stakePosition < 0) this.#stakePosition = this.#positionOf(this.#stakeCurrency);
    return this.#stakePosition;
  }

  /** Once all rows of a candle are there. */
  #sumUp(): void {
    if (this.#isSummedUp) return;
    this.#isSummedUp = true;
    if (this.#count > 0) this.#totals.last = groupSum(this.#worth, this.#count);
    else for (const column of [this.times, this.#totals]) column.take(-1);
  }

  #positionOf(currency: string): number {
    let position = this.#positions.get(currency);
    if (position === undefined) {
      position = this.#currencies.push(currency) - 1;
      this.#positions.set(currency, position);
    }
    return position;
  }

  #row(position: number, rate: number, balance: number): void {
    this.#worth[this.#count++] = rate * balance;
    const rows = this.#room(1);
    if (rows !== null) put(rows, this.#filled++, this.times.last, position, rate, balance);
  }
}

function roomFor(length: number, currencies: readonly string[]): WalletRows {
  return {
    length,
    date: new Float64Array(length),
    currency: new Int32Array(length),
    rate: new Float64Array(length),
    balance: new Float64Array(length),
    currencies,
  };
}

function put(rows: WalletRows, row: number, date: number, currency: number, rate: number, balance: number): void {
  rows.date[row] = date;
  rows.currency[row] = currency;
  rows.rate[row] = rate;
  rows.balance[row] = balance;
}
