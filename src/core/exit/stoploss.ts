import { DECIMAL_PLACES, roundPrice, TICK_SIZE } from '../market/precision.ts';
import { compareProfit, profitRatioAt } from '../trade/profit.ts';
import type { Trade } from '../trade/trade.ts';

/** How the stop of a trade moves. Ratios: 0.01 = 1 % of profit, so divided by leverage in price. */
export interface StoplossRules {
  readonly stoploss: number;
  readonly trailingStop: boolean;
  readonly trailingStopPositive: number | null;
  readonly trailingStopPositiveOffset: number;
  readonly trailingOnlyOffsetIsReached: boolean;
  readonly useCustomStoploss: boolean;
}

/** Asks the strategy for a stop, as a ratio below (long) or above (short) `rate`; null, 0, NaN and infinite change nothing. */
export type CustomStoploss = (trade: Readonly<Trade>, rate: number, profit: number, afterFill: boolean) => number | null;

/**
 * Moves the stop to `ratio` away from `rate` if that tightens it; `allowLoosening` only right after a fill.
 * Long stops are rounded up to the price grid, short stops down. Source: tests/golden/backtest.
 */
export function adjustStopLoss(trade: Trade, rate: number, ratio: number, initial = false, allowLoosening = false): void {
  // a stop of 100 % lies at nothing, and is set anew as if there were none
  if (initial && trade.stopLoss !== null && trade.stopLoss !== 0) return;
  const distance = Math.abs(ratio / trade.leverage);
  const raw = trade.isShort ? rate * (1 + distance) : rate * (1 - distance);
  if (!allowLoosening && staysLooser(trade, raw)) return;
  const stop = roundPrice(raw, trade.pricePrecision, trade.precisionMode, trade.isShort ? 'down' : 'up');
  if (trade.initialStopLossRatio === null || trade.stopLoss === null) {
    trade.stopLoss = stop;
    trade.stopLossRatio = -Math.abs(ratio);
    trade.initialStopLoss = stop;
    trade.initialStopLossRatio = -Math.abs(ratio);
    return;
  }
  const tightens = trade.isShort ? stop < trade.stopLoss : stop > trade.stopLoss;
  // after a fill, the ratio is the one that was asked for now, even where the stop stays where it is
  if (!tightens && !allowLoosening) return;
  // a stop of 100 % lies at nothing: the first one after it is what the trade begins with
  if (trade.stopLoss === 0) trade.initialStopLoss = stop;
  trade.stopLoss = stop;
  trade.stopLossRatio = -Math.abs(ratio);
  // a stop set anew with a fill is where the trade begins, not one that has moved
  if (!allowLoosening) trade.isStopLossTrailing = true;
}

/** Whether a stop is so much looser than the one that holds that its place on the grid, a step away at most, changes nothing. */
function staysLooser({ stopLoss, isShort, pricePrecision, precisionMode, initialStopLossRatio }: Trade, raw: number): boolean {
  if (stopLoss === null || initialStopLossRatio === null || pricePrecision === null) return false;
  if (precisionMode !== TICK_SIZE && precisionMode !== DECIMAL_PLACES) return false;
  const steps = 2 * (precisionMode === TICK_SIZE ? pricePrecision : 10 ** -pricePrecision);
  return isShort ? raw - steps > stopLoss : raw + steps < stopLoss;
}

/** Starts a stop anew from the entry rate, as after the first fill. */
export function resetStopLoss(trade: Trade, ratio: number): void {
  trade.stopLoss = null;
  trade.initialStopLoss = null;
  trade.initialStopLossRatio = null;
  trade.isStopLossTrailing = false;
  adjustStopLoss(trade, trade.openRate, ratio, true);
}

/**
 * One evaluation: custom stop first, then trailing, both measured from the favourable extreme (`bound`), and only while the stop is still on
 * the right side of the adverse extreme. What the strategy asks for is what trails, too. Source: freqtrade 2026.9.
 */
export function moveStopLoss(
  trade: Trade,
  rules: StoplossRules,
  custom: CustomStoploss | null,
  bound: number,
  adverse: number,
  afterFill = false,
): void {
  adjustStopLoss(trade, trade.openRate, rules.stoploss, true);
  const stop = trade.stopLoss;
  if (stop === null) return;
  const stands = trade.isShort ? stop > adverse : stop < adverse;
  if (!stands) return;
  let trailing = rules.stoploss;
  if (rules.useCustomStoploss && custom !== null) {
    const asked = custom(trade, bound, profitRatioAt(trade, bound), afterFill);
    if (asked !== null && asked !== 0 && Number.isFinite(asked)) {
      adjustStopLoss(trade, bound, asked, false, afterFill);
      trailing = asked;
    }
  }
  if (!rules.trailingStop) return;
  const offset = rules.trailingStopPositiveOffset;
  if (rules.trailingOnlyOffsetIsReached && compareProfit(trade, bound, offset) < 0) return;
  const positive = compareProfit(trade, bound, offset) > 0 ? rules.trailingStopPositive : null;
  adjustStopLoss(trade, bound, positive ?? trailing);
}
