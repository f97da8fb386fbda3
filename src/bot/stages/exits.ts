import { boundCustomPrice } from '../../core/entry/price.ts';
import { decideExit, type ExitDecision, NO_SIGNAL } from '../../core/exit/decide-exit.ts';
import { exitRate } from '../../core/exit/exit-rate.ts';
import { roundPrice } from '../../core/market/precision.ts';
import { hasSimilarOrder } from '../../core/order/similar.ts';
import { profitRatioAt } from '../../core/trade/profit.ts';
import { exitSide, hasOpenOrders, side, type Trade } from '../../core/trade/trade.ts';
import { exitCallbacks, guarded } from '../../strategy/guard.ts';
import { exitSignal } from '../../strategy/signal.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { makeWay, placeExit } from '../orders.ts';
import { fetchRate } from '../rates.ts';
import { exitOrderType } from '../settings.ts';
import { freshSignal } from '../signals.ts';

/**
 * Stage 2: every open trade with a position and nothing in flight is tested for a reason to leave. An order that waits makes way for an
 * exit that differs from it.
 * @param pairs those whose price has moved between two iterations; their open orders then make way for stops only
 */
export async function exitsStage(bot: Bot, pairs: ReadonlySet<string> | null = null): Promise<void> {
  for (const trade of [...bot.state.trades]) {
    if (pairs !== null && !pairs.has(trade.pair)) continue;
    if (trade.amount <= 0) continue;
    if (bot.state.intents.some((intent) => intent.pair === trade.pair)) continue;
    try {
      await exitOne(bot, trade, pairs !== null && hasOpenOrders(trade));
    } catch (error) {
      bot.log.warn('freqtradebot', `${trade.pair} can't be tested for an exit now: ${(error as Error).message}`);
    }
  }
}

async function exitOne(bot: Bot, trade: Trade, stopsOnly: boolean): Promise<void> {
  const proposed = await fetchRate(bot, trade.pair, false, trade.isShort);
  if (proposed === null) return;
  const now = bot.now();
  const sink = strategyFailure(bot);
  const found = freshSignal(bot, trade.pair);
  const signal = found === null ? NO_SIGNAL : exitSignal(found, side(trade));
  const quote = bot.exchange.quote(trade.pair, proposed, now);
  const decisions = decideExit(trade, quote, signal, bot.settings.exitRules, exitCallbacks(bot.strategy, now, sink));
  for (const decision of decisions) {
    if (stopsOnly && !isStop(decision)) continue;
    if (await leave(bot, trade, decision, exitRate(trade, decision, quote, bot.settings.exitRules.roi), null)) return;
  }
}

function isStop({ type }: ExitDecision): boolean {
  return type === 'stop_loss' || type === 'trailing_stop_loss' || type === 'liquidation';
}

/**
 * Prices, confirms and places an exit; what else is open of the trade is cancelled first.
 * @param part amount to take out; null for all
 * @returns whether the decision is settled: false where the strategy refuses or an open order does the same
 */
export async function leave(bot: Bot, trade: Trade, decision: ExitDecision, proposedRate: number, part: number | null): Promise<boolean> {
  const now = bot.now();
  const rate = customRate(bot, trade, decision, proposedRate, now);
  if (part === null && !isConfirmed(bot, trade, decision, rate, now)) return false;
  if (hasSimilarOrder(trade, exitSide(trade), rate, part ?? trade.amount)) return false;
  if (hasOpenOrders(trade) && !(await makeWay(bot, trade))) return true;
  const orderType = exitOrderType(bot.settings, isStop(decision) ? 'stop' : 'normal');
  await placeExit(bot, trade, { amount: Math.min(part ?? trade.amount, trade.amount), rate, orderType, reason: decision.reason });
  return true;
}

function customRate(bot: Bot, trade: Trade, decision: ExitDecision, rate: number, now: number): number {
  const { strategy } = bot;
  let price = rate;
  const isPriced = decision.type === 'exit_signal' || decision.type === 'custom_exit' || decision.type === 'partial_exit';
  if (strategy.customExitPrice !== undefined && isPriced) {
    const context = {
      pair: trade.pair,
      trade,
      currentTime: now,
      currentRate: rate,
      currentProfit: profitRatioAt(trade, rate),
      proposedRate: rate,
      exitTag: decision.reason,
    };
    const asked = guarded(strategy, 'customExitPrice', () => strategy.customExitPrice!(context), rate, strategyFailure(bot));
    price = boundCustomPrice(asked, rate, bot.settings.entryRules.customPriceMaxDistanceRatio);
  }
  return roundPrice(price, trade.pricePrecision, trade.precisionMode);
}

function isConfirmed(bot: Bot, trade: Trade, decision: ExitDecision, rate: number, now: number): boolean {
  const { strategy } = bot;
  if (strategy.confirmTradeExit === undefined || decision.type === 'liquidation') return true;
  const context = {
    pair: trade.pair,
    trade,
    currentTime: now,
    currentRate: rate,
    currentProfit: profitRatioAt(trade, rate),
    orderType: exitOrderType(bot.settings, 'normal'),
    amount: trade.amount,
    timeInForce: bot.settings.timeInForce.exit,
    exitReason: decision.reason,
  };
  return guarded(strategy, 'confirmTradeExit', () => strategy.confirmTradeExit!(context), false, strategyFailure(bot));
}
