import { TAGS } from '../core/market/signal-names.ts';
import { described } from '../indicators/described.ts';
import { DataFrame } from './data-frame.ts';

/** What is wrong with what a method returned in place of its frame, in freqtrade's words first. */
const MISMATCH = (what: string) => `Dataframe returned from strategy has mismatching ${what}.`;

/** Looks at what a method returned. @throws Error in words */
export type FrameCheck = (made: unknown) => DataFrame;

/**
 * Notes what a frame is before a method has it. @returns a check of what the method returns: a frame of the same candles, whose last close
 * and tags are what they may be. Source: freqtrade 2026.9.
 * @param isLookedAt whether it has been looked at already, where the strategy lives
 */
export function frameCheck({ length, time, close }: DataFrame, isLookedAt: boolean): FrameCheck {
  const [lastTime, lastClose] = [time[length - 1], close.last()];
  return (made) => {
    if (made === undefined || made === null) throw new Error('No dataframe returned (return statement missing?).');
    if (!(made instanceof DataFrame)) throw new Error(`it must return the data frame, and returned ${described(made)}.`);
    if (isLookedAt) return made;
    if (made.length !== length)
      throw new Error(
        `${MISMATCH('length')} It has ${made.length} candles, the frame that was handed over ${length}: add columns to that one and return it.`,
      );
    const isDated = made.time === time ? made.time[length - 1] === lastTime : made.time.every((moment, row) => moment === time[row]);
    if (!isDated) throw new Error(`${MISMATCH('last date')} Add columns to the frame that was handed over and return it.`);
    const found = made.close.last();
    if (!Object.is(found, lastClose))
      throw new Error(
        `${MISMATCH('last close price')} It is ${found}, and was ${lastClose}: give what is made of prices a name of its own.`,
      );
    for (const tag of TAGS) needTexts(made, tag);
    return made;
  };
}

/** Whoever has the array of a column of texts may write anything into it. */
function needTexts(frame: DataFrame, name: string): void {
  const row = frame.strayText(name);
  if (row >= 0) throw new Error(`Column "${name}" holds texts, and row ${row} is ${described(frame.textAt(name, row))}.`);
}
