import { profitRatioAt, type Trade } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

export class Confirm extends ExitBase {
  override stoploss = -0.04;

  override confirmTradeEntry({ currentTime }: { currentTime: number }): boolean {
    return new Date(currentTime).getUTCHours() % 3 !== 0;
  }
  override confirmTradeExit({
    trade,
    currentRate,
    exitReason,
  }: {
    trade: Readonly<Trade>;
    currentRate: number;
    exitReason: string;
  }): boolean {
    return exitReason !== 'exit_signal' || profitRatioAt(trade, currentRate) > -0.005;
  }
}
