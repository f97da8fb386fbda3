import type { LeverageTier } from '../../core/market/leverage-tiers.ts';
import type { Side } from '../../core/trade/trade.ts';

export type MarginMode = 'isolated' | 'cross';

/** How a contract is to be traded. */
export interface Preparation {
  readonly pair: string;
  readonly side: Side;
  /** 1 or more. */
  readonly leverage: number;
  /** Whether a trade of ours has had it set already; where it has none, its owner may have set it otherwise since it was set last. */
  readonly isOurs?: boolean;
}

/** What an account lends, and how a contract is made ready for a position. */
export interface Leverage {
  /** What stands against trading contracts on this account, in words; empty for nothing. @throws ExchangeError when it can't be asked */
  obstacles(): Promise<readonly string[]>;
  /** What a pair takes, rising; empty where nobody tells. @throws ExchangeError */
  tiers(pair: string): Promise<readonly LeverageTier[]>;
  /** Sets margin mode and leverage; of a pair that is ours, only where they were not set so before. @throws ExchangeError, and nothing may be entered */
  prepare(preparation: Preparation): Promise<void>;
}

/** On spot nothing is lent. */
export const NO_LEVERAGE: Leverage = { obstacles: async () => [], tiers: async () => [], prepare: async () => undefined };
