import type { CandleRow } from '../../core/market/candles.ts';
import { toCandleRow } from './convert-market.ts';

/** ccxt's own list of a pair's candles, oldest first, whose last rows it changes in place. */
export type KeptRows = readonly (readonly unknown[])[];

/** Which rows of ccxt's lists of candles were heard already. */
export class HeardCandles {
  /** The last row of each pair, as it was. */
  readonly #last: Map<string, CandleRow> = new Map();

  /** What lies there from before is not news. */
  skip(pair: string, rows: KeptRows): void {
    const row = rows.at(-1);
    if (row !== undefined) this.#last.set(pair, toCandleRow(row));
  }

  /** Rows that have come, or changed, since the last call; oldest first. */
  news(pair: string, rows: KeptRows): CandleRow[] {
    const last = this.#last.get(pair);
    const found: CandleRow[] = [];
    for (let at = rows.length - 1; at >= 0; at--) {
      const row = toCandleRow(rows[at]!);
      if (last !== undefined && (row[0] < last[0] || (row[0] === last[0] && isSame(row, last)))) break;
      found.unshift(row);
      if (row[0] === last?.[0]) break;
    }
    const newest = found.at(-1);
    if (newest !== undefined) this.#last.set(pair, newest);
    return found;
  }
}

function isSame(a: CandleRow, b: CandleRow): boolean {
  return a.every((value, index) => value === b[index]);
}
