import type { Exchange } from '../../engine/exchange.ts';
import type { Fill, Order } from '../../engine/order.ts';
import { FUNDING_MS, FUNDING_RATE } from '../../engine/positions.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';

/** How the exchange's facts are written on the wire: Binance's spot field names, numbers as text. */

export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
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
  '3d': 259_200_000,
  '1w': 604_800_000,
};

/** The name of a market in requests; a contract has the name of its spot market, at other addresses. */
export function wireId({ base, quote }: MarketSymbol): string {
  return base + quote;
}

/** Markets of one kind, as they are listed. */
export function marketsOf(exchange: Exchange, isPerpetual: boolean): MarketSymbol[] {
  return [...exchange.symbols.values()].filter((symbol) => symbol.isPerpetual === isPerpetual);
}

export function amountText(symbol: MarketSymbol, value: number): string {
  return value.toFixed(Math.max(decimals(symbol.stepSize), 8));
}

export function priceText(symbol: MarketSymbol, value: number): string {
  return value.toFixed(Math.max(decimals(symbol.tickSize), 8));
}

export function exchangeInfo(exchange: Exchange): object {
  return {
    timezone: 'UTC',
    serverTime: exchange.now(),
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000 },
    ],
    exchangeFilters: [],
    symbols: marketsOf(exchange, false).map((symbol) => ({
      symbol: wireId(symbol),
      status: 'TRADING',
      baseAsset: symbol.base,
      baseAssetPrecision: 8,
      quoteAsset: symbol.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT'],
      icebergAllowed: false,
      ocoAllowed: false,
      otoAllowed: false,
      quoteOrderQtyMarketAllowed: true,
      allowTrailingStop: false,
      cancelReplaceAllowed: false,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: String(symbol.tickSize), maxPrice: '1000000.00000000', tickSize: String(symbol.tickSize) },
        { filterType: 'LOT_SIZE', minQty: String(symbol.minQty), maxQty: String(symbol.maxQty), stepSize: String(symbol.stepSize) },
        { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: String(symbol.maxQty), stepSize: '0.00000000' },
        {
          filterType: 'PERCENT_PRICE_BY_SIDE',
          bidMultiplierUp: '5',
          bidMultiplierDown: '0.2',
          askMultiplierUp: '5',
          askMultiplierDown: '0.2',
          avgPriceMins: 5,
        },
        {
          filterType: 'NOTIONAL',
          minNotional: symbol.minNotional.toFixed(8),
          applyMinToMarket: true,
          maxNotional: '9000000.00000000',
          applyMaxToMarket: false,
          avgPriceMins: 5,
        },
        { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
      ],
      permissions: [],
      permissionSets: [['SPOT']],
      defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
      allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
    })),
  };
}

/** Perpetual contracts on the same coins, in the dialect of Binance's USDⓈ-M futures. */
export function perpetualInfo(exchange: Exchange): object {
  return {
    timezone: 'UTC',
    serverTime: exchange.now(),
    futuresType: 'U_MARGINED',
    rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 }],
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
    symbols: marketsOf(exchange, true).map((symbol) => ({
      symbol: wireId(symbol),
      pair: wireId(symbol),
      contractType: 'PERPETUAL',
      // the year 2100: no end
      deliveryDate: 4_133_404_800_000,
      onboardDate: 1_569_398_400_000,
      status: 'TRADING',
      baseAsset: symbol.base,
      quoteAsset: symbol.quote,
      marginAsset: symbol.quote,
      pricePrecision: decimals(symbol.tickSize),
      quantityPrecision: decimals(symbol.stepSize),
      baseAssetPrecision: 8,
      quotePrecision: 8,
      underlyingType: 'COIN',
      orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET'],
      timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: String(symbol.tickSize), maxPrice: '1000000', tickSize: String(symbol.tickSize) },
        { filterType: 'LOT_SIZE', minQty: String(symbol.minQty), maxQty: String(symbol.maxQty), stepSize: String(symbol.stepSize) },
        { filterType: 'MARKET_LOT_SIZE', minQty: String(symbol.minQty), maxQty: String(symbol.maxQty), stepSize: String(symbol.stepSize) },
        { filterType: 'MIN_NOTIONAL', notional: String(symbol.minNotional) },
      ],
    })),
  };
}

/** Funding of a perpetual contract, oldest first. */
export function fundingRates(exchange: Exchange, symbol: MarketSymbol, query: URLSearchParams): object[] {
  const now = exchange.now();
  const end = Math.min(Number(query.get('endTime') ?? now), now);
  const limit = Math.min(Number(query.get('limit') ?? 100), 1000);
  const start = query.has('startTime') ? Number(query.get('startTime')) : end - (limit - 1) * FUNDING_MS;
  const rates: object[] = [];
  for (let at = Math.ceil(start / FUNDING_MS) * FUNDING_MS; at <= end && rates.length < limit; at += FUNDING_MS) {
    const markPrice = priceText(symbol, exchange.price(symbol, at));
    rates.push({ symbol: wireId(symbol), fundingRate: FUNDING_RATE.toFixed(8), fundingTime: at, markPrice });
  }
  return rates;
}

/** Candles in Binance's array form, oldest first; the last one may be unfinished. */
export function klines(exchange: Exchange, symbol: MarketSymbol, interval: string, query: URLSearchParams): unknown[] | null {
  const length = INTERVALS[interval];
  if (length === undefined) return null;
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 500), 1), 1000);
  const now = exchange.now();
  const endTime = query.has('endTime') ? Math.min(Number(query.get('endTime')), now) : now;
  const weekShift = interval === '1w' ? 345_600_000 : 0;
  const align = (ms: number) => Math.floor((ms - weekShift) / length) * length + weekShift;
  let first = align(endTime) - (limit - 1) * length;
  if (query.has('startTime')) {
    const from = Number(query.get('startTime'));
    first = align(from) < from ? align(from) + length : align(from);
  }
  const rows: unknown[] = [];
  for (let start = first; start <= endTime && rows.length < limit; start += length) {
    const row = kline(exchange, symbol, start, length);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function kline(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): unknown[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const quoteVolume = bar.volume * ((bar.open + bar.close) / 2);
  return [
    start,
    priceText(symbol, bar.open),
    priceText(symbol, bar.high),
    priceText(symbol, bar.low),
    priceText(symbol, bar.close),
    amountText(symbol, bar.volume),
    start + length - 1,
    quoteVolume.toFixed(8),
    Math.max(1, Math.round(bar.volume)),
    amountText(symbol, bar.volume / 2),
    (quoteVolume / 2).toFixed(8),
    '0',
  ];
}

export function klineEvent(exchange: Exchange, symbol: MarketSymbol, interval: string, start: number): object | null {
  const length = INTERVALS[interval]!;
  const row = kline(exchange, symbol, start, length);
  if (row === null) return null;
  return {
    e: 'kline',
    E: exchange.now(),
    s: wireId(symbol),
    k: {
      t: row[0],
      T: row[6],
      s: wireId(symbol),
      i: interval,
      f: 1,
      L: 1,
      o: row[1],
      c: row[4],
      h: row[2],
      l: row[3],
      v: row[5],
      n: row[8],
      x: exchange.now() >= start + length,
      q: row[7],
      V: row[9],
      Q: row[10],
      B: '0',
    },
  };
}

/** 24-hour statistics, from hourly sums so that a request over all markets stays cheap. */
export function ticker24h(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const now = exchange.now();
  const bar = dayBar(exchange, symbol, now);
  const last = exchange.price(symbol);
  const book = exchange.book(symbol, 1);
  const [bid, bidQty] = book.bids[0] ?? [0, 0];
  const [ask, askQty] = book.asks[0] ?? [0, 0];
  return {
    symbol: wireId(symbol),
    priceChange: priceText(symbol, last - bar.open),
    priceChangePercent: (((last - bar.open) / bar.open) * 100).toFixed(3),
    weightedAvgPrice: priceText(symbol, (bar.high + bar.low) / 2),
    prevClosePrice: priceText(symbol, bar.open),
    lastPrice: priceText(symbol, last),
    lastQty: amountText(symbol, symbol.stepSize),
    bidPrice: priceText(symbol, bid),
    bidQty: amountText(symbol, bidQty),
    askPrice: priceText(symbol, ask),
    askQty: amountText(symbol, askQty),
    openPrice: priceText(symbol, bar.open),
    highPrice: priceText(symbol, Math.max(bar.high, last)),
    lowPrice: priceText(symbol, Math.min(bar.low, last)),
    volume: amountText(symbol, bar.volume),
    quoteVolume: (bar.volume * last).toFixed(8),
    openTime: now - 86_400_000,
    closeTime: now,
    firstId: 1,
    lastId: 2,
    count: 2,
  };
}

const dayBars = new WeakMap<Exchange, Map<string, { minute: number; bar: NonNullable<ReturnType<Exchange['bar']>> }>>();

function dayBar(exchange: Exchange, symbol: MarketSymbol, now: number): NonNullable<ReturnType<Exchange['bar']>> {
  let perSymbol = dayBars.get(exchange);
  if (perSymbol === undefined) {
    perSymbol = new Map();
    dayBars.set(exchange, perSymbol);
  }
  const minute = Math.floor(now / 60_000);
  const known = perSymbol.get(symbol.id);
  if (known !== undefined && known.minute === minute) return known.bar;
  const bar = exchange.bar(symbol, (minute - 1440) * 60_000, minute * 60_000)!;
  perSymbol.set(symbol.id, { minute, bar });
  return bar;
}

/** Binance's status of an order. */
export function statusOf({ status, executed }: Order): string {
  if (status === 'open') return executed > 0 ? 'PARTIALLY_FILLED' : 'NEW';
  return { filled: 'FILLED', cancelled: 'CANCELED', expired: 'EXPIRED' }[status];
}

/** Binance's type of an order on spot. */
export function typeOf({ type, isPostOnly, trigger }: Order): string {
  if (trigger !== null) return type === 'market' ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT';
  if (isPostOnly) return 'LIMIT_MAKER';
  return type === 'market' ? 'MARKET' : 'LIMIT';
}

/** An order of spot, as asked for, listed, cancelled. */
export function orderAnswer(order: Order): Record<string, unknown> {
  const { symbol } = order;
  return {
    symbol: wireId(symbol),
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientId,
    price: priceText(symbol, order.price),
    origQty: amountText(symbol, order.amount),
    executedQty: amountText(symbol, order.executed),
    cummulativeQuoteQty: order.executedValue.toFixed(8),
    status: statusOf(order),
    timeInForce: order.timeInForce,
    type: typeOf(order),
    side: order.side.toUpperCase(),
    stopPrice: priceText(symbol, order.trigger?.price ?? 0),
    icebergQty: '0.00000000',
    time: order.time,
    updateTime: order.updateTime,
    isWorking: order.isTriggered,
    workingTime: order.time,
    origQuoteOrderQty: '0.00000000',
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

export function newOrderAnswer(order: Order): Record<string, unknown> {
  return {
    ...orderAnswer(order),
    transactTime: order.time,
    fills: order.fills.map((fill) => ({
      price: priceText(order.symbol, fill.price),
      qty: amountText(order.symbol, fill.amount),
      commission: fill.fee.toFixed(8),
      commissionAsset: fill.feeCoin,
      tradeId: fill.id,
    })),
  };
}

export function fillAnswer(order: Order, fill: Fill): Record<string, unknown> {
  return {
    symbol: wireId(order.symbol),
    id: fill.id,
    orderId: order.id,
    orderListId: -1,
    price: priceText(order.symbol, fill.price),
    qty: amountText(order.symbol, fill.amount),
    quoteQty: (fill.price * fill.amount).toFixed(8),
    commission: fill.fee.toFixed(8),
    commissionAsset: fill.feeCoin,
    time: fill.time,
    isBuyer: order.side === 'buy',
    isMaker: fill.isMaker,
    isBestMatch: true,
  };
}

const EXECUTIONS = { new: 'NEW', trade: 'TRADE', cancelled: 'CANCELED', expired: 'EXPIRED' };

export function executionReport(order: Order, execution: keyof typeof EXECUTIONS, fill: Fill | null, at: number): Record<string, unknown> {
  const { symbol } = order;
  return {
    e: 'executionReport',
    E: at,
    s: wireId(symbol),
    c: order.clientId,
    S: order.side.toUpperCase(),
    o: typeOf(order),
    f: order.timeInForce,
    q: amountText(symbol, order.amount),
    p: priceText(symbol, order.price),
    P: priceText(symbol, order.trigger?.price ?? 0),
    F: '0.00000000',
    g: -1,
    C: '',
    x: EXECUTIONS[execution],
    X: statusOf(order),
    r: 'NONE',
    i: order.id,
    l: amountText(symbol, fill?.amount ?? 0),
    z: amountText(symbol, order.executed),
    L: priceText(symbol, fill?.price ?? 0),
    n: (fill?.fee ?? 0).toFixed(8),
    N: fill?.feeCoin ?? null,
    T: order.updateTime,
    t: fill?.id ?? -1,
    I: 0,
    w: order.status === 'open',
    m: fill?.isMaker ?? false,
    M: false,
    O: order.time,
    Z: order.executedValue.toFixed(8),
    Y: fill === null ? '0.00000000' : (fill.price * fill.amount).toFixed(8),
    Q: '0.00000000',
    W: order.time,
    V: 'EXPIRE_MAKER',
  };
}
