/**
 * What is decided at one moment, in the order of the live loop: one stage over all pairs, then the next. A backtest as freqtrade's goes
 * pair by pair instead.
 */
export const STAGES = ['orders', 'exits', 'adjustments', 'entries'] as const;
export type Stage = (typeof STAGES)[number];
