import { type ListedTrade, presentBacktestTrade } from '../report/present-trade.ts';
import { type PackedPart, packPartHere } from './packed-text.ts';
import { tradeAtOnce } from './report-at-once.ts';

/** Of a long text, the first pass saves most. */
const LEVEL = 1;

/** The trades of a result file, between the brackets of their list, packed as they come; and the same as a server answers them, where it does. */
export class TradeList {
  readonly #parts: PackedPart[] = [];
  readonly #atOnce: Buffer[] | null;

  constructor(isAnswered: boolean) {
    this.#atOnce = isAnswered ? [] : null;
  }

  add(trades: readonly ListedTrade[]): void {
    const shown = trades.map(presentBacktestTrade);
    const bytes = (list: readonly object[]) => Buffer.from(`${this.#parts.length === 0 ? '' : ','}${JSON.stringify(list).slice(1, -1)}`);
    this.#atOnce?.push(bytes(shown.map(tradeAtOnce)));
    this.#parts.push(packPartHere(bytes(shown), LEVEL));
  }

  /** Null where none is answered. */
  atOnce(): Uint8Array<ArrayBuffer> | null {
    // in memory of its own, so that it can be handed over
    return this.#atOnce === null ? null : Uint8Array.from(Buffer.concat(this.#atOnce));
  }

  parts(): readonly PackedPart[] {
    return this.#parts;
  }
}
