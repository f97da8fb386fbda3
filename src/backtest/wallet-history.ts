import { product } from '../core/market/decimal.ts';
import { isEntry, type Trade } from '../core/trade/trade.ts';
import { GrowingColumn, ofNumbers, ofPlaces } from './growing-column.ts';

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
  readonly amount: number;
  /** Of the currency; below 0 until it has a row. */
  position: number;
}

/**
 * What the account was worth at each candle, in stake currency, as freqtrade sees it: balances as of the last time that an order
 * changed them, holdings at their pair's opening rate, futures positions at nothing. An entry replaced and filled in one candle
 * is seen only with the next change. Source: tests/golden/backtest `wallet_stats`.
 */
export class WalletHistory {
  readonly start: number;
  /** One for each candle; ms since epoch, UTC. */
  readonly times: GrowingColumn = new GrowingColumn(ofNumbers);
  readonly totals: GrowingColumn = new GrowingColumn(ofNumbers);
  /** One for each candle and currency held: row of `times`, position in `currencies`, rate in stake currency, balance. */
  readonly rows = {
    candle: new GrowingColumn(ofPlaces),
    currency: new GrowingColumn(ofPlaces),
    rate: new GrowingColumn(ofNumbers),
    balance: new GrowingColumn(ofNumbers),
  };
  readonly currencies: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #isFutures: boolean;
  readonly #isKept: boolean;
  readonly #stakeCurrency: string;
  #stake: number;
  #stakePosition = -1;
  #holdings = new Map<string, Holding>();

  /** @param isKept false where nobody asks for it: it stays empty */
  constructor(start: number, stakeCurrency: string, isFutures: boolean, isKept = true) {
    this.start = start;
    this.#stake = start;
    this.#stakeCurrency = stakeCurrency;
    this.#isFutures = isFutures;
    this.#isKept = isKept;
  }

  /** Takes the balances over, after an order has changed them. @param realized profit of closed trades */
  update(open: readonly Readonly<Trade>[], realized: number): void {
    if (!this.#isKept) return;
    this.#holdings.clear();
    let [partial, tied, waiting] = [0, 0, 0];
    for (const trade of open) {
      partial += trade.realizedProfit;
      tied += trade.stakeAmount;
      if (this.#isFutures) continue;
      // exact, unlike the stake of the trade
      for (const order of trade.orders) if (order.isOpen && isEntry(trade, order)) waiting += product(order.ftAmount, order.ftPrice);
      // of stacked trades the last one counts, though it may wait for its entry
      this.#holdings.set(trade.pair, { currency: trade.base, amount: trade.amount, position: -1 });
    }
    // in freqtrade's order of sums: the highest balance is found by its last digit
    this.#stake = this.start + (realized + partial) - tied + (this.#isFutures ? tied : waiting);
  }

  /** Everything as plain columns. */
  columns(): WalletColumns {
    const { candle, currency, rate, balance } = this.rows;
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
    this.times.push(at);
    this.totals.push(this.#stake);
    if (this.#stakePosition < 0) this.#stakePosition = this.#positionOf(this.#stakeCurrency);
    this.#row(this.#stakePosition, 1, this.#stake);
  }

  /** Adds what is held of a pair, before the candle changes it. */
  add(pair: string, rate: number): void {
    if (this.#holdings.size === 0) return;
    const held = this.#holdings.get(pair);
    if (held === undefined || held.amount === 0) return;
    this.totals.addToLast(held.amount * rate);
    if (held.position < 0) held.position = this.#positionOf(held.currency);
    this.#row(held.position, rate, held.amount);
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
    rows.candle.push(this.times.length - 1);
    rows.currency.push(position);
    rows.rate.push(rate);
    rows.balance.push(balance);
  }
}
