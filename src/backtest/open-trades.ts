import type { Trade } from '../core/trade/trade.ts';

/** The open trades of one pair, oldest first. The list is replaced, never changed: who goes through it goes through what was open then. */
export interface PairTrades {
  readonly trades: readonly Trade[];
}

const NONE: readonly Trade[] = [];

function without(trades: readonly Trade[], gone: Trade): readonly Trade[] {
  const left: Trade[] = [];
  for (const trade of trades) if (trade !== gone) left.push(trade);
  return left.length === 0 ? NONE : left;
}

/** The trades that are open, in all and by pair: both are looked at several times for every pair and candle. */
export class OpenTrades {
  #all: readonly Trade[] = NONE;
  readonly #byPair = new Map<string, { trades: readonly Trade[] }>();

  /** In the order they were opened. As the lists of pairs, it is replaced with every change. */
  get all(): readonly Trade[] {
    return this.#all;
  }

  /** Those of a pair, now and later. */
  of(pair: string): PairTrades {
    return this.#of(pair);
  }

  add(trade: Trade): void {
    this.#all = [...this.#all, trade];
    const own = this.#of(trade.pair);
    own.trades = [...own.trades, trade];
  }

  remove(trade: Trade): void {
    this.#all = without(this.#all, trade);
    const own = this.#of(trade.pair);
    own.trades = without(own.trades, trade);
  }

  #of(pair: string): { trades: readonly Trade[] } {
    let own = this.#byPair.get(pair);
    if (own === undefined) {
      own = { trades: NONE };
      this.#byPair.set(pair, own);
    }
    return own;
  }
}
