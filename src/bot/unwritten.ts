import type { OrderIntent } from '../core/order/intent.ts';
import type { PairLock } from '../core/protections/lock.ts';
import type { Trade } from '../core/trade/trade.ts';
import { ChangeRefused } from '../database/errors.ts';
import type { Changes, WalletRecord } from '../database/ports/changes.ts';

interface Kept {
  readonly trades: Set<Trade>;
  readonly removedTrades: Set<Trade>;
  readonly intents: Set<OrderIntent>;
  readonly locks: Set<PairLock>;
  readonly wallet: WalletRecord[];
}

/**
 * Changes that are in memory and not on disk yet, each kept whole, in the order in which they came about. A change of something that
 * waits already joins what waits: what is written is always how things stand then, so this grows with what changed, not with time.
 */
export class Unwritten {
  #waiting: Kept[] = [];
  #beingWritten: Kept | null = null;

  /** How many changes wait. */
  get size(): number {
    return this.#waiting.length;
  }

  add(changes: Changes): void {
    const objects = new Set(objectsOf(changes));
    if (objects.size === 0) return;
    const shares = (kept: Kept) => kept !== this.#beingWritten && objectsOf(kept).some((object) => objects.has(object));
    const [home = emptyChange(), ...others] = this.#waiting.filter(shares);
    for (const from of [...others, changes]) {
      for (const trade of from.trades ?? []) home.trades.add(trade);
      for (const trade of from.removedTrades ?? []) home.removedTrades.add(trade);
      for (const intent of from.intents ?? []) home.intents.add(intent);
      for (const lock of from.locks ?? []) home.locks.add(lock);
      home.wallet.push(...(from.wallet ?? []));
    }
    this.#waiting = this.#waiting.filter((kept) => !others.includes(kept));
    if (!this.#waiting.includes(home)) this.#waiting.push(home);
  }

  /** Trades that have closed and whose closing is not written. */
  closedTrades(): Trade[] {
    return this.#waiting.flatMap(({ trades }) => [...trades].filter((trade) => !trade.isOpen && trade.closeDate !== null));
  }

  /** Nothing waits any more: what is on disk counts. */
  clear(): void {
    this.#waiting = [];
  }

  /**
   * Writes what waits, in order. A change that the database refuses for itself holds up only what comes after it and has a part of it;
   * a database that can't be written at all holds up everything.
   * @returns what stood in the way; null when nothing waits any more
   */
  async write(commit: (changes: Changes) => Promise<void>): Promise<Error | null> {
    const held = new Set<object>();
    let problem: Error | null = null;
    for (let next = this.#next(held); next !== null; next = this.#next(held)) {
      const { removedTrades } = next;
      this.#beingWritten = next;
      try {
        await commit({
          // what goes is not written once more: closed without ever having been filled, it is no trade that could be
          trades: [...next.trades].filter((trade) => !removedTrades.has(trade)),
          removedTrades: [...removedTrades],
          intents: [...next.intents],
          locks: [...next.locks],
          wallet: next.wallet,
        });
        const done = next;
        this.#waiting = this.#waiting.filter((kept) => kept !== done);
      } catch (error) {
        problem ??= error as Error;
        if (!(error instanceof ChangeRefused)) return problem;
        for (const object of objectsOf(next)) held.add(object);
      } finally {
        this.#beingWritten = null;
      }
    }
    return problem;
  }

  #next(held: ReadonlySet<object>): Kept | null {
    return this.#waiting.find((kept) => !objectsOf(kept).some((object) => held.has(object))) ?? null;
  }
}

function emptyChange(): Kept {
  return { trades: new Set(), removedTrades: new Set(), intents: new Set(), locks: new Set(), wallet: [] };
}

/** Everything that a change is about. */
function objectsOf({ trades = [], removedTrades = [], intents = [], locks = [], wallet = [] }: Kept | Changes): object[] {
  return [...trades, ...removedTrades, ...intents, ...locks, ...wallet];
}
