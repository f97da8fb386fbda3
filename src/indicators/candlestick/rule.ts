import type { SettingName, Shapes } from './shapes.ts';

/** Whether a pattern ends at a candle: 0 for no, above 0 bullish, below 0 bearish; 100 as a rule, less or more for weak and confirmed ones. */
export type Judge = (index: number) => number;

export interface Rule {
  /** Candles a pattern looks back, beside those of its settings. */
  readonly span: number;
  /** Settings it compares with; the longest of their periods comes before the first result. */
  readonly needs: readonly SettingName[];
  /** Share of a body that another candle must reach into, where that can be chosen. */
  readonly penetration?: number;
  /** Candles back to where a pattern that waits for a confirmation may have begun. */
  readonly memory?: number;
  readonly judge: (shapes: Shapes, penetration: number) => Judge;
}

/** The body of one candle lies above that of another. */
export function isBodyGapUp({ top, bottom }: Shapes, later: number, earlier: number): boolean {
  return bottom[later]! > top[earlier]!;
}

export function isBodyGapDown({ top, bottom }: Shapes, later: number, earlier: number): boolean {
  return top[later]! < bottom[earlier]!;
}

/** Nothing of one candle touches the other. */
export function isGapUp({ high, low }: Shapes, later: number, earlier: number): boolean {
  return low[later]! > high[earlier]!;
}

export function isGapDown({ high, low }: Shapes, later: number, earlier: number): boolean {
  return high[later]! < low[earlier]!;
}
