import { type ListedTrade, presentBacktestTrade } from '../report/present-trade.ts';
import { type PackedPart, packPartHere } from './packed-text.ts';

/** Of a long text, the first pass saves most. */
const LEVEL = 1;

/** The trades of a result file, between the brackets of their list, packed as they come. */
export class TradeList {
  readonly #parts: PackedPart[] = [];

  add(trades: readonly ListedTrade[]): void {
    const text = JSON.stringify(trades.map(presentBacktestTrade)).slice(1, -1);
    this.#parts.push(packPartHere(Buffer.from(this.#parts.length === 0 ? text : `,${text}`), LEVEL));
  }

  parts(): readonly PackedPart[] {
    return this.#parts;
  }
}
