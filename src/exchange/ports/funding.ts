import type { Funding, FundingRate } from '../../core/trade/funding.ts';

/** What holding a perpetual contract costs or brings. */
export interface FundingRates {
  /** Funding of a futures pair since a moment (ms since epoch, UTC). @throws ExchangeError */
  funding(pair: string, since: number): Promise<Funding>;
  /**
   * What the account's positions in a pair have received since a moment (ms), quote currency, below 0 paid; null where the exchange does
   * not tell, so that it is computed from the rates. @throws ExchangeError
   */
  paid(pair: string, since: number): Promise<number | null>;
  /** What the exchange values contracts at, by pair, quote currency. @throws ExchangeError */
  marks(pairs: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What is due next; null where the exchange does not say. @throws ExchangeError */
  rate(pair: string): Promise<FundingRate | null>;
}
