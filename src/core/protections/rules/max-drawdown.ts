import { floatText } from '../../market/float-text.ts';
import { quicksortOrder } from '../../statistics/close-order.ts';
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
  return largestFall(
    trades,
    ({ closeProfit }) => closeProfit,
    (high, sum) => high - sum,
  );
}

/** Largest fall of the balance below its high, as a ratio of that high. @param start balance before these trades */
function equityDrawdown(trades: readonly ClosedTrade[], start: number): number {
  return largestFall(
    trades,
    ({ closeProfitAbs }) => closeProfitAbs,
    (high, sum) => (start + high - (start + sum)) / (start + high),
  );
}

function largestFall(
  trades: readonly ClosedTrade[],
  profitOf: (trade: ClosedTrade) => number | null,
  fall: (high: number, sum: number) => number,
): number {
  let sum = 0;
  let high = 0;
  let worst = 0;
  for (const position of quicksortOrder(trades.map(({ closeDate }) => closeDate ?? 0))) {
    sum += profitOf(trades[position]!) ?? 0;
    high = Math.max(high, sum);
    worst = Math.max(worst, fall(high, sum) || 0);
  }
  return worst;
}
