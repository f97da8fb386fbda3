import { type ClosedTradeFacts, closedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';

/**
 * What statistics need of every closed trade, kept in memory and grown by one with each that closes: about 150 bytes a
 * trade. No answer ever reads the whole table again.
 */
export class ClosedHistory {
  /** In the order of closing. */
  readonly #rows: ClosedTradeFacts[];
  /** Ascending. */
  readonly #ids: number[];
  #version: number;

  /** @param facts in the order of their numbers */
  constructor(version: number = 0, facts: readonly ClosedTradeFacts[] = []) {
    this.#version = version;
    this.#rows = facts.toSorted((first, second) => first.closeDate - second.closeDate);
    this.#ids = facts.map(({ id }) => id);
  }

  /** Changes with every trade that joins or leaves. */
  get version(): number {
    return this.#version;
  }
  get rows(): readonly ClosedTradeFacts[] {
    return this.#rows;
  }

  /** Takes in a trade that has closed; one that is known already is replaced. */
  add(trade: Readonly<Trade>): void {
    const facts = closedTradeFacts(trade);
    if (facts === null) return;
    this.#drop(trade.id);
    insertSorted(this.#rows, facts, (row) => row.closeDate);
    insertSorted(this.#ids, trade.id, (id) => id);
    this.#version++;
  }

  remove(id: number): void {
    if (this.#drop(id)) this.#version++;
  }

  /** Ids of one page, by number or the latest closed first. */
  page(limit: number, offset: number, orderById: boolean): number[] {
    if (orderById) return this.#ids.slice(offset, offset + limit);
    const end = this.#rows.length - offset;
    return this.#rows
      .slice(Math.max(0, end - limit), Math.max(0, end))
      .reverse()
      .map((row) => row.id);
  }

  /** Where the trade after one of this number stands; its own number need not exist any more where trades go by number. */
  positionAfter(id: number, orderById: boolean): number {
    if (orderById) return searchSorted(this.#ids, id, (known) => known);
    const at = this.#rows.findLastIndex((row) => row.id === id);
    return at < 0 ? this.#rows.length : this.#rows.length - at;
  }

  #drop(id: number): boolean {
    const at = searchSorted(this.#ids, id, (known) => known) - 1;
    if (this.#ids[at] !== id) return false;
    this.#ids.splice(at, 1);
    this.#rows.splice(
      this.#rows.findLastIndex((row) => row.id === id),
      1,
    );
    return true;
  }
}

/** Position after the last element whose key is not above. */
function searchSorted<T>(list: readonly T[], key: number, keyOf: (element: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(list[middle]!) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertSorted<T>(list: T[], element: T, keyOf: (element: T) => number): void {
  const last = list.at(-1);
  if (last === undefined || keyOf(last) <= keyOf(element)) list.push(element);
  else list.splice(searchSorted(list, keyOf(element), keyOf), 0, element);
}
