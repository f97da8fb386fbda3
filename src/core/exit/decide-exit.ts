import type { Quote } from '../market/market.ts';
import { compareProfit, minutesOpen, profitRatioAt } from '../trade/profit.ts';
import type { Trade } from '../trade/trade.ts';
import { lowerStep, type RoiTable, type WantedStep } from './roi.ts';
import { type CustomStoploss, moveStopLoss, type StoplossRules } from './stoploss.ts';

/** Why a trade is left: the words of freqtrade's `exit_reason`. */
export type ExitType =
  | 'exit_signal'
  | 'custom_exit'
  | 'stop_loss'
  | 'trailing_stop_loss'
  | 'liquidation'
  | 'roi'
  | 'force_exit'
  | 'emergency_exit'
  | 'partial_exit';

export interface ExitRules extends StoplossRules {
  readonly roi: RoiTable;
  readonly useExitSignal: boolean;
  readonly exitProfitOnly: boolean;
  readonly exitProfitOffset: number;
  readonly ignoreRoiIfEntrySignal: boolean;
  readonly useCustomRoi: boolean;
  /** A stop lies on the exchange, which acts on it: here only liquidation is looked for. */
  readonly stopLiesElsewhere?: boolean;
}

/** Signals for the side of the trade, of the last closed candle. */
export interface ExitSignal {
  readonly enter: boolean;
  readonly exit: boolean;
  readonly exitTag: string | null;
}

/** What a strategy may be asked; null where it has nothing to say. */
export interface ExitCallbacks {
  readonly customStoploss: CustomStoploss | null;
  readonly customExit: ((trade: Readonly<Trade>, rate: number, profit: number) => string | boolean | null) | null;
  readonly customRoi: ((trade: Readonly<Trade>, minutes: number) => number | null) | null;
  /** In place of the whole rule: whether a profit (ratio) is enough. */
  readonly roiReached?: ((trade: Readonly<Trade>, profit: number) => boolean) | null;
  /** In place of the table: the step that counts at an age. */
  readonly roiStep?: ((trade: Readonly<Trade>, minutes: number) => WantedStep) | null;
}

export interface ExitDecision {
  readonly type: ExitType;
  /** What is stored as `exit_reason`. */
  readonly reason: string;
}

/** Whether a decision is carried out as a stop. */
export function isStop({ type }: ExitDecision): boolean {
  return type === 'stop_loss' || type === 'trailing_stop_loss' || type === 'liquidation';
}

export const NO_SIGNAL: ExitSignal = { enter: false, exit: false, exitTag: null };
export const NO_CALLBACKS: ExitCallbacks = { customStoploss: null, customExit: null, customRoi: null };
const NOTHING: readonly ExitDecision[] = [];
const NO_STEP: WantedStep = [null, null];
/** Characters of a reason that are kept. */
export const REASON_LIMIT = 255;

/**
 * Reasons to leave a trade now, the most important first; the shared empty list on the common path.
 * Widens the trade's rate extremes and tightens its stop, and changes nothing else. Source: tests/golden/backtest.
 */
export function decideExit(
  trade: Trade,
  quote: Quote,
  signal: ExitSignal,
  rules: ExitRules,
  callbacks: ExitCallbacks = NO_CALLBACKS,
): readonly ExitDecision[] {
  widenExtremes(trade, quote);
  const favourable = trade.isShort ? quote.low : quote.high;
  const adverse = trade.isShort ? quote.high : quote.low;

  moveStopLoss(trade, rules, callbacks.customStoploss, favourable, adverse);
  const stop = stopDecision(trade, adverse, rules.stopLiesElsewhere === true);
  const roi = roiReached(trade, rules, callbacks, signal, favourable, quote.at);
  const signalled = signalDecision(trade, quote.rate, signal, rules, callbacks);
  if (stop === null && !roi && signalled === null) return NOTHING;

  const decisions: ExitDecision[] = [];
  if (signalled !== null) decisions.push(signalled);
  if (stop !== null && stop.type !== 'trailing_stop_loss') decisions.push(stop);
  if (roi) decisions.push(ROI);
  if (stop !== null && stop.type === 'trailing_stop_loss') decisions.push(stop);
  return decisions;
}

/** Highest and lowest rate seen while the trade was open. */
export function widenExtremes(trade: Trade, quote: Pick<Quote, 'high' | 'low'>): void {
  trade.maxRate = Math.max(trade.maxRate ?? trade.openRate, quote.high);
  trade.minRate = Math.min(trade.minRate ?? trade.openRate, quote.low);
}

const ROI: ExitDecision = { type: 'roi', reason: 'roi' };
const STOP_LOSS: ExitDecision = { type: 'stop_loss', reason: 'stop_loss' };
const TRAILING_STOP: ExitDecision = { type: 'trailing_stop_loss', reason: 'trailing_stop_loss' };
const LIQUIDATION: ExitDecision = { type: 'liquidation', reason: 'liquidation' };

/** A stop that was hit as well as the liquidation price is what counts. Source: freqtrade 2026.9. */
function stopDecision(trade: Readonly<Trade>, adverse: number, stopLiesElsewhere: boolean): ExitDecision | null {
  const isHit = (rate: number | null): boolean => rate !== null && (trade.isShort ? adverse >= rate : adverse <= rate);
  if (!stopLiesElsewhere && isHit(trade.stopLoss)) return trade.isStopLossTrailing ? TRAILING_STOP : STOP_LOSS;
  return isHit(trade.liquidationPrice) ? LIQUIDATION : null;
}

function roiReached(
  trade: Readonly<Trade>,
  rules: ExitRules,
  callbacks: ExitCallbacks,
  signal: ExitSignal,
  favourable: number,
  at: number,
): boolean {
  if (signal.enter && rules.ignoreRoiIfEntrySignal) return false;
  if (callbacks.roiReached) return callbacks.roiReached(trade, profitRatioAt(trade, favourable));
  const ratio = stepThatCounts(trade, minutesOpen(trade, at), rules, callbacks)[1];
  return ratio !== null && compareProfit(trade, favourable, ratio) > 0;
}

/** The step of the ROI that counts at an age, minutes: the strategy's, or that of the table. */
export function stepThatCounts(
  trade: Readonly<Trade>,
  minutes: number,
  rules: Pick<ExitRules, 'roi' | 'useCustomRoi'>,
  { customRoi, roiStep }: Pick<ExitCallbacks, 'customRoi' | 'roiStep'>,
): WantedStep {
  if (roiStep) return roiStep(trade, minutes);
  return lowerStep(rules.roi, minutes, rules.useCustomRoi && customRoi !== null ? customRoi(trade, minutes) : null) ?? NO_STEP;
}

function signalDecision(
  trade: Readonly<Trade>,
  rate: number,
  signal: ExitSignal,
  rules: ExitRules,
  callbacks: ExitCallbacks,
): ExitDecision | null {
  if (!rules.useExitSignal) return null;
  if (signal.exit && !signal.enter) {
    if (rules.exitProfitOnly && profitRatioAt(trade, rate) <= rules.exitProfitOffset) return null;
    // an empty tag is none
    return { type: 'exit_signal', reason: signal.exitTag || 'exit_signal' };
  }
  const custom = callbacks.customExit?.(trade, rate, profitRatioAt(trade, rate)) ?? null;
  if (custom === null || custom === false || custom === '') return null;
  return { type: 'custom_exit', reason: custom === true ? 'custom_exit' : keptReason(custom) };
}

/** A reason as long as it is kept. Characters are whole: what takes two places counts as one. Source: freqtrade 2026.9. */
function keptReason(reason: string): string {
  return reason.length <= REASON_LIMIT ? reason : [...reason].slice(0, REASON_LIMIT).join('');
}
