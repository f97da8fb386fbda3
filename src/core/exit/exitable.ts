import type { Market } from '../market/market.ts';
import { roundAmount } from '../market/precision.ts';
import { isEntry, type Order, type Trade } from '../trade/trade.ts';
import { type StakeRules, stakeLimits } from '../wallet/stake.ts';

/** A wallet that holds this part of what is to be sold, ratio, is taken for a matter of fees and rounding. Source: freqtrade 2026.9. */
const ENOUGH = 0.98;
/** What the wallet may lack before anything is to be sold, ratio. Source: freqtrade 2026.9. */
const MISSING = 2 - 0.981;

/**
 * Amount that can be sold: what is wanted, or what the wallet has where a little is missing, in whole steps. Null where too much is missing.
 *
 * @param owned free and used of the base currency; null where nothing of what the trade holds can be missing
 */
export function safeExitAmount(trade: Readonly<Trade>, wanted: number, owned: number | null): number | null {
  const there = owned === null ? wanted : Math.min(owned, wanted);
  if (there < wanted * ENOUGH) return null;
  const amount = roundAmount(there, trade.amountPrecision, trade.precisionMode);
  if (amount > 0) return amount;
  // less than a step: whoever is asked for it says why not
  return there === wanted ? wanted : null;
}

/** Whether selling so much of what is wanted leaves nothing that could be sold later: the wallet has no more, or the rest is no step. */
export function isAllThereIs(trade: Readonly<Trade>, amount: number, wanted: number, owned: number | null): boolean {
  return amount < wanted && (wanted >= trade.amount || (owned !== null && owned < wanted));
}

/** Whether the wallet holds about what a trade says. */
export function holdsTrade(trade: Readonly<Trade>, owned: number): boolean {
  return owned * MISSING >= trade.amount;
}

/**
 * Whether cancelling a partly filled order leaves something that no order can sell: of an entry what it has brought, of an exit what it
 * has left. Computed with the reserve of new stakes at the open rate, as in freqtrade 2026.9, and with the bare minimum at the order's;
 * of positions with leverage, by what they are worth, which is what the market's minimum is about.
 */
export function strandsByCancel(trade: Readonly<Trade>, order: Readonly<Order>, market: Market | null, rules: StakeRules): boolean {
  const filled = order.filled ?? 0;
  if (!(filled > 0) || market === null) return false;
  const entering = isEntry(trade, order);
  const left = entering ? trade.amount + filled : trade.amount - filled;
  if (left <= 0) return false;
  const openRate = trade.openRate || order.ftPrice;
  const { min } = stakeLimits(market, openRate, rules);
  if (min !== null && left * openRate < min) return true;
  const value = left * (order.price ?? order.ftPrice);
  return left < (market.minAmount ?? 0) || value < (market.minCost ?? 0);
}

/** What a part taken out would leave, where that is less than the market takes; null where it is enough or nothing. Quote currency. */
export function strandedRest(trade: Readonly<Trade>, part: number, rate: number, minStake: number | null): number | null {
  const rest = (trade.amount - part) * rate;
  return minStake !== null && rest !== 0 && rest < minStake ? rest : null;
}

/** What of an amount one order is for: all of it, or one of as many equal parts as it takes, so that none is too small. Base currency, on the grid. */
export function amountOfOneOrder(trade: Readonly<Trade>, amount: number, most: number | null): number {
  if (most === null || !(most > 0) || amount <= most) return amount;
  return roundAmount(amount / Math.ceil(amount / most), trade.amountPrecision, trade.precisionMode);
}
