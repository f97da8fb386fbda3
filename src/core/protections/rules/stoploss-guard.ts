import { defineProtection, onlyPerSide, sideOf } from '../protection.ts';

const STOPS = new Set(['stop_loss', 'trailing_stop_loss', 'stoploss_on_exchange', 'liquidation']);

export const STOPLOSS_GUARD = defineProtection({
  name: 'StoplossGuard',
  description: 'Locks after several stops with a loss: the pair they were of, or all pairs.',
  parameters: {
    tradeLimit: { default: 10, help: 'How many stops it takes.' },
    requiredProfit: { default: 0, help: 'Count stops that closed below this ratio, 0.01 = 1 %.' },
    onlyPerPair: { default: false, help: 'Lock pairs only, never all of them.' },
    onlyPerSide,
  },
  locks: ({ onlyPerPair }) => (onlyPerPair ? 'pair' : 'either'),
  judge: ({ trades, closedSide }, own, { lookbackMs, stopText }) => {
    const stopped = trades.filter(
      (trade) =>
        STOPS.has(trade.exitReason ?? '') &&
        (trade.closeProfit ?? 0) !== 0 &&
        (trade.closeProfit ?? 0) < own.requiredProfit &&
        (!own.onlyPerSide || sideOf(trade) === closedSide),
    );
    if (stopped.length < own.tradeLimit) return null;
    const reason = `${own.tradeLimit} stoplosses in ${Math.round(lookbackMs / 60_000)} min, locking ${stopText}.`;
    return { trades: stopped, side: own.onlyPerSide ? closedSide : '*', reason };
  },
});
