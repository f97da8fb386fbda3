import { timeframeMs } from './timeframe.ts';

/** Orders timeframes from short to long; the same where one is not known. */
export function compareTimeframes(a: string, b: string): number {
  return lengthOf(a) - lengthOf(b);
}

function lengthOf(timeframe: string): number {
  try {
    return timeframeMs(timeframe);
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}
