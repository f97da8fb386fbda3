import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Fill, feeOf, type Order } from '../../engine/order.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How Kraken writes what there is on spot: numbers as text, times in seconds, coins under names of its own. Source: Kraken, "Spot REST API". */

const ASSETS: Readonly<Record<string, readonly [name: string, other: string]>> = {
  BTC: ['XXBT', 'XBT'],
  ETH: ['XETH', 'ETH'],
  XRP: ['XXRP', 'XRP'],
  LTC: ['XLTC', 'LTC'],
  DOGE: ['XXDG', 'XDG'],
};

export function assetOf(coin: string): string {
  return ASSETS[coin]?.[0] ?? coin;
}

function altnameOf(coin: string): string {
  return ASSETS[coin]?.[1] ?? coin;
}

export function wireId({ base, quote }: MarketSymbol): string {
  return altnameOf(base) + altnameOf(quote);
}

/** Orders have names of letters and digits in three groups. */
export function txid(id: number): string {
  return `OSIM00-00000-${String(id).padStart(6, '0')}`;
}

export function idOf(given: unknown): number {
  return Number(/^OSIM00-00000-(\d+)$/.exec(String(given))?.[1] ?? Number.NaN);
}

export function assetPair(exchange: Exchange, symbol: MarketSymbol): object {
  const fee = Number((exchange.fee * 100).toFixed(6));
  return {
    altname: wireId(symbol),
    wsname: `${altnameOf(symbol.base)}/${altnameOf(symbol.quote)}`,
    aclass_base: 'currency',
    base: assetOf(symbol.base),
    aclass_quote: 'currency',
    quote: assetOf(symbol.quote),
    lot: 'unit',
    cost_decimals: 8,
    pair_decimals: decimals(symbol.tickSize),
    lot_decimals: decimals(symbol.stepSize),
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, fee]],
    fees_maker: [[0, fee]],
    fee_volume_currency: 'ZUSD',
    ordermin: decimalText(symbol.minQty),
    costmin: decimalText(symbol.minNotional),
    tick_size: decimalText(symbol.tickSize),
    status: 'online',
  };
}

/** Seconds, open, high, low, close, average, volume, count. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): unknown[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => price.toFixed(decimals(symbol.tickSize)));
  return [start / 1000, ...prices, decimalText((bar.open + bar.close) / 2), decimalText(bar.volume), Math.max(1, Math.round(bar.volume))];
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  const twice = (value: number) => [decimalText(value), decimalText(value)];
  const top = (level: readonly [number, number] | undefined) => [decimalText(level?.[0] ?? 0), '1', decimalText(level?.[1] ?? 0)];
  return {
    a: top(asks[0]),
    b: top(bids[0]),
    c: [decimalText(last), decimalText(symbol.stepSize)],
    v: twice(bar.volume),
    p: twice((bar.high + bar.low) / 2),
    t: [1000, 2000],
    l: twice(Math.min(bar.low, last)),
    h: twice(Math.max(bar.high, last)),
    o: decimalText(bar.open),
  };
}

export function orderType({ type, trigger }: Order): string {
  if (trigger === null) return type;
  return type === 'market' ? 'stop-loss' : 'stop-loss-limit';
}

/** In words, as an order is confirmed. */
export function describe(order: Order): string {
  const { symbol, side, amount, price, trigger } = order;
  const head = `${side} ${amount.toFixed(8)} ${wireId(symbol)} @`;
  if (trigger === null) return order.type === 'market' ? `${head} market` : `${head} limit ${decimalText(price)}`;
  return order.type === 'market'
    ? `${head} stop loss ${decimalText(trigger.price)}`
    : `${head} stop loss ${decimalText(trigger.price)} -> limit ${decimalText(price)}`;
}

export function statusOf({ status }: Order): string {
  return { open: 'open', filled: 'closed', cancelled: 'canceled', expired: 'canceled' }[status];
}

export function orderRow(order: Order): Record<string, unknown> {
  const { symbol, trigger } = order;
  const isOpen = order.status === 'open';
  return {
    refid: null,
    userref: 0,
    cl_ord_id: order.clientId.startsWith('sim-') ? '' : order.clientId,
    status: statusOf(order),
    opentm: order.time / 1000,
    starttm: 0,
    expiretm: 0,
    ...(isOpen ? {} : { closetm: order.updateTime / 1000, reason: order.status === 'cancelled' ? 'User requested' : null }),
    descr: {
      pair: wireId(symbol),
      type: order.side,
      ordertype: orderType(order),
      price: decimalText(trigger?.price ?? order.price),
      price2: trigger === null ? '0' : decimalText(order.price),
      leverage: 'none',
      order: describe(order),
      close: '',
    },
    vol: order.amount.toFixed(8),
    vol_exec: order.executed.toFixed(8),
    cost: order.executedValue.toFixed(8),
    fee: feeOf(order).toFixed(8),
    price: decimalText(averagePrice(order)),
    stopprice: decimalText(trigger?.price ?? 0),
    limitprice: trigger === null ? '0' : decimalText(order.price),
    misc: '',
    oflags: order.isPostOnly ? 'fciq,post' : 'fciq',
    trades: order.fills.map(({ id }) => tradeId(id)),
  };
}

export function tradeId(id: number): string {
  return `TSIM00-00000-${String(id).padStart(6, '0')}`;
}

export function fillRow(order: Order, fill: Fill): Record<string, unknown> {
  return {
    ordertxid: txid(order.id),
    postxid: '',
    pair: wireId(order.symbol),
    time: fill.time / 1000,
    type: order.side,
    ordertype: orderType(order),
    price: decimalText(fill.price),
    cost: (fill.price * fill.amount).toFixed(8),
    fee: fill.fee.toFixed(8),
    vol: fill.amount.toFixed(8),
    margin: '0',
    misc: '',
    maker: fill.isMaker,
  };
}
