import { entryCount, exitCount, filledEntries, stakeOf, type TradeContext } from 'freqtrade-ts';
import { Short } from './short.ts';

/** Grows and shrinks positions of both sides, with leverage. */
export class ShortDca extends Short {
  override stoploss = -0.3;
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 4;
  override minimalRoi = { 0: 0.12 };

  override customStakeAmount({ proposedStake }: { proposedStake: number }): number {
    return proposedStake / 3;
  }
  override adjustTradePosition({ trade, currentProfit }: TradeContext): number | readonly [number, string] | null {
    if (currentProfit > 0.02 * (1 + exitCount(trade))) return [-(trade.stakeAmount / 3), 'third_off'];
    if (currentProfit < -0.02 * entryCount(trade)) return [stakeOf(trade, filledEntries(trade)[0]!) * 1.5, 'dca'];
    return null;
  }
}
