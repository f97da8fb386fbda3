import type { Funding } from '../../core/trade/funding.ts';

/** What holding a perpetual contract costs or brings. */
export interface FundingRates {
  /** Funding of a futures pair since a moment (ms since epoch, UTC). @throws ExchangeError */
  funding(pair: string, since: number): Promise<Funding>;
}
