import { DDosProtection, ExchangeError } from '../exchange/errors.ts';
import type { Bot } from './bot.ts';
import { refreshEdge } from './edge.ts';
import { refreshFunding } from './futures.ts';
import { analyzePairs, refreshCandles, refreshInformative, refreshMarkets, refreshWhitelist } from './gather.ts';
import { holdsDatabase } from './hold.ts';
import { writeAll } from './record.ts';
import { adjustmentsStage } from './stages/adjustments.ts';
import { entriesStage } from './stages/entries.ts';
import { exitsStage } from './stages/exits.ts';
import { openOrdersStage } from './stages/open-orders.ts';
import { recordWallet } from './wallet-history.ts';

/** One live iteration, in freqtrade's order: gather, analyse, open orders, exits, adjustments, entries, commit. */
export async function iterate(bot: Bot): Promise<void> {
  const { state } = bot;
  await writeAll(bot);
  await refreshMarkets(bot);
  await refreshWhitelist(bot);
  await refreshCandles(bot);
  await refreshInformative(bot);
  await loopStart(bot);
  await analyzePairs(bot);
  await refreshEdge(bot);
  if (!(await holdsDatabase(bot))) {
    state.lastProcess = bot.now();
    return;
  }
  await openOrdersStage(bot);
  await refreshFunding(bot);
  await exitsStage(bot);
  await adjustmentsStage(bot);
  await entriesStage(bot);
  await saveMoved(bot);
  await recordWallet(bot);
  state.lastProcess = bot.now();
}

/** Between iterations: a price moved, so the trades on those pairs are tested at once. */
export async function react(bot: Bot, pairs: ReadonlySet<string>): Promise<void> {
  if (await holdsDatabase(bot)) await exitsStage(bot, pairs);
}

/** How long to wait after a failed iteration, ms; null for one that a person must look at. */
export function retryDelay(error: unknown, now: number): number | null {
  if (error instanceof DDosProtection) return Math.max(error.retryAt - now, 1000);
  if (error instanceof ExchangeError) return error.isRetryable ? 5000 : null;
  return 5000;
}

async function loopStart(bot: Bot): Promise<void> {
  if (bot.strategy.botLoopStart === undefined) return;
  try {
    await bot.strategy.botLoopStart(bot.now());
  } catch (error) {
    bot.log.error('strategy', `botLoopStart failed: ${(error as Error).message}`);
  }
}

const written = new WeakMap<object, string>();

/** Stops and price extremes move without an order; they are written once an iteration, and only when they did. */
async function saveMoved(bot: Bot): Promise<void> {
  const moved = bot.state.trades.filter((trade) => {
    const marks = `${trade.stopLoss}/${trade.maxRate}/${trade.minRate}`;
    const hasNews = Object.values(trade.customData).some(({ isChanged }) => isChanged);
    if (written.get(trade) === marks && !hasNews) return false;
    written.set(trade, marks);
    return true;
  });
  for (const trade of moved) bot.state.unwritten.add({ trades: [trade] });
  await writeAll(bot);
}
