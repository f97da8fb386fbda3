import { product } from '../core/market/decimal.ts';
import { groupSum } from '../core/statistics/sums.ts';
import { isEntry, type Trade } from '../core/trade/trade.ts';
import { GrowingColumn, ofNumbers, ofPlaces } from './growing-column.ts';
import type { TradedCandles } from './pair-data.ts';

/** One row for each candle and currency held: candle (a row of `times`), currency (a position in `currencies`), rate, balance. */
export interface WalletColumns {
  readonly times: Float64Array;
  readonly candle: Int32Array;
  readonly currency: Int32Array;
  readonly rate: Float64Array;
  readonly balance: Float64Array;
  readonly currencies: readonly string[];
}

/** What is held of a pair. */
interface Holding {
  readonly currency: string;
  coins: number;
  /** Of the currency; below 0 until it has a row. */
  position: number;
  /** The update that has found it last. */
  update: number;
}

/** A pair that trades are open in. */
interface HeldPair {
  readonly data: { readonly pair: string; readonly candles: TradedCandles };
  /** Row of a moment; below 0 where there is no candle. */
  rowAt(at: number): number;
}

interface Expected {
  readonly candles: number;
  readonly pairs: number;
}

/** Rows that there is room for from the beginning. */
const MOST_EXPECTED = 4_000_000;

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
  /** One for each candle and currency held: row of `times`, position in `currencies`, rate in stake currency, balance. */
  readonly rows: {
    readonly candle: GrowingColumn<Int32Array>;
    readonly currency: GrowingColumn<Int32Array>;
    readonly rate: GrowingColumn;
    readonly balance: GrowingColumn;
  };
  readonly currencies: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #isFutures: boolean;
  readonly #isKept: boolean;
  readonly #stakeCurrency: string;
  #stake: number;
  #stakePosition = -1;
  /** What the last candle's rows are worth, which its total is made of when all are there. */
  readonly #worth: number[] = [];
  #count = 0;
  #isSummedUp = true;
  readonly #holdings = new Map<string, Holding>();
  #update = 0;

  /** @param isKept false where nobody asks for it: it stays empty @param expected how many candles there will be, and pairs held at a time, at most */
  constructor(start: number, stakeCurrency: string, isFutures: boolean, isKept = true, expected: Expected = { candles: 0, pairs: 0 }) {
    const candles = isKept ? expected.candles : 0;
    const rows = Math.min(candles * (1 + expected.pairs), MOST_EXPECTED);
    this.times = new GrowingColumn(ofNumbers, candles);
    this.#totals = new GrowingColumn(ofNumbers, candles);
    this.rows = {
      candle: new GrowingColumn(ofPlaces, rows),
      currency: new GrowingColumn(ofPlaces, rows),
      rate: new GrowingColumn(ofNumbers, rows),
      balance: new GrowingColumn(ofNumbers, rows),
    };
    this.#start = start;
    this.#stake = start;
    this.#stakeCurrency = stakeCurrency;
    this.#isFutures = isFutures;
    this.#isKept = isKept;
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

  /** Everything as plain columns. */
  columns(): WalletColumns {
    const { candle, currency, rate, balance } = this.rows;
    this.#sumUp();
    return {
      times: this.times.values(),
      candle: candle.values(),
      currency: currency.values(),
      rate: rate.values(),
      balance: balance.values(),
      currencies: this.currencies,
    };
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

  /** Adds what is held of a pair, before the candle changes it. */
  add(pair: string, rate: number): void {
    const held = this.#held(pair);
    if (held === null) return;
    this.#row(this.#placeOf(held), rate, held.coins);
  }

  /**
   * Candles that change nothing, one after the other: each is begun, and all that is held added.
   * @param pairs in the order of their turns @param at of the first, ms @param step from one to the next, ms
   */
  pass(pairs: readonly HeldPair[], at: number, step: number, count: number): void {
    if (!this.#isKept) return;
    this.#sumUp();
    const held = pairs.flatMap((quoted) => {
      const holding = this.#held(quoted.data.pair);
      return holding === null ? [] : [{ holding, quoted }];
    });
    const most = count * (held.length + 1);
    const [times, totals] = [this.times.ahead(count), this.#totals.ahead(count)];
    const { candle, currency, rate, balance } = this.rows;
    const [candles, currencies] = [candle.ahead(most), currency.ahead(most)];
    const [rates, balances] = [rate.ahead(most), balance.ahead(most)];
    const first = this.times.length;
    const worth = this.#worth;
    let seen = 0;
    let row = candle.length;
    for (let passed = 0; passed < count; passed++) {
      const now = at + passed * step;
      let summands = 0;
      if (this.#stake !== 0) {
        worth[summands++] = this.#stake;
        candles[row] = first + seen;
        currencies[row] = this.#placeOfStake();
        rates[row] = 1;
        balances[row] = this.#stake;
        row++;
      }
      for (let index = 0; index < held.length; index++) {
        const { holding, quoted } = held[index]!;
        const place = quoted.rowAt(now);
        if (place < 0) continue;
        const { open, per } = quoted.data.candles;
        const opening = open[place]! / per;
        worth[summands++] = opening * holding.coins;
        candles[row] = first + seen;
        currencies[row] = this.#placeOf(holding);
        rates[row] = opening;
        balances[row] = holding.coins;
        row++;
      }
      if (summands === 0) continue;
      times[first + seen] = now;
      totals[first + seen] = groupSum(worth, summands);
      seen++;
    }
    this.times.take(seen);
    this.#totals.take(seen);
    const rows = row - candle.length;
    for (const column of [candle, currency, rate, balance]) column.take(rows);
  }

  #hold({ pair, base, amount }: Readonly<Trade>): void {
    const known = this.#holdings.get(pair);
    if (known === undefined) this.#holdings.set(pair, { currency: base, coins: amount, position: -1, update: this.#update });
    else {
      known.coins = amount;
      known.update = this.#update;
    }
  }

  /** What is held of a pair; null for nothing. */
  #held(pair: string): Holding | null {
    const known = this.#holdings.get(pair);
    return known === undefined || known.update !== this.#update || known.coins === 0 ? null : known;
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
      position = this.currencies.push(currency) - 1;
      this.#positions.set(currency, position);
    }
    return position;
  }

  #row(position: number, rate: number, balance: number): void {
    const { rows } = this;
    this.#worth[this.#count++] = rate * balance;
    rows.candle.push(this.times.length - 1);
    rows.currency.push(position);
    rows.rate.push(rate);
    rows.balance.push(balance);
  }
}
