import { strandsByCancel } from '../core/exit/exitable.ts';
import { hasOpenOrders, isEntry, type Order, openOrders, type Trade } from '../core/trade/trade.ts';
import { warnOnce } from './attempt.ts';
import type { Bot } from './bot.ts';
import { exitCancelEvent } from './events.ts';
import { objectionToReplacing } from './hold.ts';
import { lastRate } from './ledger.ts';
import { askAfter } from './order-books.ts';
import { applyUpdate, cancelOrder, REPLACED } from './orders.ts';

/** Reason of orders that stay, since nothing could sell what cancelling them would leave. */
const KEPT_OPEN = 'partially filled - keeping order open';

/**
 * Cancels an open order, unless that would leave something that no order can sell: then it stays open, which is reported once.
 * @param isKnown whether the exchange has just been asked about the order
 * @returns whether the order is done, cancelled or filled
 */
export async function cancelIfExitable(
  bot: Bot,
  trade: Trade,
  order: Order,
  reason: string,
  { keepsTrade = false, isKnown = false } = {},
): Promise<boolean> {
  if (!isKnown) {
    const update = await askAfter(bot, trade, order);
    if (update !== null && (await applyUpdate(bot, trade, order, update))) return true;
  }
  if (!strandsByCancel(trade, order, bot.state.markets.get(trade.pair) ?? null, bot.settings.entryRules))
    return cancelOrder(bot, trade, order, reason, keepsTrade);
  const words = `Order ${order.orderId} for ${trade.pair} not cancelled, as the filled amount of ${order.filled} would result in an unexitable trade.`;
  if (!isEntry(trade, order) && bot.state.refusals.isNews(`#${trade.id} kept-open-message`, order.orderId))
    bot.publish(exitCancelEvent(trade, order, KEPT_OPEN, lastRate(bot, trade.pair), bot.now()));
  warnOnce(bot, `#${trade.id} kept-open ${order.orderId}`, words);
  return false;
}

/**
 * Cancels what a trade has open, for another order to be placed; nothing while that one could not be written.
 * @returns whether nothing is open any more; an order may refuse to go, or have filled and closed the trade
 */
export async function makeWay(bot: Bot, trade: Trade): Promise<boolean> {
  if (hasOpenOrders(trade) && (await objectionToReplacing(bot, trade)) !== null) return false;
  for (const order of openOrders(trade)) await cancelIfExitable(bot, trade, order, REPLACED, { keepsTrade: true });
  return trade.isOpen && !hasOpenOrders(trade);
}
