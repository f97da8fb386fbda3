import { entryCount, exitCount, type TradeContext } from 'freqtrade-ts';
import { Short } from './short.ts';

/** Adds to what wins and banks a part of it, on both sides. */
export class Pyramid extends Short {
  override stoploss = -0.08;
  override trailingStop = true;
  override positionAdjustmentEnable = true;
  override minimalRoi = { 0: 0.3 };

  override customStakeAmount({ proposedStake }: { proposedStake: number }): number {
    return proposedStake / 5;
  }
  override adjustTradePosition({
    trade,
    currentTime,
    currentProfit,
    minStake,
    maxStake,
  }: TradeContext & { readonly minStake: number | null; readonly maxStake: number }): readonly [number, string] | null {
    if (entryCount(trade) > 3 && exitCount(trade) < 2) return [-(trade.stakeAmount * 0.4), 'bank'];
    if (currentProfit > 0.012) return [new Date(currentTime).getUTCHours() % 2 === 1 ? (minStake ?? 0) * 4 : maxStake / 10, 'more'];
    return null;
  }
}
