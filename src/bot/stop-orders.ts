import { openStops, type Trade } from '../core/trade/trade.ts';
import { warnOnce } from './attempt.ts';
import type { Bot } from './bot.ts';
import { askAfter } from './order-books.ts';
import { applyUpdate, cancelOrder, type MakeWay } from './orders.ts';

/** How often, and how long between, ms, balances are asked for after a stop has gone: an exchange may free what it bound a moment later. */
const [FREE_LOOKS, FREE_PAUSE_MS] = [10, 100];

/**
 * Asks what became of the stops that a trade has on the exchange, and takes it in.
 * @returns whether the exchange knew all of them
 */
export async function followStops(bot: Bot, trade: Trade): Promise<boolean> {
  let isKnown = true;
  for (const order of openStops(trade)) {
    const subject = `#${trade.id} stop-unknown`;
    const update = await askAfter(bot, trade, order);
    if (update === null) {
      isKnown = false;
      const words = `The exchange does not know the stop ${order.orderId} of ${trade.pair} now. It may lie there all the same: none is laid beside it, and the bot watches the stop itself until it is known again.`;
      warnOnce(bot, subject, words);
      continue;
    }
    bot.state.refusals.settled(subject);
    if ('isTriggered' in update && update.isTriggered) bot.state.triggeredStops.add(order);
    await applyUpdate(bot, trade, order, update);
  }
  return isKnown;
}

/**
 * Cancels the stops that a trade has on the exchange; one that fills meanwhile counts.
 * @returns whether none lies there any more
 */
export async function withdrawStops(bot: Bot, trade: Trade): Promise<boolean> {
  for (const order of openStops(trade)) {
    bot.log.info('freqtradebot', `Cancelling stoploss on exchange for trade #${trade.id} ${trade.pair}, order: ${order.orderId}`);
    await cancelOrder(bot, trade, order, '');
  }
  return openStops(trade).length === 0;
}

/** What an exit needs done before it is sent, and once it is on disk. */
export interface WayOut {
  readonly make: MakeWay;
  /** Whether the way is free, and the trade holds another amount than the exit was written for: its stop has sold a part meanwhile. */
  readonly hasChanged: boolean;
}

/** The way out of what a trade holds now. */
export function wayFor(bot: Bot, trade: Trade): WayOut {
  const held = trade.amount;
  let hasChanged = false;
  return {
    make: async () => {
      const isFree = await freeFromStops(bot, trade);
      hasChanged = isFree && trade.amount !== held;
      return isFree && !hasChanged;
    },
    get hasChanged() {
      return hasChanged;
    },
  };
}

/**
 * Makes what a trade holds free for another order: where stops bind coins, they are withdrawn, and the coins waited for. One that was woken
 * is an order like others, and binds coins everywhere; of contracts it can only reduce what is held.
 * @returns whether the trade can be left now; its stop may have filled, or may not go
 */
async function freeFromStops(bot: Bot, trade: Trade): Promise<boolean> {
  const stops = openStops(trade);
  const isWoken = stops.some((order) => bot.state.triggeredStops.has(order));
  const areBinding = stops.length > 0 && (bot.exchange.stops.bindsCoins || (isWoken && !bot.settings.isFutures));
  if (!areBinding) return trade.isOpen;
  // one that the exchange does not know binds nothing where the coins are free
  if (!(await withdrawStops(bot, trade))) return trade.isOpen && (await freeCoins(bot, trade)) >= trade.amount;
  for (let look = 0; trade.isOpen && look < FREE_LOOKS; look++) {
    if ((await freeCoins(bot, trade)) >= trade.amount || !(await hasBoundCoins(bot, trade))) break;
    await new Promise((resolve) => setTimeout(resolve, FREE_PAUSE_MS));
  }
  return trade.isOpen;
}

/** What of a trade's coins nothing binds, asked for anew. */
async function freeCoins(bot: Bot, trade: Readonly<Trade>): Promise<number> {
  bot.wallet.forget();
  return (await bot.wallet.balances(bot.state)).get(trade.base)?.free ?? 0;
}

async function hasBoundCoins(bot: Bot, trade: Readonly<Trade>): Promise<boolean> {
  return ((await bot.wallet.balances(bot.state)).get(trade.base)?.used ?? 0) > 0;
}

/** Stops whose trades are closed are of no use any more, and would act on what comes next: they are cancelled until they are gone. */
export async function clearStrayStops(bot: Bot): Promise<void> {
  const { state } = bot;
  for (const trade of [...state.strayStops]) {
    const wish = { owner: trade.pair, want: `stray-stop #${trade.id}`, facts: '' };
    if (!state.refusals.mayTry(wish, bot.monotonic())) continue;
    state.refusals.refused(wish, bot.monotonic());
    try {
      if (await withdrawStops(bot, trade)) state.strayStops = state.strayStops.filter((other) => other !== trade);
      state.refusals.settled(`${trade.pair} stray-stop`);
    } catch (error) {
      warnOnce(
        bot,
        `${trade.pair} stray-stop`,
        `The stop of closed trade #${trade.id} ${trade.pair} is not gone: ${(error as Error).message}`,
      );
    }
  }
}
