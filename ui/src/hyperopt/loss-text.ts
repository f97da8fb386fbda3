/** What a try without a result is given for a loss. */
const WORST_LOSS = 100_000;
const DIGITS = 5;

/** Whether a loss says anything. */
export const isResult = (loss: number | null | undefined): loss is number => loss !== undefined && loss !== null && loss < WORST_LOSS;

/** A loss as it is written; a dash where a try has no result. */
export function lossText(loss: number | null | undefined): string {
  if (!isResult(loss)) return '–';
  return loss.toLocaleString('en-US', { maximumSignificantDigits: DIGITS, useGrouping: false });
}

/** A value of a parameter as it is written. */
export function valueText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(DIGITS)));
  if (value === null || value === undefined) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A loss function in few words: Sharpe for SharpeHyperOptLoss. */
export function lossName(name: string): string {
  return name.replace('HyperOptLoss', '') || name;
}
