import { entryCount, exitCount, filledEntries, stakeOf, type TradeContext } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

export class DcaPartial extends Base {
  override stoploss = -0.2;
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 3;
  override minimalRoi = { 0: 0.05 };

  override customStakeAmount({ proposedStake }: { proposedStake: number }): number {
    return proposedStake / 4;
  }
  override adjustTradePosition({ trade, currentProfit }: TradeContext): number | readonly [number, string] | null {
    if (currentProfit > 0.015 && exitCount(trade) === 0) return [-(trade.stakeAmount / 2), 'half_off'];
    if (currentProfit < -0.015 * (1 + entryCount(trade))) return [stakeOf(trade, filledEntries(trade)[0]!), 'dca'];
    return null;
  }
}
