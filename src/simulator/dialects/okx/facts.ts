import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Conditional, type Fill, feeOf, type Order } from '../../engine/order.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO, type Position } from '../../engine/positions.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How OKX writes what there is: everything is text, amounts of contracts in contracts. Source: OKX, "API guide v5". */

/** ccxt's timeframe by OKX's name; a day of UTC has a name of its own. */
export const BARS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1H': 3_600_000,
  '2H': 7_200_000,
  '4H': 14_400_000,
  '6Hutc': 21_600_000,
  '12Hutc': 43_200_000,
  '1Dutc': 86_400_000,
  '1Wutc': 604_800_000,
};

/** Base currency in a contract. Source: OKX, "Trading rules", perpetual futures. */
const CONTRACT_SIZES: Readonly<Record<string, number>> = { BTC: 0.01, ETH: 0.1, XRP: 100, ADA: 100, DOGE: 1000 };

export function contractOf({ base }: MarketSymbol): { size: number; step: number } {
  return { size: CONTRACT_SIZES[base] ?? 1, step: base === 'BTC' || base === 'ETH' ? 0.01 : 1 };
}

export function instId({ base, quote, isPerpetual }: MarketSymbol): string {
  return isPerpetual ? `${base}-${quote}-SWAP` : `${base}-${quote}`;
}

export function instType({ isPerpetual }: MarketSymbol): string {
  return isPerpetual ? 'SWAP' : 'SPOT';
}

export function sizeText(symbol: MarketSymbol, amount: number): string {
  return decimalText(amount / symbol.contractSize);
}

function priceText(symbol: MarketSymbol, price: number): string {
  return price.toFixed(decimals(symbol.tickSize));
}

export function instrument(symbol: MarketSymbol): object {
  const { isPerpetual } = symbol;
  return {
    alias: '',
    baseCcy: isPerpetual ? '' : symbol.base,
    quoteCcy: isPerpetual ? '' : symbol.quote,
    category: '1',
    ctMult: isPerpetual ? '1' : '',
    ctType: isPerpetual ? 'linear' : '',
    ctVal: isPerpetual ? decimalText(symbol.contractSize) : '',
    ctValCcy: isPerpetual ? symbol.base : '',
    expTime: '',
    instFamily: isPerpetual ? `${symbol.base}-${symbol.quote}` : '',
    instId: instId(symbol),
    instType: instType(symbol),
    lever: isPerpetual ? '100' : '10',
    listTime: '1548133413000',
    lotSz: sizeText(symbol, symbol.stepSize),
    minSz: sizeText(symbol, symbol.minQty),
    maxLmtSz: decimalText(symbol.maxQty),
    maxMktSz: decimalText(symbol.maxQty),
    optType: '',
    settleCcy: isPerpetual ? symbol.quote : '',
    state: 'live',
    stk: '',
    tickSz: decimalText(symbol.tickSize),
    uly: isPerpetual ? `${symbol.base}-${symbol.quote}` : '',
  };
}

/** Newest first, each with whether it has ended. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): string[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const volume = bar.volume;
  const quoteVolume = decimalText(volume * ((bar.open + bar.close) / 2));
  const price = (value: number) => priceText(symbol, value);
  return [
    String(start),
    price(bar.open),
    price(bar.high),
    price(bar.low),
    price(bar.close),
    sizeText(symbol, volume),
    symbol.isPerpetual ? decimalText(volume) : quoteVolume,
    quoteVolume,
    exchange.now() >= start + length ? '1' : '0',
  ];
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const now = exchange.now();
  const minute = Math.floor(now / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const { bids, asks } = exchange.book(symbol, 1);
  const last = exchange.price(symbol);
  const price = (value: number) => priceText(symbol, value);
  return {
    instType: instType(symbol),
    instId: instId(symbol),
    last: price(last),
    lastSz: sizeText(symbol, symbol.stepSize),
    askPx: price(asks[0]?.[0] ?? 0),
    askSz: sizeText(symbol, asks[0]?.[1] ?? 0),
    bidPx: price(bids[0]?.[0] ?? 0),
    bidSz: sizeText(symbol, bids[0]?.[1] ?? 0),
    open24h: price(bar.open),
    high24h: price(Math.max(bar.high, last)),
    low24h: price(Math.min(bar.low, last)),
    volCcy24h: decimalText(symbol.isPerpetual ? bar.volume : bar.volume * last),
    vol24h: sizeText(symbol, bar.volume),
    ts: String(now),
    sodUtc0: price(bar.open),
    sodUtc8: price(bar.open),
  };
}

export function orderState({ status, executed }: Order): string {
  if (status === 'open') return executed > 0 ? 'partially_filled' : 'live';
  return status === 'filled' ? 'filled' : 'canceled';
}

function orderType({ type, isPostOnly, timeInForce }: Order): string {
  if (type === 'market') return 'market';
  if (isPostOnly) return 'post_only';
  return timeInForce === 'GTC' ? 'limit' : timeInForce.toLowerCase();
}

export function orderRow(order: Order): Record<string, unknown> {
  const { symbol } = order;
  const last = order.fills.at(-1);
  return {
    accFillSz: sizeText(symbol, order.executed),
    avgPx: order.executed === 0 ? '' : decimalText(averagePrice(order)),
    cTime: String(order.time),
    category: order.isLiquidation ? 'full_liquidation' : 'normal',
    ccy: '',
    clOrdId: order.clientId.startsWith('sim-') ? '' : order.clientId,
    fee: decimalText(-feeOf(order)),
    feeCcy: last?.feeCoin ?? (order.side === 'buy' && !symbol.isPerpetual ? symbol.base : symbol.quote),
    fillPx: last === undefined ? '' : priceText(symbol, last.price),
    fillSz: sizeText(symbol, last?.amount ?? 0),
    fillTime: last === undefined ? '' : String(last.time),
    instId: instId(symbol),
    instType: instType(symbol),
    lever: '',
    ordId: String(order.id),
    ordType: orderType(order),
    pnl: decimalText(order.fills.reduce((sum, { realizedProfit }) => sum + realizedProfit, 0)),
    posSide: symbol.isPerpetual ? 'net' : '',
    px: order.type === 'market' ? '' : priceText(symbol, order.price),
    rebate: '0',
    rebateCcy: symbol.quote,
    reduceOnly: String(order.isReduceOnly),
    side: order.side,
    slOrdPx: '',
    slTriggerPx: '',
    source: '',
    state: orderState(order),
    sz: sizeText(symbol, order.amount),
    tag: '',
    tdMode: symbol.isPerpetual ? 'isolated' : 'cash',
    tgtCcy: symbol.isPerpetual ? '' : 'base_ccy',
    tpOrdPx: '',
    tpTriggerPx: '',
    tradeId: last === undefined ? '' : String(last.id),
    uTime: String(order.updateTime),
  };
}

export function fillRow(order: Order, fill: Fill): Record<string, string> {
  return {
    instType: instType(order.symbol),
    instId: instId(order.symbol),
    tradeId: String(fill.id),
    ordId: String(order.id),
    clOrdId: order.clientId,
    billId: String(fill.id),
    tag: '',
    fillPx: priceText(order.symbol, fill.price),
    fillSz: sizeText(order.symbol, fill.amount),
    fillPnl: decimalText(fill.realizedProfit),
    side: order.side,
    posSide: order.symbol.isPerpetual ? 'net' : '',
    execType: fill.isMaker ? 'M' : 'T',
    feeCcy: fill.feeCoin,
    fee: decimalText(-fill.fee),
    ts: String(fill.time),
    fillTime: String(fill.time),
  };
}

const ALGO_STATES: Readonly<Record<Conditional['status'], string>> = {
  waiting: 'live',
  fired: 'effective',
  cancelled: 'canceled',
  expired: 'canceled',
  failed: 'order_failed',
};

/** A stop. It is asked for by `algoClOrdId`; a `clOrdId` that it was placed with is the later order's. */
export function algoRow({ id, clientId, request, trigger, status, order, time, updateTime }: Conditional): Record<string, unknown> {
  const { symbol } = request;
  return {
    algoId: String(id),
    algoClOrdId: clientId.startsWith('sim-') ? '' : clientId,
    clOrdId: request.clientId ?? '',
    instId: instId(symbol),
    instType: instType(symbol),
    ordId: order === null ? '' : String(order.id),
    ordIdList: order === null ? [] : [String(order.id)],
    ordType: 'conditional',
    ordPx: '',
    side: request.side,
    posSide: symbol.isPerpetual ? 'net' : '',
    sz: sizeText(symbol, request.amount ?? 0),
    state: ALGO_STATES[status],
    slTriggerPx: priceText(symbol, trigger.price),
    slTriggerPxType: 'last',
    slOrdPx: request.type === 'market' ? '-1' : priceText(symbol, request.price ?? 0),
    tpTriggerPx: '',
    tpOrdPx: '',
    triggerPx: '',
    tdMode: symbol.isPerpetual ? 'isolated' : 'cash',
    reduceOnly: String(request.isReduceOnly === true),
    actualPx: order === null ? '' : decimalText(averagePrice(order)),
    actualSz: order === null ? '0' : sizeText(symbol, order.executed),
    actualSide: order === null ? '' : 'sl',
    triggerTime: order === null ? '' : String(order.time),
    cTime: String(time),
    uTime: String(updateTime),
    lever: '',
    tag: '',
  };
}

export function balances(exchange: Exchange): object {
  exchange.match();
  const positions = [...exchange.positions.open.values()];
  const profit = positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0);
  return {
    adjEq: '',
    totalEq: '',
    uTime: String(exchange.now()),
    details: [...exchange.wallet.balances].map(([ccy, { free, locked }]) => ({
      ccy,
      availBal: decimalText(free),
      availEq: decimalText(free),
      cashBal: decimalText(free + locked),
      eq: decimalText(free + locked + (ccy === 'USDT' ? profit : 0)),
      frozenBal: decimalText(locked),
      ordFrozen: decimalText(locked),
      upl: ccy === 'USDT' ? decimalText(profit) : '0',
      uTime: String(exchange.now()),
    })),
  };
}

export function positionRow(exchange: Exchange, position: Position): Record<string, string> {
  const { symbol, amount, entryPrice, leverage, marginMode, margin, since } = position;
  const mark = exchange.price(symbol);
  const notional = Math.abs(amount) * mark;
  const profit = exchange.unrealizedProfit(position);
  return {
    instId: instId(symbol),
    instType: 'SWAP',
    mgnMode: marginMode,
    posId: `${symbol.id}-1`,
    posSide: 'net',
    pos: sizeText(symbol, amount),
    availPos: sizeText(symbol, amount),
    avgPx: decimalText(entryPrice),
    markPx: decimalText(mark),
    upl: decimalText(profit),
    uplRatio: decimalText(profit / margin),
    lever: decimalText(leverage),
    liqPx: decimalText(exchange.positions.liquidationPrice(position)),
    imr: marginMode === 'cross' ? decimalText(margin) : '',
    margin: marginMode === 'isolated' ? decimalText(margin) : '',
    mmr: decimalText(notional * MAINTENANCE_RATIO),
    notionalUsd: decimalText(notional),
    ccy: symbol.quote,
    cTime: String(since),
    uTime: String(exchange.now()),
  };
}

export function fundingRow(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const next = (Math.floor(exchange.now() / FUNDING_MS) + 1) * FUNDING_MS;
  return {
    instId: instId(symbol),
    instType: 'SWAP',
    fundingRate: decimalText(FUNDING_RATE),
    nextFundingRate: '',
    fundingTime: String(next),
    nextFundingTime: String(next + FUNDING_MS),
    method: 'current_period',
  };
}
