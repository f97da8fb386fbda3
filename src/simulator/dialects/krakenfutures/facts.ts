import type { Exchange } from '../../engine/exchange.ts';
import { left, type Order } from '../../engine/order.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO, type Position } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';

/**
 * How Kraken's futures write what there is. Contracts are one coin each, in whole powers of ten; what is counted in a stable coin elsewhere is
 * dollars here. Source: Kraken, "Futures REST", "Get instruments", "Get tickers".
 */

export const RESOLUTIONS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
  '1w': 604_800_000,
};

/** Monday, as weeks begin. */
const WEEK_SHIFT_MS = 345_600_000;
/** Most of a position's value that may be lent. */
const HIGHEST_LEVERAGE = 100;

/** Coin that profits, margin and fees are in, as the engine calls it. */
export const SETTLED_IN = 'USDT';

/** Decimal places of amounts. Source: Kraken, "Get instruments", `contractValueTradePrecision`. */
const PLACES: Readonly<Record<string, number>> = {
  BTC: 4,
  ETH: 3,
  BNB: 2,
  SOL: 2,
  XRP: 0,
  ADA: 0,
  LTC: 2,
  DOGE: 0,
  LINK: 1,
  AVAX: 2,
  DOT: 1,
};

export function contractOf({ base, stepSize }: MarketSymbol): { size: number; step: number } {
  return { size: 1, step: 10 ** -(PLACES[base] ?? decimals(stepSize)) };
}

export function candleStart(at: number, length: number): number {
  const shift = length === 604_800_000 ? WEEK_SHIFT_MS : 0;
  return Math.floor((at - shift) / length) * length + shift;
}

function coin(base: string): string {
  return base === 'BTC' ? 'XBT' : base;
}

export function wireId({ base }: MarketSymbol): string {
  return `PF_${coin(base)}USD`;
}

/** Numbers are UUIDs here. */
export function uid(id: number): string {
  return `51a0f075-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/** NaN for one that is none of ours. */
export function idOf(uuid: unknown): number {
  const match = /^51a0f075-0000-4000-8000-(\d{12})$/.exec(String(uuid));
  return match === null ? Number.NaN : Number(match[1]);
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function clientIdOf({ clientId }: Order): string | null {
  return clientId.startsWith('sim-') ? null : clientId;
}

export function instrument(symbol: MarketSymbol): object {
  return {
    symbol: wireId(symbol),
    type: 'flexible_futures',
    tradeable: true,
    underlying: '',
    tickSize: symbol.tickSize,
    contractSize: 1,
    impactMidSize: symbol.minQty,
    maxPositionSize: symbol.maxQty,
    openingDate: '2022-01-01T00:00:00.000Z',
    marginLevels: [{ numNonContractUnits: 0, initialMargin: 1 / HIGHEST_LEVERAGE, maintenanceMargin: MAINTENANCE_RATIO }],
    fundingRateCoefficient: FUNDING_MS / 3_600_000,
    maxRelativeFundingRate: 0.001,
    contractValueTradePrecision: decimals(symbol.stepSize),
    postOnly: false,
    mtf: false,
    base: symbol.base,
    quote: 'USD',
    pair: `${symbol.base}:USD`,
    tags: [],
  };
}

export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): object | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const text = (price: number) => price.toFixed(decimals(symbol.tickSize));
  return {
    time: start,
    open: text(bar.open),
    high: text(bar.high),
    low: text(bar.low),
    close: text(bar.close),
    volume: String(bar.volume),
  };
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const now = exchange.now();
  const minute = Math.floor(now / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  return {
    symbol: wireId(symbol),
    last,
    lastTime: iso(Math.floor(now / TICK_MS) * TICK_MS),
    lastSize: symbol.stepSize,
    tag: 'perpetual',
    pair: `${coin(symbol.base)}:USD`,
    markPrice: last,
    indexPrice: last,
    bid: bids[0]?.[0] ?? 0,
    bidSize: bids[0]?.[1] ?? 0,
    ask: asks[0]?.[0] ?? 0,
    askSize: asks[0]?.[1] ?? 0,
    vol24h: bar.volume,
    volumeQuote: bar.volume * last,
    openInterest: 1000,
    open24h: bar.open,
    high24h: Math.max(bar.high, last),
    low24h: Math.min(bar.low, last),
    change24h: (last / bar.open - 1) * 100,
    // a rate of a coin, in dollars
    fundingRate: FUNDING_RATE * last,
    fundingRatePrediction: FUNDING_RATE * last,
    suspended: false,
    postOnly: false,
  };
}

/** A contract as a challenge in a stream's words. */
export function quote(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const { bid, bidSize, ask, askSize, last, change24h, vol24h, volumeQuote, tag, pair } = ticker(exchange, symbol);
  return {
    product_id: wireId(symbol),
    bid,
    ask,
    bid_size: bidSize,
    ask_size: askSize,
    last,
    change: change24h,
    premium: 0,
    volume: vol24h,
    volumeQuote,
    tag,
    pair,
    dtm: 0,
    maturityTime: 0,
  };
}

export function orderType({ type, isPostOnly, timeInForce, trigger }: Order): string {
  if (trigger !== null) return 'stp';
  if (type === 'market') return 'mkt';
  if (isPostOnly) return 'post';
  return timeInForce === 'GTC' ? 'lmt' : timeInForce.toLowerCase();
}

/** An order in an answer to it, or in its status: with the whole of its amount. */
export function orderRow(order: Order): Record<string, unknown> {
  const { trigger } = order;
  return {
    type: trigger === null || order.isTriggered ? 'ORDER' : 'TRIGGER_ORDER',
    orderId: uid(order.id),
    cliOrdId: clientIdOf(order),
    symbol: wireId(order.symbol),
    side: order.side,
    quantity: order.amount,
    filled: order.executed,
    limitPrice: order.type === 'market' ? null : order.price,
    reduceOnly: order.isReduceOnly,
    timestamp: iso(order.time),
    lastUpdateTimestamp: iso(order.updateTime),
    ...(trigger === null
      ? {}
      : {
          priceTriggerOptions: {
            triggerPrice: trigger.price,
            triggerSide: trigger.direction === 'above' ? 'TRIGGER_ABOVE' : 'TRIGGER_BELOW',
            triggerSignal: 'LAST_PRICE',
          },
        }),
  };
}

/** The same in the list of open orders. */
export function openOrderRow(order: Order): object {
  const { trigger } = order;
  return {
    order_id: uid(order.id),
    cliOrdId: clientIdOf(order),
    symbol: wireId(order.symbol),
    side: order.side,
    orderType: trigger === null ? 'lmt' : 'stop',
    ...(order.type === 'market' ? {} : { limitPrice: order.price }),
    ...(trigger === null ? {} : { stopPrice: trigger.price, triggerSignal: 'last' }),
    unfilledSize: left(order),
    filledSize: order.executed,
    receivedTime: iso(order.time),
    lastUpdateTime: iso(order.updateTime),
    status: order.executed > 0 ? 'partiallyFilled' : 'untouched',
    reduceOnly: order.isReduceOnly,
  };
}

/** It does not tell where it would be liquidated. */
export function positionRow(exchange: Exchange, position: Position): object {
  const { symbol, amount, entryPrice, leverage, marginMode, since } = position;
  return {
    side: amount > 0 ? 'long' : 'short',
    symbol: wireId(symbol),
    price: entryPrice,
    fillTime: iso(since),
    size: Math.abs(amount),
    unrealizedFunding: 0,
    unrealizedPnl: exchange.unrealizedProfit(position),
    pnlCurrency: 'USD',
    // a limit of its own makes it isolated
    ...(marginMode === 'isolated' ? { maxFixedLeverage: leverage } : {}),
  };
}

/** Dollars are collateral of contracts; coins lie in the account for cash. */
export function accounts(exchange: Exchange): object {
  const cash = Object.fromEntries([...exchange.wallet.balances].filter(([name]) => name !== SETTLED_IN));
  const { free, locked } = exchange.marginWallet.of(SETTLED_IN);
  const positions = [...exchange.positions.open.values()];
  const profit = positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0);
  const margin = positions.reduce((sum, position) => sum + position.margin, 0);
  const total = free + locked;
  return {
    cash: {
      type: 'cashAccount',
      balances: Object.fromEntries(
        Object.entries(cash).map(([name, balance]) => [coin(name).toLowerCase(), balance.free + balance.locked]),
      ),
    },
    flex: {
      type: 'multiCollateralMarginAccount',
      currencies: { USD: { quantity: total, value: total, collateral: total, available: free } },
      initialMargin: margin,
      initialMarginWithOrders: locked,
      maintenanceMargin: positions.reduce((sum, position) => sum + Math.abs(position.amount) * position.entryPrice * MAINTENANCE_RATIO, 0),
      balanceValue: total,
      portfolioValue: total + profit,
      collateralValue: total,
      pnl: profit,
      unrealizedFunding: 0,
      totalUnrealized: profit,
      totalUnrealizedAsMargin: profit,
      availableMargin: total + profit - locked,
      marginEquity: total + profit,
    },
  };
}
