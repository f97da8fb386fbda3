import type { PrecisionMode } from '../market/precision.ts';

export type Side = 'long' | 'short';
export type OrderSide = 'buy' | 'sell';
export type OrderType = 'limit' | 'market';
export type OrderStatus = 'open' | 'closed' | 'canceled' | 'expired' | 'rejected';

/** An order as the database keeps it (table `orders`). Times are ms since epoch, UTC. */
export interface Order {
  /** 0 until the database has given one. */
  id: number;
  /** `buy`, `sell`, or `stoploss` for a stop that lies on the exchange. */
  ftOrderSide: OrderSide | 'stoploss';
  pair: string;
  isOpen: boolean;
  ftAmount: number;
  ftPrice: number;
  cancelReason: string | null;
  orderId: string;
  status: OrderStatus | null;
  orderType: string;
  side: OrderSide;
  price: number | null;
  average: number | null;
  amount: number | null;
  filled: number | null;
  remaining: number | null;
  cost: number | null;
  stopPrice: number | null;
  orderDate: number;
  filledDate: number | null;
  updateDate: number | null;
  fundingFee: number | null;
  /** Part of the filled amount that went into a fee paid in base currency. */
  feeBase: number | null;
  tag: string | null;
}

/** A value as freqtrade writes it: Python's name of its kind, and its text. */
export interface WrittenDatum {
  readonly type: string;
  readonly text: string;
}

/** One value a strategy keeps with a trade; written with the trade. Times are ms since epoch, UTC, null until it is on disk. */
export interface CustomDatum {
  /** 0 until the database has given one. */
  id: number;
  /** Undefined once it is deleted. */
  value: unknown;
  /** How freqtrade writes it; null where that follows from the value. A strategy in Python has kinds that JSON lacks. */
  written?: WrittenDatum | null;
  isChanged: boolean;
  createdAt: number | null;
  updatedAt: number | null;
}

/** A trade as the database keeps it (table `trades`). Rates in quote currency, ratios 0.01 = 1 %, times ms since epoch, UTC. */
export interface Trade {
  /** 0 until the database has given one. */
  id: number;
  exchange: string;
  pair: string;
  base: string;
  stakeCurrency: string;
  isOpen: boolean;
  isShort: boolean;
  feeOpen: number;
  feeOpenCost: number | null;
  feeOpenCurrency: string | null;
  feeClose: number;
  feeCloseCost: number | null;
  feeCloseCurrency: string | null;
  openRate: number;
  openRateRequested: number | null;
  openTradeValue: number;
  closeRate: number | null;
  closeRateRequested: number | null;
  realizedProfit: number;
  closeProfit: number | null;
  closeProfitAbs: number | null;
  stakeAmount: number;
  maxStakeAmount: number | null;
  amount: number;
  amountRequested: number | null;
  openDate: number;
  closeDate: number | null;
  stopLoss: number | null;
  stopLossRatio: number | null;
  initialStopLoss: number | null;
  initialStopLossRatio: number | null;
  isStopLossTrailing: boolean;
  maxRate: number | null;
  minRate: number | null;
  exitReason: string | null;
  exitOrderStatus: string | null;
  strategy: string;
  enterTag: string | null;
  /** Minutes. */
  timeframe: number;
  /** Null in rows from before there were others than spot, as are precision mode and contract size. */
  tradingMode: 'spot' | 'futures' | 'margin' | null;
  amountPrecision: number | null;
  pricePrecision: number | null;
  precisionMode: PrecisionMode | null;
  contractSize: number | null;
  leverage: number;
  liquidationPrice: number | null;
  interestRate: number;
  /** Null in rows of releases that wrote none. */
  fundingFees: number | null;
  fundingFeeRunning: number | null;
  orders: Order[];
  /** What the strategy keeps with it, by key; see `custom-data.ts`. */
  readonly customData: Record<string, CustomDatum>;
}

export function entrySide(trade: Readonly<Pick<Trade, 'isShort'>>): OrderSide {
  return trade.isShort ? 'sell' : 'buy';
}

export function exitSide(trade: Readonly<Trade>): OrderSide {
  return trade.isShort ? 'buy' : 'sell';
}

export function side(trade: Readonly<Trade>): Side {
  return trade.isShort ? 'short' : 'long';
}

export function isEntry(trade: Readonly<Pick<Trade, 'isShort'>>, order: Readonly<Pick<Order, 'ftOrderSide'>>): boolean {
  return order.ftOrderSide === entrySide(trade);
}

/** Whether an order is a stop that lies on the exchange. */
export function isStopOrder(order: Readonly<Order>): boolean {
  return order.ftOrderSide === 'stoploss';
}

/** Entries and exits that wait; stops do not count. */
export function openOrders(trade: Readonly<Trade>): Order[] {
  return trade.orders.filter((order) => order.isOpen && !isStopOrder(order));
}

export function hasOpenOrders(trade: Readonly<Trade>): boolean {
  return trade.orders.some((order) => order.isOpen && !isStopOrder(order));
}

/** Stops that lie on the exchange, oldest first. */
export function openStops(trade: Readonly<Trade>): Order[] {
  return trade.orders.filter((order) => order.isOpen && isStopOrder(order));
}

/** Orders of one direction that brought something, oldest first. */
export function filledOrders(trade: Readonly<Trade>, direction: OrderSide): Order[] {
  return trade.orders.filter((order) => order.ftOrderSide === direction && !order.isOpen && (order.filled ?? 0) > 0);
}

export function entryCount(trade: Readonly<Trade>): number {
  return filledOrders(trade, entrySide(trade)).length;
}

export function exitCount(trade: Readonly<Trade>): number {
  return filledOrders(trade, exitSide(trade)).length;
}

/** Entries that brought something, oldest first. */
export function filledEntries(trade: Readonly<Trade>): Order[] {
  return filledOrders(trade, entrySide(trade));
}

/** Exits that brought something, oldest first. */
export function filledExits(trade: Readonly<Trade>): Order[] {
  return filledOrders(trade, exitSide(trade));
}

/** What an order binds, in stake currency, without leverage. */
export function stakeOf(trade: Readonly<Trade>, order: Readonly<Order>): number {
  return ((order.amount ?? order.ftAmount) * orderRate(order)) / trade.leverage;
}

/** The same of what has filled. */
export function filledStakeOf(trade: Readonly<Trade>, order: Readonly<Order>): number {
  return ((order.filled ?? 0) * orderRate(order)) / trade.leverage;
}

/** When the first entry was filled, ms; null before. */
export function entryFillDate(trade: Readonly<Trade>): number | null {
  return filledOrders(trade, entrySide(trade))[0]?.filledDate ?? null;
}

/** Rate an order was or will be executed at. */
export function orderRate(order: Readonly<Pick<Order, 'average' | 'price' | 'stopPrice' | 'ftPrice'>>): number {
  return order.average ?? order.price ?? order.stopPrice ?? order.ftPrice;
}

/** What arrived in the account: filled, less a fee taken in base currency. */
export function amountAfterFee(order: Readonly<Order>): number {
  return (order.filled ?? 0) - (order.feeBase ?? 0);
}
