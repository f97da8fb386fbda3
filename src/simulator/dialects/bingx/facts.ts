import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Fill, feeOf, left, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How BingX writes what there is on spot: a mixture of numbers and text. Source: BingX, "Spot", "Market Data", "Trades Endpoints". */

const HOUR_MS = 3_600_000;

/** Candles by BingX's name of their length. Source: BingX, "Kline/Candlestick Data". */
export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': 24 * HOUR_MS,
  '3d': 72 * HOUR_MS,
  '1w': 168 * HOUR_MS,
};

/** The same as streams call them. Source: BingX, "Subscribe K-line streams". */
export const STREAM_INTERVALS: Readonly<Record<string, number>> = {
  '1min': 60_000,
  '3min': 180_000,
  '5min': 300_000,
  '15min': 900_000,
  '30min': 1_800_000,
  '60min': HOUR_MS,
  '1day': 24 * HOUR_MS,
  '1week': 168 * HOUR_MS,
};

/** Days begin at midnight in the exchange's own zone unless UTC is asked for. @param zone hours beside UTC */
export function candleShift(length: number, zone: number): number {
  if (length % (24 * HOUR_MS) !== 0) return 0;
  return (length === 168 * HOUR_MS ? 96 * HOUR_MS : 0) - zone * HOUR_MS;
}

export function wireId({ base, quote }: MarketSymbol): string {
  return `${base}-${quote}`;
}

export function symbolRow(symbol: MarketSymbol): object {
  return {
    symbol: wireId(symbol),
    minQty: symbol.minQty,
    maxQty: symbol.maxQty,
    minNotional: symbol.minNotional,
    maxNotional: 1_000_000,
    status: 1,
    tickSize: symbol.tickSize,
    stepSize: symbol.stepSize,
    apiStateSell: true,
    apiStateBuy: true,
    timeOnline: 0,
    offTime: 0,
    maintainTime: 0,
  };
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, number | string> {
  const now = exchange.now();
  const minute = Math.floor(now / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const { bids, asks } = exchange.book(symbol, 1);
  const last = exchange.price(symbol);
  return {
    symbol: wireId(symbol),
    openPrice: bar.open,
    highPrice: Math.max(bar.high, last),
    lowPrice: Math.min(bar.low, last),
    lastPrice: last,
    priceChange: decimalText(last - bar.open),
    priceChangePercent: `${((last / bar.open - 1) * 100).toFixed(2)}%`,
    volume: bar.volume,
    quoteVolume: bar.volume * last,
    openTime: minute - 86_400_000,
    closeTime: now,
    bidPrice: bids[0]?.[0] ?? 0,
    bidQty: bids[0]?.[1] ?? 0,
    askPrice: asks[0]?.[0] ?? 0,
    askQty: asks[0]?.[1] ?? 0,
    count: Math.max(1, Math.round(bar.volume)),
  };
}

/** Start, open, high, low, close, volume, end, turnover. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): number[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const { open, high, low, close, volume } = bar;
  return [start, open, high, low, close, volume, start + length - 1, volume * ((open + close) / 2)];
}

/** Source: BingX, "Place order", "Order Type". */
export function orderType({ type, trigger }: Order): string {
  const kind = type === 'market' ? 'MARKET' : 'LIMIT';
  return trigger === null ? kind : `TAKE_STOP_${kind}`;
}

/** A stop that waits is NEW, an order in the book PENDING. */
export function orderState({ status, executed, isTriggered }: Order): string {
  if (status === 'filled') return 'FILLED';
  if (status !== 'open') return 'CANCELED';
  if (!isTriggered) return 'NEW';
  return executed > 0 ? 'PARTIALLY_FILLED' : 'PENDING';
}

export function clientIdOf({ clientId }: Order): string {
  return clientId.startsWith('sim-') ? '' : clientId;
}

/** What is said of an order wherever it is; one to buy for a cost has no amount. */
function plainRow(order: Order): Record<string, unknown> {
  const { symbol } = order;
  const price = (value: number) => value.toFixed(decimals(symbol.tickSize));
  return {
    symbol: wireId(symbol),
    orderId: order.id,
    price: order.type === 'market' ? '0' : price(order.price),
    stopPrice: order.trigger === null ? '0' : price(order.trigger.price),
    origQty: decimalText(order.cost === null ? order.amount : 0),
    executedQty: decimalText(order.executed),
    cummulativeQuoteQty: decimalText(order.executedValue),
    status: orderState(order),
    type: orderType(order),
    side: order.side.toUpperCase(),
    origQuoteOrderQty: decimalText(order.cost ?? 0),
  };
}

export function placedRow(order: Order): Record<string, unknown> {
  return { ...plainRow(order), transactTime: order.time, clientOrderID: clientIdOf(order) };
}

/** As lists have it: without our id, and without the coin of its fee. */
export function orderRow(order: Order): Record<string, unknown> {
  const { time, updateTime } = order;
  return { ...plainRow(order), time, updateTime, fee: decimalText(-feeOf(order)), avgPrice: averagePrice(order) };
}

export function orderDetails(order: Order): Record<string, unknown> {
  const received = order.side === 'buy' ? order.symbol.base : order.symbol.quote;
  return { ...orderRow(order), feeAsset: order.fills.at(-1)?.feeCoin ?? received, clientOrderID: clientIdOf(order) };
}

export function fillRow(order: Order, fill: Fill): Record<string, unknown> {
  return {
    symbol: wireId(order.symbol),
    id: fill.id,
    orderId: order.id,
    price: decimalText(fill.price),
    qty: decimalText(fill.amount),
    quoteQty: decimalText(fill.price * fill.amount),
    commission: -fill.fee,
    commissionAsset: fill.feeCoin,
    time: fill.time,
    isBuyer: order.side === 'buy',
    isMaker: fill.isMaker,
  };
}

/** Source: BingX, "Subscription order update data". */
export function executionReport(order: Order, execution: string, fill: Fill | null, now: number): Record<string, unknown> {
  return {
    e: 'executionReport',
    E: now,
    s: wireId(order.symbol),
    S: order.side.toUpperCase(),
    o: orderType(order),
    q: order.cost === null ? order.amount : 0,
    p: order.price,
    x: execution,
    X: orderState(order),
    i: order.id,
    l: fill?.amount ?? 0,
    z: order.executed,
    L: fill?.price ?? 0,
    n: fill === null ? 0 : -fill.fee,
    N: fill?.feeCoin ?? '',
    T: fill?.time ?? 0,
    t: fill?.id ?? 0,
    O: order.time,
    Z: order.executedValue,
    Y: fill === null ? 0 : fill.price * fill.amount,
    Q: order.cost ?? 0,
    m: fill?.isMaker ?? false,
    r: left(order),
  };
}
