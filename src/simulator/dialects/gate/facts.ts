import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Fill, feeOf, left, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How Gate writes what there is on spot: prices and amounts as text, times in seconds. Source: Gate, "API v4", spot. */

export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '8h': 28_800_000,
  '1d': 86_400_000,
  '7d': 604_800_000,
};

export function wireId({ base, quote }: MarketSymbol): string {
  return `${base}_${quote}`;
}

export function priceText(symbol: MarketSymbol, price: number): string {
  return price.toFixed(decimals(symbol.tickSize));
}

export function currencyPair(exchange: Exchange, symbol: MarketSymbol): object {
  return {
    id: wireId(symbol),
    base: symbol.base,
    quote: symbol.quote,
    fee: decimalText(exchange.fee * 100),
    min_base_amount: decimalText(symbol.minQty),
    min_quote_amount: decimalText(symbol.minNotional),
    amount_precision: decimals(symbol.stepSize),
    precision: decimals(symbol.tickSize),
    trade_status: 'tradable',
    sell_start: 0,
    buy_start: 0,
    type: 'normal',
  };
}

/** The range of a request for candles: from one time to another, or so many up to now. Ends in ms, both of them openings. */
export function candleRange(params: URLSearchParams, length: number, now: number, most: number): { first: number; last: number } | null {
  const align = (ms: number) => Math.floor(ms / length) * length;
  const last = align(params.has('to') ? Math.min(Number(params.get('to')) * 1000, now) : now);
  if (!params.has('from')) return { first: last - (Math.min(Number(params.get('limit') ?? 100), most) - 1) * length, last };
  const from = Number(params.get('from')) * 1000;
  const first = align(from + length - 1);
  return (last - first) / length >= most ? null : { first, last };
}

/** Seconds, value in quote, close, high, low, open, volume, whether it has ended. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): string[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const price = (value: number) => priceText(symbol, value);
  return [
    String(start / 1000),
    decimalText(bar.volume * ((bar.open + bar.close) / 2)),
    price(bar.close),
    price(bar.high),
    price(bar.low),
    price(bar.open),
    decimalText(bar.volume),
    String(exchange.now() >= start + length),
  ];
}

export function dayBar(exchange: Exchange, symbol: MarketSymbol) {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  return exchange.bar(symbol, minute - 86_400_000, minute)!;
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const bar = dayBar(exchange, symbol);
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  return {
    currency_pair: wireId(symbol),
    last: priceText(symbol, last),
    lowest_ask: priceText(symbol, asks[0]?.[0] ?? 0),
    highest_bid: priceText(symbol, bids[0]?.[0] ?? 0),
    change_percentage: ((last / bar.open - 1) * 100).toFixed(2),
    base_volume: decimalText(bar.volume),
    quote_volume: decimalText(bar.volume * last),
    high_24h: priceText(symbol, Math.max(bar.high, last)),
    low_24h: priceText(symbol, Math.min(bar.low, last)),
  };
}

function finishedAs({ status, type, timeInForce }: Order): string {
  if (status === 'open') return 'open';
  if (status === 'filled') return 'filled';
  return status === 'expired' && (type === 'market' || timeInForce !== 'GTC') ? 'ioc' : 'cancelled';
}

/** What an order to buy at market price was to spend, by order. */
export type Costs = ReadonlyMap<number, number>;

/** An order whole, as every call about orders answers. One to buy at market price has a cost where others have an amount. */
export function orderRow(order: Order, costs: Costs): Record<string, unknown> {
  const { symbol } = order;
  const cost = costs.get(order.id);
  const isOpen = order.status === 'open';
  return {
    id: String(order.id),
    text: order.clientId.startsWith('sim-') ? 'apiv4' : order.clientId,
    amend_text: '-',
    create_time: String(Math.floor(order.time / 1000)),
    update_time: String(Math.floor(order.updateTime / 1000)),
    create_time_ms: order.time,
    update_time_ms: order.updateTime,
    status: isOpen ? 'open' : order.status === 'filled' ? 'closed' : 'cancelled',
    currency_pair: wireId(symbol),
    type: order.type,
    account: 'spot',
    side: order.side,
    amount: decimalText(cost ?? order.amount),
    price: order.type === 'market' ? '0' : priceText(symbol, order.price),
    time_in_force: order.isPostOnly ? 'poc' : order.type === 'market' ? 'ioc' : order.timeInForce.toLowerCase(),
    iceberg: '0',
    left: decimalText(cost === undefined ? left(order) : Math.max(cost - order.executedValue, 0)),
    filled_amount: decimalText(order.executed),
    fill_price: decimalText(order.executedValue),
    filled_total: decimalText(order.executedValue),
    ...(order.executed > 0 ? { avg_deal_price: decimalText(averagePrice(order)) } : {}),
    fee: decimalText(feeOf(order)),
    fee_currency: order.fills.at(-1)?.feeCoin ?? (order.side === 'buy' ? symbol.base : symbol.quote),
    point_fee: '0',
    gt_fee: '0',
    rebated_fee: '0',
    rebated_fee_currency: symbol.quote,
    finish_as: finishedAs(order),
  };
}

export function fillRow(order: Order, fill: Fill): Record<string, unknown> {
  return {
    id: String(fill.id),
    create_time: String(Math.floor(fill.time / 1000)),
    create_time_ms: `${fill.time}.000000`,
    currency_pair: wireId(order.symbol),
    side: order.side,
    role: fill.isMaker ? 'maker' : 'taker',
    amount: decimalText(fill.amount),
    price: priceText(order.symbol, fill.price),
    order_id: String(order.id),
    fee: decimalText(fill.fee),
    fee_currency: fill.feeCoin,
    point_fee: '0',
    gt_fee: '0',
    text: order.clientId,
  };
}
