import { stoplossFromAbsolute, stoplossFromOpen, type Trade, type TradeContext } from 'freqtrade-ts';
import { Short } from './short.ts';

const HOUR = 3_600_000;

/** Prices, stops and leverage of its own, on both sides. */
export class ShortCustom extends Short {
  override stoploss = -0.2;
  override useCustomStoploss = true;
  override unfilledTimeout = { entry: 30, exit: 20, unit: 'minutes' as const, exit_timeout_count: 3 };

  override leverage({ currentTime }: { side: 'long' | 'short'; currentTime: number }): number {
    return 1 + (new Date(currentTime).getUTCHours() % 7);
  }
  override customEntryPrice({ proposedRate, side }: { proposedRate: number; side: 'long' | 'short' }): number {
    return proposedRate * (side === 'short' ? 1.002 : 0.998);
  }
  override customExitPrice({ proposedRate, trade }: { proposedRate: number; trade: Readonly<Trade> }): number {
    return proposedRate * (trade.isShort ? 0.998 : 1.002);
  }
  override customStoploss({ trade, currentTime, currentRate, currentProfit }: TradeContext): number | null {
    if (currentTime - trade.openDate > 8 * HOUR) return -0.02;
    if (currentProfit > 0.03) return stoplossFromOpen(0.01, currentProfit, trade.isShort, trade.leverage);
    if (currentProfit > 0.015) return stoplossFromAbsolute(trade.openRate, currentRate, trade.isShort, trade.leverage);
    return null;
  }
  override customExit({ trade, currentTime }: TradeContext): string | null {
    return currentTime - trade.openDate > 20 * HOUR ? 'tired' : null;
  }
}
