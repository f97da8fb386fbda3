import { reasonOf } from '../core/reason.ts';
import { STAGES, type Stage } from '../core/stages.ts';
import { DDosProtection, ExchangeError } from '../exchange/errors.ts';
import { beginIteration } from './attempt.ts';
import type { Bot } from './bot.ts';
import { refreshEdge } from './edge.ts';
import { refreshFunding, refreshSharedLiquidations } from './futures.ts';
import { analyzePairs, refreshCandles, refreshInformative, refreshMarkets, refreshWhitelist } from './gather.ts';
import { holdsDatabase } from './hold.ts';
import { patiently } from './patience.ts';
import { watchPositions } from './positions.ts';
import { refreshPublicTrades } from './public-trades.ts';
import { writeAll } from './record.ts';
import { watchSilence } from './silence.ts';
import { gatherSnapshot } from './snapshot.ts';
import { sourceLine } from './source-line.ts';
import { adjustmentsStage } from './stages/adjustments.ts';
import { entriesStage } from './stages/entries.ts';
import { exitsStage } from './stages/exits.ts';
import { openOrdersStage } from './stages/open-orders.ts';
import { recordWallet } from './wallet-history.ts';

/** Waits for what is gathered, and may do other things meanwhile. @returns whether to act on it */
export type Meanwhile = (gathering: Promise<void>) => Promise<boolean>;

/** One live iteration, in freqtrade's order: gather, analyse, open orders, exits, adjustments, entries, commit. */
export async function iterate(bot: Bot, meanwhile: Meanwhile = (gathering) => gathering.then(() => true)): Promise<void> {
  const { state } = bot;
  await writeAll(bot);
  if (!(await meanwhile(gather(bot)))) return;
  if (!(await holdsDatabase(bot))) {
    state.lastProcess = bot.now();
    return;
  }
  beginIteration(bot);
  for (const stage of STAGES) await TURNS[stage](bot);
  await saveMoved(bot);
  await recordWallet(bot);
  state.lastProcess = bot.now();
}

/** What each stage does. */
const TURNS: Readonly<Record<Stage, (bot: Bot) => Promise<void>>> = {
  orders: openOrdersStage,
  exits: async (bot) => {
    await watchPositions(bot);
    await refreshFunding(bot);
    await refreshSharedLiquidations(bot);
    await exitsStage(bot);
  },
  adjustments: adjustmentsStage,
  entries: entriesStage,
};

/** What waits for the exchange or the strategy and changes no trade; where the configuration changes meanwhile, it ends. */
async function gather(bot: Bot): Promise<void> {
  const { edition } = bot.state;
  const steps = [
    refreshMarkets,
    refreshWhitelist,
    refreshCandles,
    refreshInformative,
    refreshPublicTrades,
    watchSilence,
    loopStart,
    analyzePairs,
    refreshEdge,
    gatherSnapshot,
  ];
  for (const step of steps) {
    await step(bot);
    if (edition !== bot.state.edition) return;
  }
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
  const { strategy } = bot;
  if (strategy.botLoopStart === undefined) return;
  const name = `${strategy.constructor.name}.botLoopStart`;
  await patiently(
    bot,
    'botLoopStart',
    () => name,
    async () => {
      try {
        await strategy.botLoopStart?.(bot.now());
      } catch (error) {
        bot.log.error('strategy', `${name} failed: ${reasonOf(error)}${sourceLine(error)}`);
      }
    },
  );
}

const written = new WeakMap<object, string>();

/** Stops, price extremes, funding and liquidation move without an order; they are written once an iteration, and only when they did. */
async function saveMoved(bot: Bot): Promise<void> {
  const moved = bot.state.trades.filter((trade) => {
    const marks = `${trade.stopLoss}/${trade.maxRate}/${trade.minRate}/${trade.liquidationPrice}/${trade.fundingFees}`;
    const hasNews = Object.values(trade.customData).some(({ isChanged }) => isChanged);
    if (written.get(trade) === marks && !hasNews) return false;
    written.set(trade, marks);
    return true;
  });
  for (const trade of moved) bot.state.unwritten.add({ trades: [trade] });
  await writeAll(bot);
}
