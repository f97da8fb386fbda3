import type { Order as CcxtOrder } from 'ccxt';

/**
 * Which of the orders that ccxt keeps were heard as they are. Its own count of what is new misses orders that it changes where they
 * lie (krakenfutures' cancellations), and what comes while nobody waits.
 */
export class HeardOrders {
  /** What was heard of each, by pair and number. */
  #known = new Map<string, string>();

  /** Orders that are new or have changed since the last call. @param kept all that ccxt remembers @param answer what it takes for new */
  news(kept: readonly CcxtOrder[], answer: readonly CcxtOrder[]): CcxtOrder[] {
    const all = new Map([...answer, ...kept].map((order) => [`${order.symbol} ${order.id}`, order]));
    const known = this.#known;
    this.#known = new Map([...all].map(([key, { status, filled, amount, price }]) => [key, `${status} ${filled} ${amount} ${price}`]));
    return [...all].filter(([key]) => this.#known.get(key) !== known.get(key)).map(([, order]) => order);
  }
}
