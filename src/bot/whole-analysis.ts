import type { Analysis, BotState } from './state.ts';

/** A pair is analysed anew while columns come so many times at most. */
const MOST_TRIES = 3;

/** Last analysis of a pair with all its columns, those included that its strategy keeps; null where there is none. @throws what keeps them from coming */
export async function wholeAnalysis({ analyses }: Pick<BotState, 'analyses'>, pair: string): Promise<Analysis | null> {
  for (let tries = 1; ; tries++) {
    const analysis = analyses.get(pair) ?? null;
    if (analysis === null || analysis.frame.isWhole || (await analysis.frame.makeWhole())) return analysis;
    if (tries >= MOST_TRIES) throw new Error(`The columns of ${pair} are being made anew.`);
  }
}
