import type { TradeStore } from '../../src/database/port.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { Stops } from '../../src/exchange/ports/stops.ts';
import type { Trading } from '../../src/exchange/ports/trading.ts';

const NEVER = new Promise<never>(() => undefined);

/**
 * A program that ends at its nth step: from then on nothing that it calls is done, and nothing comes back to it. Steps are every call to
 * the account and to the database, before it is done and before its answer is heard, and every named point of an order's life.
 */
export class Mortal {
  readonly end: Promise<void>;
  /** What each step so far was. */
  readonly names: string[] = [];
  #die: () => void = () => undefined;
  readonly #at: number;
  readonly #onStep: (step: number, name: string) => void;
  #isDead = false;

  /** @param at the step at which it ends; infinite for never @param onStep called with every step that is lived to see */
  constructor(at: number, onStep: (step: number, name: string) => void = () => undefined) {
    this.#at = at;
    this.#onStep = onStep;
    this.end = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get steps(): number {
    return this.names.length;
  }

  /** What the last step was. */
  get last(): string {
    return this.names.at(-1) ?? '';
  }

  async #step(name: string): Promise<void> {
    this.point(name);
    if (this.#isDead) await NEVER;
  }

  point(name: string): void {
    if (this.#isDead) return;
    this.names.push(name);
    this.#onStep(this.steps, name);
    if (this.steps === this.#at) this.kill();
  }

  kill(): void {
    this.#isDead = true;
    this.#die();
  }

  async #call<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.#step(`before ${name}`);
    try {
      return await work();
    } finally {
      await this.#step(`after ${name}`);
    }
  }

  /** Stops, call by call. */
  #stops(stops: Stops): Stops {
    return {
      orderTypes: stops.orderTypes,
      bindsCoins: stops.bindsCoins,
      actsByItself: stops.actsByItself,
      keepsClientIds: stops.keepsClientIds,
      place: (request) => this.#call('place stop', () => stops.place(request)),
      cancel: (orderId, pair) => this.#call('cancel stop', () => stops.cancel(orderId, pair)),
      find: (key, pair) => this.#call('find stop', () => stops.find(key, pair)),
      since: (pair, since) => this.#call('list stops', () => stops.since(pair, since)),
    };
  }

  /** An exchange on which it can end with every call about orders. */
  exchange<E extends Exchange & { readonly now: number }>(inner: E): Exchange & { readonly now: number } {
    const { trading: account } = inner;
    const trading: Trading = {
      acceptanceWindowMs: account.acceptanceWindowMs,
      balances: () => account.balances(),
      placeOrder: (request) => this.#call('placeOrder', () => account.placeOrder(request)),
      cancelOrder: (orderId, pair) => this.#call('cancelOrder', () => account.cancelOrder(orderId, pair)),
      findOrder: (key, pair) => this.#call('findOrder', () => account.findOrder(key, pair)),
      filledOf: (order, pair) => this.#call('filledOf', () => account.filledOf(order, pair)),
      ordersSince: (pair, since) => this.#call('ordersSince', () => account.ordersSince(pair, since)),
    };
    return {
      ...inner,
      trading,
      stops: this.#stops(inner.stops),
      get now() {
        return inner.now;
      },
    };
  }

  store(store: TradeStore): TradeStore {
    return {
      ...store,
      intents: {
        get hasSpare() {
          return store.intents.hasSpare;
        },
        journal: (intent) => this.#call('journal', () => store.intents.journal(intent)),
        pending: () => store.intents.pending(),
        stops: (pair) => store.intents.stops(pair),
      },
      commit: (changes) => this.#call('commit', () => store.commit(changes)),
    };
  }
}
