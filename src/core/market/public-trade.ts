/** A trade of anybody, as the exchange tells it. */
export interface PublicTrade {
  /** ms since epoch, UTC */
  readonly time: number;
  readonly id: string | null;
  readonly type: string | null;
  readonly side: string | null;
  readonly price: number;
  readonly amount: number;
  readonly cost: number;
}

/** Trades as columns, in their order. */
export function tradeColumns(trades: readonly PublicTrade[]): PublicTrades {
  return {
    length: trades.length,
    time: Float64Array.from(trades, ({ time }) => time),
    id: trades.map(({ id }) => id),
    type: trades.map(({ type }) => type),
    side: trades.map(({ side }) => side),
    price: Float64Array.from(trades, ({ price }) => price),
    amount: Float64Array.from(trades, ({ amount }) => amount),
    cost: Float64Array.from(trades, ({ cost }) => cost),
  };
}

/** Public trades of a pair as columns, oldest first. */
export interface PublicTrades {
  readonly length: number;
  /** ms since epoch, UTC */
  readonly time: Float64Array;
  readonly id: readonly (string | null)[];
  readonly type: readonly (string | null)[];
  readonly side: readonly (string | null)[];
  readonly price: Float64Array;
  /** Base currency. */
  readonly amount: Float64Array;
  /** Quote currency. */
  readonly cost: Float64Array;
}
