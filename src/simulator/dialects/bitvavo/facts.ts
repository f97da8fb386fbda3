import type { Exchange } from '../../engine/exchange.ts';
import { type Fill, feeOf, left, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How Bitvavo writes what there is on spot: numbers as text, times in ms, ids as UUIDs. Source: Bitvavo, "REST API", each call's page. */

export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '6h': 21_600_000,
  '8h': 28_800_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
};

export function wireId({ base, quote }: MarketSymbol): string {
  return `${base}-${quote}`;
}

/** Numbers as UUIDs: of orders, and of fills. */
const UUID_HEAD = { order: '00000000-0000-0460-0100-', fill: '00000000-0000-0460-0200-' } as const;

export function uuidOf(kind: keyof typeof UUID_HEAD, id: number): string {
  return UUID_HEAD[kind] + id.toString(16).padStart(12, '0');
}

export function idOf(kind: keyof typeof UUID_HEAD, given: unknown): number {
  const text = String(given);
  return text.startsWith(UUID_HEAD[kind]) ? Number.parseInt(text.slice(UUID_HEAD[kind].length), 16) : Number.NaN;
}

export function marketRow(symbol: MarketSymbol): object {
  return {
    market: wireId(symbol),
    status: 'trading',
    base: symbol.base,
    quote: symbol.quote,
    pricePrecision: '0',
    minOrderInBaseAsset: decimalText(symbol.minQty),
    minOrderInQuoteAsset: decimalText(symbol.minNotional),
    maxOrderInBaseAsset: decimalText(symbol.maxQty),
    maxOrderInQuoteAsset: '1000000000',
    quantityDecimals: decimals(symbol.stepSize),
    notionalDecimals: 2,
    tickSize: decimalText(symbol.tickSize),
    maxOpenOrders: 100,
    feeCategory: 'A',
    orderTypes: ['market', 'limit', 'stopLoss', 'stopLossLimit', 'takeProfit', 'takeProfitLimit'],
  };
}

export function assetRow(coin: string): object {
  return {
    symbol: coin,
    name: coin,
    decimals: 8,
    depositFee: '0',
    depositConfirmations: 10,
    depositStatus: 'OK',
    withdrawalFee: '0',
    withdrawalMinAmount: '0.01',
    withdrawalStatus: 'OK',
    networks: ['Mainnet'],
    message: '',
  };
}

/** Start, open, high, low, close, volume. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): unknown[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  return [start, ...[bar.open, bar.high, bar.low, bar.close, bar.volume].map(decimalText)];
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): object {
  const now = exchange.now();
  const minute = Math.floor(now / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  return {
    market: wireId(symbol),
    startTimestamp: minute - 86_400_000,
    timestamp: now,
    open: decimalText(bar.open),
    openTimestamp: minute - 86_400_000,
    high: decimalText(Math.max(bar.high, last)),
    low: decimalText(Math.min(bar.low, last)),
    last: decimalText(last),
    closeTimestamp: now,
    bid: decimalText(bids[0]?.[0] ?? 0),
    bidSize: decimalText(bids[0]?.[1] ?? 0),
    ask: decimalText(asks[0]?.[0] ?? 0),
    askSize: decimalText(asks[0]?.[1] ?? 0),
    volume: decimalText(bar.volume),
    volumeQuote: decimalText((bar.volume * (bar.open + bar.close)) / 2),
  };
}

/** What is left of an order that may not rest has a status that says why. Source: Bitvavo, "Get order": `status`. */
export function statusOf({ status, executed, type, timeInForce, isPostOnly, isTriggered }: Order): string {
  if (status === 'open') return isTriggered ? (executed > 0 ? 'partiallyFilled' : 'new') : 'awaitingTrigger';
  if (status === 'filled') return 'filled';
  if (status === 'cancelled') return isPostOnly && executed === 0 ? 'canceledPostOnly' : 'canceled';
  if (type === 'market') return 'canceledMarketProtection';
  return timeInForce === 'FOK' ? 'canceledFOK' : 'canceledIOC';
}

export function orderType({ type, trigger }: Order): string {
  if (trigger === null) return type;
  return type === 'market' ? 'stopLoss' : 'stopLossLimit';
}

/** What both an answer and an event tell. */
function common(order: Order): Record<string, unknown> {
  const { symbol, trigger, type } = order;
  return {
    orderId: uuidOf('order', order.id),
    ...(order.clientId.startsWith('sim-') ? {} : { clientOrderId: order.clientId }),
    market: wireId(symbol),
    created: order.time,
    updated: order.updateTime,
    status: statusOf(order),
    side: order.side,
    orderType: orderType(order),
    amount: decimalText(order.amount),
    amountRemaining: decimalText(left(order)),
    ...(type === 'limit' ? { price: decimalText(order.price) } : {}),
    onHold: decimalText(order.locked),
    onHoldCurrency: order.side === 'buy' ? symbol.quote : symbol.base,
    ...(trigger === null
      ? {}
      : {
          triggerPrice: decimalText(trigger.price),
          triggerAmount: decimalText(trigger.price),
          triggerType: 'price',
          triggerReference: 'lastTrade',
        }),
    selfTradePrevention: 'decrementAndCancel',
    visible: order.status === 'open' && type === 'limit',
    ...(type === 'limit' ? { timeInForce: order.timeInForce, postOnly: order.isPostOnly } : { disableMarketProtection: false }),
  };
}

export function orderRow(order: Order, operatorId: number | undefined): Record<string, unknown> {
  return {
    ...common(order),
    filledAmount: decimalText(order.executed),
    filledAmountQuote: decimalText(order.executedValue),
    feePaid: decimalText(feeOf(order)),
    feeCurrency: order.fills[0]?.feeCoin ?? order.symbol.quote,
    fills: order.fills.map((fill) => fillRow(order, fill)),
    ...(operatorId === undefined ? {} : { operatorId }),
  };
}

/** Over WebSocket an order tells what is left of it, not what was paid. Source: Bitvavo, "Track your orders", order event. */
export function orderEvent(order: Order): Record<string, unknown> {
  return { event: 'order', ...common(order) };
}

export function fillEvent(order: Order, fill: Fill): Record<string, unknown> {
  const { id, ...rest } = fillRow(order, fill);
  return { event: 'fill', fillId: id, orderId: uuidOf('order', order.id), market: wireId(order.symbol), side: order.side, ...rest };
}

function fillRow({ clientId }: Order, fill: Fill): Record<string, unknown> {
  return {
    id: uuidOf('fill', fill.id),
    ...(clientId.startsWith('sim-') ? {} : { clientOrderId: clientId }),
    timestamp: fill.time,
    amount: decimalText(fill.amount),
    price: decimalText(fill.price),
    taker: !fill.isMaker,
    fee: decimalText(fill.fee),
    feeCurrency: fill.feeCoin,
    settled: true,
  };
}

/** One fill in the list of the account's. */
export function tradeRow(order: Order, fill: Fill): Record<string, unknown> {
  return { ...fillRow(order, fill), orderId: uuidOf('order', order.id), market: wireId(order.symbol), side: order.side };
}
