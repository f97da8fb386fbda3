import type { OrderIntent } from '../core/order/intent.ts';
import type { Trade } from '../core/trade/trade.ts';
import { ChangeRefused } from '../database/errors.ts';
import type { Bot } from './bot.ts';
import { writeProblem } from './record.ts';

/** An intent that an earlier process left: whatever it had sent ended with it. */
export function adoptIntent(bot: Bot, intent: OrderIntent): void {
  bot.state.intents.push(intent);
  bot.state.settledAt.set(intent, bot.monotonic());
}

/** Takes in what the database knows, in place of what is remembered. */
export async function readDatabase(bot: Bot): Promise<void> {
  const { state, store } = bot;
  state.generation = store.claim.generation;
  state.unwritten.clear();
  state.trades = await store.trades.open();
  state.strayStops = await store.trades.withStrayStops();
  bot.restoreOrders?.([...state.trades, ...state.strayStops]);
  state.locks = await store.records.locks();
  state.intents = [];
  state.closedProfit = store.history.facts().reduce((sum, fact) => sum + fact.profitAbs, 0);
  for (const intent of await store.intents.pending()) {
    bot.log.warn(
      'freqtradebot',
      `Order ${intent.clientOrderId} (${intent.side} ${intent.amount} ${intent.pair}) was in flight when the bot ended; looking it up.`,
    );
    adoptIntent(bot, intent);
  }
}

/**
 * Whether this bot may order anything: the database keeps what is written, and no other bot has it. When another one had it in between,
 * what is remembered counts no more.
 */
export async function holdsDatabase(bot: Bot): Promise<boolean> {
  const { state, store } = bot;
  try {
    await store.claim.prove();
    if (store.claim.generation !== state.generation) {
      await store.history.reread();
      await readDatabase(bot);
      tell(bot, 'Another bot had the database in between: its trades, orders and locks are read anew.');
    }
  } catch (error) {
    const reason = (error as Error).message;
    if (state.holdProblem !== reason) tell(bot, `Nothing is ordered until this is mended: ${reason}`);
    state.holdProblem = reason;
    return false;
  }
  if (state.holdProblem !== null) tell(bot, 'The database is as it should be again, orders are placed.');
  state.holdProblem = null;
  return true;
}

/**
 * Whether an order may be prepared: a new position only when everything is on disk, an exit when its trade is known there and its intent can
 * be written down somewhere. What else is not written is what the exchange says of orders whose intents are.
 * @param trade that the order belongs to; null for one that starts a trade
 * @returns what stands in the way
 */
export async function objection(bot: Bot, trade: { readonly id: number } | null, isEntry: boolean): Promise<string | null> {
  if (!(await holdsDatabase(bot))) return bot.state.holdProblem;
  const problem = await writeProblem(bot);
  if (problem === null) return null;
  const isOfKnown = !isEntry && trade !== null && trade.id !== 0;
  if (isOfKnown && (problem instanceof ChangeRefused || bot.store.intents.hasSpare)) return null;
  return `the database does not take what happened before: ${problem.message}`;
}

/**
 * Whether what a trade has on the exchange may be taken away, a stop or an order that waits, for another to take its place: the other would
 * have to be written first, and where that can't be done the trade would be left with neither. The trade is written to find out.
 * @returns what stands in the way
 */
export async function objectionToReplacing(bot: Bot, trade: Trade): Promise<string | null> {
  bot.state.unwritten.add({ trades: [trade] });
  return objection(bot, trade, false);
}

function tell(bot: Bot, text: string): void {
  bot.log.warn('persistence', text);
  bot.publish({ kind: 'warning', text });
}
