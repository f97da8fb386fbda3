import type { DataFrame } from './data-frame.ts';

/** What came of an analysis where a strategy lives in a process of its own. */
export interface AnalysedFrame {
  /** It may have fewer rows than there are candles. */
  readonly frame: DataFrame;
  /** Starts of the candles that were left before signals were looked for, ms; null for all. */
  readonly indicated: Float64Array | null;
  /** What is traded by, where that is not `frame`. */
  readonly traded: DataFrame | null;
}
