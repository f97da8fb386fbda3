import type { Side } from '../../core/trade/trade.ts';
import type { MarginMode } from './leverage.ts';

/** What is held of one contract. Rates in quote currency; null where the exchange does not tell. */
export interface Position {
  readonly pair: string;
  readonly side: Side;
  /** Base currency, above 0. */
  readonly amount: number;
  readonly entryRate: number | null;
  readonly leverage: number | null;
  readonly marginMode: MarginMode | null;
  /** Where the exchange closes it, without a buffer. */
  readonly liquidationRate: number | null;
  /** Margin that it binds, quote currency. */
  readonly collateral: number | null;
  /** What it has gained and nobody has taken yet, quote currency; below 0 lost. */
  readonly unrealized: number | null;
}

/** What the account holds of contracts. */
export interface Positions {
  /** Whether a position tells where it is liquidated; otherwise that is computed. */
  readonly tellsLiquidation: boolean;
  /** Whether the total of a balance has in it what positions have gained. */
  readonly countsUnrealized: boolean;
  /** The open ones, of one pair or of all. @throws ExchangeError */
  open(pair: string | null): Promise<readonly Position[]>;
}

/** On spot nothing is held but coins. */
export const NO_POSITIONS: Positions = { tellsLiquidation: false, countsUnrealized: false, open: async () => [] };
