import type { ExchangePush } from '../exchange/ports/pushes.ts';
import type { Bot } from './bot.ts';
import { holdsDatabase } from './hold.ts';
import { bookOf } from './order-books.ts';
import { applyUpdate, resolveIntent } from './orders.ts';

/** Applies what the streams have sent of orders. While this bot may order nothing, that is left to the next iteration. */
export async function takePushedOrders(bot: Bot): Promise<void> {
  if (!bot.pushes.hasOrders) return;
  if (!(await holdsDatabase(bot))) return bot.pushes.forgetWork();
  for (let push = bot.pushes.nextOrder(); push !== undefined; push = bot.pushes.nextOrder()) await applyPushed(bot, push);
}

async function applyPushed(bot: Bot, { pair, clientOrderId, update }: Extract<ExchangePush, { kind: 'order' }>): Promise<void> {
  const intent = bot.state.intents.find((candidate) => candidate.clientOrderId === clientOrderId);
  if (intent !== undefined) {
    await resolveIntent(bot, intent);
    return;
  }
  for (const trade of bot.state.trades) {
    // numbers of orders are a pair's own on some exchanges
    if (trade.pair !== pair) continue;
    const order = trade.orders.find((candidate) => candidate.isOpen && candidate.orderId === update.orderId);
    if (order === undefined) continue;
    const full = update.status === 'open' ? update : await bookOf(bot, order).ask(order.orderId);
    if (full !== null) await applyUpdate(bot, trade, order, full);
    return;
  }
}
