import { stoplossFromOpen, type TradeContext } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

const SIX_HOURS = 6 * 3_600_000;

export class CustomStop extends Base {
  override useCustomStoploss = true;
  override stoploss = -0.06;

  override customStoploss({ trade, currentTime, currentProfit }: TradeContext): number | null {
    if (currentTime - trade.openDate > SIX_HOURS) return -0.01;
    if (currentProfit > 0.01) return stoplossFromOpen(0.004, currentProfit, trade.isShort, trade.leverage);
    return null;
  }
}
