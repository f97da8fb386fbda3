import { holdOnly, noteExitReason, reopenOrder } from '../trade/amend-trade.ts';
import { applyOrderUpdate, type OrderUpdate } from '../trade/apply-order-update.ts';
import { applyStopUpdate } from '../trade/apply-stop-update.ts';
import { placeFoundOrder } from '../trade/place-order.ts';
import { exitSide, type Trade } from '../trade/trade.ts';
import type { Remedy } from './difference.ts';

/** Of what the exit reason tells that somebody, or the exchange itself, has left the trade. */
const SOLD_ON_EXCHANGE = 'sold_on_exchange';
const LIQUIDATION = 'liquidation';

/**
 * Does to a trade what a remedy says; those that are done on the exchange change no trade.
 *
 * @param update the exchange's word on the order, with what its fees are worth; of a remedy about no order, unused
 * @param now ms since epoch, UTC
 * @returns whether the trade is to be forgotten, since nothing ever came of it
 * @throws InvariantBroken, with nothing changed, where it can't be true
 */
export function mend(trade: Trade, remedy: Remedy, update: OrderUpdate | null, now: number): boolean {
  switch (remedy.kind) {
    case 'take_in': {
      if (!remedy.order.isOpen) reopenOrder(trade, remedy.order);
      const events = applyOrderUpdate(trade, remedy.order, update ?? remedy.update, { now });
      return events.some((event) => event.kind === 'entry_cancel' && event.abandons);
    }
    case 'take_in_stop': {
      const { order, update: word } = remedy;
      applyStopUpdate(trade, order, { ...word, ...(update === null ? {} : { fees: update.fees }) }, { now });
      return false;
    }
    case 'book': {
      const { seen } = remedy;
      const reason = trade.exitReason;
      const word = update ?? seen.update;
      const facts = { side: seen.side, orderType: seen.orderType, amount: word.amount, tag: null, orderId: word.orderId };
      const order = placeFoundOrder(trade, { ...facts, rate: word.price || word.average || trade.openRate }, seen.at);
      if (seen.side === exitSide(trade)) noteExitReason(trade, seen.isLiquidation === true ? LIQUIDATION : SOLD_ON_EXCHANGE);
      applyOrderUpdate(trade, order, word, { now });
      // one that goes on is not left yet
      if (trade.isOpen) noteExitReason(trade, reason);
      return false;
    }
    case 'book_missing': {
      const { amount, rate } = remedy;
      const reason = trade.exitReason;
      const orderId = `reconciled-${trade.id}-${now}`;
      const order = placeFoundOrder(trade, { side: exitSide(trade), orderType: 'market', amount, rate, tag: null, orderId }, now);
      noteExitReason(trade, SOLD_ON_EXCHANGE);
      const word = { orderId, status: 'closed', amount, filled: amount, average: rate, cost: amount * rate, price: rate } as const;
      applyOrderUpdate(trade, order, { ...word, fees: [], at: now }, { now });
      if (trade.isOpen) noteExitReason(trade, reason);
      return false;
    }
    case 'hold_only':
      holdOnly(trade, remedy.amount);
      return false;
    case 'cancel_order':
    case 'cancel_stop':
      return false;
  }
}
