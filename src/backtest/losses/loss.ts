import type { BacktestFigures } from '../statistics/backtest-figures.ts';
import type { TradeResult } from '../statistics/figures.ts';

/** What a try of a search did, for who says how bad it was. */
export interface LossInput {
  /** Closed trades in the order they closed. Ratios: 0.01 = 1 %; amounts in stake currency; times in ms since epoch, UTC. */
  readonly trades: readonly TradeResult[];
  readonly tradeCount: number;
  /** First and last candle that was traded on, ms since epoch, UTC. */
  readonly minDate: number;
  readonly maxDate: number;
  /** Stake currency. */
  readonly startingBalance: number;
  /** Every figure of the backtest. */
  readonly figures: BacktestFigures;
  /** The configuration with freqtrade's keys, without what is secret in it. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Says how bad a try of a search was: the smaller, the better. It knows nothing but what it is given. */
export type HyperoptLoss = (input: LossInput) => number;
