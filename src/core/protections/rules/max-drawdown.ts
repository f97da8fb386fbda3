import { floatText } from '../../float-text.ts';
import { quicksortOrder } from '../../statistics/close-order.ts';
import { drawdownOf, type ValuePoint } from '../../statistics/drawdown.ts';
import { type ClosedTrade, defineProtection } from '../protection.ts';

export const MAX_DRAWDOWN = defineProtection({
  name: 'MaxDrawdown',
  description: 'Locks all pairs after too deep a fall.',
  parameters: {
    tradeLimit: { default: 1, help: 'How many trades it takes.' },
    maxAllowedDrawdown: { default: 0, help: 'The largest fall that is let pass, 0.01 = 1 %.' },
    calculationMode: {
      default: 'ratios',
      help: 'What falls: `ratios` for the summed profit ratios below their high, `equity` for the balance as a ratio of its high.',
    },
  },
  locks: () => 'all',
  needsBalance: ({ calculationMode }) => calculationMode === 'equity',
  judge: ({ trades, balanceBefore }, { tradeLimit, maxAllowedDrawdown, calculationMode }, { lookbackText, stopText }) => {
    if (trades.length < tradeLimit) return null;
    const fallen = calculationMode === 'equity' ? equityDrawdown(trades, balanceBefore()) : ratioDrawdown(trades);
    const reason = `${floatText(fallen)} passed ${maxAllowedDrawdown} in ${lookbackText}, locking ${stopText}.`;
    return fallen > maxAllowedDrawdown ? { trades, side: '*', reason } : null;
  },
});

/** Largest fall of the summed profit ratios below their high. */
function ratioDrawdown(trades: readonly ClosedTrade[]): number {
  return drawdownOf(
    summed(trades, ({ closeProfit }) => closeProfit, 0),
    0,
  ).abs;
}

/** Largest fall of the balance below its high, as a ratio of that high. @param start balance before these trades */
function equityDrawdown(trades: readonly ClosedTrade[], start: number): number {
  return drawdownOf(
    summed(trades, ({ closeProfitAbs }) => closeProfitAbs, start),
    0,
    start,
  ).largestRatio;
}

/** What trades sum up to, one by one as they were closed, on top of a start. */
function summed(trades: readonly ClosedTrade[], profitOf: (trade: ClosedTrade) => number | null, start: number): ValuePoint[] {
  let sum = 0;
  return [...quicksortOrder(trades.map(({ closeDate }) => closeDate ?? 0))].map((position) => {
    const trade = trades[position]!;
    sum += profitOf(trade) ?? 0;
    return { at: trade.closeDate ?? 0, value: start + sum };
  });
}
