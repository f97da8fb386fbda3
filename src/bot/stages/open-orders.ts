import { candleEnd } from '../../core/market/candle-calendar.ts';
import { hasTimedOut, leftToFill, mayBeRepriced, type OrderCallbacks, repricing } from '../../core/order/review-order.ts';
import { needsEmergencyExit } from '../../core/order/timeout.ts';
import { unbind } from '../../core/trade/amend-trade.ts';
import { isEntry, type Order, openOrders, side, type Trade } from '../../core/trade/trade.ts';
import { orderCallbacks } from '../../strategy/order-callbacks.ts';
import { warnOnce } from '../attempt.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { cancelIfExitable } from '../cancel.ts';
import { objectionToReplacing } from '../hold.ts';
import { askAfter } from '../order-books.ts';
import { applyUpdate, forgetEmptyTrade, REPLACED, resolveIntent } from '../orders.ts';
import { fetchRate } from '../rates.ts';
import { exitOrderType } from '../settings.ts';
import { enter } from './entries.ts';
import { leaveUnasked } from './exits.ts';

/** Stage 1: orders whose outcome is unknown, then open orders: fills, partial fills, time-outs, new prices. */
export async function openOrdersStage(bot: Bot): Promise<void> {
  for (const intent of [...bot.state.intents]) {
    try {
      await resolveIntent(bot, intent);
    } catch (error) {
      warnOnce(bot, `${intent.pair} intent-test`, `Order ${intent.clientOrderId} can't be taken in now: ${(error as Error).message}`);
    }
  }
  for (const trade of [...bot.state.trades]) {
    if (isLeftEmpty(bot, trade)) {
      await forgetEmptyTrade(bot, trade, 'failed to replace order, deleting Trade');
      continue;
    }
    for (const order of openOrders(trade)) {
      try {
        await manageOrder(bot, trade, order);
        bot.state.refusals.settled(`#${trade.id} order-test`);
      } catch (error) {
        const words = `Open order ${order.orderId} of ${trade.pair} can't be checked now: ${(error as Error).message}`;
        warnOnce(bot, `#${trade.id} order-test`, words);
      }
    }
  }
}

/** Whether a trade has nothing, since its first order was cancelled for another that never came: refused, or the bot ended between. */
function isLeftEmpty(bot: Bot, trade: Readonly<Trade>): boolean {
  return (
    trade.orders.at(-1)?.cancelReason === REPLACED &&
    !trade.orders.some((order) => order.isOpen || (order.filled ?? 0) > 0) &&
    !bot.state.intents.some((intent) => intent.tradeId === trade.id)
  );
}

async function manageOrder(bot: Bot, trade: Trade, order: Order): Promise<void> {
  const update = await askAfter(bot, trade, order);
  if (update === null) return;
  if (await applyUpdate(bot, trade, order, update)) return;
  const callbacks = orderCallbacks(bot.strategy, bot.now, strategyFailure(bot));
  if (!hasTimedOut(trade, order, bot.settings.timeouts, bot.now(), callbacks)) {
    await reprice(bot, trade, order, callbacks);
    return;
  }
  await cancelIfExitable(bot, trade, order, 'cancelled due to timeout', { isKnown: true });
  await exitInEmergency(bot, trade, order);
}

/** Once exits were cancelled often enough, what the last one had left goes out as an emergency; the rest of the trade stays. */
async function exitInEmergency(bot: Bot, trade: Trade, order: Order): Promise<void> {
  if (order.isOpen || order.status === 'closed' || isEntry(trade, order) || !trade.isOpen) return;
  if (!needsEmergencyExit(trade, bot.settings.timeouts)) return;
  const amount = order.remaining ?? 0;
  bot.log.warn(
    'freqtradebot',
    `Emergency exiting trade #${trade.id} ${trade.pair}, as the exit order timed out ${bot.settings.timeouts.exitTimeoutCount} times. force selling ${amount}.`,
  );
  const orderType = exitOrderType(bot.settings, 'emergency');
  await leaveUnasked(bot, trade, { want: 'emergency_exit', amount, rate: order.ftPrice, orderType, reason: 'emergency_exit' });
}

/** Once a candle, the strategy may give an open order another price, or want it gone. */
async function reprice(bot: Bot, trade: Trade, order: Order, callbacks: OrderCallbacks): Promise<void> {
  const frame = bot.state.analyses.get(trade.pair)?.frame;
  if (frame === undefined || frame.length === 0) return;
  if (!mayBeRepriced(order, candleEnd(frame.time[frame.length - 1]!, bot.settings.timeframeMs), callbacks)) return;
  const isEntering = isEntry(trade, order);
  const proposed = await fetchRate(bot, trade.pair, isEntering, trade.isShort);
  if (proposed === null) return;
  const wanted = repricing(trade, order, proposed, callbacks);
  if (wanted.kind === 'keep') return;
  if (wanted.kind === 'cancel') {
    await cancelIfExitable(bot, trade, order, 'user requested order cancel', { isKnown: true });
    await exitInEmergency(bot, trade, order);
    return;
  }
  if ((await objectionToReplacing(bot, trade)) !== null) return;
  await cancelIfExitable(bot, trade, order, REPLACED, { keepsTrade: true, isKnown: true });
  const { amount, stakeAmount } = leftToFill(trade, order);
  if (order.isOpen || !trade.isOpen || amount <= 0) return;
  if (isEntering) await replaceEntry(bot, trade, order, { rate: proposed, replacingAt: wanted.rate, stakeAmount });
  else {
    const reason = order.tag ?? 'exit_signal';
    await leaveUnasked(bot, trade, { want: 'replacement', amount, rate: wanted.rate, orderType: 'limit', reason });
  }
}

async function replaceEntry(
  bot: Bot,
  trade: Trade,
  order: Order,
  { rate, ...wanted }: { rate: number; replacingAt: number; stakeAmount: number },
): Promise<void> {
  // until there is an order again, an empty trade binds nothing
  if (trade.amount === 0 && bot.settings.marketModel.replacement.movesOpening) unbind(trade);
  const outcome = await enter(bot, trade.pair, side(trade), order.tag, { rate, adding: { trade, ...wanted } });
  const reason = 'refused' in outcome ? outcome.detail : outcome.kind === 'rejected' ? outcome.reason : null;
  if (reason === null) return;
  bot.log.warn('freqtradebot', `The entry order of ${trade.pair} was cancelled, but none could take its place: ${reason}`);
  if (trade.amount === 0) await forgetEmptyTrade(bot, trade, 'failed to replace order, deleting Trade');
}
