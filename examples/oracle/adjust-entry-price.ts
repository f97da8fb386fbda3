import type { OrderPriceContext } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

export class AdjustEntryPrice extends ExitBase {
  override stoploss = -0.05;
  override unfilledTimeout = { entry: 60, exit: 60, unit: 'minutes' as const };

  override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * 0.994;
  }
  override adjustEntryPrice({ order, currentTime, proposedRate }: OrderPriceContext): number | null {
    return currentTime - order.orderDate > 1_800_000 ? null : proposedRate * 0.996;
  }
}
