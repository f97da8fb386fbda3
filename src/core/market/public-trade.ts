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
