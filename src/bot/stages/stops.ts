import { safeExitAmount } from '../../core/exit/exitable.ts';
import { planStop } from '../../core/stop-on-exchange/plan-stop.ts';
import { stopOrder } from '../../core/stop-on-exchange/stop-order.ts';
import { holdOnly } from '../../core/trade/amend-trade.ts';
import { exitSide, type Order, openOrders, type Trade } from '../../core/trade/trade.ts';
import { StopRefused } from '../../exchange/errors.ts';
import { carryOut } from '../attempt.ts';
import type { Bot } from '../bot.ts';
import { commitEvents } from '../ledger.ts';
import { placeStop } from '../orders.ts';
import { isSettling } from '../recover.ts';
import { followStops, withdrawStops } from '../stop-orders.ts';
import { ownedBase } from '../wallets.ts';

/**
 * Looks after the stop that a trade has on the exchange: what became of it, whether it lies where it should, whether there is one at all.
 * @returns the rate of a stop that the exchange refuses, so that the trade is to be left at once; null else
 */
export async function tendStop(bot: Bot, trade: Trade): Promise<number | null> {
  const { stopOnExchange: rules } = bot.settings;
  const areKnown = await followStops(bot, trade);
  if (!trade.isOpen || !areKnown || bot.state.intents.some(({ pair }) => pair === trade.pair)) return null;
  if (rules === null) {
    await withdrawStops(bot, trade);
    return null;
  }
  const { stops } = bot.exchange;
  // what an exit binds can't be bound by a stop as well
  if (stops.bindsCoins && openOrders(trade).some(({ side }) => side === exitSide(trade))) return null;
  const plan = planStop(trade, rules, (order) => bot.state.triggeredStops.has(order), bot.now());
  if (plan.kind === 'keep') return null;
  const wish = await stopWish(bot, trade);
  if (wish.amount === null || isAwaited(bot, trade, wish.amount) || !bot.state.refusals.mayTry(wish.wish, bot.monotonic())) return null;
  return lay(bot, trade, plan.stop, plan.kind === 'replace' ? plan.old : null);
}

/** @param old in the place of which it is laid; withdrawn once the new one is on disk, so that a trade is not left with neither */
async function lay(bot: Bot, trade: Trade, stop: number, old: Order | null): Promise<number | null> {
  const { stopOnExchange: rules } = bot.settings;
  const { wish, amount } = await stopWish(bot, trade);
  if (rules === null || amount === null || isAwaited(bot, trade, amount)) return null;
  if (amount < trade.amount) {
    // what the trade holds now, so that a stop which sells it closes the trade
    holdOnly(trade, amount);
    await commitEvents(bot, trade, []);
  }
  const order = stopOrder(trade, stop, rules, bot.exchange.stops.orderTypes);
  if (order === null) return stop;
  const words = `Unable to place a stoploss order on exchange for ${trade.pair}`;
  const held = trade.amount;
  const makeWay = async () => {
    if (old === null) return true;
    const { pair } = trade;
    bot.log.info(
      'freqtradebot',
      `Cancelling current stoploss on exchange for pair ${pair} (orderid:${old.orderId}) in order to add another one ...`,
    );
    // a part of what is withdrawn may fill meanwhile
    return (await withdrawStops(bot, trade)) && trade.isOpen && trade.amount === held;
  };
  // what is beyond one order is left by the bot, once this one is hit
  const most = bot.state.markets.get(trade.pair)?.maxAmount ?? amount;
  const outcome = await carryOut(bot, wish, words, () => placeStop(bot, trade, order, Math.min(amount, most), makeWay));
  if (outcome.kind !== 'rejected' || !(outcome.cause instanceof StopRefused)) return null;
  bot.log.warn('freqtradebot', `Exiting the trade #${trade.id} ${trade.pair} forcefully`);
  return stop;
}

/** Whether the wallet lacks coins that have just been bought: they may come in a moment, and then a stop is laid for all of them. */
function isAwaited(bot: Bot, trade: Readonly<Trade>, amount: number): boolean {
  return amount < trade.amount && isSettling(bot, trade);
}

/** What a stop is laid for, as refusals are distinguished; what there is in the wallet for it, null where too much is missing. */
async function stopWish(bot: Bot, trade: Readonly<Trade>) {
  const owned = bot.settings.isFutures ? null : await ownedBase(bot, trade);
  return {
    wish: { owner: `#${trade.id}`, want: 'stoploss', facts: `stop ${trade.amount} ${owned}` },
    amount: safeExitAmount(trade, trade.amount, owned),
  };
}
