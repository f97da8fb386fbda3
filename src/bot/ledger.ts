import type { OrderIntent } from '../core/order/intent.ts';
import { canceledExitCount } from '../core/order/timeout.ts';
import { createLock } from '../core/protections/lock.ts';
import type { TradeEvent } from '../core/trade/apply-order-update.ts';
import { openStops, side, type Trade } from '../core/trade/trade.ts';
import { askStrategy } from '../strategy/guard.ts';
import type { Bot } from './bot.ts';
import { strategyFailure } from './bot.ts';
import { entryCancelEvent, entryEvent, exitCancelEvent, exitEvent } from './events.ts';
import { askLiquidation, updateLiquidation } from './futures.ts';
import { applyProtections } from './protections.ts';
import { record } from './record.ts';
import { stopAfterFill } from './stop-after-fill.ts';

/**
 * Writes what happened to a trade, with the locks that follow from it, in one transaction, then tells the world.
 * If the database refuses, all of it stays in memory, is written later, and nothing new is entered until then.
 */
export async function commitEvents(
  bot: Bot,
  trade: Trade,
  events: readonly TradeEvent[],
  intents: readonly OrderIntent[] = [],
  announceFirst: () => void = () => undefined,
): Promise<void> {
  const { state } = bot;
  bot.wallet.change();
  const closes = events.some((event) => event.kind === 'exit_fill' && event.closes);
  const abandons = events.some((event) => event.kind === 'entry_cancel' && event.abandons);
  const locks =
    closes && bot.settings.marketModel.locksAfterExit
      ? [createLock(trade.pair, bot.now(), bot.now(), bot.settings.timeframeMs, 'Auto lock', side(trade))]
      : [];
  if (trade.isOpen && !state.trades.includes(trade)) state.trades.push(trade);
  for (const event of events) tellStrategy(bot, event);
  for (const event of events) if (event.kind === 'entry_fill' || event.kind === 'exit_fill') updateLiquidation(bot, trade);
  bot.probe('before_commit');
  await record(bot, abandons ? { removedTrades: [trade], intents } : { trades: [trade], intents, locks });
  bot.probe('after_commit');
  for (const intent of intents) if (intent.state !== 'pending') state.intents = state.intents.filter((other) => other !== intent);
  if (!trade.isOpen) state.trades = state.trades.filter((other) => other !== trade);
  if (!trade.isOpen && openStops(trade).length > 0 && !state.strayStops.includes(trade)) state.strayStops.push(trade);
  if (closes) {
    state.closedProfit += trade.closeProfitAbs ?? 0;
    // signals of candles from before a lock ended are still to come
    const kept = bot.now() - 2 * bot.settings.timeframeMs;
    state.locks = [...state.locks.filter((lock) => lock.endTime > kept && lock.isActive), ...locks];
  }
  bot.probe('before_publish');
  announceFirst();
  for (const event of events) announce(bot, event);
  if (closes) await applyProtections(bot, trade);
  const isFilled = events.some((event) => event.kind === 'entry_fill' || event.kind === 'exit_fill');
  // what it has gained or lost stands for the others
  if (isFilled && !trade.isOpen && bot.settings.isCross) await askLiquidation(bot, trade);
  if (!isFilled || !trade.isOpen) return;
  // a stop may be hit at any moment, and would wait for the answer to what there is to sell
  if (!bot.settings.isFutures) bot.wallet.askAhead();
  const isLiquidationNews = await askLiquidation(bot, trade);
  if ((await stopAfterFill(bot, trade)) || isLiquidationNews) await commitEvents(bot, trade, []);
}

/** Last known price of a pair, for messages only. */
export function lastRate(bot: Bot, pair: string): number | null {
  const ticker = bot.state.tickers.get(pair)?.ticker;
  return ticker?.last ?? ticker?.bid ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
}

function announce(bot: Bot, event: TradeEvent): void {
  const { trade, order } = event;
  const rate = lastRate(bot, trade.pair);
  switch (event.kind) {
    case 'entry_fill':
      bot.log.info(
        'freqtradebot',
        `Entry of trade #${trade.id} ${trade.pair} filled: ${order.filled} at ${order.average ?? order.ftPrice}`,
      );
      bot.publish(entryEvent('entry_fill', trade, order, rate));
      break;
    case 'exit_fill':
      bot.log.info(
        'freqtradebot',
        `Exit of trade #${trade.id} ${trade.pair} filled: ${order.filled} at ${order.average ?? order.ftPrice}${event.closes ? `, closed with ${trade.closeProfitAbs} ${trade.stakeCurrency} (${((trade.closeProfit ?? 0) * 100).toFixed(2)} %), ${trade.exitReason}` : ''}`,
      );
      bot.publish(exitEvent('exit_fill', trade, order, rate, bot.now()));
      break;
    case 'entry_cancel':
      bot.log.info('freqtradebot', `Entry of trade #${trade.id} ${trade.pair} cancelled: ${event.reason}`);
      bot.publish(entryCancelEvent(trade, order, event.abandons ? `${event.reason}, fully cancelled` : event.reason, rate));
      break;
    case 'exit_cancel':
      bot.log.info('freqtradebot', `Exit of trade #${trade.id} ${trade.pair} cancelled (${canceledExitCount(trade)}): ${event.reason}`);
      bot.publish(exitCancelEvent(trade, order, event.reason, rate, bot.now()));
      break;
  }
}

/** Before the commit, so that what the strategy keeps with the trade is written with it. */
function tellStrategy(bot: Bot, event: TradeEvent): void {
  if (event.kind !== 'entry_fill' && event.kind !== 'exit_fill') return;
  const { trade, order } = event;
  const context = { pair: trade.pair, trade, order, currentTime: bot.now() };
  askStrategy(bot.strategy, 'orderFilled', context, undefined, strategyFailure(bot));
}
