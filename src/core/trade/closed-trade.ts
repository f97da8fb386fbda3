import type { Trade } from './trade.ts';

/** Of a closed trade, what statistics and strategies need. Times ms since epoch, UTC; ratios 0.01 = 1 %; money in stake currency. */
export interface ClosedTradeFacts {
  readonly id: number;
  readonly pair: string;
  readonly openDate: number;
  readonly closeDate: number;
  readonly profitRatio: number;
  readonly profitAbs: number;
  /** Everything ever staked in it. */
  readonly maxStakeAmount: number;
  readonly enterTag: string | null;
  readonly exitReason: string | null;
  readonly isShort: boolean;
  /** Stake currency moved by all its filled orders. */
  readonly volume: number;
}

/** Null of a trade that is not closed. */
export function closedTradeFacts(trade: Readonly<Trade>): ClosedTradeFacts | null {
  if (trade.isOpen || trade.closeDate === null) return null;
  return {
    id: trade.id,
    pair: trade.pair,
    openDate: trade.openDate,
    closeDate: trade.closeDate,
    profitRatio: trade.closeProfit ?? 0,
    profitAbs: trade.closeProfitAbs ?? 0,
    maxStakeAmount: trade.maxStakeAmount ?? trade.stakeAmount,
    enterTag: trade.enterTag,
    exitReason: trade.exitReason,
    isShort: trade.isShort,
    volume: trade.orders.reduce((sum, order) => sum + ((order.filled ?? 0) > 0 ? (order.cost ?? 0) : 0), 0),
  };
}
