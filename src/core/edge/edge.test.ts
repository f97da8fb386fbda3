import { describe, expect, it } from 'vitest';
import { emptyCandles } from '../market/candles.ts';
import { type EdgeRules, judgePair } from './edge.ts';

const RULES: EdgeRules = { stoplosses: [-0.01, -0.05], minWinRate: 0.5, minExpectancy: 0.1, minTrades: 2, maxDurationMs: 1e9, fee: 0 };

/** Waves of eight candles: a dip of 2 %, then a rise of 6 %; entries at the start, exits at the top. */
function waves(count: number) {
  const candles = emptyCandles(count * 8);
  const enter = new Uint8Array(count * 8);
  const exit = new Uint8Array(count * 8);
  const rates = [100, 100, 98, 99, 102, 104, 106, 106];
  for (let index = 0; index < count * 8; index++) {
    const rate = rates[index % 8]!;
    candles.time[index] = index * 60_000;
    candles.open[index] = rate;
    candles.close[index] = rate;
    candles.high[index] = rate;
    candles.low[index] = rate;
    enter[index] = index % 8 === 0 ? 1 : 0;
    exit[index] = index % 8 === 5 ? 1 : 0;
  }
  return { candles, signals: { enter, exit } };
}

describe('Edge', () => {
  it('chooses the stop that the dips do not reach', () => {
    const { candles, signals } = waves(5);
    const finding = judgePair(candles, signals, RULES);
    expect(finding).toMatchObject({ stoploss: -0.05, winRate: 1, trades: 5 });
    expect(finding?.expectancy).toBeCloseTo(0.06 / 0.05, 9);
  });
  it('finds nothing where there are too few trades, or they lose', () => {
    const { candles, signals } = waves(1);
    expect(judgePair(candles, signals, RULES)).toBeNull();
    const losing = waves(5);
    expect(judgePair(losing.candles, losing.signals, { ...RULES, stoplosses: [-0.01] })).toBeNull();
  });
});
