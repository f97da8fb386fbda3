import type { LeverageTier } from '../core/market/leverage-tiers.ts';
import { accrueFunding, bookedFunding, lastFill, noteFunding } from '../core/trade/funding.ts';
import {
  type LiquidationRules,
  liquidationFormula,
  noteLiquidation,
  setLiquidationPrice,
  setSharedLiquidations,
} from '../core/trade/liquidation.ts';
import { entryFillDate, side, type Trade } from '../core/trade/trade.ts';
import type { Position } from '../exchange/ports/positions.ts';
import type { Bot } from './bot.ts';

const HOUR_MS = 3_600_000;
/** What was paid is asked for twice an hour, and then a little later than it was due, ms. Source: freqtrade 2026.9. */
const LISTED_EVERY_MS = HOUR_MS / 2;
const LISTED_AFTER_MS = 62_000;
/** Exchanges list payments of about three months; of a trade that is nearly as old, only those since its last fill are counted, ms. */
const LISTED_FOR_MS = 80 * 24 * HOUR_MS;

/** Sets the rate at which the exchange would close a position, after it has grown or shrunk, where that is computed of it alone. */
export function updateLiquidation(bot: Bot, trade: Trade): void {
  const market = bot.state.markets.get(trade.pair);
  if (trade.tradingMode !== 'futures' || market === undefined || bot.exchange.positions.tellsLiquidation || bot.settings.isCross) return;
  computeLiquidation(bot, trade, market.leverageTiers);
}

/** @returns whether that is news */
function computeLiquidation(bot: Bot, trade: Trade, leverageTiers: readonly LeverageTier[]): boolean {
  const market = bot.state.markets.get(trade.pair);
  const before = trade.liquidationPrice;
  if (market === undefined || (leverageTiers.length === 0 && before !== null)) return false;
  return setLiquidationPrice(trade, { ...market, leverageTiers }, rulesOf(bot));
}

function rulesOf({ exchange, settings }: Bot): LiquidationRules {
  return { formula: liquidationFormula(exchange.name), buffer: settings.liquidationBuffer };
}

/** After a fill, where the exchange closes a position: by its own word, or computed from what it lends. @returns whether that is news */
export async function askLiquidation(bot: Bot, trade: Trade): Promise<boolean> {
  if (trade.tradingMode !== 'futures') return false;
  const { positions, leverage } = bot.exchange;
  try {
    if (bot.settings.isCross && !positions.tellsLiquidation) return (await shareMargin(bot)).includes(trade);
    if (trade.amount === 0) return false;
    if (positions.tellsLiquidation) return takeLiquidation(bot, trade, await positions.open(trade.pair));
    return computeLiquidation(bot, trade, await leverage.tiers(trade.pair));
  } catch (error) {
    // it comes with the next look at all positions
    bot.log.debug('exchange', `The position in ${trade.pair} can't be asked for now: ${(error as Error).message}`);
    return false;
  }
}

/** Where all positions share their margin and that is computed: at the start and twice an hour, since prices have moved. */
export async function refreshSharedLiquidations(bot: Bot): Promise<void> {
  const { state, settings } = bot;
  if (!settings.isCross || bot.exchange.positions.tellsLiquidation) return;
  const slot = Math.floor((bot.now() - LISTED_AFTER_MS) / LISTED_EVERY_MS);
  if (slot === state.sharedLiquidationsOf) return;
  try {
    await shareMargin(bot);
    state.sharedLiquidationsOf = slot;
    state.troubles.ends('liquidation', bot.monotonic());
  } catch (error) {
    const length = state.troubles.goesOn('liquidation', bot.monotonic());
    if (length === null) return;
    bot.log.warn('exchange', `Where positions are liquidated can't be computed anew${length}: ${(error as Error).message}`);
  }
}

/** Computes where each position is liquidated that shares its margin with the others. @returns those for which that is news @throws ExchangeError */
async function shareMargin(bot: Bot): Promise<Trade[]> {
  const { state, exchange, settings } = bot;
  const pairs = state.trades.map(({ pair }) => pair);
  if (pairs.length === 0) return [];
  const tiers = new Map(await Promise.all(pairs.map(async (pair) => [pair, await exchange.leverage.tiers(pair)] as const)));
  const marks = pairs.length > 1 ? await exchange.fundingRates.marks(pairs) : new Map<string, number>();
  const stake = (await bot.wallet.balances(state)).get(settings.stakeCurrency);
  return setSharedLiquidations(
    {
      collateral: (stake?.free ?? 0) + (stake?.used ?? 0),
      trades: state.trades,
      marketOf: (pair) => {
        const market = state.markets.get(pair);
        return market === undefined ? null : { ...market, leverageTiers: tiers.get(pair) ?? [] };
      },
      markOf: ({ pair, openRate }) => marks.get(pair) ?? openRate,
    },
    rulesOf(bot),
  );
}

/** Takes the rate of liquidation of a trade out of what is held. @returns whether that is news */
export function takeLiquidation(bot: Bot, trade: Trade, positions: readonly Position[]): boolean {
  const rate = positions.find((position) => position.pair === trade.pair && position.side === side(trade))?.liquidationRate ?? null;
  return rate !== null && trade.amount > 0 && noteLiquidation(trade, rate, bot.settings.liquidationBuffer);
}

/** Once in a while, what holding the open positions has cost; a failure is reported and tried again. */
export async function refreshFunding(bot: Bot): Promise<void> {
  for (const trade of bot.state.trades) {
    const since = lastFill(trade);
    if (trade.tradingMode !== 'futures' || trade.amount === 0 || since === null) continue;
    try {
      await refreshWhenDue(bot, trade, since);
    } catch (error) {
      tellFailure(bot, trade, error);
    }
  }
}

async function refreshWhenDue(bot: Bot, trade: Trade, since: number): Promise<void> {
  const { fundingAskedAt } = bot.state;
  const now = bot.now();
  const asked = fundingAskedAt.get(trade) ?? since;
  const isListDue = Math.floor((now - LISTED_AFTER_MS) / LISTED_EVERY_MS) > Math.floor((asked - LISTED_AFTER_MS) / LISTED_EVERY_MS);
  if (isListDue && (await takePaid(bot, trade))) {
    fundingAskedAt.set(trade, now);
    return;
  }
  // before the first hour is over, nothing can be due
  if (Math.floor(now / HOUR_MS) <= Math.floor(asked / HOUR_MS)) return;
  accrueFunding(trade, await bot.exchange.fundingRates.funding(trade.pair, since), now);
  fundingAskedAt.set(trade, now);
}

/**
 * Before a fill is booked, what the position has paid until then: as the exchange lists it, else computed.
 * @param at when it filled, ms since epoch, UTC: a while ago where nobody looked
 */
export async function fundingUntilFill(bot: Bot, trade: Trade, at: number): Promise<void> {
  const { fundingAskedAt } = bot.state;
  const since = lastFill(trade);
  if (trade.tradingMode !== 'futures' || trade.amount === 0 || since === null) return;
  const asked = fundingAskedAt.get(trade) ?? since;
  // funding is due at full hours only, and may be listed a little later; of what was counted, a part may have been due after the fill
  if (Math.floor(bot.now() / HOUR_MS) <= Math.floor(Math.min(at, asked - LISTED_AFTER_MS) / HOUR_MS)) return;
  try {
    if (await takePaid(bot, trade)) {
      fundingAskedAt.set(trade, bot.now());
      return;
    }
    accrueFunding(trade, await bot.exchange.fundingRates.funding(trade.pair, since), at);
    // what is left of the position pays from this fill on
    fundingAskedAt.delete(trade);
  } catch (error) {
    tellFailure(bot, trade, error);
  }
}

/** @returns whether the exchange lists what was paid */
async function takePaid(bot: Bot, trade: Trade): Promise<boolean> {
  const opened = entryFillDate(trade);
  const last = lastFill(trade);
  if (opened === null || last === null) return false;
  const isListedWhole = bot.now() - opened < LISTED_FOR_MS;
  const paid = await bot.exchange.fundingRates.paid(trade.pair, isListedWhole ? opened : last);
  if (paid === null) return false;
  noteFunding(trade, isListedWhole ? paid : bookedFunding(trade) + paid);
  return true;
}

function tellFailure(bot: Bot, trade: Trade, error: unknown): void {
  bot.log.warn('exchange', `The funding of ${trade.pair} can't be asked for now: ${(error as Error).message}`);
}
