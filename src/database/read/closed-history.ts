import { type ClosedTradeFacts, closedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';

/**
 * What statistics need of every closed trade, kept in memory and grown by one with each that closes: about 150 bytes a
 * trade. No answer ever reads the whole table again.
 */
export class ClosedHistory {
  /** In the order of closing. */
  readonly #rows: ClosedTradeFacts[];
  /** In the order of their numbers. */
  readonly #byId: ClosedTradeFacts[];
  #version: number;

  /** @param facts in the order of their numbers */
  constructor(version: number = 0, facts: readonly ClosedTradeFacts[] = []) {
    this.#version = version;
    this.#rows = facts.toSorted((first, second) => first.closeDate - second.closeDate);
    this.#byId = [...facts];
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
    insertSorted(this.#byId, facts, idOf);
    this.#version++;
  }

  remove(id: number): void {
    if (this.#drop(id)) this.#version++;
  }

  /** Ids of one page, by number or the latest closed first. */
  page(limit: number, offset: number, orderById: boolean): number[] {
    if (orderById) return this.#byId.slice(offset, offset + limit).map(idOf);
    const end = this.#rows.length - offset;
    return this.#rows
      .slice(Math.max(0, end - limit), Math.max(0, end))
      .reverse()
      .map(idOf);
  }

  /** Null where there is no such trade. */
  find(id: number): ClosedTradeFacts | null {
    const found = this.#byId[searchSorted(this.#byId, id, idOf) - 1];
    return found?.id === id ? found : null;
  }

  /** Where the trade after one of this number stands; its own number need not exist any more where trades go by number. */
  positionAfter(id: number, orderById: boolean): number {
    if (orderById) return searchSorted(this.#byId, id, idOf);
    const at = this.#rows.findLastIndex((row) => row.id === id);
    return at < 0 ? this.#rows.length : this.#rows.length - at;
  }

  #drop(id: number): boolean {
    const at = searchSorted(this.#byId, id, idOf) - 1;
    const facts = this.#byId[at];
    if (facts?.id !== id) return false;
    this.#byId.splice(at, 1);
    this.#rows.splice(this.#rows.lastIndexOf(facts), 1);
    return true;
  }
}

function idOf({ id }: ClosedTradeFacts): number {
  return id;
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
