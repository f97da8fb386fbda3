import type { TradeContext } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

export class LockPairs extends ExitBase {
  override stoploss = -0.03;

  override customExit({ pair, currentTime, currentProfit }: TradeContext): string | null {
    if (currentProfit >= -0.015) return null;
    this.lockPair(pair, currentTime + 8 * 3_600_000, 'bad');
    return 'lock_and_leave';
  }
}
