import type { TradeContext } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

const HALF_DAY = 12 * 3_600_000;

export class CustomExit extends Base {
  override stoploss = -0.06;

  override customExit({ pair, trade, currentTime, currentProfit }: TradeContext): string | null {
    const last = this.dp.analyzedFrame(pair);
    if (currentProfit > 0.005 && (last?.get('rsi').last() ?? 0) > 60) return 'rsi_high_in_profit';
    if (currentTime - trade.openDate > HALF_DAY) return 'half_day';
    return null;
  }
}
