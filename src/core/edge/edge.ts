import type { Candles } from '../market/candles.ts';

/** How Edge judges pairs. Ratios: 0.01 = 1 %. */
export interface EdgeRules {
  /** Stops to try, e.g. -0.01, -0.02 … */
  readonly stoplosses: readonly number[];
  readonly minWinRate: number;
  readonly minExpectancy: number;
  readonly minTrades: number;
  /** Longer trades are left out, ms. */
  readonly maxDurationMs: number;
  /** Fee of one order, ratio. */
  readonly fee: number;
}

/** The stop that would have paid best on a pair. */
export interface EdgeFinding {
  readonly stoploss: number;
  readonly winRate: number;
  /** Expected gain per unit risked. */
  readonly expectancy: number;
  readonly trades: number;
}

/** What a candle says to a long trade; signals act at the next candle's open. */
export interface EdgeSignals {
  readonly enter: Uint8Array;
  readonly exit: Uint8Array;
}

/**
 * Tries every stop on what the signals would have done: enter at the open after a signal, leave at the stop or at the open
 * after an exit signal, whichever is first. @returns the stop with the best expectancy that passes the rules; null for none
 */
export function judgePair(candles: Candles, signals: EdgeSignals, rules: EdgeRules): EdgeFinding | null {
  let best: EdgeFinding | null = null;
  for (const stoploss of rules.stoplosses) {
    const profits = tradesWithStop(candles, signals, stoploss, rules);
    if (profits.length < rules.minTrades) continue;
    const finding = judge(profits, stoploss);
    if (finding.winRate < rules.minWinRate || finding.expectancy < rules.minExpectancy) continue;
    if (best === null || finding.expectancy > best.expectancy) best = finding;
  }
  return best;
}

function judge(profits: readonly number[], stoploss: number): EdgeFinding {
  const wins = profits.filter((profit) => profit > 0);
  const losses = profits.filter((profit) => profit <= 0);
  const mean = (values: readonly number[]) => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);
  const winRate = wins.length / profits.length;
  const averageLoss = Math.abs(mean(losses));
  const rewardToRisk = averageLoss === 0 ? mean(wins) / Math.abs(stoploss) : mean(wins) / averageLoss;
  return { stoploss, winRate, expectancy: rewardToRisk * winRate - (1 - winRate), trades: profits.length };
}

/** Profit ratios, fees included. */
function tradesWithStop(candles: Candles, signals: EdgeSignals, stoploss: number, rules: EdgeRules): number[] {
  const profits: number[] = [];
  let index = 0;
  while (index < candles.length - 1) {
    if (signals.enter[index] !== 1 || signals.exit[index] === 1) {
      index++;
      continue;
    }
    const opened = index + 1;
    const openRate = candles.open[opened]!;
    const stop = openRate * (1 + stoploss);
    let at = opened;
    let closeRate: number | null = null;
    for (; at < candles.length; at++) {
      if (at > opened && signals.exit[at - 1] === 1) {
        closeRate = candles.open[at]!;
        break;
      }
      if (candles.low[at]! <= stop) {
        closeRate = stop;
        break;
      }
    }
    if (closeRate === null) break;
    if (candles.time[at]! - candles.time[opened]! <= rules.maxDurationMs) {
      profits.push((closeRate * (1 - rules.fee)) / (openRate * (1 + rules.fee)) - 1);
    }
    index = at;
  }
  return profits;
}
