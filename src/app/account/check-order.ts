import type { Market } from '../../core/market/market.ts';
import { roundPrice } from '../../core/market/precision.ts';
import type { StopPriceType } from '../../core/stop-on-exchange/stop-order.ts';
import type { OrderSide, OrderType } from '../../core/trade/trade.ts';
import type { StopRequest } from '../../exchange/ports/stops.ts';

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
  const { pair, pricePrecision, precisionMode } = market;
  if (!market.isActive) return `${pair} is not traded at the moment.`;
  const rate = roundPrice(bid * (1 - DISTANCE), pricePrecision, precisionMode, 'down');
  if (!(rate > 0)) return `There is no price of ${pair} that is ${DISTANCE * 100} % below its best bid, ${bid}.`;
  const amount = smallestAmount(market, rate, stake);
  return typeof amount === 'string' ? amount : { pair, amount, rate, cost: amount * rate };
}

/** As little as a market takes at a rate, base currency. @returns why that is not known, as text */
function smallestAmount(market: Market, rate: number, stake: number | null): number | string {
  const { pair, minAmount, amountPrecision, precisionMode } = market;
  const minCost = market.minCost ?? (DOLLARS.includes(market.quote) ? ENOUGH : null);
  if (minAmount === null && minCost === null && stake === null)
    return `The exchange does not tell how small an order of ${pair} may be. Say what it is to be worth with --stake-amount.`;
  const wanted = Math.max(minAmount ?? 0, ((minCost ?? 0) * (1 + VALUE_MARGIN)) / rate, (stake ?? 0) / rate);
  return roundPrice(wanted, amountPrecision, precisionMode, 'up');
}

/** The stop of a check. */
export interface FarStop extends Omit<StopRequest, 'clientOrderId'> {
  /** What is bound while it lies there: coins that are sold, or money that is spent; nothing where a position is left. */
  readonly binds: { readonly amount: number; readonly currency: string } | null;
}

export interface StopWish {
  /** How the exchange carries stops out, the usual first. */
  readonly orderTypes: readonly OrderType[];
  /** As the configuration has them; null where it says nothing. */
  readonly orderType: OrderType | null;
  readonly priceType: StopPriceType | null;
  readonly stake: number | null;
  /** Base currency that is free to be sold; null for contracts. */
  readonly freeCoins: number | null;
  /** What is held of the contract. */
  readonly held: { readonly side: 'long' | 'short'; readonly amount: number } | null;
}

/** How far behind its stop price a limit stop of a check sells or buys, ratio. */
const BEHIND = 0.01;

/**
 * A stop as small as the market takes and far away: it sells below the market, as that of a trade would; where there are no coins to sell,
 * it buys above the market.
 *
 * @returns why there is no such stop, as text
 */
export function farStop(market: Market, { bid, ask }: { readonly bid: number; readonly ask: number }, wish: StopWish): FarStop | string {
  const { pair, base, quote, pricePrecision, precisionMode } = market;
  const sale = stopFor('sell');
  if (typeof sale === 'string' || wish.freeCoins === null || sale.amount <= wish.freeCoins) return sale;
  return stopFor('buy');

  function stopFor(wanted: OrderSide): FarStop | string {
    const side = wish.held?.side === 'short' ? 'buy' : wanted;
    const away = side === 'sell' ? -1 : 1;
    const round = (rate: number) => roundPrice(rate, pricePrecision, precisionMode, side === 'sell' ? 'down' : 'up');
    const stopPrice = round((side === 'sell' ? bid : ask) * (1 + away * DISTANCE));
    // what is spent by a market order is counted in money on some exchanges
    const preferred = side === 'buy' && wish.freeCoins !== null ? 'limit' : wish.orderType;
    const orderType = wish.orderTypes.find((type) => type === preferred) ?? wish.orderTypes[0];
    if (orderType === undefined || !(stopPrice > 0)) return `No stop can be laid on ${pair}.`;
    const limitRate = orderType === 'limit' ? round(stopPrice * (1 + away * BEHIND)) : null;
    const rate = limitRate ?? stopPrice;
    const least = smallestAmount(market, side === 'sell' ? Math.min(rate, stopPrice) : bid, wish.stake);
    if (typeof least === 'string') return least;
    const amount = wish.held === null ? least : Math.min(least, wish.held.amount);
    const binds =
      wish.freeCoins === null ? null : side === 'sell' ? { amount, currency: base } : { amount: amount * rate, currency: quote };
    return { pair, side, orderType, amount, stopPrice, limitRate, priceType: wish.priceType, binds };
  }
}
