/** What callbacks may answer: their types are stripped before they run, and an answer of another kind would be traded on. */

/** What an answer must be, in words, and whether it is. */
type Expected = readonly [wanted: string, isIt: (answer: unknown) => boolean];

const isNumber = (answer: unknown): boolean => typeof answer === 'number' && !Number.isNaN(answer);
const isNone = (answer: unknown): boolean => answer === null || answer === undefined;
const isTruth = (answer: unknown): boolean => typeof answer === 'boolean';

const NUMBER: Expected = ['a number', isNumber];
const NUMBER_OR_NONE: Expected = ['a number, or null', (answer) => isNumber(answer) || isNone(answer)];
/** Null cancels an order, which nobody means who returns nothing. */
const PRICE_OR_NULL: Expected = ['a rate, or null to cancel the order', (answer) => Number.isFinite(answer) || answer === null];
const TRUTH: Expected = ['true or false', isTruth];
const TRUTH_OR_NONE: Expected = ['true or false', (answer) => isTruth(answer) || isNone(answer)];

/** A stake, or a stake and a tag. */
function isChange(answer: unknown): boolean {
  if (!Array.isArray(answer)) return isNumber(answer) || isNone(answer);
  const [stake, tag] = answer as readonly unknown[];
  return answer.length <= 2 && (isNumber(stake) || isNone(stake)) && (typeof tag === 'string' || isNone(tag));
}

export const ANSWERS: Readonly<Record<string, Expected>> = {
  // NaN of an indicator that has none yet moves no stop. Source: freqtrade 2026.9.
  customStoploss: ['a number, or null', (answer) => typeof answer === 'number' || isNone(answer)],
  customExit: ['a text, true, false or null', (answer) => typeof answer === 'string' || isTruth(answer) || isNone(answer)],
  customRoi: NUMBER_OR_NONE,
  minRoiReached: TRUTH,
  minRoiReachedEntry: [
    '[minutes, ratio]',
    (answer) => Array.isArray(answer) && answer.length === 2 && answer.every((one) => isNumber(one) || one === null),
  ],
  customEntryPrice: NUMBER,
  customExitPrice: NUMBER,
  customStakeAmount: NUMBER,
  leverage: ['a number of at least 1', (answer) => Number.isFinite(answer) && Number(answer) >= 1],
  adjustEntryPrice: PRICE_OR_NULL,
  adjustExitPrice: PRICE_OR_NULL,
  adjustOrderPrice: PRICE_OR_NULL,
  adjustTradePosition: ['a stake (a number), [stake, tag] or null', isChange],
  confirmTradeEntry: TRUTH,
  confirmTradeExit: TRUTH,
  checkEntryTimeout: TRUTH_OR_NONE,
  checkExitTimeout: TRUTH_OR_NONE,
  plotAnnotations: ['a list', Array.isArray],
};
