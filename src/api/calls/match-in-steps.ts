import { PairNames, PatternBounds, PatternRefused } from '../../pairlists/pair-pattern.ts';
import { Slices } from './in-slices.ts';

/** Compiles patterns and tries them on pairs, a few at a time: their answers are kept, so that nobody has to wait for them later. */
export async function matchInSteps(patterns: readonly string[], pairs: readonly string[]): Promise<void> {
  const bounds = new PatternBounds();
  const names = new PairNames(pairs);
  const slices = new Slices();
  for (const pattern of patterns) {
    try {
      bounds.take(pattern);
      names.matching(pattern);
    } catch (error) {
      // checked by the bot, pattern by pattern
      if (!(error instanceof PatternRefused)) throw error;
    }
    if (slices.isOver) await slices.rest();
  }
}
