import { DDosProtection, OrderRejected } from '../exchange/errors.ts';
import type { Bot } from './bot.ts';
import type { OrderOutcome } from './orders.ts';
import { keyOf, type OrderWish } from './refusals.ts';

/** Says once in the log what can't be done now, until it is settled. */
export function logOnce(bot: Bot, subject: string, module: string, words: string): void {
  if (bot.state.refusals.isNews(subject, words)) bot.log.warn(module, words);
}

/** Says once, in the log and to whoever listens, what keeps something from being done. */
export function warnOnce(bot: Bot, subject: string, words: string): void {
  if (!bot.state.refusals.isNews(subject, words)) return;
  bot.log.warn('freqtradebot', words);
  bot.publish({ kind: 'warning', text: words });
}

/** Notes that a wish could not be carried out, and says so once. */
export function noteRefusal(bot: Bot, wish: OrderWish, words: string, cause?: unknown): void {
  bot.state.refusals.refused(wish, bot.monotonic(), askedToWait(bot, cause));
  warnOnce(bot, keyOf(wish), words);
}

/** How long the exchange wants to be left alone, where an order was not sent for that; ms, null for another reason. */
function askedToWait({ now }: Bot, cause: unknown): number | null {
  const asked = cause instanceof OrderRejected ? cause.cause : null;
  return asked instanceof DDosProtection ? Math.max(asked.retryAt - now(), 0) : null;
}

/** Orders what is wished and notes what became of it. @param words what to say before the reason of a refusal */
export async function carryOut(bot: Bot, wish: OrderWish, words: string, order: () => Promise<OrderOutcome>): Promise<OrderOutcome> {
  const outcome = await order();
  if (outcome.kind === 'held_up') return outcome;
  if (outcome.kind === 'rejected') {
    // what it was refused for may be the wallet
    bot.wallet.forget();
    noteRefusal(bot, wish, `${words}: ${outcome.reason}`, outcome.cause);
  } else bot.state.refusals.passed(wish);
  return outcome;
}

/** Begins an iteration: what was refused may be tried once more when its time has come. */
export function beginIteration(bot: Bot): void {
  const { state } = bot;
  state.refusals.iteration++;
  const owners = new Set([...state.trades.map((trade) => `#${trade.id}`), ...state.trades.map((trade) => trade.pair), ...state.whitelist]);
  state.refusals.keepOnly((owner) => owners.has(owner));
}
