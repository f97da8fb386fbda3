import { setImmediate } from 'node:timers/promises';
import { reasonOf } from '../core/reason.ts';
import { STAGES, type Stage } from '../core/stages.ts';
import { takeSteps } from '../core/trade/amend-trade.ts';
import type { Trade } from '../core/trade/trade.ts';
import { DDosProtection, ExchangeError } from '../exchange/errors.ts';
import { StrategyError } from '../strategy/guard.ts';
import { beginIteration } from './attempt.ts';
import { type Bot, strategyFailure } from './bot.ts';
import { refreshInformative } from './candles-beside.ts';
import { refreshEdge } from './edge.ts';
import { refreshFunding, refreshSharedLiquidations } from './futures.ts';
import { analyzePairs, refreshMarkets, refreshWhitelist } from './gather.ts';
import { holdsDatabase } from './hold.ts';
import { addKeptWithClosed } from './kept-with-closed.ts';
import { refreshCandles } from './own-candles.ts';
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
import { refreshWallet } from './wallets.ts';

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
  followSteps(bot);
  for (const stage of STAGES) {
    await TURNS[stage](bot);
    await reactNow(bot);
  }
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
    refreshWallet,
  ];
  for (const step of steps) {
    try {
      await step(bot);
    } catch (error) {
      // open trades are looked after whatever the strategy does
      if (!(error instanceof StrategyError)) throw error;
      strategyFailure(bot)(error);
    }
    if (edition !== bot.state.edition) return;
  }
}

/** Between iterations: a price moved, so the trades on those pairs are tested at once. */
export async function react(bot: Bot, pairs: ReadonlySet<string>): Promise<void> {
  if (await holdsDatabase(bot)) await exitsStage(bot, pairs);
}

/** Prices that have moved while an iteration waited for something: what they set off does not wait for its end. */
async function reactNow(bot: Bot): Promise<void> {
  bot.pushes.takeIn(bot);
  const moved = bot.pushes.takeMoved();
  if (moved.size > 0) await react(bot, moved);
}

/** What only a person can mend is tried again after this long where something depends on it, ms. */
const UNMENDED_MS = 60_000;

/**
 * How long to wait after a failed iteration, ms; null for one that a person must look at before there is trading. A bot that trades goes on
 * trying: exchanges were seen to refuse keys that are valid, and trades are left without their stops meanwhile.
 */
export function retryDelay({ state, now }: Pick<Bot, 'state' | 'now'>, error: unknown): number | null {
  if (error instanceof DDosProtection) return Math.max(error.retryAt - now(), 1000);
  if (!(error instanceof ExchangeError) || error.isRetryable) return 5000;
  return state.lastProcess > 0 || state.trades.length > 0 ? UNMENDED_MS : null;
}

/** Markets change their steps now and then: what is ordered for open trades lies on those of now. */
function followSteps({ state, log }: Bot): void {
  for (const trade of state.trades) {
    const market = state.markets.get(trade.pair);
    if (market === undefined || !takeSteps(trade, market)) continue;
    const { amountPrecision, pricePrecision } = market;
    log.info(
      'freqtradebot',
      `${trade.pair} (trade #${trade.id}) is ordered in steps of ${amountPrecision} at prices of ${pricePrecision} now.`,
    );
    state.unwritten.add({ trades: [trade] });
  }
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

/** Trades that are written before prices are looked at again: each is a transaction, and nothing is heard meanwhile. */
const WRITTEN_AT_ONCE = 4;

/** Stops, price extremes, funding and liquidation move without an order; they are written once an iteration, and only when they did. */
async function saveMoved(bot: Bot): Promise<void> {
  const moved = bot.state.trades.filter((trade) => {
    const hasNews = Object.values(trade.customData).some(({ isChanged }) => isChanged);
    return hasNews || written.get(trade) !== marksOf(trade);
  });
  for (const [index, trade] of moved.entries()) {
    // one that was left meanwhile is written with its last order
    if (!bot.state.trades.includes(trade)) continue;
    written.set(trade, marksOf(trade));
    bot.state.unwritten.add({ trades: [trade] });
    if (index % WRITTEN_AT_ONCE !== WRITTEN_AT_ONCE - 1) continue;
    await writeAll(bot);
    await setImmediate();
    await reactNow(bot);
  }
  await writeAll(bot);
  await addKeptWithClosed(bot);
  await writeAll(bot);
}

function marksOf({ stopLoss, maxRate, minRate, liquidationPrice, fundingFees }: Readonly<Trade>): string {
  return `${stopLoss}/${maxRate}/${minRate}/${liquidationPrice}/${fundingFees}`;
}
