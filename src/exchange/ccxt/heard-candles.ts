import { type CandleRow, isSameRow } from '../../core/market/candles.ts';
import { toCandleRow } from './convert-market.ts';

/** ccxt's own list of a pair's candles, oldest first, whose last rows it changes in place. */
export type KeptRows = readonly (readonly unknown[])[];

/** The rest of a candle may come after the next one has begun: so many rows are looked at again. */
const LOOKED_AT = 2;

/** Which rows of ccxt's lists of candles were heard already. */
export class HeardCandles {
  /** The last rows of each pair, as they were. */
  readonly #last: Map<string, readonly CandleRow[]> = new Map();

  /** What lies there from before is not news. */
  skip(pair: string, rows: KeptRows): void {
    if (rows.length === 0) return;
    // a slice of ccxt's list is a list of its kind, with all that belongs to one
    const last: CandleRow[] = [];
    for (let at = Math.max(0, rows.length - LOOKED_AT); at < rows.length; at++) last.push(toCandleRow(rows[at]!));
    this.#last.set(pair, last);
  }

  /** Rows that have come, or changed, since the last call; oldest first. */
  news(pair: string, rows: KeptRows): CandleRow[] {
    const last = this.#last.get(pair) ?? [];
    const oldest = last[0]?.[0] ?? Number.NEGATIVE_INFINITY;
    const found: CandleRow[] = [];
    for (let at = rows.length - 1; at >= 0; at--) {
      const row = toCandleRow(rows[at]!);
      if (row[0] < oldest) break;
      if (!Number.isNaN(row[0]) && !last.some((known) => isSameRow(known, row))) found.unshift(row);
    }
    if (found.length > 0) this.skip(pair, rows);
    return found;
  }
}
