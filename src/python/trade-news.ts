import type { Trade } from '../core/trade/trade.ts';

/** What has become of trades since the strategy heard of them last: those that were closed, whenever they were opened, and those that are gone. */
export class TradeNews {
  #closed = new Set<Readonly<Trade>>();
  #removed = new Set<Readonly<Trade>>();
  /** Removed ones are gone at once, even where a list still has them. */
  readonly #gone = new WeakSet<Readonly<Trade>>();

  /** How many it has. */
  get size(): number {
    return this.#closed.size + this.#removed.size;
  }

  add(changed: readonly Readonly<Trade>[], removed: readonly Readonly<Trade>[]): void {
    for (const trade of changed) if (!trade.isOpen) this.#closed.add(trade);
    for (const trade of removed) {
      this.#closed.delete(trade);
      this.#removed.add(trade);
      this.#gone.add(trade);
    }
  }

  /** Whether a trade has been removed. */
  isGone(trade: Readonly<Trade>): boolean {
    return this.#gone.has(trade);
  }

  /** Everything, once. */
  take(): { readonly closed: readonly Readonly<Trade>[]; readonly removed: readonly Readonly<Trade>[] } {
    const news = { closed: [...this.#closed], removed: [...this.#removed] };
    this.#closed.clear();
    this.#removed.clear();
    return news;
  }
}
