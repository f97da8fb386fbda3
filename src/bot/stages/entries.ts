import { type Adding, type EntryDecision, type ForcedEntry, planEntry } from '../../core/entry/plan-entry.ts';
import { depthAllows } from '../../core/entry/price.ts';
import type { Market } from '../../core/market/market.ts';
import type { Side, Trade } from '../../core/trade/trade.ts';
import type { Refused } from '../../core/wallet/stake.ts';
import { entryCallbacks } from '../../strategy/guard.ts';
import { entrySignal } from '../../strategy/signal.ts';
import { carryOut, logOnce, warnOnce } from '../attempt.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { makeWay } from '../cancel.ts';
import { edgeStake } from '../edge.ts';
import { type OrderOutcome, placeEntry } from '../orders.ts';
import { POSITIONS_AGE_MS } from '../positions.ts';
import { fetchRate } from '../rates.ts';
import { writeAll } from '../record.ts';
import type { OrderWish } from '../refusals.ts';
import { freshSignal, isExpiredForEntry, isLockedForEntry } from '../signals.ts';
import { account, usedSlots } from '../wallets.ts';

const BOOK_DEPTH = 50;

/** What is said before the reason of a refusal, in freqtrade's words. */
const FAILURES = {
  entry: (pair: string) => `Unable to create trade for ${pair}`,
  adjustment: (pair: string) => `Unable to adjust position of trade for ${pair}`,
  replacement: (pair: string) => `Unable to replace order for ${pair}`,
} as const;

/** Why a signal is not acted on, where its owner can do something about it. */
const OF_MONEY: ReadonlySet<Refused['refused']> = new Set([
  'insufficient_balance',
  'stake_below_minimum',
  'stake_above_maximum',
  'no_price',
]);

/** Stage 4: signals of the last closed candle become orders while there are slots. */
export async function entriesStage(bot: Bot): Promise<void> {
  if (bot.state.mode !== 'running' || !(await writeAll(bot))) return;
  for (const pair of bot.state.whitelist) {
    if (usedSlots(bot.state) >= bot.settings.entryRules.maxOpenTrades) return;
    try {
      const signal = freshSignal(bot, pair);
      const side = signal === null ? null : entrySignal(signal, bot.strategy.canShort);
      if (signal === null || side === null || isTaken(bot, pair) || isExpiredForEntry(bot, pair)) continue;
      if (isLockedForEntry(bot, pair, side)) {
        bot.log.debug('freqtradebot', `No entry into ${pair}: it was locked when the candle of its signal ended.`);
        continue;
      }
      const outcome = await enter(bot, pair, side, signal.enterTag);
      if ('refused' in outcome && OF_MONEY.has(outcome.refused))
        logOnce(bot, `${pair} entry-money`, 'freqtradebot', `Unable to create trade for ${pair}: ${outcome.detail}`);
      else bot.state.refusals.settled(`${pair} entry-money`);
      if ('refused' in outcome) bot.log.debug('freqtradebot', `No entry into ${pair}: ${outcome.detail}`);
      bot.state.refusals.settled(`${pair} entry-test`);
    } catch (error) {
      warnOnce(bot, `${pair} entry-test`, `${pair} can't be entered now: ${(error as Error).message}`);
    }
  }
}

/** What is asked for beyond a signal. */
export interface EntryOptions {
  readonly forced?: ForcedEntry;
  /** The open trade to add to. */
  readonly adding?: Adding & { readonly trade: Trade };
  /** Rate to enter at; the market is asked where it is not given. */
  readonly rate?: number;
}

/** Decides and, if it is to be, orders an entry; also for those forced from outside, and those that add to a trade. */
export async function enter(
  bot: Bot,
  pair: string,
  side: Side,
  tag: string | null,
  wish: EntryOptions = {},
): Promise<OrderOutcome | Refused> {
  const { forced = null, adding = null } = wish;
  const known = bot.state.markets.get(pair);
  if (known === undefined || !known.isActive) {
    return { refused: 'unknown_market', detail: 'Symbol does not exist or market is not active.' };
  }
  const obstacle = adding === null ? await leftThere(bot, pair) : null;
  if (obstacle !== null) return obstacle;
  const market = await withTiers(bot, known);
  const { bidsToAskDelta } = bot.settings;
  const isSignal = forced === null && adding === null;
  const found = isSignal ? (bot.state.edge?.get(pair) ?? null) : null;
  if (isSignal && bot.state.edge !== null && found === null) {
    return { refused: 'not_confirmed', detail: `${pair} is not validated by Edge` };
  }
  if (bidsToAskDelta !== null && isSignal && !depthAllows(await bot.exchange.market.orderBook(pair, BOOK_DEPTH), bidsToAskDelta)) {
    return { refused: 'depth_of_market', detail: `the order book of ${pair} does not pass check_depth_of_market` };
  }
  const rate = forced?.rate ?? wish.rate ?? (await fetchRate(bot, pair, true, side === 'short'));
  const money = await account(bot);
  const entryRules =
    found === null
      ? bot.settings.entryRules
      : {
          ...bot.settings.entryRules,
          stoploss: found.stoploss,
          stakeAmount: edgeStake(found, money.free + money.tied, money.free, bot.settings.config.edge?.allowed_risk ?? 0.01),
        };
  const now = bot.now();
  const decision: EntryDecision | Refused = planEntry(
    {
      market,
      side,
      tag,
      quote: rate === null ? null : bot.exchange.market.quote(pair, rate, now),
      account: money,
      realizedProfit: bot.state.closedProfit,
      locks: bot.state.locks,
      isTaken: bot.state.trades.some((trade) => trade.pair === pair),
      isInFlight: bot.state.intents.some((intent) => intent.pair === pair),
      now,
      forced,
      adding,
    },
    entryRules,
    bot.settings.marketModel,
    entryCallbacks(bot.strategy, () => now, strategyFailure(bot)),
  );
  if ('refused' in decision) return decision;
  const want = adding === null ? 'entry' : adding.replacingAt !== null ? 'replacement' : 'adjustment';
  const order: OrderWish = {
    owner: adding === null ? pair : `#${adding.trade.id}`,
    want,
    facts: `${decision.orderType} ${money.free}`,
  };
  // a person who asks for it is answered each time
  if (forced === null && !bot.state.refusals.mayTry(order, bot.monotonic()))
    return { refused: 'refused_before', detail: `an order of ${pair} was refused a moment ago` };
  const place = (trade: Trade | null) => placeEntry(bot, decision, market, entryRules.stoploss, trade);
  const carriedOut = (trade: Trade | null) =>
    forced === null ? carryOut(bot, order, FAILURES[want](pair), () => place(trade)) : place(trade);
  if (adding === null) return carriedOut(null);
  const { trade } = adding;
  if (!(await makeWay(bot, trade))) {
    if (trade.isOpen) bot.state.refusals.refused(order, bot.monotonic());
    return { refused: 'in_flight', detail: `an order of ${pair} could not be cancelled` };
  }
  return carriedOut(trade);
}

/** What lies on the exchange in a pair that has no trade, and would be mixed with a new one; null for nothing. @throws ExchangeError where that is not known */
async function leftThere(bot: Bot, pair: string): Promise<Refused | null> {
  if (bot.settings.isFutures) await bot.wallet.positions(bot.state, POSITIONS_AGE_MS);
  if (bot.state.unaccounted.has(pair))
    return { refused: 'foreign_position', detail: `there is a position in ${pair} that belongs to no trade` };
  if (!bot.state.strayStops.some((trade) => trade.pair === pair)) return null;
  return { refused: 'foreign_position', detail: `the stop of a closed trade still lies on the exchange in ${pair}` };
}

/** With what the exchange lends on it, where it tells. @throws ExchangeError */
async function withTiers(bot: Bot, market: Market): Promise<Market> {
  if (!bot.settings.isFutures) return market;
  const leverageTiers = await bot.exchange.leverage.tiers(market.pair);
  return leverageTiers.length === 0 ? market : { ...market, leverageTiers };
}

function isTaken(bot: Bot, pair: string): boolean {
  return bot.state.trades.some((trade) => trade.pair === pair) || bot.state.intents.some((intent) => intent.pair === pair);
}
