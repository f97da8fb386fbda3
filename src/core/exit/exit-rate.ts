import type { Quote } from '../market/market.ts';
import { closeRateForRoi, minutesOpen } from '../trade/profit.ts';
import type { Trade } from '../trade/trade.ts';
import type { ExitDecision } from './decide-exit.ts';
import { type RoiTable, roiAt } from './roi.ts';

/**
 * The rate a decision is carried out at. With a live quote (high = low = rate) always the rate; within a candle the stop
 * or the ROI rate where the candle reaches it, and the rate (the open) where it had passed it already.
 */
export function exitRate(trade: Readonly<Trade>, decision: ExitDecision, quote: Quote, roi: RoiTable): number {
  switch (decision.type) {
    case 'stop_loss':
    case 'trailing_stop_loss':
    case 'liquidation': {
      const stop = decision.type === 'liquidation' ? trade.liquidationPrice : trade.stopLoss;
      if (stop === null) return quote.rate;
      const passed = trade.isShort ? stop < quote.low : stop > quote.high;
      return passed ? quote.rate : clamp(stop, quote);
    }
    case 'roi': {
      const ratio = roiAt(roi, minutesOpen(trade, quote.at));
      if (ratio === null) return quote.rate;
      if (ratio === -1) return quote.rate;
      const target = closeRateForRoi(trade, ratio);
      const better = trade.isShort ? quote.rate <= target : quote.rate >= target;
      return better ? quote.rate : clamp(target, quote);
    }
    default:
      return quote.rate;
  }
}

function clamp(rate: number, quote: Quote): number {
  return Math.min(Math.max(rate, quote.low), quote.high);
}
