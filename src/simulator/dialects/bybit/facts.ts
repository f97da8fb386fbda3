import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Fill, left, type Order } from '../../engine/order.ts';
import { MAINTENANCE_RATIO, type Position } from '../../engine/positions.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How Bybit writes what there is: everything is text, amounts of contracts in coins. Source: Bybit, "V5 API". */

export const INTERVALS: Readonly<Record<string, number>> = {
  '1': 60_000,
  '3': 180_000,
  '5': 300_000,
  '15': 900_000,
  '30': 1_800_000,
  '60': 3_600_000,
  '120': 7_200_000,
  '240': 14_400_000,
  '360': 21_600_000,
  '720': 43_200_000,
  D: 86_400_000,
  W: 604_800_000,
};

/** Monday, as weeks begin. */
const WEEK_SHIFT_MS = 345_600_000;

export type Category = 'spot' | 'linear';

export function categoryOf({ isPerpetual }: MarketSymbol): Category {
  return isPerpetual ? 'linear' : 'spot';
}

export function wireId({ base, quote }: MarketSymbol): string {
  return base + quote;
}

export function priceText(symbol: MarketSymbol, price: number): string {
  return price.toFixed(decimals(symbol.tickSize));
}

export function candleStart(at: number, length: number): number {
  const shift = length === INTERVALS['W'] ? WEEK_SHIFT_MS : 0;
  return Math.floor((at - shift) / length) * length + shift;
}

export function instrument(symbol: MarketSymbol): object {
  const common = {
    symbol: wireId(symbol),
    baseCoin: symbol.base,
    quoteCoin: symbol.quote,
    status: 'Trading',
    priceFilter: { tickSize: decimalText(symbol.tickSize), minPrice: decimalText(symbol.tickSize), maxPrice: '10000000' },
  };
  if (symbol.isPerpetual) {
    return {
      ...common,
      contractType: 'LinearPerpetual',
      launchTime: '1584230400000',
      deliveryTime: '0',
      settleCoin: symbol.quote,
      leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
      lotSizeFilter: {
        qtyStep: decimalText(symbol.stepSize),
        minOrderQty: decimalText(symbol.minQty),
        maxOrderQty: decimalText(symbol.maxQty),
        minNotionalValue: decimalText(symbol.minNotional),
      },
      unifiedMarginTrade: true,
      fundingInterval: 480,
    };
  }
  return {
    ...common,
    innovation: '0',
    marginTrading: 'none',
    lotSizeFilter: {
      basePrecision: decimalText(symbol.stepSize),
      quotePrecision: '0.00000001',
      minOrderQty: decimalText(symbol.minQty),
      maxOrderQty: decimalText(symbol.maxQty),
      minOrderAmt: decimalText(symbol.minNotional),
      maxOrderAmt: '4000000',
    },
  };
}

/** Start, open, high, low, close, volume, turnover. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): string[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => priceText(symbol, price));
  return [String(start), ...prices, decimalText(bar.volume), decimalText(bar.volume * ((bar.open + bar.close) / 2))];
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  const price = (value: number) => priceText(symbol, value);
  const common = {
    symbol: wireId(symbol),
    lastPrice: price(last),
    bid1Price: price(bids[0]?.[0] ?? 0),
    bid1Size: decimalText(bids[0]?.[1] ?? 0),
    ask1Price: price(asks[0]?.[0] ?? 0),
    ask1Size: decimalText(asks[0]?.[1] ?? 0),
    prevPrice24h: price(bar.open),
    price24hPcnt: decimalText(Math.round((last / bar.open - 1) * 1e6) / 1e6),
    highPrice24h: price(Math.max(bar.high, last)),
    lowPrice24h: price(Math.min(bar.low, last)),
    turnover24h: decimalText(bar.volume * last),
    volume24h: decimalText(bar.volume),
  };
  if (!symbol.isPerpetual) return common;
  const next = (Math.floor(exchange.now() / 28_800_000) + 1) * 28_800_000;
  return {
    ...common,
    indexPrice: price(last),
    markPrice: price(last),
    fundingRate: '0.0001',
    nextFundingTime: String(next),
    openInterest: '1000',
  };
}

/** Bybit's status. What is left of an order that may not rest is cancelled; on spot the filled part has a status of its own. */
export function statusOf({ status, executed, isTriggered, symbol }: Order): string {
  if (status === 'open') return isTriggered ? (executed > 0 ? 'PartiallyFilled' : 'New') : 'Untriggered';
  if (status === 'filled') return 'Filled';
  return executed > 0 && !symbol.isPerpetual ? 'PartiallyFilledCanceled' : 'Cancelled';
}

export function orderRow(order: Order): Record<string, unknown> {
  const { symbol } = order;
  const fees: Record<string, number> = {};
  for (const { feeCoin, fee } of order.fills) fees[feeCoin] = (fees[feeCoin] ?? 0) + fee;
  return {
    orderId: String(order.id),
    orderLinkId: order.clientId.startsWith('sim-') ? '' : order.clientId,
    blockTradeId: '',
    symbol: wireId(symbol),
    price: priceText(symbol, order.price),
    qty: decimalText(order.amount),
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    isLeverage: '0',
    positionIdx: 0,
    orderStatus: statusOf(order),
    createType: order.isLiquidation ? 'CreateByLiq' : 'CreateByUser',
    cancelType: order.status === 'cancelled' ? 'CancelByUser' : 'UNKNOWN',
    rejectReason: 'EC_NoError',
    avgPrice: order.executed === 0 ? '' : decimalText(averagePrice(order)),
    leavesQty: order.status === 'open' ? decimalText(left(order)) : '0',
    leavesValue: order.status === 'open' ? decimalText(left(order) * order.price) : '0',
    cumExecQty: decimalText(order.executed),
    cumExecValue: decimalText(order.executedValue),
    cumExecFee: decimalText(order.fills.reduce((sum, { fee }) => sum + fee, 0)),
    cumFeeDetail: Object.fromEntries(Object.entries(fees).map(([coin, fee]) => [coin, decimalText(fee)])),
    timeInForce: order.isPostOnly ? 'PostOnly' : order.type === 'market' ? 'IOC' : order.timeInForce,
    orderType: order.type === 'market' ? 'Market' : 'Limit',
    stopOrderType: order.trigger === null ? '' : symbol.isPerpetual ? 'Stop' : 'tpslOrder',
    marketUnit: order.type === 'market' && !symbol.isPerpetual ? 'baseCoin' : '',
    triggerPrice: order.trigger === null ? '' : priceText(symbol, order.trigger.price),
    triggerDirection: order.trigger === null ? 0 : order.trigger.direction === 'above' ? 1 : 2,
    triggerBy: order.trigger === null ? '' : 'LastPrice',
    takeProfit: '',
    stopLoss: '',
    reduceOnly: order.isReduceOnly,
    closeOnTrigger: false,
    createdTime: String(order.time),
    updatedTime: String(order.updateTime),
    ...(symbol.isPerpetual ? { tpslMode: '' } : {}),
  };
}

export function fillRow(order: Order, fill: Fill): Record<string, unknown> {
  return {
    symbol: wireId(order.symbol),
    orderId: String(order.id),
    orderLinkId: order.clientId,
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    orderPrice: priceText(order.symbol, order.price),
    orderQty: decimalText(order.amount),
    orderType: order.type === 'market' ? 'Market' : 'Limit',
    execFee: decimalText(fill.fee),
    feeCurrency: fill.feeCoin,
    execId: String(fill.id),
    execPrice: priceText(order.symbol, fill.price),
    execQty: decimalText(fill.amount),
    execType: order.isLiquidation ? 'BustTrade' : 'Trade',
    execValue: decimalText(fill.price * fill.amount),
    execTime: String(fill.time),
    isMaker: fill.isMaker,
    feeRate: '0.001',
  };
}

/** One account for everything; coins that orders on spot bind are `locked`, margin is a number of its own. */
export function walletRow(exchange: Exchange): object {
  exchange.match();
  const positions = [...exchange.positions.open.values()];
  const margin = positions.reduce((sum, position) => sum + position.margin, 0);
  const profit = positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0);
  return {
    accountType: 'UNIFIED',
    totalEquity: '',
    totalWalletBalance: '',
    totalAvailableBalance: '',
    coin: [...exchange.wallet.balances].map(([coin, { free, locked }]) => {
      const positionMargin = coin === 'USDT' ? margin : 0;
      return {
        coin,
        equity: decimalText(free + locked + (coin === 'USDT' ? profit : 0)),
        walletBalance: decimalText(free + locked),
        locked: decimalText(locked - positionMargin),
        totalOrderIM: '0',
        totalPositionIM: decimalText(positionMargin),
        availableToWithdraw: '',
        unrealisedPnl: coin === 'USDT' ? decimalText(profit) : '0',
        borrowAmount: '0',
        accruedInterest: '0',
      };
    }),
  };
}

export function positionRow(exchange: Exchange, position: Position): Record<string, unknown> {
  const { symbol, amount, entryPrice, leverage, marginMode, margin, since } = position;
  const mark = exchange.price(symbol);
  const size = Math.abs(amount);
  return {
    positionIdx: 0,
    riskId: 1,
    symbol: wireId(symbol),
    side: amount > 0 ? 'Buy' : 'Sell',
    size: decimalText(size),
    avgPrice: decimalText(entryPrice),
    positionValue: decimalText(size * entryPrice),
    tradeMode: marginMode === 'isolated' ? 1 : 0,
    positionStatus: 'Normal',
    leverage: decimalText(leverage),
    markPrice: decimalText(mark),
    liqPrice: decimalText(exchange.positions.liquidationPrice(position)),
    bustPrice: '',
    positionIM: decimalText(margin),
    positionMM: decimalText(size * mark * MAINTENANCE_RATIO),
    positionBalance: decimalText(margin),
    unrealisedPnl: decimalText(exchange.unrealizedProfit(position)),
    cumRealisedPnl: '0',
    takeProfit: '',
    stopLoss: '',
    autoAddMargin: 0,
    createdTime: String(since),
    updatedTime: String(exchange.now()),
  };
}
