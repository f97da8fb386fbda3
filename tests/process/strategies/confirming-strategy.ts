import type { OrderType, OrderTypes } from 'freqtrade-ts';
import { RoiStoploss } from '../../../examples/oracle/roi-stoploss.ts';

/** Fails at every exit whose order type it is told rightly, which lets it pass, and refuses the others. */
export class ConfirmingStrategy extends RoiStoploss {
  override orderTypes: OrderTypes = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false };

  override confirmTradeExit({ orderType, exitReason }: { orderType: OrderType; exitReason: string }): boolean {
    if (orderType === (exitReason.includes('stop_loss') ? 'market' : 'limit')) throw new Error('as it should be');
    return false;
  }
}
