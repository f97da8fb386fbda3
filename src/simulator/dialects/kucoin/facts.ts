import type { Exchange } from '../../engine/exchange.ts';
import { type Conditional, type Fill, feeOf, left, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How KuCoin writes what there is on spot: numbers as text, candles' times in seconds. Source: KuCoin, "Spot Trading". */

/** Candles by KuCoin's name of their length. Source: KuCoin, "Get Klines". */
export const INTERVALS: Readonly<Record<string, number>> = {
  '1min': 60_000,
  '3min': 180_000,
  '5min': 300_000,
  '15min': 900_000,
  '30min': 1_800_000,
  '1hour': 3_600_000,
  '2hour': 7_200_000,
  '4hour': 14_400_000,
  '6hour': 21_600_000,
  '8hour': 28_800_000,
  '12hour': 43_200_000,
  '1day': 86_400_000,
  '1week': 604_800_000,
};

const ORDER_PREFIX = '6750a1c2';
const STOP_PREFIX = 'vs8sim';

/** Orders have 24 hexadecimal digits; stops have a name of another kind. */
export function orderId(id: number): string {
  return ORDER_PREFIX + id.toString(16).padStart(16, '0');
}

export function idOf(given: unknown): number {
  const text = String(given);
  return text.startsWith(ORDER_PREFIX) ? Number.parseInt(text.slice(ORDER_PREFIX.length), 16) : Number.NaN;
}

export function stopId(id: number): string {
  return STOP_PREFIX + String(id).padStart(18, '0');
}

export function stopIdOf(given: unknown): number {
  const text = String(given);
  return text.startsWith(STOP_PREFIX) ? Number(text.slice(STOP_PREFIX.length)) : Number.NaN;
}

export function wireId({ base, quote }: MarketSymbol): string {
  return `${base}-${quote}`;
}

function priceText(symbol: MarketSymbol, price: number): string {
  return price.toFixed(decimals(symbol.tickSize));
}

export function symbolRow(symbol: MarketSymbol): object {
  return {
    symbol: wireId(symbol),
    name: wireId(symbol),
    baseCurrency: symbol.base,
    quoteCurrency: symbol.quote,
    feeCurrency: symbol.quote,
    market: 'USDS',
    baseMinSize: decimalText(symbol.minQty),
    quoteMinSize: decimalText(symbol.minNotional),
    baseMaxSize: decimalText(symbol.maxQty),
    quoteMaxSize: '99999999',
    baseIncrement: decimalText(symbol.stepSize),
    quoteIncrement: '0.000001',
    priceIncrement: decimalText(symbol.tickSize),
    priceLimitRate: '0.1',
    minFunds: decimalText(symbol.minNotional),
    isMarginEnabled: false,
    enableTrading: true,
    feeCategory: 1,
    makerFeeCoefficient: '1.00',
    takerFeeCoefficient: '1.00',
    st: false,
  };
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const { bids, asks } = exchange.book(symbol, 1);
  const last = exchange.price(symbol);
  const price = (value: number) => priceText(symbol, value);
  return {
    symbol: wireId(symbol),
    symbolName: wireId(symbol),
    buy: price(bids[0]?.[0] ?? 0),
    bestBidSize: decimalText(bids[0]?.[1] ?? 0),
    sell: price(asks[0]?.[0] ?? 0),
    bestAskSize: decimalText(asks[0]?.[1] ?? 0),
    changeRate: decimalText(last / bar.open - 1),
    changePrice: decimalText(last - bar.open),
    high: price(Math.max(bar.high, last)),
    low: price(Math.min(bar.low, last)),
    vol: decimalText(bar.volume),
    volValue: decimalText(bar.volume * last),
    last: price(last),
    averagePrice: price((bar.open + bar.close) / 2),
    takerFeeRate: decimalText(exchange.fee),
    makerFeeRate: decimalText(exchange.fee),
    takerCoefficient: '1',
    makerCoefficient: '1',
  };
}

/** Start (s), open, close, high, low, volume, turnover. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): string[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const prices = [bar.open, bar.close, bar.high, bar.low].map((value) => priceText(symbol, value));
  return [String(start / 1000), ...prices, decimalText(bar.volume), decimalText(bar.volume * ((bar.open + bar.close) / 2))];
}

export function clientIdOf(clientId: string): string {
  return clientId.startsWith('sim-') ? '' : clientId;
}

/** Fees are paid in the quote currency. A cancelled part shows in `cancelExist`, also of an order that was filled in part. */
export function orderRow(order: Order): Record<string, unknown> {
  const { symbol } = order;
  const isActive = order.status === 'open';
  const rest = left(order);
  const cancelled = order.status === 'cancelled' || order.status === 'expired' ? rest : 0;
  const funds = order.price * order.amount;
  return {
    id: orderId(order.id),
    clientOid: clientIdOf(order.clientId),
    symbol: wireId(symbol),
    opType: 'DEAL',
    type: order.type,
    side: order.side,
    price: order.type === 'market' ? '0' : priceText(symbol, order.price),
    size: decimalText(order.amount),
    funds: decimalText(funds),
    dealSize: decimalText(order.executed),
    dealFunds: decimalText(order.executedValue),
    remainSize: decimalText(isActive ? rest : 0),
    remainFunds: decimalText(isActive ? order.price * rest : 0),
    cancelledSize: decimalText(cancelled),
    cancelledFunds: decimalText(order.price * cancelled),
    fee: decimalText(feeOf(order)),
    feeCurrency: order.fills.at(-1)?.feeCoin ?? symbol.quote,
    stp: null,
    timeInForce: order.timeInForce,
    postOnly: order.isPostOnly,
    hidden: false,
    iceberg: false,
    visibleSize: '0',
    cancelAfter: 0,
    channel: 'API',
    remark: null,
    tags: null,
    cancelExist: cancelled > 0,
    tradeType: 'TRADE',
    inOrderBook: isActive,
    active: isActive,
    tax: '0',
    createdAt: order.time,
    lastUpdatedAt: order.updateTime,
  };
}

/** The same where the interface of before tells of it. */
export function classicRow(order: Order): Record<string, unknown> {
  const { active, ...row } = orderRow(order);
  return { ...row, isActive: active, stop: '', stopTriggered: false, stopPrice: '0' };
}

export function fillRow(exchange: Exchange, order: Order, fill: Fill): Record<string, unknown> {
  return {
    id: fill.id,
    symbol: wireId(order.symbol),
    tradeId: String(fill.id),
    orderId: orderId(order.id),
    counterOrderId: orderId(0),
    side: order.side,
    liquidity: fill.isMaker ? 'maker' : 'taker',
    forceTaker: false,
    price: priceText(order.symbol, fill.price),
    size: decimalText(fill.amount),
    funds: decimalText(fill.price * fill.amount),
    fee: decimalText(fill.fee),
    feeRate: decimalText(exchange.fee),
    feeCurrency: fill.feeCoin,
    stop: '',
    tradeType: 'TRADE',
    tax: '0',
    taxRate: '0',
    type: order.type,
    createdAt: fill.time,
  };
}

/** A stop that has become an order stays TRIGGERED; the order has a number of its own and the same `clientOid`. */
export function stopRow(exchange: Exchange, { id, clientId, request, trigger, status, time, updateTime }: Conditional): object {
  const { symbol, side, type, amount = 0, price, timeInForce = 'GTC' } = request;
  return {
    id: stopId(id),
    symbol: wireId(symbol),
    userId: '1',
    status: { waiting: 'NEW', fired: 'TRIGGERED', failed: 'TRIGGERED', cancelled: 'CANCELLED', expired: 'CANCELLED' }[status],
    type,
    side,
    price: price === undefined ? null : decimalText(price),
    size: decimalText(amount),
    funds: null,
    stp: null,
    timeInForce,
    cancelAfter: -1,
    postOnly: false,
    hidden: false,
    iceberg: false,
    visibleSize: null,
    channel: 'API',
    clientOid: clientIdOf(clientId),
    remark: null,
    tags: null,
    relatedNo: null,
    orderTime: time * 1_000_000,
    domainId: 'kucoin',
    tradeSource: 'USER',
    tradeType: 'TRADE',
    feeCurrency: symbol.quote,
    takerFeeRate: decimalText(exchange.fee),
    makerFeeRate: decimalText(exchange.fee),
    createdAt: time,
    stop: stopKind(trigger.direction),
    stopTriggerTime: status === 'fired' || status === 'failed' ? updateTime : null,
    stopPrice: decimalText(trigger.price),
  };
}

/** `loss` waits for a price at or below its own, `entry` for one at or above. Source: KuCoin, "Stop Order". */
export function stopKind(direction: 'above' | 'below'): 'loss' | 'entry' {
  return direction === 'below' ? 'loss' : 'entry';
}
