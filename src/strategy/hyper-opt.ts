import type { Dimension, Point } from '../samplers/space.ts';

/** What a search changes of a strategy, and one try of it. */
export type SearchedDimension = Dimension;
export type SearchedPoint = Point;

/** What of a search a strategy makes itself. What is left out is as freqtrade has it. */
export interface HyperOpt {
  /** What stoploss is searched: one dimension named `stoploss`, ratio below 0. */
  stoplossSpace?(): readonly Dimension[];
  /** What the ROI table is made of. */
  roiSpace?(): readonly Dimension[];
  /** The ROI table of a try: minutes open to the ratio that is enough. */
  generateRoiTable?(point: Point): Readonly<Record<number, number>>;
  /** What the trailing stop is made of. */
  trailingSpace?(): readonly Dimension[];
  /** The trailing stop of a try, with freqtrade's names: `trailing_stop`, `trailing_stop_positive` … */
  generateTrailingParams?(point: Point): Readonly<Record<string, unknown>>;
  /** How many trades at once: one dimension named `max_open_trades`; -1 and 0 for any number. */
  maxOpenTradesSpace?(): readonly Dimension[];
  /** Name of the sampler, such as `TPESampler`. */
  generateEstimator?(space: readonly Dimension[]): string;
}
