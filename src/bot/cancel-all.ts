import { hasOpenOrders, openOrders } from '../core/trade/trade.ts';
import { warnOnce } from './attempt.ts';
import type { Bot } from './bot.ts';
import { cancelIfExitable } from './cancel.ts';
import { refreshMarkets } from './gather.ts';
import { resolveIntent } from './orders.ts';

/** Cancels every open order, as far as that strands nothing. */
export async function cancelEverything(bot: Bot): Promise<void> {
  for (const intent of [...bot.state.intents]) await resolveIntent(bot, intent).catch(() => undefined);
  for (const trade of [...bot.state.trades]) {
    for (const order of openOrders(trade)) {
      try {
        await cancelIfExitable(bot, trade, order, 'cancelled (all unfilled and partially filled open orders cancelled)');
      } catch (error) {
        warnOnce(
          bot,
          `#${trade.id} cancel-all ${order.orderId}`,
          `Order ${order.orderId} of ${trade.pair} was not cancelled: ${(error as Error).message}`,
        );
      }
    }
  }
}

/**
 * With `cancel_open_orders_on_exit` a bot that is stopped cancels what waits, too: nobody would look after what it brings. What does not go
 * is tried again each time an iteration would be due. Source: freqtrade 2026.9.
 */
export class StoppedOrders {
  /** Monotonic ms. */
  #next = 0;

  async cancel(bot: Bot): Promise<void> {
    const { state, settings, monotonic } = bot;
    const isAnything = state.intents.length > 0 || state.trades.some(hasOpenOrders);
    if (!settings.cancelOpenOrdersOnExit || !isAnything || monotonic() < this.#next) return;
    try {
      // what can be sold alone is known from them, and a bot may be stopped from its start on
      await refreshMarkets(bot);
      await cancelEverything(bot);
      state.refusals.settled('cancel-all');
    } catch (error) {
      warnOnce(bot, 'cancel-all', `Open orders of the stopped bot can't be cancelled now: ${(error as Error).message}`);
    }
    this.#next = monotonic() + settings.throttleMs;
  }
}
