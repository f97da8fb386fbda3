import { openTrade } from '../core/entry/open-trade.ts';
import type { EntryDecision } from '../core/entry/plan-entry.ts';
import type { Market } from '../core/market/market.ts';
import { clientOrderId, type OrderIntent } from '../core/order/intent.ts';
import type { StopOrder } from '../core/stop-on-exchange/stop-order.ts';
import { abandon, freeOrderId, noteExitReason } from '../core/trade/amend-trade.ts';
import { applyOrderUpdate, type OrderUpdate, type TradeEvent, type UpdateContext } from '../core/trade/apply-order-update.ts';
import { applyStopUpdate, type StopUpdate } from '../core/trade/apply-stop-update.ts';
import { placeEntryOrder, placeExitOrder, placeStopOrder } from '../core/trade/place-order.ts';
import { exitSide, isEntry, type Order, type OrderType, openOrders, type Trade } from '../core/trade/trade.ts';
import { InsufficientFundsError, OrderOutcomeUnknown, OrderRejected } from '../exchange/errors.ts';
import type { Bot } from './bot.ts';
import { entryEvent, exitEvent } from './events.ts';
import { withFees } from './fees.ts';
import { fundingUntilFill } from './futures.ts';
import { objection } from './hold.ts';
import { commitEvents, lastRate } from './ledger.ts';
import { askAfter, bookOf } from './order-books.ts';
import { record } from './record.ts';

/** What became of an attempt to order. */
export type OrderOutcome =
  | { kind: 'placed'; trade: Trade; order: Order }
  | { kind: 'rejected'; reason: string; cause?: unknown }
  | { kind: 'in_flight' }
  /** Nothing was sent: what it would have taken the place of is still there, or has left something else to be ordered. */
  | { kind: 'held_up' };

const QUICK_LOOKUPS = 3;
const HOUR_MS = 3_600_000;
/** For how long every exchange knows every order, hours. */
const REMEMBERED_HOURS = 2;
/** How long an order's request may take to end once it is cut, ms; longer, and it is waited for beside everything else. */
const SETTLING_MS = 500;

/** Takes away what an order is placed in the place of, once that is on disk. @returns whether it may be sent as it was written */
export type MakeWay = () => Promise<boolean>;

const NOTHING_IN_THE_WAY: MakeWay = async () => true;

/** Enters, or adds to an open trade: journal, send, apply, commit. @param stoploss ratio that a new trade begins with */
export async function placeEntry(
  bot: Bot,
  decision: EntryDecision,
  market: Market,
  stoploss: number,
  open: Trade | null = null,
): Promise<OrderOutcome> {
  const reason = (await objection(bot, open, true)) ?? (await unready(bot, decision, open !== null));
  if (reason !== null) return { kind: 'rejected', reason };
  const now = bot.now();
  return send(bot, {
    clientOrderId: clientOrderId('entry', bot.uniqueId()),
    kind: 'entry',
    pair: decision.pair,
    side: decision.side === 'short' ? 'sell' : 'buy',
    orderType: decision.orderType,
    timeInForce: decision.timeInForce,
    amount: decision.amount,
    rate: decision.rate,
    stopPrice: null,
    stakeAmount: decision.stakeAmount,
    tag: decision.tag,
    exitReason: null,
    createdAt: now,
    state: 'pending',
    tradeId: open?.id ?? null,
    trade: open === null ? startTrade(bot, decision, market, stoploss, now) : null,
  });
}

/** Sets a contract up for what is to be entered. @returns why that can't be done; null where it is done */
async function unready(bot: Bot, { pair, side, leverage }: EntryDecision, isOurs: boolean): Promise<string | null> {
  if (!bot.settings.isFutures) return null;
  try {
    await bot.exchange.leverage.prepare({ pair, side, leverage, isOurs });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function startTrade(bot: Bot, decision: EntryDecision, market: Market, stoploss: number, now: number): Trade {
  const { settings } = bot;
  return openTrade(
    decision,
    market,
    {
      exchange: bot.exchange.name,
      strategy: settings.strategyName,
      timeframe: settings.timeframeMs / 60_000,
      stoploss,
      fee: settings.config.fee ?? market.takerFee,
      tradingMode: settings.isFutures ? 'futures' : 'spot',
    },
    now,
  );
}

/** Leaves, whole or in part: journal, send, apply, commit. */
export async function placeExit(
  bot: Bot,
  trade: Trade,
  facts: { amount: number; rate: number; orderType: OrderType; reason: string },
  makeWay: MakeWay,
): Promise<OrderOutcome> {
  const reason = await objection(bot, trade, false);
  if (reason !== null) return { kind: 'rejected', reason };
  const intent: OrderIntent = {
    clientOrderId: clientOrderId('exit', bot.uniqueId()),
    kind: 'exit',
    pair: trade.pair,
    side: exitSide(trade),
    orderType: facts.orderType,
    timeInForce: bot.settings.timeInForce.exit,
    amount: facts.amount,
    rate: facts.rate,
    stopPrice: null,
    stakeAmount: 0,
    tag: facts.reason,
    exitReason: facts.reason,
    createdAt: bot.now(),
    state: 'pending',
    tradeId: trade.id,
    trade: null,
  };
  return send(bot, intent, makeWay);
}

/**
 * Lays a stop for all that a trade holds on the exchange: journal, send, apply, commit.
 *
 * @param amount what of it there is in the wallet
 */
export async function placeStop(bot: Bot, trade: Trade, stop: StopOrder, amount: number, makeWay: MakeWay): Promise<OrderOutcome> {
  const reason = await objection(bot, trade, false);
  if (reason !== null) return { kind: 'rejected', reason };
  const intent: OrderIntent = {
    clientOrderId: clientOrderId('stop', bot.uniqueId()),
    kind: 'stop',
    pair: trade.pair,
    side: exitSide(trade),
    orderType: stop.orderType,
    timeInForce: 'GTC',
    amount,
    rate: stop.limitRate ?? stop.stopPrice,
    stopPrice: stop.stopPrice,
    stakeAmount: 0,
    tag: null,
    exitReason: null,
    createdAt: bot.now(),
    state: 'pending',
    tradeId: trade.id,
    trade: null,
  };
  return send(bot, intent, makeWay);
}

async function send(bot: Bot, intent: OrderIntent, makeWay: MakeWay = NOTHING_IN_THE_WAY): Promise<OrderOutcome> {
  bot.probe('before_journal');
  try {
    await bot.store.intents.journal(intent);
  } catch (error) {
    // it may be on disk all the same, where only the answer was lost
    await bury(bot, intent);
    return { kind: 'rejected', reason: `the intent could not be written, so nothing was sent: ${(error as Error).message}` };
  }
  bot.state.intents.push(intent);
  bot.probe('after_journal');
  try {
    if (!(await makeWay())) {
      await bury(bot, intent);
      return { kind: 'held_up' };
    }
    await bot.store.claim.prove();
  } catch (error) {
    await bury(bot, intent);
    return { kind: 'rejected', reason: (error as Error).message };
  }
  let update: OrderUpdate;
  try {
    bot.probe('before_send');
    update = await bookOf(bot, intent).place(intent);
  } catch (error) {
    if (error instanceof OrderRejected) {
      await bury(bot, intent);
      const what = error instanceof InsufficientFundsError ? 'not enough funds' : 'refused';
      // whoever wanted it tells, and waits before trying again
      bot.log.debug('freqtradebot', `Order for ${intent.pair} ${what}: ${error.message}`);
      return { kind: 'rejected', reason: error.message, cause: error };
    }
    const message = error instanceof OrderOutcomeUnknown ? error.message : `unexpected failure: ${(error as Error).message}`;
    await settle(bot, intent, error instanceof OrderOutcomeUnknown ? error.settled : null);
    bot.log.warn(
      'freqtradebot',
      `The answer to order ${intent.clientOrderId} (${intent.side} ${intent.amount} ${intent.pair}) was lost, looking it up: ${message}`,
    );
    for (let attempt = 0; attempt < QUICK_LOOKUPS; attempt++) {
      const outcome = await resolveIntent(bot, intent);
      if (outcome.kind !== 'in_flight') return outcome;
    }
    return { kind: 'in_flight' };
  }
  bot.probe('after_answer');
  return accept(bot, intent, update);
}

/** From when on the intent's request can do nothing more. What has not ended in a moment is waited for beside everything else. */
async function settle(bot: Bot, intent: OrderIntent, settled: Promise<unknown> | null): Promise<void> {
  const note = (): void => {
    bot.state.settledAt.set(intent, bot.monotonic());
  };
  if (settled === null) note();
  else await Promise.race([settled.then(note), new Promise((resolve) => setTimeout(resolve, SETTLING_MS))]);
}

/**
 * Asks the exchange what became of an intent. Found: it is taken in as if the answer had come. Dead only when neither a look-up nor the
 * exchange's lists have it, asked when its request had ended longer ago than the exchange takes to accept. Anything else leaves it in flight.
 */
export async function resolveIntent(bot: Bot, intent: OrderIntent): Promise<OrderOutcome> {
  const settledAt = bot.state.settledAt.get(intent);
  const isTooLate = settledAt !== undefined && bot.monotonic() - settledAt > bot.exchange.trading.acceptanceWindowMs;
  let update: OrderUpdate | null;
  try {
    const book = bookOf(bot, intent);
    update = await book.find(intent);
    if (update === null && isTooLate) update = await book.list(intent);
  } catch (error) {
    bot.log.debug('freqtradebot', `Order ${intent.clientOrderId} can't be looked up: ${(error as Error).message}`);
    return { kind: 'in_flight' };
  }
  if (update !== null) {
    bot.log.info('freqtradebot', `Order ${intent.clientOrderId} exists on the exchange as ${update.orderId}, status ${update.status}.`);
    return accept(bot, intent, update);
  }
  if (!isTooLate) return { kind: 'in_flight' };
  const hours = Math.floor((bot.now() - intent.createdAt) / HOUR_MS);
  if (hours < REMEMBERED_HOURS) bot.log.info('freqtradebot', `Order ${intent.clientOrderId} was never accepted.`);
  else tellForgotten(bot, intent, hours);
  await bury(bot, intent);
  return { kind: 'rejected', reason: 'the order never reached the exchange' };
}

/** An order that was sent long before anybody could ask for it: that it is not known says little. */
function tellForgotten(bot: Bot, { clientOrderId: id, side, amount, pair }: OrderIntent, hours: number): void {
  const words = `Whether order ${id} (${side} ${amount} ${pair}) was ever filled can't be said: it was sent ${hours} hours ago, and exchanges forget orders in that time. It counts as never accepted. Look at the account: what it has done is in no trade.`;
  bot.log.warn('freqtradebot', words);
  bot.publish({ kind: 'warning', text: words });
}

function bury(bot: Bot, intent: OrderIntent): Promise<void> {
  return close(bot, intent, 'dead');
}

/** Ends an intent that changes no trade. */
async function close(bot: Bot, intent: OrderIntent, state: 'dead' | 'placed'): Promise<void> {
  intent.state = state;
  bot.state.intents = bot.state.intents.filter((other) => other !== intent);
  await record(bot, { intents: [intent] });
}

/** The order exists: trade, order and intent are written together. */
async function accept(bot: Bot, intent: OrderIntent, update: OrderUpdate): Promise<OrderOutcome> {
  const recorded = await bot.store.trades.ofOrder(update.orderId, intent.pair);
  if (recorded !== null && belongs(recorded, intent, update.orderId)) return closeRecorded(bot, intent, recorded, update);
  const trade = intent.trade ?? bot.state.trades.find((open) => open.id === intent.tradeId) ?? null;
  if (trade === null) return leaveOrphan(bot, intent, update);
  const known = belongs(trade, intent, update.orderId) ? trade.orders.find((order) => order.orderId === update.orderId) : undefined;
  if (known === undefined) freeOrderId(trade, update.orderId);
  const order = known ?? joinTrade(bot, trade, intent, update.orderId);
  if (isFill(update)) await fundingUntilFill(bot, trade, update.at);
  const asPlaced = { ...trade, orders: [...trade.orders] };
  const placedOrder = { ...order, average: update.average, filled: update.filled };
  const events = applyTo(trade, order, await withFees(bot, trade, order, update), {
    now: bot.now(),
    opensWith: bot.settings.marketModel.opensWith,
  });
  intent.state = 'placed';
  intent.tradeId = trade.id === 0 ? null : trade.id;
  await commitEvents(bot, trade, events, [intent], () => {
    const what = `${intent.side} ${intent.amount} at ${intent.rate}, ${intent.orderType}`;
    const rate = lastRate(bot, trade.pair);
    asPlaced.id = trade.id;
    if (intent.kind === 'entry') {
      bot.log.info(
        'freqtradebot',
        `${intent.trade === null ? 'Adding to' : 'Entering'} ${intent.pair} (trade #${trade.id}): ${what}, tag ${intent.tag ?? 'none'}, order ${update.orderId}`,
      );
      bot.publish(entryEvent('entry', asPlaced, placedOrder, rate));
    } else if (intent.kind === 'stop') {
      const limit = intent.orderType === 'limit' ? intent.rate : 'none';
      bot.log.info(
        'freqtradebot',
        `stoploss ${intent.orderType} order added for ${intent.pair} (trade #${trade.id}). stop price: ${intent.stopPrice}. limit: ${limit}, order ${update.orderId}`,
      );
    } else {
      bot.log.info('freqtradebot', `Leaving ${intent.pair} (trade #${trade.id}): ${what}, ${intent.exitReason}, order ${update.orderId}`);
      bot.publish(exitEvent('exit', asPlaced, placedOrder, rate, bot.now()));
    }
  });
  return { kind: 'placed', trade, order };
}

/** Whether an order is done and has brought something. */
function isFill({ status, filled }: OrderUpdate): boolean {
  return status !== 'open' && filled > 0;
}

/** A stop tells more of itself than other orders. */
function applyTo(trade: Trade, order: Order, update: OrderUpdate | StopUpdate, context: UpdateContext): TradeEvent[] {
  return 'isTriggered' in update ? applyStopUpdate(trade, order, update, context) : applyOrderUpdate(trade, order, update, context);
}

/** The row of an order that the exchange has taken; a first entry, or one in the place of the first, sets what the trade binds. */
function joinTrade(bot: Bot, trade: Trade, intent: OrderIntent, orderId: string): Order {
  const { kind, orderType, amount, rate, tag, createdAt } = intent;
  const facts = { orderType, amount, rate, tag, orderId };
  if (intent.stopPrice !== null)
    return placeStopOrder(
      trade,
      { orderId, orderType, amount, stopPrice: intent.stopPrice, limitRate: orderType === 'limit' ? rate : null },
      createdAt,
    );
  if (kind === 'exit') return placeExitOrder(trade, facts, createdAt, intent.exitReason);
  const moves = intent.trade !== null || bot.settings.marketModel.replacement.movesOpening;
  return placeEntryOrder(trade, facts, createdAt, moves ? intent.stakeAmount : null);
}

/** The order exists, its trade is gone: deleted, or closed by hand. It is cancelled, and the owner hears what it has done. */
async function leaveOrphan(bot: Bot, intent: OrderIntent, update: OrderUpdate): Promise<OrderOutcome> {
  const book = bookOf(bot, intent);
  let last = update;
  if (update.status === 'open') {
    try {
      await book.cancel(update.orderId);
    } catch (error) {
      bot.log.info('freqtradebot', `Cancelling order ${update.orderId} of ${intent.pair} gave: ${(error as Error).message}`);
    }
    try {
      last = (await book.ask(update.orderId)) ?? update;
    } catch (error) {
      bot.log.debug('freqtradebot', `Order ${update.orderId} of ${intent.pair} can't be looked up: ${(error as Error).message}`);
    }
    if (last.status === 'open') return { kind: 'in_flight' };
  }
  const words = `Order ${update.orderId} (${intent.side} ${last.filled} of ${intent.amount} ${intent.pair}) belongs to trade #${intent.tradeId}, which is not open. It is in no trade; look after it on the exchange.`;
  if (last.filled > 0) {
    bot.log.error('freqtradebot', words);
    bot.publish({ kind: 'warning', text: words });
  }
  await close(bot, intent, 'placed');
  return { kind: 'rejected', reason: `trade #${intent.tradeId} is not open` };
}

/** Whether a written order is an intent's: exchanges that are emptied now and then (testnets) give the same numbers again. */
function belongs(trade: Trade, intent: OrderIntent, orderId: string): boolean {
  const order = trade.orders.find((candidate) => candidate.orderId === orderId);
  return order !== undefined && order.side === intent.side && order.orderDate === intent.createdAt;
}

/** The order was written before, only its intent was left open: a crash or a full disk came between. */
async function closeRecorded(bot: Bot, intent: OrderIntent, recorded: Trade, update: OrderUpdate): Promise<OrderOutcome> {
  const trade = bot.state.trades.find((open) => open.id === recorded.id) ?? recorded;
  const order = trade.orders.find((candidate) => candidate.orderId === update.orderId);
  intent.state = 'placed';
  intent.tradeId = trade.id;
  bot.state.intents = bot.state.intents.filter((other) => other !== intent);
  await record(bot, { intents: [intent] });
  return order === undefined ? { kind: 'in_flight' } : { kind: 'placed', trade, order };
}

/** Whether with an order nothing is left of what a trade held when it was placed. */
function endsPosition(trade: Readonly<Trade>, order: Readonly<Order>, update: OrderUpdate): boolean {
  return isFill(update) && trade.isOpen && trade.amount > 0 && !isEntry(trade, order) && update.filled >= trade.amount;
}

/**
 * Cancels what else a trade has open before a stop on the exchange, a liquidation or somebody else is taken to have ended it: nobody would
 * look after it, and what it brings is the trade's own.
 * @returns whether none of it is open any more
 */
async function endOthers(bot: Bot, trade: Trade, ending: Order): Promise<boolean> {
  for (const other of openOrders(trade)) if (other !== ending) await cancelOrder(bot, trade, other, 'the position has ended');
  return openOrders(trade).every((other) => other === ending);
}

/**
 * Takes in the exchange's word on an open order and writes it when it changed anything. One that ends the trade's position is taken in once
 * nothing else of the trade is open.
 * @returns whether the order is done
 */
export async function applyUpdate(
  bot: Bot,
  trade: Trade,
  order: Order,
  update: OrderUpdate | StopUpdate,
  cancelReason?: string,
  keepsTrade = false,
): Promise<boolean> {
  if (endsPosition(trade, order, update)) {
    const why = trade.exitReason;
    if (!(await endOthers(bot, trade, order))) return false;
    // an exit that is cancelled takes its own reason with it
    noteExitReason(trade, why);
  }
  const before = order.filled;
  const wasOpen = order.isOpen;
  if (isFill(update)) await fundingUntilFill(bot, trade, update.at);
  const events = applyTo(trade, order, await withFees(bot, trade, order, update), {
    now: bot.now(),
    opensWith: bot.settings.marketModel.opensWith,
    keepsTrade,
    ...(cancelReason === undefined ? {} : { cancelReason }),
  });
  if (events.length > 0 || order.filled !== before || order.isOpen !== wasOpen) {
    bot.probe('before_fill_commit');
    await commitEvents(bot, trade, events);
    bot.probe('after_fill_commit');
  }
  return !order.isOpen;
}

/**
 * Cancels an open order; whatever the exchange then says of it counts, also that it was filled first.
 * @param keepsTrade of a first entry that another takes the place of
 */
export async function cancelOrder(bot: Bot, trade: Trade, order: Order, reason: string, keepsTrade = false): Promise<boolean> {
  bot.probe('before_cancel');
  await bot.store.claim.prove();
  let isAccepted = true;
  try {
    await bookOf(bot, order).cancel(order.orderId);
  } catch (error) {
    isAccepted = false;
    bot.log.info('freqtradebot', `Cancelling order ${order.orderId} of ${trade.pair} gave: ${(error as Error).message}`);
  }
  bot.probe('after_cancel');
  const update = await askAfter(bot, trade, order, isAccepted);
  if (update === null) {
    bot.log.warn('freqtradebot', `The exchange does not know order ${order.orderId} of ${trade.pair}; it is asked again.`);
    return false;
  }
  return applyUpdate(bot, trade, order, update, reason, keepsTrade);
}

/** Reason of orders that others take the place of. */
export const REPLACED = 'cancelled to be replaced by new limit order';

/** Forgets a trade that has nothing: no fill, no open order, none in flight. */
export async function forgetEmptyTrade(bot: Bot, trade: Trade, reason: string): Promise<void> {
  const order = trade.orders.at(-1);
  abandon(trade);
  if (order !== undefined) await commitEvents(bot, trade, [{ kind: 'entry_cancel', trade, order, reason, abandons: true }]);
}
