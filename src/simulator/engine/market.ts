import { type Book, bookAt } from './book.ts';
import { History } from './history.ts';
import { type Bar, PriceSource, type Prices, TICK_MS } from './price.ts';
import { type MarketSymbol, toStep } from './symbol.ts';

/** Prices and order books of every symbol; a contract shares them with its spot market. */
export class Market {
  readonly #sources: Map<string, Prices> = new Map();
  readonly #now: () => number;
  readonly #levelValue: Map<string, number> = new Map();
  /** Liquidity already taken in the present time step, by `symbol/price`. */
  readonly #taken: Map<string, number> = new Map();
  #takenTick = 0;

  constructor(symbols: readonly MarketSymbol[], seed: string, now: () => number) {
    for (const symbol of symbols) {
      const { history } = symbol;
      if (symbol.isPerpetual) continue;
      this.#sources.set(symbol.base + symbol.quote, history === undefined ? new PriceSource(symbol, seed) : new History(symbol, history));
    }
    this.#now = now;
  }

  price(symbol: MarketSymbol, at: number): number {
    return this.#source(symbol).priceAt(at);
  }

  bar(symbol: MarketSymbol, start: number, end: number): Bar | null {
    return this.#source(symbol).bar(start, end, this.#now());
  }

  book(symbol: MarketSymbol, depth: number): Book {
    const at = this.#now();
    const tick = Math.floor(at / TICK_MS);
    const book = bookAt(symbol, this.price(symbol, at), tick, depth, this.#levelValue.get(symbol.id) ?? symbol.levelValue);
    if (tick !== this.#takenTick) {
      this.#taken.clear();
      this.#takenTick = tick;
    }
    for (const side of [book.bids, book.asks]) {
      for (const level of side) {
        const taken = this.#taken.get(`${symbol.id}/${level[0]}`);
        if (taken !== undefined) level[1] = Math.max(toStep(level[1] - taken, symbol.stepSize), 0);
      }
    }
    book.bids = book.bids.filter(([, amount]) => amount > 0);
    book.asks = book.asks.filter(([, amount]) => amount > 0);
    return book;
  }

  /** Moves the price of a market from now on. */
  move(symbol: MarketSymbol, change: { factor?: number; fixed?: number | null }): void {
    this.#source(symbol).move(this.#now(), change);
  }

  /** Prices of recorded candles move when it is ordered. @param until candles that began before are shown to their close; ms, UTC */
  show(until: number): void {
    for (const source of this.#sources.values()) if (source instanceof History) source.show(until);
  }

  /** Value of one order book level, in quote currency; a small value makes partial fills. */
  setLevelValue(symbol: MarketSymbol, value: number): void {
    this.#levelValue.set(symbol.id, value);
  }

  /** A trade of the account: its liquidity is gone for this time step, and it is part of the market's history. */
  traded(symbol: MarketSymbol, price: number, amount: number, level: number): void {
    const key = `${symbol.id}/${level}`;
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + amount);
    this.#source(symbol).print(this.#now(), price);
  }

  #source(symbol: MarketSymbol): Prices {
    return this.#sources.get(symbol.base + symbol.quote)!;
  }
}
