import type { ForcedEntry } from '../core/entry/plan-entry.ts';
import { safeExitAmount, strandedRest } from '../core/exit/exitable.ts';
import { forcedExitRate } from '../core/exit/plan-exit.ts';
import { roundTo } from '../core/market/decimal.ts';
import { roundAmount } from '../core/market/precision.ts';
import { createLock, type PairLock } from '../core/protections/lock.ts';
import { reasonOf } from '../core/reason.ts';
import { holdOnly } from '../core/trade/amend-trade.ts';
import { hasOpenOrders, type Order, type OrderType, openOrders, openStops, type Side, side, type Trade } from '../core/trade/trade.ts';
import { stakeLimits } from '../core/wallet/stake.ts';
import type { Balance } from '../exchange/ports/trading.ts';
import { PatternBounds, PatternRefused } from '../pairlists/pair-pattern.ts';
import { exitOrderCallbacks } from '../strategy/guard.ts';
import type { MarketDirection } from '../strategy/strategy.ts';
import { type Bot, strategyFailure } from './bot.ts';
import { cancelIfExitable } from './cancel.ts';
import { objectionToReplacing } from './hold.ts';
import { commitEvents } from './ledger.ts';
import { askAfter, bookOf } from './order-books.ts';
import { placeExit, resolveIntent } from './orders.ts';
import { fetchRate } from './rates.ts';
import { record } from './record.ts';
import { recoverTrade, vanishedWords } from './recover.ts';
import { exitOrderType } from './settings.ts';
import { enter } from './stages/entries.ts';
import { inOneOrder } from './stages/exits.ts';
import { wayFor } from './stop-orders.ts';
import { ownedBase } from './wallets.ts';

/** Asked of a running bot from outside; taken by the loop between two steps, never in the middle of one. */
export type Command =
  | { kind: 'start' }
  | { kind: 'stop' }
  | { kind: 'pause' }
  | { kind: 'reloadConfig' }
  | { kind: 'forceEnter'; pair: string; side: Side; tag: string; entry: ForcedEntry }
  | { kind: 'forceExit'; tradeId: string; orderType: OrderType | null; amount: number | null; price: number | null }
  | { kind: 'cancelOpenOrder'; tradeId: number }
  | { kind: 'deleteTrade'; tradeId: number }
  | { kind: 'reloadTrade'; tradeId: number }
  | { kind: 'addLocks'; locks: readonly { pair: string; until: number; side: PairLock['side']; reason: string | null }[] }
  | { kind: 'deleteLocks'; pair: string | null; lockId: number | null }
  | { kind: 'addToBlacklist'; pairs: readonly string[] }
  | { kind: 'deleteFromBlacklist'; pairs: readonly string[] }
  | { kind: 'setMarketDirection'; direction: MarketDirection };

/** What a command may give back. */
export interface CommandAnswers {
  start: { status: string };
  stop: { status: string };
  pause: { status: string };
  reloadConfig: { status: string };
  forceEnter: Trade;
  forceExit: { result: string };
  cancelOpenOrder: Trade;
  deleteTrade: { tradeId: number; cancelledOrders: number; message: string };
  reloadTrade: Trade;
  addLocks: readonly PairLock[];
  deleteLocks: readonly PairLock[];
  /** Why pairs could not be added, by pair. */
  addToBlacklist: ReadonlyMap<string, string>;
  deleteFromBlacklist: ReadonlyMap<string, string>;
  /** The direction before. */
  setMarketDirection: MarketDirection;
}

const FORCE_EXIT = 'force_exit';

/** A command that can't be done now; the message is for whoever asked. */
export class CommandRefused extends Error {
  readonly code = 'COMMAND_REFUSED';
}

export async function forceEnter(bot: Bot, command: Extract<Command, { kind: 'forceEnter' }>): Promise<Trade> {
  const { state, settings } = bot;
  if (!settings.forceEntryEnable) throw new CommandRefused('Force_entry not enabled.');
  if (state.mode !== 'running') throw new CommandRefused('trader is not running');
  if (command.side === 'short' && !settings.isFutures) throw new CommandRefused("Can't go short on Spot markets.");
  const market = state.markets.get(command.pair);
  if (market === undefined || !market.isActive) throw new CommandRefused('Symbol does not exist or market is not active.');
  if (market.quote !== settings.stakeCurrency) {
    throw new CommandRefused(`Wrong pair selected. Only pairs with stake-currency ${settings.stakeCurrency} allowed.`);
  }
  const open = state.trades.find((trade) => trade.pair === command.pair);
  if (open !== undefined) {
    if (state.vanished.has(open)) throw new CommandRefused(vanishedWords(open));
    const words = `position for ${command.pair} already open - id: ${open.id}`;
    if (!settings.adjustmentRules.isOn) throw new CommandRefused(words);
    const waiting = openOrders(open).map(({ orderId }) => orderId);
    if (waiting.length > 0) throw new CommandRefused(`${words} and has open order ${waiting.join(',')}`);
  }
  if (command.entry.stakeAmount !== null && !(command.entry.stakeAmount > 0)) {
    throw new CommandRefused(`stakeamount ${command.entry.stakeAmount} must be above 0.`);
  }
  const orderType = command.entry.orderType ?? settings.orderTypes.force_entry ?? settings.orderTypes.entry;
  const forced = { ...command.entry, orderType };
  const adding = open === undefined ? {} : { adding: { trade: open, stakeAmount: forced.stakeAmount, replacingAt: null } };
  const outcome = await orRefused(bot, `Failed to enter position for ${command.pair}`, () =>
    enter(bot, command.pair, open === undefined ? command.side : side(open), command.tag, { forced, ...adding }),
  );
  if ('refused' in outcome)
    throw new CommandRefused(outcome.refused === 'max_open_trades' ? 'Maximum number of trades is reached.' : outcome.detail);
  if (outcome.kind === 'rejected') throw new CommandRefused(`Failed to enter position for ${command.pair}: ${outcome.reason}`);
  if (outcome.kind !== 'placed') {
    throw new CommandRefused(
      `The answer to the order for ${command.pair} was lost. It is being looked up; the pair is left alone until it is known.`,
    );
  }
  return outcome.trade;
}

export async function forceExit(bot: Bot, command: Extract<Command, { kind: 'forceExit' }>): Promise<{ result: string }> {
  const { state } = bot;
  if (state.mode === 'stopped') throw new CommandRefused('trader is not running');
  if (command.tradeId === 'all') return forceExitAll(bot, command.orderType);
  const trade = state.trades.find((open) => String(open.id) === command.tradeId);
  if (trade === undefined) throw new CommandRefused('invalid argument');
  if (command.amount !== null && !(command.amount > 0)) throw new CommandRefused(`amount ${command.amount} must be above 0.`);
  await forceExitOne(bot, trade, command.orderType, command.amount, command.price);
  return { result: `Created exit order for trade ${command.tradeId}.` };
}

/** Leaves all that can be left, and names the rest. */
async function forceExitAll(bot: Bot, orderType: OrderType | null): Promise<{ result: string }> {
  const failures: string[] = [];
  const entering = bot.state.intents.filter(({ trade }) => trade !== null);
  for (const intent of entering) {
    const { kind } = await resolveIntent(bot, intent);
    if (kind === 'in_flight') failures.push(`the entry into ${intent.pair}: its order has no known outcome yet; it is being looked up`);
  }
  const unknown = failures.length;
  const trades = [...bot.state.trades];
  for (const trade of trades) {
    try {
      await forceExitOne(bot, trade, orderType, null, null);
    } catch (error) {
      failures.push(`trade ${trade.id} (${trade.pair}): ${reasonOf(error)}`);
    }
  }
  if (failures.length === 0) return { result: 'Created exit orders for all open trades.' };
  const rest = `Not left: ${failures.join('; ')}`;
  bot.log.warn('rpc', rest);
  const left = trades.length + unknown - failures.length;
  if (left === 0) throw new CommandRefused(rest);
  return { result: `Created exit orders for ${left} of ${trades.length} open trades. ${rest}` };
}

/** Whoever asked hears why it can't be done, also where the exchange or the database failed. @throws CommandRefused */
async function orRefused<T>(bot: Bot, words: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandRefused) throw error;
    const refusal = `${words}: ${reasonOf(error)}`;
    bot.log.warn('rpc', refusal);
    throw new CommandRefused(refusal);
  }
}

/** @throws CommandRefused with the reason, whatever it is */
function forceExitOne(bot: Bot, trade: Trade, orderType: OrderType | null, amount: number | null, price: number | null): Promise<void> {
  return orRefused(bot, 'Failed to exit trade', () => leaveByForce(bot, trade, orderType, amount, price));
}

async function leaveByForce(
  bot: Bot,
  trade: Trade,
  orderType: OrderType | null,
  amount: number | null,
  price: number | null,
): Promise<void> {
  if (bot.state.intents.some((intent) => intent.pair === trade.pair)) {
    throw new CommandRefused(`An order of ${trade.pair} has no known outcome yet; it is being looked up.`);
  }
  const obstacle = await objectionToReplacing(bot, trade);
  if (obstacle !== null) throw new CommandRefused(`Failed to exit trade: ${obstacle}`);
  for (const order of openOrders(trade)) {
    if (!(await cancelIfExitable(bot, trade, order, 'forcesold')) && trade.isOpen)
      throw new CommandRefused(
        `Failed to exit trade: order ${order.orderId} could not be cancelled, or what it has left could not be sold alone.`,
      );
  }
  if (!trade.isOpen || trade.amount <= 0) return;
  if (bot.state.vanished.has(trade)) throw new CommandRefused(vanishedWords(trade));
  const type = orderType ?? exitOrderType(bot.settings, 'force');
  const proposed = (type === 'market' ? null : price) ?? (await fetchRate(bot, trade.pair, false, trade.isShort));
  if (proposed === null) throw new CommandRefused(`There is no price for ${trade.pair} now.`);
  const wanted = forcedAmount(bot, trade, amount, proposed);
  const rate = forcedRate(bot, trade, { proposed, orderType: type, amount: wanted }, price !== null && orderType === 'limit');
  const part = await sellable(bot, trade, wanted);
  if (!(part > 0)) throw new CommandRefused(`amount ${amount} is less than the smallest amount of ${trade.pair}.`);
  if (part < wanted) {
    // what the trade holds now, so that selling it closes the trade
    holdOnly(trade, part);
    await commitEvents(bot, trade, []);
  }
  await orderExits(bot, trade, { amount: part, rate, orderType: type });
}

/** Orders an exit, in as many orders as the exchange wants for it; its stop makes way for the first. @throws CommandRefused */
async function orderExits(
  bot: Bot,
  trade: Trade,
  { amount, rate, orderType }: { readonly amount: number; readonly rate: number; readonly orderType: OrderType },
): Promise<void> {
  for (let left = amount; left > 0; ) {
    const part = inOneOrder(bot, trade, left);
    const way = wayFor(bot, trade);
    const outcome = await placeExit(bot, trade, { amount: part, rate, orderType, reason: FORCE_EXIT }, way.make);
    if (outcome.kind === 'held_up') {
      if (!trade.isOpen) return;
      if (!way.hasChanged) throw new CommandRefused('Failed to exit trade: its stop on the exchange could not be cancelled.');
      left = Math.min(left, trade.amount);
      continue;
    }
    if (outcome.kind === 'rejected') {
      bot.wallet.forget();
      throw new CommandRefused(`Failed to exit trade: ${outcome.reason}`);
    }
    if (outcome.kind === 'in_flight') throw new CommandRefused(`The answer to the exit of ${trade.pair} was lost; it is being looked up.`);
    left = roundTo(left - part, 12);
    if (left > 0 && outcome.order.isOpen)
      throw new CommandRefused(
        `The exchange takes no more than ${part} of ${trade.pair} in one order; force the exit of the rest when that is filled.`,
      );
  }
}

/**
 * The rate of a forced exit: the strategy is asked for it unless whoever forces the exit names one, and for its consent where all is left.
 * @throws CommandRefused where it does not agree
 */
function forcedRate(
  bot: Bot,
  trade: Readonly<Trade>,
  { proposed, orderType, amount }: { readonly proposed: number; readonly orderType: OrderType; readonly amount: number },
  isNamed: boolean,
): number {
  const { exitOrderRules } = bot.settings;
  const callbacks = exitOrderCallbacks(bot.strategy, bot.now, strategyFailure(bot));
  const asked = isNamed ? { customExitPrice: null } : callbacks;
  const rate = forcedExitRate(trade, { rate: proposed, orderType, reason: FORCE_EXIT }, exitOrderRules, asked);
  const { timeInForce } = exitOrderRules;
  const { confirmExit } = callbacks;
  if (amount >= trade.amount && confirmExit !== null && !confirmExit(trade, { rate, amount, orderType, timeInForce }, FORCE_EXIT))
    throw new CommandRefused(`User denied exit for ${trade.pair}: confirm_trade_exit of the strategy does not agree.`);
  return rate;
}

/** What is to be sold; a part must leave something that can be sold, too. */
function forcedAmount(bot: Bot, trade: Readonly<Trade>, amount: number | null, rate: number): number {
  if (amount === null || amount >= trade.amount) return trade.amount;
  const market = bot.state.markets.get(trade.pair);
  if (market !== undefined) {
    const { min } = stakeLimits(market, rate, { ...bot.settings.entryRules, stoploss: trade.stopLossRatio ?? 0 });
    const rest = strandedRest(trade, amount, rate, min);
    if (rest !== null) throw new CommandRefused(`Remaining amount of ${rest} would be too small.`);
  }
  return roundAmount(amount, trade.amountPrecision, trade.precisionMode);
}

/** @throws CommandRefused where the wallet lacks too much */
async function sellable(bot: Bot, trade: Readonly<Trade>, wanted: number): Promise<number> {
  bot.wallet.forget();
  const owned = bot.settings.isFutures ? null : await ownedBase(bot, trade);
  const amount = safeExitAmount(trade, wanted, owned);
  if (amount !== null) return amount;
  throw new CommandRefused(`Failed to exit trade: Not enough amount to exit trade. Trade-amount: ${wanted}, Wallet: ${owned}`);
}

export async function cancelOpenOrder(bot: Bot, tradeId: number): Promise<Trade> {
  if (bot.state.mode === 'stopped') throw new CommandRefused('trader is not running');
  const trade = bot.state.trades.find((open) => open.id === tradeId);
  if (trade === undefined) throw new CommandRefused('Invalid trade_id.');
  if (!hasOpenOrders(trade)) throw new CommandRefused('No open order for trade_id.');
  for (const order of openOrders(trade)) {
    const words = `Order ${order.orderId} for ${trade.pair} can't be cancelled now`;
    if (await orRefused(bot, words, () => cancelIfExitable(bot, trade, order, 'user requested order cancel'))) continue;
    throw new CommandRefused(`Order ${order.orderId} for ${trade.pair} not cancelled: it would leave what no order can sell.`);
  }
  return trade;
}

export async function deleteTrade(bot: Bot, tradeId: number): Promise<CommandAnswers['deleteTrade']> {
  const trade = bot.state.trades.find((open) => open.id === tradeId) ?? (await bot.store.trades.find(tradeId));
  if (trade === null) throw new CommandRefused(`Trade with id '${tradeId}' not found.`);
  for (const intent of bot.state.intents.filter((waiting) => waiting.tradeId === tradeId)) {
    if ((await resolveIntent(bot, intent)).kind === 'in_flight') {
      throw new CommandRefused(
        `An order of trade #${tradeId} has no known outcome yet; it is being looked up. Delete the trade when that is done, in a few seconds.`,
      );
    }
  }
  let count = 0;
  for (const order of [...openOrders(trade), ...openStops(trade)]) {
    try {
      await bookOf(bot, order).cancel(order.orderId);
      count++;
    } catch (error) {
      const reason = (error as Error).message;
      // on a market that is gone nothing can be asked for any more
      if (bot.state.markets.get(trade.pair)?.isActive === true && !(await isDone(bot, trade, order)))
        throw new CommandRefused(
          `Order ${order.orderId} of trade #${tradeId} could not be cancelled: ${reason}. Nothing was deleted, as it would be left in no trade.`,
        );
      bot.log.warn('rpc', `Order ${order.orderId} of the deleted trade #${tradeId} was not cancelled: ${reason}`);
    }
  }
  await record(bot, { removedTrades: [trade] });
  bot.state.trades = bot.state.trades.filter((open) => open !== trade);
  bot.state.strayStops = bot.state.strayStops.filter(({ id }) => id !== tradeId);
  if (!trade.isOpen) bot.state.closedProfit -= trade.closeProfitAbs ?? 0;
  return {
    tradeId,
    cancelledOrders: count,
    message: `Deleted trade #${tradeId} for pair ${trade.pair}. Closed ${count} open orders.`,
  };
}

/** Whether an order surely does nothing any more. */
async function isDone(bot: Bot, trade: Trade, order: Order): Promise<boolean> {
  try {
    return ((await askAfter(bot, trade, order))?.status ?? 'open') !== 'open';
  } catch {
    return false;
  }
}

export async function reloadTrade(bot: Bot, tradeId: number): Promise<Trade> {
  const trade = bot.state.trades.find((open) => open.id === tradeId) ?? (await bot.store.trades.find(tradeId));
  if (trade === null) throw new CommandRefused(`Could not find trade with id ${tradeId}.`);
  if (!trade.isOpen) return trade;
  try {
    await recoverTrade(bot, trade);
  } catch (error) {
    throw new CommandRefused(`The orders of ${trade.pair} can't be asked for now: ${reasonOf(error)}`);
  }
  return trade;
}

export async function addLocks(bot: Bot, command: Extract<Command, { kind: 'addLocks' }>): Promise<readonly PairLock[]> {
  const locks = command.locks.map(({ pair, until, side, reason }) =>
    createLock(pair, until, bot.now(), bot.settings.timeframeMs, reason, side),
  );
  bot.state.locks.push(...locks);
  await record(bot, { locks });
  return activeLocks(bot.state, bot.now());
}

export async function deleteLocks(bot: Bot, pair: string | null, lockId: number | null): Promise<readonly PairLock[]> {
  const ended = activeLocks(bot.state, bot.now()).filter((lock) => lock.id === lockId || (pair !== null && lock.pair === pair));
  for (const lock of ended) {
    lock.isActive = false;
    lock.endTime = bot.now();
  }
  bot.state.locks = bot.state.locks.filter((lock) => lock.isActive);
  await record(bot, { locks: ended });
  return activeLocks(bot.state, bot.now());
}

/** Balances to be shown: those of now, else those last heard. @throws CommandRefused where there are neither */
export async function shownBalances(bot: Bot): Promise<ReadonlyMap<string, Balance>> {
  try {
    return await bot.wallet.balances(bot.state).catch(() => bot.wallet.balances(bot.state, Number.POSITIVE_INFINITY));
  } catch (error) {
    throw new CommandRefused(`Error getting balances: ${reasonOf(error)}`);
  }
}

/** Locks in force at a moment, ms. */
export function activeLocks(state: { readonly locks: readonly PairLock[] }, now: number): PairLock[] {
  return state.locks.filter((lock) => lock.isActive && lock.endTime > now);
}

export function addToBlacklist(bot: Bot, pairs: readonly string[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  const listed = new Set(bot.state.blacklist);
  const bounds = new PatternBounds();
  for (const pair of listed) bounds.take(pair);
  for (const pair of pairs) {
    if (listed.has(pair)) {
      errors.set(pair, `Pair ${pair} already in pairlist.`);
      continue;
    }
    try {
      bounds.take(pair);
      listed.add(pair);
      bot.state.blacklist.push(pair);
    } catch (error) {
      if (!(error instanceof PatternRefused)) throw error;
      errors.set(pair, error.isInvalid ? `Pair ${pair} is not a valid wildcard.` : error.message);
    }
  }
  return errors;
}

export function deleteFromBlacklist(bot: Bot, pairs: readonly string[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  const listed = new Set(bot.state.blacklist);
  for (const pair of pairs) {
    if (listed.delete(pair)) bot.state.blacklist = bot.state.blacklist.filter((other) => other !== pair);
    else errors.set(pair, `Pair ${pair} is not in the current blacklist.`);
  }
  return errors;
}
