import { candleStart } from '../core/market/candle-calendar.ts';
import { CandleFlow, type OrderFlowRules } from '../core/market/order-flow.ts';
import { type PublicTrade, type PublicTrades, tradeColumns } from '../core/market/public-trade.ts';

/** Public trades of a pair by candle, as far back as order flow looks. Times are ms since epoch, UTC. */
export class PairTrades {
  /** Everything before this moment has been asked for; 0 before the first time. */
  knownUntil = 0;
  readonly #length: number;
  readonly #rules: OrderFlowRules & { readonly cacheSize: number };
  readonly #candles = new Map<number, PublicTrades>();
  readonly #flows = new Map<number, CandleFlow>();
  /** Of the newest candle, which may go on. */
  #open: PublicTrade[] = [];
  #last: PublicTrade | null = null;
  /** Which trades there are at the moment of the last one: the next page begins with them. */
  readonly #lastKeys = new Set<string>();

  /** @param length of a candle, ms */
  constructor(length: number, rules: OrderFlowRules & { readonly cacheSize: number }) {
    this.#length = length;
    this.#rules = rules;
  }

  /** The newest trade; null before the first. */
  get last(): PublicTrade | null {
    return this.#last;
  }

  /** Takes in a page, oldest first. @returns how many trades are new */
  take(page: readonly PublicTrade[]): number {
    let fresh = 0;
    for (const trade of page) {
      const at = this.#last?.time ?? Number.NEGATIVE_INFINITY;
      const key = keyOf(trade);
      if (trade.time < at || (trade.time === at && this.#lastKeys.has(key))) continue;
      if (trade.time > at) this.#lastKeys.clear();
      this.#lastKeys.add(key);
      if (this.#last !== null && this.#startOf(trade) !== this.#startOf(this.#last)) this.#close();
      this.#open.push(trade);
      this.#last = trade;
      fresh++;
    }
    return fresh;
  }

  /** Forgets the candles before a moment. */
  forgetBefore(start: number): void {
    // both are in the order of time, but for what was made again
    for (const at of this.#candles.keys()) if (at < start) this.#candles.delete(at);
    for (const at of this.#flows.keys()) if (at < start) this.#flows.delete(at);
  }

  /** The flow of a candle that has ended; null where nobody traded. */
  flowAt(start: number): CandleFlow | null {
    const known = this.#flows.get(start);
    if (known !== undefined) return known;
    const isOpen = this.#last !== null && this.#startOf(this.#last) === start;
    const rows = isOpen ? tradeColumns(this.#open) : this.#candles.get(start);
    if (rows === undefined || rows.length === 0) return null;
    const flow = new CandleFlow(rows, this.#rules);
    // late trades would change the newest candle
    if (!isOpen) this.#flows.set(start, flow);
    return flow;
  }

  /** Keeps the flow of the newest candles alone: `cacheSize`. @param newest start of the newest candle that has ended */
  keepNewest(newest: number): void {
    const first = newest - (this.#rules.cacheSize - 1) * this.#length;
    for (const at of this.#flows.keys()) if (at < first) this.#flows.delete(at);
  }

  #startOf({ time }: PublicTrade): number {
    return candleStart(time, this.#length);
  }

  #close(): void {
    if (this.#last !== null) this.#candles.set(this.#startOf(this.#last), tradeColumns(this.#open));
    this.#open = [];
  }
}

/** What trades of one moment are distinguished by; where they have no ids, freqtrade takes those that are the same in all for one. */
function keyOf({ id, side, price, amount }: PublicTrade): string {
  return id ?? `${side} ${price} ${amount}`;
}
