import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { Changes } from '../ports/changes.ts';
import type { ClosedTrades, TradePage } from '../ports/history.ts';
import type { DatabaseKind, Tables } from '../tables.ts';
import { loadClosedFacts } from './closed-facts.ts';
import { ClosedHistory } from './closed-history.ts';
import type { TradeReader } from './trade-reader.ts';
import { selectTrades } from './trade-selection.ts';

/**
 * Trades read in one go: SQLite answers at once, and meanwhile nothing else is done. What more of them are made of would outlive the first,
 * small part of the heap, and cost twice the time.
 */
const TRADES_AT_ONCE = 25;

/** Closed trades: facts in memory, the rest from the database. */
export class StoredHistory implements ClosedTrades {
  readonly #database: Kysely<Tables>;
  readonly #kind: DatabaseKind;
  readonly #trades: TradeReader;
  #memory: ClosedHistory;

  private constructor(database: Kysely<Tables>, kind: DatabaseKind, trades: TradeReader, memory: ClosedHistory) {
    this.#database = database;
    this.#kind = kind;
    this.#trades = trades;
    this.#memory = memory;
  }

  static async load(database: Kysely<Tables>, kind: DatabaseKind, trades: TradeReader): Promise<StoredHistory> {
    return new StoredHistory(database, kind, trades, new ClosedHistory(0, await loadClosedFacts(database)));
  }

  get version(): number {
    return this.#memory.version;
  }
  get count(): number {
    return this.#memory.rows.length;
  }
  facts(): readonly ClosedTradeFacts[] {
    return this.#memory.rows;
  }

  async reread(): Promise<void> {
    const facts = await loadClosedFacts(this.#database);
    this.#memory = new ClosedHistory(this.#memory.version + 1, facts);
  }

  /** Takes in what was committed. */
  take({ trades = [], removedTrades = [] }: Changes): void {
    for (const trade of trades) this.#memory.add(trade);
    for (const trade of removedTrades) this.#memory.remove(trade.id);
  }

  find(id: number): ClosedTradeFacts | null {
    return this.#memory.find(id);
  }

  async list(page: TradePage): Promise<{ ids: readonly number[]; total: number; isLast: boolean }> {
    const { ids, start, total } = await this.#idsOf(page);
    return { ids, total, isLast: start + ids.length >= total };
  }

  async *trades(ids: readonly number[]): AsyncGenerator<Trade[]> {
    for (let at = 0; at < ids.length; at += TRADES_AT_ONCE) {
      yield await this.#trades.some(ids.slice(at, at + TRADES_AT_ONCE));
      if (at + TRADES_AT_ONCE < ids.length) await setImmediate();
    }
  }

  async page(page: TradePage): Promise<{ trades: Trade[]; total: number; isLast: boolean }> {
    const { ids, total, isLast } = await this.list(page);
    const trades: Trade[] = [];
    for await (const some of this.trades(ids)) trades.push(...some);
    return { trades, total, isLast };
  }

  /** Numbers of the trades on a page, its place in the list, and how long the list is. */
  async #idsOf(page: TradePage): Promise<{ ids: number[]; start: number; total: number }> {
    if (page.selection !== undefined) return selectTrades(this.#database, this.#kind, page.selection, page);
    const start = page.after === null ? page.offset : this.#memory.positionAfter(page.after, page.orderById);
    return { ids: this.#memory.page(page.limit, start, page.orderById), start, total: this.count };
  }
}
