import { roundPrice } from '../../core/market/precision.ts';
import { isTimedOut, needsEmergencyExit } from '../../core/order/timeout.ts';
import { isEntry, type Order, side, type Trade } from '../../core/trade/trade.ts';
import { guarded } from '../../strategy/guard.ts';
import { repricesOrders, wantedOrderPrice } from '../../strategy/order-price.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { applyUpdate, askAfter, cancelOrder, forgetEmptyTrade, placeExit, REPLACED, resolveIntent } from '../orders.ts';
import { fetchRate } from '../rates.ts';
import { enter } from './entries.ts';

/** Stage 1: orders whose outcome is unknown, then open orders: fills, partial fills, time-outs, new prices. */
export async function openOrdersStage(bot: Bot): Promise<void> {
  for (const intent of [...bot.state.intents]) await resolveIntent(bot, intent);
  for (const trade of [...bot.state.trades]) {
    if (isLeftEmpty(bot, trade)) {
      await forgetEmptyTrade(bot, trade, 'failed to replace order, deleting Trade');
      continue;
    }
    for (const order of trade.orders.filter((candidate) => candidate.isOpen)) {
      try {
        await manageOrder(bot, trade, order);
      } catch (error) {
        bot.log.warn('freqtradebot', `Open order ${order.orderId} of ${trade.pair} can't be checked now: ${(error as Error).message}`);
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
  if (!hasTimedOut(bot, trade, order)) {
    await reprice(bot, trade, order);
    return;
  }
  await cancelOrder(bot, trade, order, 'cancelled due to timeout');
  if (isEntry(trade, order) || !trade.isOpen || !needsEmergencyExit(trade, bot.settings.timeouts)) return;
  const rate = await fetchRate(bot, trade.pair, false, trade.isShort);
  if (rate === null) return;
  await placeExit(bot, trade, { amount: trade.amount, rate, orderType: 'market', reason: 'emergency_exit' });
}

/** Once a candle, the strategy may give an open order another price, or want it gone. */
async function reprice(bot: Bot, trade: Trade, order: Order): Promise<void> {
  const frame = bot.state.analyses.get(trade.pair)?.frame;
  if (!repricesOrders(bot.strategy) || frame === undefined || frame.length === 0) return;
  if (frame.time[frame.length - 1]! + bot.settings.timeframeMs <= order.orderDate) return;
  const isEntering = isEntry(trade, order);
  const proposed = await fetchRate(bot, trade.pair, isEntering, trade.isShort);
  if (proposed === null) return;
  const wanted = wantedOrderPrice(bot.strategy, trade, order, bot.now(), proposed, strategyFailure(bot));
  if (wanted === order.ftPrice) return;
  if (wanted === null) {
    await cancelOrder(bot, trade, order, 'user requested order cancel');
    return;
  }
  await cancelOrder(bot, trade, order, REPLACED, true);
  const remaining = order.remaining ?? 0;
  if (order.isOpen || !trade.isOpen || remaining <= 0) return;
  if (isEntering) await replaceEntry(bot, trade, order, wanted, remaining);
  else {
    const rate = roundPrice(wanted, trade.pricePrecision, trade.precisionMode);
    const reason = order.tag ?? 'exit_signal';
    await placeExit(bot, trade, { amount: Math.min(remaining, trade.amount), rate, orderType: 'limit', reason });
  }
}

async function replaceEntry(bot: Bot, trade: Trade, order: Order, rate: number, remaining: number): Promise<void> {
  const stakeAmount = (remaining * order.ftPrice) / trade.leverage;
  // until there is an order again, an empty trade binds nothing
  if (trade.amount === 0) trade.stakeAmount = 0;
  const outcome = await enter(bot, trade.pair, side(trade), order.tag, { rate, adding: { trade, stakeAmount, isReplacing: true } });
  const reason = 'refused' in outcome ? outcome.detail : outcome.kind === 'rejected' ? outcome.reason : null;
  if (reason === null) return;
  bot.log.warn('freqtradebot', `The entry order of ${trade.pair} was cancelled, but none could take its place: ${reason}`);
  if (trade.amount === 0) await forgetEmptyTrade(bot, trade, 'failed to replace order, deleting Trade');
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
