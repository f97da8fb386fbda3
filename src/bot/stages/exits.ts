import { decideExit, type ExitDecision, isStop, NO_SIGNAL } from '../../core/exit/decide-exit.ts';
import { amountOfOneOrder, isAllThereIs, safeExitAmount, strandedRest } from '../../core/exit/exitable.ts';
import { forcedExitRate, NO_EXIT_ORDER_CALLBACKS, orderTypeOf, planExit } from '../../core/exit/plan-exit.ts';
import { candleStart } from '../../core/market/candle-calendar.ts';
import type { Quote } from '../../core/market/market.ts';
import { holdOnly, noteExitReason } from '../../core/trade/amend-trade.ts';
import { hasOpenOrders, type OrderType, openStops, side, type Trade } from '../../core/trade/trade.ts';
import { stakeLimits } from '../../core/wallet/stake.ts';
import { exitCallbacks, exitOrderCallbacks } from '../../strategy/guard.ts';
import { exitSignal } from '../../strategy/signal.ts';
import { carryOut, noteRefusal, warnOnce } from '../attempt.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { makeWay } from '../cancel.ts';
import { commitEvents } from '../ledger.ts';
import { placeExit } from '../orders.ts';
import { fetchRate } from '../rates.ts';
import { recoverMissing } from '../recover.ts';
import type { OrderWish } from '../refusals.ts';
import { exitOrderType } from '../settings.ts';
import { freshSignal } from '../signals.ts';
import { clearStrayStops, wayFor } from '../stop-orders.ts';
import { ownedBase } from '../wallets.ts';
import { tendStop } from './stops.ts';

/**
 * Stage 2: every open trade with a position and nothing in flight is tested for a reason to leave. An order that waits makes way for an
 * exit that differs from it.
 * @param pairs those whose price has moved between two iterations; their open orders then make way for stops only
 */
export async function exitsStage(bot: Bot, pairs: ReadonlySet<string> | null = null): Promise<void> {
  for (const trade of [...bot.state.trades]) {
    if (pairs !== null && !pairs.has(trade.pair)) continue;
    if (trade.amount <= 0) continue;
    const inFlight = bot.state.intents.filter((intent) => intent.pair === trade.pair);
    // while it is not known whether a stop lies on the exchange, the bot watches it: what comes second finds nothing to sell
    if (inFlight.some(({ kind }) => kind !== 'stop')) continue;
    const subject = `#${trade.id} exit-test`;
    try {
      if (pairs === null) await compareHolding(bot, trade);
      if (bot.state.vanished.has(trade)) continue;
      if (pairs === null && trade.isOpen) await protect(bot, trade);
      if (trade.isOpen && trade.amount > 0) await exitOne(bot, trade, inFlight.length > 0 || (pairs !== null && hasOpenOrders(trade)));
      bot.state.refusals.settled(subject);
    } catch (error) {
      warnOnce(bot, subject, `${trade.pair} can't be tested for an exit now: ${(error as Error).message}`);
    }
  }
  if (pairs === null) await clearStrayStops(bot);
}

/** Looks whether the account holds what the trade does; where that can't be asked for, the trade is looked after all the same. */
async function compareHolding(bot: Bot, trade: Trade): Promise<void> {
  const subject = `#${trade.id} holding-test`;
  try {
    await recoverMissing(bot, trade);
    bot.state.refusals.settled(subject);
  } catch (error) {
    warnOnce(bot, subject, `What the account holds of ${trade.pair} can't be asked for now: ${(error as Error).message}`);
  }
}

/** Sees to it that the trade has its stop on the exchange; where that is refused, the trade is left, if the strategy agrees. */
async function protect(bot: Bot, trade: Trade): Promise<void> {
  const subject = `#${trade.id} stop-test`;
  let rate: number | null = null;
  try {
    rate = await tendStop(bot, trade);
    bot.state.refusals.settled(subject);
  } catch (error) {
    warnOnce(bot, subject, `The stop of ${trade.pair} on the exchange can't be looked after now: ${(error as Error).message}`);
  }
  if (rate === null) return;
  const { confirmExit } = exitOrderCallbacks(bot.strategy, bot.now, strategyFailure(bot));
  const orderType = exitOrderType(bot.settings, 'emergency');
  const facts = { rate, amount: trade.amount, orderType, timeInForce: bot.settings.timeInForce.exit };
  if (confirmExit !== null && !confirmExit(trade, facts, 'emergency_exit')) return;
  await leaveUnasked(bot, trade, { want: 'emergency_exit', amount: trade.amount, rate, orderType, reason: 'emergency_exit' });
}

/** Whether the exchange acts on the stop of a trade by itself; while it does not know it, the bot does. */
function isStoppedElsewhere({ exchange, state }: Bot, trade: Readonly<Trade>): boolean {
  const stops = openStops(trade);
  return exchange.stops.actsByItself && stops.length > 0 && !stops.some((order) => state.missingSince.has(order));
}

async function exitOne(bot: Bot, trade: Trade, stopsOnly: boolean): Promise<void> {
  const proposed = await fetchRate(bot, trade.pair, false, trade.isShort);
  if (proposed === null) {
    warnOnce(
      bot,
      `#${trade.id} exit-rate`,
      `${trade.pair} shows no price to leave it at: neither its stop nor anything else can be tested.`,
    );
    return;
  }
  bot.state.refusals.settled(`#${trade.id} exit-rate`);
  const now = bot.now();
  const sink = strategyFailure(bot);
  const found = freshSignal(bot, trade.pair);
  const signal = found === null ? NO_SIGNAL : exitSignal(found, side(trade));
  const quote = bot.exchange.market.quote(trade.pair, proposed, now);
  const { exitRules } = bot.settings;
  const rules = isStoppedElsewhere(bot, trade) ? { ...exitRules, stopLiesElsewhere: true } : exitRules;
  const decisions = decideExit(
    trade,
    quote,
    signal,
    rules,
    exitCallbacks(bot.strategy, () => now, sink),
  );
  for (const decision of decisions) {
    if (stopsOnly && !isStop(decision)) continue;
    if (!bot.settings.marketModel.repeatsExits && hasOpenOrders(trade) && isOrderedThisCandle(bot, trade, decision.reason)) continue;
    if (await leave(bot, trade, decision, quote, null)) return;
  }
}

/** An exit whose order waits is thought over once a candle, lest its price be chased. Source: freqtrade 2026.9. */
function isOrderedThisCandle(bot: Bot, trade: Readonly<Trade>, reason: string): boolean {
  return bot.state.exitsOrdered.get(`#${trade.id} ${reason}`) === candleStart(bot.now(), bot.settings.timeframeMs);
}

/** Remembers that an exit was ordered; those of candles before are forgotten. */
function noteOrdered(bot: Bot, trade: Readonly<Trade>, reason: string): void {
  const { exitsOrdered } = bot.state;
  const candle = candleStart(bot.now(), bot.settings.timeframeMs);
  for (const [key, at] of exitsOrdered) if (at < candle) exitsOrdered.delete(key);
  exitsOrdered.set(`#${trade.id} ${reason}`, candle);
}

/**
 * Prices, confirms and places an exit; what else is open of the trade is cancelled first. What was refused a moment ago waits.
 * @param part amount to take out; null for all
 * @returns whether the decision is settled: false where it has to wait, the strategy refuses, or an open order does the same
 */
export async function leave(bot: Bot, trade: Trade, decision: ExitDecision, quote: Quote, part: number | null): Promise<boolean> {
  const { exitRules, exitOrderRules, marketModel } = bot.settings;
  const orderType = orderTypeOf(decision, exitOrderRules);
  const wanted = inOneOrder(bot, trade, Math.min(part ?? trade.amount, trade.amount));
  const wish = await exitWish(bot, trade, decision.type, orderType, wanted);
  if (!bot.state.refusals.mayTry(wish.wish, bot.monotonic())) return false;
  if (wish.amount === null) {
    noteRefusal(
      bot,
      wish.wish,
      `${failureOf(wish.wish, trade)}: Not enough amount to exit trade. Trade-amount: ${wanted}, Wallet: ${wish.owned}`,
    );
    return true;
  }
  const size = { amount: wish.amount, isPart: part !== null };
  const callbacks = exitOrderCallbacks(bot.strategy, bot.now, strategyFailure(bot));
  const plan = planExit(trade, decision, size, quote, { exit: exitRules, order: exitOrderRules }, marketModel, callbacks);
  if (plan?.isWaiting === true && marketModel.renamesExits) noteExitReason(trade, decision.reason);
  if (plan === null || plan.isWaiting) return false;
  const { rate } = plan;
  if (hasOpenOrders(trade) && !(await makeWay(bot, trade))) {
    if (trade.isOpen) bot.state.refusals.refused(wish.wish, bot.monotonic());
    return true;
  }
  for (let isDone = false; !isDone; ) {
    // making way may have filled a part of what was open, so that the trade holds more or less now
    const left = inOneOrder(bot, trade, Math.min(part ?? trade.amount, trade.amount));
    // a part that would strand the rest now is thought over anew
    if (wholeOrPart(bot, trade, left, rate) !== left) return true;
    const again = left === wanted ? wish : await exitWish(bot, trade, decision.type, orderType, left);
    if (again.amount === null) return true;
    const { amount } = again;
    const isAll = isAllThereIs(trade, amount, left, again.owned);
    isDone = await order(bot, trade, wish.wish, { amount, isAllThereIs: isAll, rate, orderType, reason: decision.reason });
  }
  return true;
}

/** A part, or everything where the part would leave what no order can sell. */
function wholeOrPart(bot: Bot, trade: Readonly<Trade>, part: number, rate: number): number {
  const market = bot.state.markets.get(trade.pair);
  if (market === undefined || part >= trade.amount) return trade.amount;
  const { min } = stakeLimits(market, rate, bot.settings.entryRules, trade.leverage);
  return strandedRest(trade, part, rate, min) === null ? part : trade.amount;
}

/** What the exchange takes in one order; the rest is left with the next. */
export function inOneOrder({ state }: Bot, trade: Readonly<Trade>, amount: number): number {
  return amountOfOneOrder(trade, amount, state.markets.get(trade.pair)?.maxAmount ?? null);
}

interface ExitOrder {
  readonly amount: number;
  /** Nothing more can be sold: the wallet has no more than that, or the rest is less than a step. */
  readonly isAllThereIs: boolean;
  readonly rate: number;
  readonly orderType: OrderType;
  readonly reason: string;
}

/** What is wished, and the amount that the wallet has for it; null where too much is missing. */
async function exitWish(
  bot: Bot,
  trade: Readonly<Trade>,
  want: string,
  orderType: OrderType,
  wanted: number,
): Promise<{ wish: OrderWish; amount: number | null; owned: number | null }> {
  const owned = bot.settings.isFutures ? null : await ownedFor(bot, trade, wanted);
  return {
    wish: { owner: `#${trade.id}`, want, facts: `${orderType} ${wanted} ${owned}` },
    amount: safeExitAmount(trade, wanted, owned),
    owned,
  };
}

/** What is known of the wallet is good enough where it is enough: a stop does not wait for a request. */
async function ownedFor(bot: Bot, trade: Readonly<Trade>, wanted: number): Promise<number> {
  const known = await ownedBase(bot, trade, Number.POSITIVE_INFINITY);
  return known >= wanted ? known : ownedBase(bot, trade);
}

/** What is said before the reason of a refusal, in freqtrade's words. */
function failureOf({ want }: OrderWish, { pair }: Readonly<Trade>): string {
  if (want === 'emergency_exit') return `Unable to emergency exit trade ${pair}`;
  return want === 'replacement' ? `Unable to replace order for ${pair}` : `Unable to exit trade ${pair}`;
}

/**
 * Orders an exit; the trade's stop on the exchange makes way for it once it is on disk, so that the trade is not left with neither.
 * @returns false where the stop has sold a part before it went, so that less is to be left now
 */
async function order(bot: Bot, trade: Trade, wish: OrderWish, exit: ExitOrder): Promise<boolean> {
  if (exit.isAllThereIs && exit.amount < trade.amount) {
    bot.log.info('freqtradebot', `${trade.pair} - Falling back to wallet-amount ${exit.amount}, the trade says ${trade.amount}.`);
    // what the trade holds now, so that selling it closes the trade, also after a restart
    holdOnly(trade, exit.amount);
    await commitEvents(bot, trade, []);
  }
  const { amount, rate, orderType, reason } = exit;
  const way = wayFor(bot, trade);
  const place = () => placeExit(bot, trade, { amount, rate, orderType, reason }, way.make);
  const outcome = await carryOut(bot, wish, failureOf(wish, trade), place);
  if (outcome.kind === 'held_up') {
    if (way.hasChanged) return false;
    if (trade.isOpen) bot.state.refusals.refused(wish, bot.monotonic());
  } else if (outcome.kind !== 'rejected') noteOrdered(bot, trade, reason);
  return true;
}

/**
 * An exit that nobody is asked about: an emergency, or one in the place of another. A limit order may get the price that the strategy wishes.
 * @param amount base currency
 */
export async function leaveUnasked(
  bot: Bot,
  trade: Trade,
  exit: { want: string; amount: number; rate: number; orderType: OrderType; reason: string },
): Promise<void> {
  const { want, orderType, reason } = exit;
  const { marketModel, exitOrderRules } = bot.settings;
  const isPriced = want !== 'replacement' || marketModel.replacement.pricesExits;
  const asked = isPriced ? exitOrderCallbacks(bot.strategy, bot.now, strategyFailure(bot)) : NO_EXIT_ORDER_CALLBACKS;
  const rate = forcedExitRate(trade, exit, exitOrderRules, asked);
  const wanted = exit.amount > 0 ? inOneOrder(bot, trade, wholeOrPart(bot, trade, Math.min(exit.amount, trade.amount), rate)) : 0;
  const { wish, amount, owned } = await exitWish(bot, trade, want, orderType, wanted);
  if (!(wanted > 0) || !bot.state.refusals.mayTry(wish, bot.monotonic())) return;
  if (amount === null) {
    noteRefusal(bot, wish, `${failureOf(wish, trade)}: Not enough amount to exit trade. Trade-amount: ${wanted}, Wallet: ${owned}`);
    return;
  }
  if (hasOpenOrders(trade) && !(await makeWay(bot, trade))) {
    if (trade.isOpen) bot.state.refusals.refused(wish, bot.monotonic());
    return;
  }
  const isAll = isAllThereIs(trade, amount, wanted, owned);
  const ordered = () => order(bot, trade, wish, { amount: Math.min(amount, trade.amount), isAllThereIs: isAll, rate, orderType, reason });
  while (!(await ordered()));
}
