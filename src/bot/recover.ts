import { holdsTrade } from '../core/exit/exitable.ts';
import { roundAmount } from '../core/market/precision.ts';
import { isFiredStop, placedFirst } from '../core/stop-on-exchange/fired.ts';
import { holdOnly, noteExitReason, reopenOrder } from '../core/trade/amend-trade.ts';
import { lastFill } from '../core/trade/funding.ts';
import { placeFoundOrder } from '../core/trade/place-order.ts';
import { exitSide, hasOpenOrders, type Order, openStops, side, type Trade } from '../core/trade/trade.ts';
import type { FoundOrder } from '../exchange/ports/trading.ts';
import { warnOnce } from './attempt.ts';
import type { Bot } from './bot.ts';
import { commitEvents } from './ledger.ts';
import { applyUpdate, forgetEmptyTrade } from './orders.ts';
import { followStops } from './stop-orders.ts';
import { ownedBase } from './wallets.ts';

const MINUTE_MS = 60_000;
/** Orders are looked for from this long before a trade was opened, ms: clocks differ. */
const BEFORE_OPEN_MS = 20_000;
/** Coins sold by hand are noticed after this long, ms. */
const WALLET_AGE_MS = 10_000;
/** After a fill the exchange may take as long to tell the balance it has made, ms. */
const SETTLING_MS = 10_000;
/** A wallet that has at least this part of a trade is what the trade is set to, ratio. Source: freqtrade 2026.9. */
const ADJUSTABLE = 0.98;

/** Fees are given to fewer digits than they are taken with, ratio. */
const ROUNDED_FEES = 1.001;

/** Of what the exit reason tells that somebody, or the exchange, has left the trade. */
const SOLD_ON_EXCHANGE = 'sold_on_exchange';
const LIQUIDATION = 'liquidation';

/**
 * Where the wallet has less than a trade says, its orders are looked for on the exchange: somebody may have sold by hand.
 * Asked for once a state: not again before wallet or trade are others, or a minute has passed. An order of the trade that waits may explain
 * what is missing, but for a position that is gone while it still waits.
 */
export async function recoverMissing(bot: Bot, trade: Trade): Promise<void> {
  const { isFutures } = bot.settings;
  const isWaiting = hasOpenOrders(trade);
  if (!isFutures && (isWaiting || openStops(trade).length > 0)) return;
  if ((isFutures || trade.feeOpenCurrency === null) && isSettling(bot, trade)) return;
  if (await payFees(bot, trade)) return;
  const seen = await ownedBase(bot, trade, WALLET_AGE_MS);
  if (isWaiting && seen > 0) return;
  if (holds(bot, trade, seen)) {
    noteBack(bot, trade);
    return;
  }
  bot.wallet.forget();
  const owned = await ownedBase(bot, trade);
  if (isWaiting && owned > 0) return;
  if (holds(bot, trade, owned)) {
    noteBack(bot, trade);
    return;
  }
  // until it is known where the position went, an order would have nothing to close
  if (isFutures && owned === 0 && !isWaiting) bot.state.vanished.add(trade);
  else bot.state.vanished.delete(trade);
  const wish = { owner: `#${trade.id}`, want: 'recover', facts: `${trade.amount} ${owned}` };
  if (!bot.state.refusals.mayTry(wish, bot.monotonic())) return;
  warnOnce(
    bot,
    `#${trade.id} recover`,
    `Not enough ${trade.base} in wallet to exit trade #${trade.id} ${trade.pair}: it holds ${trade.amount}, the ${isFutures ? 'position' : 'wallet'} ${owned}. Trying to recover.`,
  );
  bot.state.refusals.refused(wish, bot.monotonic());
  try {
    await recoverTrade(bot, trade);
    if (trade.isOpen && bot.state.vanished.has(trade)) tellVanished(bot, trade);
  } catch (error) {
    warnOnce(bot, `#${trade.id} recover-failed`, `Error finding onexchange order of ${trade.pair}: ${(error as Error).message}`);
  }
}

/**
 * What other trades have paid for their fees out of the coins of this one is not the trade's any more. Sooner or later the wallet would have
 * so much less that nothing could be sold.
 * @returns whether that explains what the wallet lacks
 */
async function payFees(bot: Bot, trade: Trade): Promise<boolean> {
  const taken = bot.state.goneForFees.get(trade) ?? 0;
  bot.state.goneForFees.delete(trade);
  if (!(taken > 0)) return false;
  bot.wallet.forget();
  const owned = await ownedBase(bot, trade);
  const left = roundAmount(owned, trade.amountPrecision, trade.precisionMode);
  if (owned >= trade.amount || left <= 0 || owned < trade.amount - taken * ROUNDED_FEES) return false;
  bot.log.info(
    'freqtradebot',
    `${taken} ${trade.base} of trade #${trade.id} ${trade.pair} went for the fees of other trades: it holds ${left} of ${trade.amount} now.`,
  );
  holdOnly(trade, left);
  await commitEvents(bot, trade, []);
  return true;
}

/** Whether a trade has been filled so lately that the balance it has made may not be known yet. */
export function isSettling(bot: Bot, trade: Readonly<Trade>): boolean {
  return bot.now() - (lastFill(trade) ?? 0) < SETTLING_MS;
}

/** Said once: no order tells where a position went, so it is for its owner to say. */
function tellVanished(bot: Bot, trade: Readonly<Trade>): void {
  if (!bot.state.troubles.once(vanishedKey(trade))) return;
  const words = vanishedWords(trade);
  bot.log.warn('freqtradebot', words);
  bot.publish({ kind: 'warning', text: words });
}

/** A position is there again, after all. */
function noteBack(bot: Bot, trade: Readonly<Trade>): void {
  if (!bot.state.vanished.delete(trade)) return;
  bot.state.troubles.forget(vanishedKey(trade));
  bot.log.info('freqtradebot', `The position of trade #${trade.id} ${trade.pair} is there again: the trade goes on.`);
}

function vanishedKey({ id }: Readonly<Trade>): string {
  return `vanished #${id}`;
}

/** What is said of a trade whose position is not there. */
export function vanishedWords(trade: Readonly<Trade>): string {
  const { id, pair, amount } = trade;
  return `The exchange has no position for trade #${id} ${pair} (${side(trade)} ${amount}), and neither a liquidation nor an order says where it went. Nothing is ordered for the trade until the position is there again. Look at the exchange: if the position was closed, end the bot and run "freqtrade reconcile", which closes the trade after asking; or delete the trade, which forgets it.`;
}

/** Whether what the account has is about what a trade says; of a position, all of it. Source: freqtrade 2026.9. */
function holds(bot: Bot, trade: Readonly<Trade>, owned: number): boolean {
  return bot.settings.isFutures ? owned >= trade.amount : holdsTrade(trade, owned);
}

/**
 * Asks the exchange for the orders of a trade's pair since it was opened and books what is not known: fills that were missed, orders
 * made by hand. A trade whose coins are all sold is closed. @throws ExchangeError when the exchange can't be asked
 */
export async function recoverTrade(bot: Bot, trade: Trade): Promise<void> {
  await followStops(bot, trade);
  if (!trade.isOpen) return;
  // one that was woken explains what is missing, and is taken in once nothing else waits
  if (hasOpenOrders(trade) && openStops(trade).some((order) => bot.state.triggeredStops.has(order))) return;
  const listed = await bot.exchange.trading.ordersSince(trade.pair, trade.openDate - BEFORE_OPEN_MS);
  const began = placedFirst(trade, listed) ?? 0;
  const found = listed.filter(({ at }) => at >= began);
  const reasonBefore = trade.exitReason;
  for (const each of found) {
    if (!trade.isOpen) break;
    const order = await orderOf(bot, trade, each);
    if (order === null) continue;
    const isNew = order.id === 0;
    await applyUpdate(bot, trade, order, each.update);
    // an order that waits changes nothing yet
    if (isNew && order.id === 0 && trade.isOpen) await commitEvents(bot, trade, []);
  }
  if (!trade.isOpen) return;
  if (trade.exitReason === SOLD_ON_EXCHANGE || trade.exitReason === LIQUIDATION) noteExitReason(trade, reasonBefore);
  if (bot.settings.isFutures) return;
  bot.wallet.forget();
  await compareWithWallet(bot, trade, await ownedBase(bot, trade));
}

/** The row of an order of the exchange, made where it is missing; null where there is nothing to book. */
async function orderOf(bot: Bot, trade: Trade, found: FoundOrder): Promise<Order | null> {
  const { update } = found;
  const known = trade.orders.find((order) => order.orderId === update.orderId);
  if (known !== undefined) {
    if (known.isOpen) return known;
    if (update.filled <= (known.filled ?? 0)) return null;
    // it was taken for done with less than the exchange says
    reopenOrder(trade, known);
    return known;
  }
  if (bot.state.intents.some((intent) => intent.clientOrderId === found.clientOrderId)) return null;
  if (isFiredStop(trade, found)) return null;
  // of the other position of the pair, which is somebody else's
  if ((found.positionSide ?? side(trade)) !== side(trade)) return null;
  // cancelled without a fill: nothing came of it
  if (update.status !== 'open' && update.filled === 0) return null;
  const other = await bot.store.trades.ofOrder(update.orderId, trade.pair);
  if (other !== null && other.id !== trade.id && isSame(other, found)) {
    bot.log.info('freqtradebot', `Order ${update.orderId} for ${trade.pair} already belongs to trade ${other.id} - skipping.`);
    return null;
  }
  bot.log.info('freqtradebot', `Found previously unknown order ${update.orderId} for ${trade.pair}: ${found.side} ${update.filled}.`);
  const order = placeFoundOrder(
    trade,
    {
      side: found.side,
      orderType: found.orderType,
      amount: update.amount,
      rate: update.price || update.average || trade.openRate,
      tag: null,
      orderId: update.orderId,
    },
    found.at,
  );
  if (found.side === exitSide(trade)) noteExitReason(trade, found.isLiquidation === true ? LIQUIDATION : SOLD_ON_EXCHANGE);
  return order;
}

/** Whether a trade has an order of the exchange: exchanges that are emptied now and then give the same numbers again. */
function isSame(other: Readonly<Trade>, found: FoundOrder): boolean {
  const order = other.orders.find(({ orderId }) => orderId === found.update.orderId);
  return order !== undefined && order.side === found.side && Math.abs(order.orderDate - found.at) < MINUTE_MS;
}

/** What no order explains: a little is taken for a fee, much is reported, nothing at all ends a trade that never began. */
async function compareWithWallet(bot: Bot, trade: Trade, owned: number): Promise<void> {
  if (owned >= trade.amount && !(owned === 0 && trade.amount === 0)) return;
  const isEmpty = !trade.orders.some((order) => order.isOpen || (order.filled ?? 0) > 0);
  if (isEmpty) {
    bot.log.warn('freqtradebot', `Trade only had fully canceled entry orders. Removing trade #${trade.id} ${trade.pair} from database.`);
    await forgetEmptyTrade(bot, trade, 'fully cancelled');
    return;
  }
  const says = `Trade #${trade.id} has a total of ${trade.amount} ${trade.base}, but the Wallet shows a total of ${owned} ${trade.base}.`;
  const rounded = roundAmount(owned, trade.amountPrecision, trade.precisionMode);
  if (owned < trade.amount * ADJUSTABLE || rounded <= 0) {
    warnOnce(
      bot,
      `#${trade.id} wallet`,
      `${says} Refusing to adjust as the difference is too large. This may however lead to further issues. Where the coins are gone for good, end the bot and run "freqtrade reconcile", which books that after asking.`,
    );
    return;
  }
  warnOnce(bot, `#${trade.id} wallet`, `${says} Adjusting trade amount to ${rounded}. This may however lead to further issues.`);
  if (rounded === trade.amount) return;
  holdOnly(trade, rounded);
  await commitEvents(bot, trade, []);
}
