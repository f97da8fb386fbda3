import { type ExitRules, widenExtremes } from '../core/exit/decide-exit.ts';
import { type RoiTable, roiStepAt } from '../core/exit/roi.ts';
import { DECIMAL_PLACES, TICK_SIZE } from '../core/market/precision.ts';
import { minutesOpen } from '../core/trade/profit.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { Cursor } from './cursor.ts';
import { rowFrom } from './left-out.ts';
import type { PairData } from './pair-data.ts';
import { looksBack } from './prepare.ts';
import { type BacktestSettings, hasOpenOrders } from './state.ts';

/**
 * Most candles of an open trade change nothing but its extremes: the price reaches neither stop nor target, and there is no signal. Where
 * nobody could notice, they are passed over: a pair sleeps until the first candle that may matter, and its extremes are widened when it wakes.
 * Waking too early is harmless, since a candle that is looked at does what it always does.
 */

/** How much sooner than computed a pair wakes, ratio of the price: far more than the digits that profits are rounded to. */
const MARGIN = 1e-6;

/** Whether pairs may sleep: nothing is asked of the strategy while trades are open, and what leaving earns depends on the price alone. */
export function maySleep({ strategy, schedule, detailMs, isFutures, pairsOfCandle }: BacktestSettings): boolean {
  return schedule === 'by_pair' && detailMs === 0 && !isFutures && pairsOfCandle === null && !looksBack(strategy);
}

/** Row of the next candle that a pair has to look at; one beyond the last where there is none. */
export function nextRow({ data, row, held }: Cursor, rules: ExitRules): number {
  let next = data.candles.length;
  for (const trade of held.trades) {
    if (hasOpenOrders(trade)) return row + 1;
    next = firstThatMatters(data, trade, row + 1, next, rules);
    if (next === row + 1) return next;
  }
  return next;
}

/** @param from the first row that may be it @param end the row where the search ends */
function firstThatMatters(data: PairData, trade: Readonly<Trade>, from: number, end: number, rules: ExitRules): number {
  const { candles, signals } = data;
  const bounds = quietRange(trade, candles.time[from - 1]!, rules);
  if (bounds === null) return from;
  const { per, high, low, time, length } = candles;
  const [least, most] = [bounds.above * per * (1 + MARGIN), bounds.below * per * (1 - MARGIN)];
  const until = data.places === undefined ? rowOf(bounds.until, time, length) : rowFrom(time, bounds.until);
  const stop = Math.min(end, until);
  const { bits } = signals;
  let row = from;
  // written so that a missing price wakes it
  while (row < stop && low[row]! > least && high[row]! < most && bits[row] === 0) row++;
  return row;
}

/** First row of a moment or later, where no candle is left out. */
function rowOf(moment: number, time: Float64Array, length: number): number {
  if (!Number.isFinite(moment) || length < 2) return length;
  return Math.ceil((moment - time[0]!) / (time[1]! - time[0]!));
}

/** Prices between which nothing happens to a trade, and until when, ms; null where that can't be said. */
function quietRange(trade: Readonly<Trade>, now: number, rules: ExitRules): { above: number; below: number; until: number } | null {
  const { stopLoss, isShort, leverage, amount, initialStopLossRatio } = trade;
  if (isShort || leverage !== 1 || stopLoss === null || initialStopLossRatio === null || !(amount > 0)) return null;
  const below = Math.min(priceOfRoi(trade, rules.roi, now), priceThatTrails(trade, stopLoss, rules));
  return { above: Math.max(stopLoss, trade.liquidationPrice ?? 0), below, until: nextStep(trade, rules.roi, now) };
}

/** The price at which leaving earns a ratio, about. */
function priceOf(trade: Readonly<Trade>, ratio: number): number {
  return (trade.openRate * (1 + trade.feeOpen) * (1 + ratio)) / (1 - trade.feeClose);
}

function priceOfRoi(trade: Readonly<Trade>, roi: RoiTable, now: number): number {
  const step = roiStepAt(roi, minutesOpen(trade, now));
  return step === null ? Number.POSITIVE_INFINITY : priceOf(trade, step[1]);
}

/** When the table's next ratio begins to count, ms. */
function nextStep(trade: Readonly<Trade>, roi: RoiTable, now: number): number {
  const minutes = minutesOpen(trade, now);
  const next = roi.find(([from]) => from > minutes);
  return next === undefined ? Number.POSITIVE_INFINITY : trade.openDate + next[0] * 60_000;
}

/** The price from which on the stop may follow. */
function priceThatTrails(trade: Readonly<Trade>, stopLoss: number, rules: ExitRules): number {
  if (!rules.trailingStop) return Number.POSITIVE_INFINITY;
  const { stoploss, trailingStopPositive, trailingStopPositiveOffset, trailingOnlyOffsetIsReached } = rules;
  const follows = (ratio: number) => (stopLoss - stepsOf(trade)) / (1 - Math.abs(ratio));
  const offset = priceOf(trade, trailingStopPositiveOffset);
  const wide = trailingOnlyOffsetIsReached ? Math.max(offset, follows(stoploss)) : follows(stoploss);
  return trailingStopPositive === null ? wide : Math.min(wide, Math.max(offset, follows(trailingStopPositive)));
}

/** How far a stop may move on the price grid; all the way where the grid is not known. */
function stepsOf({ pricePrecision, precisionMode }: Readonly<Trade>): number {
  if (pricePrecision === null) return Number.POSITIVE_INFINITY;
  if (precisionMode === TICK_SIZE) return 2 * pricePrecision;
  return precisionMode === DECIMAL_PLACES ? 2 * 10 ** -pricePrecision : Number.POSITIVE_INFINITY;
}

/** Widens the extremes of a pair's open trades by the candles from its last turn to before a row. */
export function catchUp({ data: { candles }, held, lastRow }: Cursor, row: number): void {
  if (row - lastRow < 2 || held.trades.length === 0) return;
  const { high, low, per } = candles;
  let highest = high[lastRow + 1]!;
  let lowest = low[lastRow + 1]!;
  for (let at = lastRow + 2; at < row; at++) {
    highest = Math.max(highest, high[at]!);
    lowest = Math.min(lowest, low[at]!);
  }
  for (const trade of held.trades) widenExtremes(trade, { high: highest / per, low: lowest / per });
}
