import { isTimedOut, needsEmergencyExit } from '../../core/order/timeout.ts';
import { isEntry, type Order, type Trade } from '../../core/trade/trade.ts';
import { guarded } from '../../strategy/guard.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { applyUpdate, cancelOrder, placeExit, resolveIntent } from '../orders.ts';
import { fetchRate } from '../rates.ts';

/** Stage 1: orders whose outcome is unknown, then open orders: fills, partial fills, time-outs. */
export async function openOrdersStage(bot: Bot): Promise<void> {
  for (const intent of [...bot.state.intents]) await resolveIntent(bot, intent);
  for (const trade of [...bot.state.trades]) {
    for (const order of trade.orders.filter((candidate) => candidate.isOpen)) {
      try {
        await manageOrder(bot, trade, order);
      } catch (error) {
        bot.log.warn('freqtradebot', `Open order ${order.orderId} of ${trade.pair} can't be checked now: ${(error as Error).message}`);
      }
    }
  }
}

async function manageOrder(bot: Bot, trade: Trade, order: Order): Promise<void> {
  const update = await bot.exchange.findOrder({ orderId: order.orderId }, trade.pair);
  if (update === null) {
    bot.log.warn(
      'freqtradebot',
      `The exchange does not know order ${order.orderId} of ${trade.pair}. Cancel it over the API if it is gone for good.`,
    );
    return;
  }
  if (await applyUpdate(bot, trade, order, update)) return;
  if (!hasTimedOut(bot, trade, order)) return;
  await cancelOrder(bot, trade, order, 'cancelled due to timeout');
  if (isEntry(trade, order) || !trade.isOpen || !needsEmergencyExit(trade, bot.settings.timeouts)) return;
  const rate = await fetchRate(bot, trade.pair, false, trade.isShort);
  if (rate === null) return;
  await placeExit(bot, trade, { amount: trade.amount, rate, orderType: 'market', reason: 'emergency_exit' });
}

function hasTimedOut(bot: Bot, trade: Trade, order: Order): boolean {
  const now = bot.now();
  if (isTimedOut(trade, order, bot.settings.timeouts, now)) return true;
  const { strategy } = bot;
  const context = { pair: trade.pair, trade, order, currentTime: now };
  const sink = strategyFailure(bot);
  if (isEntry(trade, order)) {
    return (
      strategy.checkEntryTimeout !== undefined &&
      guarded(strategy, 'checkEntryTimeout', () => strategy.checkEntryTimeout!(context), false, sink)
    );
  }
  return (
    strategy.checkExitTimeout !== undefined && guarded(strategy, 'checkExitTimeout', () => strategy.checkExitTimeout!(context), false, sink)
  );
}
