import { setImmediate } from 'node:timers/promises';
import { PairNames, PatternBounds, PatternRefused } from '../pairlists/pair-pattern.ts';

/** Longest work in one go, ms. */
const STEP_MS = 10;

/** Compiles patterns and tries them on pairs, a few at a time: their answers are kept, so that nobody has to wait for them later. */
export async function matchInSteps(patterns: readonly string[], pairs: readonly string[]): Promise<void> {
  const bounds = new PatternBounds();
  const names = new PairNames(pairs);
  let began = performance.now();
  for (const pattern of patterns) {
    try {
      bounds.take(pattern);
      names.matching(pattern);
    } catch (error) {
      // told by the bot, pattern by pattern
      if (!(error instanceof PatternRefused)) throw error;
    }
    if (performance.now() - began < STEP_MS) continue;
    await setImmediate();
    began = performance.now();
  }
}
