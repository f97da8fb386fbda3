import { getCustomData, setCustomData, type Trade, type TradeContext } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

export class CustomData extends ExitBase {
  override stoploss = -0.05;

  override orderFilled({ trade }: { trade: Readonly<Trade> }): void {
    setCustomData(trade, 'fills', Number(getCustomData(trade, 'fills') ?? 0) + 1);
  }
  override customExit({ trade, currentProfit }: TradeContext): string | null {
    return getCustomData(trade, 'fills') === 1 && currentProfit > 0.01 ? 'one_fill_one_percent' : null;
  }
}
