import type { FundingRates } from './ports/funding.ts';
import type { Leverage } from './ports/leverage.ts';
import type { MarketData } from './ports/market-data.ts';
import type { Positions } from './ports/positions.ts';
import type { Pushes } from './ports/pushes.ts';
import type { Stops } from './ports/stops.ts';
import type { Trading } from './ports/trading.ts';

/** A trading venue, real or simulated by us, port by port. Whoever needs one of them is handed that one. */
export interface Exchange {
  /** freqtrade's name, e.g. `binance`. */
  readonly name: string;
  readonly market: MarketData;
  readonly trading: Trading;
  readonly leverage: Leverage;
  readonly positions: Positions;
  readonly stops: Stops;
  readonly fundingRates: FundingRates;
  readonly pushes: Pushes;
}

/** One that was opened, and is closed by whoever opened it. */
export interface OpenExchange extends Exchange {
  close(): Promise<void>;
}
