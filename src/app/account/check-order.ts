import type { Market } from '../../core/market/market.ts';
import { roundPrice } from '../../core/market/precision.ts';

/** How far below the best bid the order of a check lies, ratio. */
export const DISTANCE = 0.2;
/** What an exchange's smallest value of an order is exceeded by, since it may value orders by a price of its own, ratio. */
const VALUE_MARGIN = 0.02;

/** What an order is worth where the exchange does not tell its least: enough anywhere. */
const ENOUGH = 10;
const DOLLARS: readonly string[] = ['USDT', 'USDC', 'USD', 'EUR', 'FDUSD', 'DAI'];

/** The order of a check: amount in base currency, rate in quote currency. */
export interface FarOrder {
  readonly pair: string;
  readonly amount: number;
  readonly rate: number;
  /** What is bound while it lies there, quote currency. */
  readonly cost: number;
}

/**
 * A limit order to buy that is as small as the market takes, and so far away that nobody will sell.
 *
 * @param bid the best bid
 * @param stake what it is to be worth at least, quote currency
 * @returns why there is no such order, as text, where the market does not tell
 */
export function farOrder(market: Market, bid: number, stake: number | null): FarOrder | string {
  const { pair, minAmount, amountPrecision, pricePrecision, precisionMode } = market;
  if (!market.isActive) return `${pair} is not traded at the moment.`;
  const rate = roundPrice(bid * (1 - DISTANCE), pricePrecision, precisionMode, 'down');
  if (!(rate > 0)) return `There is no price of ${pair} that is ${DISTANCE * 100} % below its best bid, ${bid}.`;
  const minCost = market.minCost ?? (DOLLARS.includes(market.quote) ? ENOUGH : null);
  if (minAmount === null && minCost === null && stake === null)
    return `The exchange does not tell how small an order of ${pair} may be. Say what it is to be worth with --stake-amount.`;
  const wanted = Math.max(minAmount ?? 0, ((minCost ?? 0) * (1 + VALUE_MARGIN)) / rate, (stake ?? 0) / rate);
  const amount = roundPrice(wanted, amountPrecision, precisionMode, 'up');
  return { pair, amount, rate, cost: amount * rate };
}
