import { floatText } from '../../float-text.ts';
import { defineProtection, onlyPerSide, sideOf } from '../protection.ts';

export const LOW_PROFIT_PAIRS = defineProtection({
  name: 'LowProfitPairs',
  description: 'Locks a pair whose trades have earned too little together.',
  parameters: {
    tradeLimit: { default: 1, help: 'How many trades of the pair it takes.' },
    requiredProfit: { default: 0, help: 'What they must have earned together, sum of their ratios, 0.01 = 1 %.' },
    // in the example that freqtrade gives, which reads it for other protections only
    onlyPerPair: { default: true, help: 'Changes nothing: it goes by pairs and locks no more than one.' },
    onlyPerSide,
  },
  locks: () => 'pair',
  judge: ({ trades, closedSide }, own, { lookbackText, stopText }) => {
    if (trades.length < own.tradeLimit) return null;
    const counted = trades.filter((trade) => !own.onlyPerSide || sideOf(trade) === closedSide);
    const profit = counted.reduce((sum, { closeProfit }) => sum + (closeProfit ?? 0), 0);
    const reason = `${floatText(profit)} < ${own.requiredProfit} in ${lookbackText}, locking ${stopText}.`;
    return profit < own.requiredProfit ? { trades, side: own.onlyPerSide ? closedSide : '*', reason } : null;
  },
});
