import type { Exchange } from '../../engine/exchange.ts';
import { type Fill, feeOf, left, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How HTX writes what there is on spot: lower case, numbers as text where they are the account's. Source: HTX, "Spot API reference". */

const HOUR_MS = 3_600_000;

/** Candles by HTX's name of their length. Source: HTX, "Get Klines(Candles)". */
export const PERIODS: Readonly<Record<string, number>> = {
  '1min': 60_000,
  '5min': 300_000,
  '15min': 900_000,
  '30min': 1_800_000,
  '60min': HOUR_MS,
  '4hour': 4 * HOUR_MS,
  '1day': 24 * HOUR_MS,
  '1week': 168 * HOUR_MS,
};

/** Days begin at midnight in Singapore, weeks on Monday there. Source: HTX, "Get Klines(Candles)". */
export function candleShift(length: number): number {
  if (length === 168 * HOUR_MS) return 96 * HOUR_MS - 8 * HOUR_MS;
  return length === 24 * HOUR_MS ? -8 * HOUR_MS : 0;
}

/** The only account there is. */
export const ACCOUNT_ID = 100009;

export function wireId({ base, quote }: MarketSymbol): string {
  return (base + quote).toLowerCase();
}

export function symbolRow(symbol: MarketSymbol): object {
  return {
    'base-currency': symbol.base.toLowerCase(),
    'quote-currency': symbol.quote.toLowerCase(),
    'price-precision': decimals(symbol.tickSize),
    'amount-precision': decimals(symbol.stepSize),
    'symbol-partition': 'main',
    symbol: wireId(symbol),
    state: 'online',
    'value-precision': 8,
    'min-order-amt': symbol.minQty,
    'max-order-amt': symbol.maxQty,
    'min-order-value': symbol.minNotional,
    'limit-order-min-order-amt': symbol.minQty,
    'limit-order-max-order-amt': symbol.maxQty,
    'limit-order-max-buy-amt': symbol.maxQty,
    'limit-order-max-sell-amt': symbol.maxQty,
    'sell-market-min-order-amt': symbol.minQty,
    'sell-market-max-order-amt': symbol.maxQty,
    'buy-market-max-order-value': 1_000_000,
    'api-trading': 'enabled',
    tags: '',
  };
}

export interface Tick {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base currency. */
  readonly amount: number;
  /** Quote currency. */
  readonly vol: number;
  readonly count: number;
}

export function dayTick(exchange: Exchange, symbol: MarketSymbol): Tick & Readonly<Record<'bid' | 'bidSize' | 'ask' | 'askSize', number>> {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const { bids, asks } = exchange.book(symbol, 1);
  const last = exchange.price(symbol);
  return {
    open: bar.open,
    high: Math.max(bar.high, last),
    low: Math.min(bar.low, last),
    close: last,
    amount: bar.volume,
    vol: bar.volume * last,
    count: Math.max(1, Math.round(bar.volume)),
    bid: bids[0]?.[0] ?? 0,
    bidSize: bids[0]?.[1] ?? 0,
    ask: asks[0]?.[0] ?? 0,
    askSize: asks[0]?.[1] ?? 0,
  };
}

/** `id` is its start in seconds. */
export function candle(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): (Tick & { id: number }) | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const { open, close, low, high, volume } = bar;
  const count = Math.max(1, Math.round(volume));
  return { id: start / 1000, open, close, low, high, amount: volume, vol: volume * ((open + close) / 2), count };
}

/** `buy-limit`, `sell-stop-limit`: once a stop is woken, it is called as the order that it became in what is pushed only. */
export function orderType({ side, type, timeInForce, isPostOnly, trigger }: Order): string {
  if (type === 'market') return `${side}-market`;
  if (timeInForce === 'IOC') return `${side}-ioc`;
  const kind = isPostOnly ? 'limit-maker' : trigger === null ? 'limit' : 'stop-limit';
  return `${side}-${kind}${timeInForce === 'FOK' ? '-fok' : ''}`;
}

/** Source: HTX, "Trading", "order state". */
export function orderState({ status, executed, isTriggered }: Order): string {
  if (status === 'filled') return 'filled';
  if (status === 'open') return isTriggered ? (executed > 0 ? 'partial-filled' : 'submitted') : 'created';
  return executed > 0 ? 'partial-canceled' : 'canceled';
}

/** An amount of money as HTX writes it. */
function longText(value: number): string {
  return value === 0 ? '0.0' : value.toFixed(18);
}

/** Orders that were placed for a cost have it for their amount. */
export function orderRow(order: Order, hasClientId = true): Record<string, unknown> {
  const isOpen = order.status === 'open';
  return {
    id: order.id,
    symbol: wireId(order.symbol),
    'account-id': ACCOUNT_ID,
    ...(hasClientId ? { 'client-order-id': clientIdOf(order) } : {}),
    amount: longText(order.cost ?? order.amount),
    price: longText(order.price),
    'created-at': order.time,
    type: orderType(order),
    'field-amount': longText(order.executed),
    'field-cash-amount': longText(order.executedValue),
    'field-fees': longText(ownFee(order)),
    'finished-at': isOpen ? 0 : order.updateTime,
    'canceled-at': order.status === 'cancelled' || order.status === 'expired' ? order.updateTime : 0,
    source: 'spot-api',
    state: orderState(order),
    ...(order.trigger === null
      ? {}
      : { 'stop-price': decimalText(order.trigger.price), operator: order.trigger.direction === 'below' ? 'lte' : 'gte' }),
  };
}

/** In the list of open orders the fields of what is filled have other names. */
export function openOrderRow(order: Order): Record<string, unknown> {
  const { 'field-amount': amount, 'field-cash-amount': cash, 'field-fees': fees, ...row } = orderRow(order);
  return { ...row, 'filled-amount': amount, 'filled-cash-amount': cash, 'filled-fees': fees };
}

export function clientIdOf({ clientId }: Order): string {
  return clientId.startsWith('sim-') ? '' : clientId;
}

/** What is paid in another coin is no fee of the order's own. */
function ownFee(order: Order): number {
  return isDeducted(order, order.fills.at(-1)) ? 0 : feeOf(order);
}

function isDeducted({ symbol }: Order, fill: Fill | undefined): boolean {
  return fill !== undefined && fill.feeCoin !== symbol.base && fill.feeCoin !== symbol.quote;
}

export function matchRow(order: Order, fill: Fill): Record<string, unknown> {
  const isPoints = isDeducted(order, fill);
  const received = order.side === 'buy' ? order.symbol.base : order.symbol.quote;
  return {
    id: fill.id,
    'order-id': order.id,
    'match-id': fill.id,
    'trade-id': fill.id,
    symbol: wireId(order.symbol),
    type: orderType(order),
    source: 'spot-api',
    role: fill.isMaker ? 'maker' : 'taker',
    price: decimalText(fill.price),
    'filled-amount': decimalText(fill.amount),
    'filled-fees': isPoints ? '0' : decimalText(fill.fee),
    'filled-points': isPoints ? decimalText(fill.fee) : '0.0',
    'fee-currency': (isPoints ? received : fill.feeCoin).toLowerCase(),
    'fee-deduct-currency': isPoints ? fill.feeCoin.toLowerCase() : '',
    'fee-deduct-state': 'done',
    'created-at': fill.time,
  };
}

/** An order as it is pushed: of one to buy at the market the value is counted, not the amount. Source: HTX, "Subscribe Order Updates". */
export function pushedOrder(order: Order): Record<string, unknown> {
  const { cost } = order;
  const size = cost === null ? { orderSize: decimalText(order.amount) } : { orderValue: decimalText(cost) };
  return {
    orderId: order.id,
    clientOrderId: clientIdOf(order),
    accountId: ACCOUNT_ID,
    symbol: wireId(order.symbol),
    type: orderType({ ...order, trigger: null }),
    orderSource: 'spot-api',
    ...(order.type === 'market' ? {} : { orderPrice: decimalText(order.price) }),
    ...size,
    orderStatus: orderState(order),
    execAmt: decimalText(cost === null ? order.executed : order.executedValue),
    remainAmt: decimalText(cost === null ? left(order) : Math.max(cost - order.executedValue, 0)),
  };
}
