import { product } from '../../core/market/decimal.ts';
import type { Market, OrderBook } from '../../core/market/market.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { OrderRequest } from '../ports/trading.ts';

/** A market order is never filled further from the best price than this, ratio. */
const SLIPPAGE = 0.05;

/** Whether an order would meet the best of the other side. */
export function crosses(request: OrderRequest, book: OrderBook): boolean {
  const best = request.side === 'buy' ? book.asks[0]?.[0] : book.bids[0]?.[0];
  if (best === undefined) return false;
  return request.side === 'buy' ? request.rate >= best : request.rate <= best;
}

/** Average price of walking the book, bounded by slippage for market orders and by the limit for others; 0 where nobody offers. */
export function fillPrice(request: OrderRequest, book: OrderBook): number {
  const levels = request.side === 'buy' ? book.asks : book.bids;
  const best = levels[0]?.[0];
  if (best === undefined) return 0;
  const isBuy = request.side === 'buy';
  const slipped = isBuy ? best * (1 + SLIPPAGE) : best * (1 - SLIPPAGE);
  const bound = request.orderType === 'limit' ? request.rate : slipped;
  let remaining = request.amount;
  let cost = 0;
  let last = best;
  for (const [price, amount] of levels) {
    if (remaining <= 0 || (isBuy ? price > bound : price < bound)) break;
    const used = Math.min(remaining, amount);
    cost += used * price;
    remaining -= used;
    last = price;
  }
  if (remaining > 0) cost += remaining * last;
  const average = cost / request.amount;
  return isBuy ? Math.min(average, bound) : Math.max(average, bound);
}

/** Filled whole, the fee taken in quote currency. @param at ms since epoch, UTC */
export function filled(update: OrderUpdate, average: number, market: Market, at: number): OrderUpdate {
  const cost = product(update.amount, average);
  const fees = [{ cost: product(cost, market.takerFee), currency: market.quote }];
  return { ...update, status: 'closed', filled: update.amount, average, cost, fees, at };
}
