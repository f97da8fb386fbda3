import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Fill, left, type Order } from '../../engine/order.ts';
import { MAINTENANCE_RATIO, type Position } from '../../engine/positions.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { COLLATERAL, coinOf, sizeDecimals, tokenOf, universeOf } from './coins.ts';

/** How Hyperliquid writes what there is: numbers as text with a point, times in ms. Source: Hyperliquid, "Info endpoint", "Perpetuals", "Spot". */

export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '8h': 28_800_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
};

/** The maintenance margin is half of what is bound at the highest leverage. */
export const HIGHEST_LEVERAGE = Math.round(1 / (2 * MAINTENANCE_RATIO));
const NO_HASH = `0x${'0'.repeat(64)}`;

export function numberText(value: number): string {
  const text = decimalText(value);
  return text.includes('.') ? text : `${text}.0`;
}

export function spotMeta(exchange: Exchange): { tokens: object[]; universe: object[] } {
  const { spot, coins } = universeOf(exchange);
  return {
    tokens: coins.map((coin, index) => {
      const traded = spot.find(({ base }) => base === coin);
      return {
        name: tokenOf(coin),
        szDecimals: traded === undefined ? 8 : sizeDecimals(traded),
        weiDecimals: 8,
        index,
        tokenId: `0x${index.toString(16).padStart(32, '0')}`,
        isCanonical: index === 0,
        evmContract: null,
        fullName: null,
      };
    }),
    universe: spot
      .filter(({ id }) => exchange.symbols.has(id))
      .map((symbol) => ({
        tokens: [coins.indexOf(symbol.base), coins.indexOf(symbol.quote)],
        name: coinOf(exchange, symbol),
        index: spot.indexOf(symbol),
        isCanonical: false,
      })),
  };
}

export function perpetualMeta(exchange: Exchange): { universe: object[] } {
  return {
    universe: universeOf(exchange).contracts.map((symbol) => ({
      szDecimals: sizeDecimals(symbol),
      name: symbol.base,
      maxLeverage: HIGHEST_LEVERAGE,
      ...(exchange.symbols.has(symbol.id) ? {} : { isDelisted: true }),
    })),
  };
}

/** What a market is worth now, and was a day ago. */
export function context(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  const minute = Math.floor(exchange.now() / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const price = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  const [bid, ask] = [bids[0]?.[0] ?? price, asks[0]?.[0] ?? price];
  const common = {
    prevDayPx: numberText(bar.open),
    dayNtlVlm: numberText((bar.volume * (bar.open + bar.close)) / 2),
    dayBaseVlm: numberText(bar.volume),
    markPx: numberText(price),
    midPx: numberText((bid + ask) / 2),
  };
  if (!symbol.isPerpetual) return { ...common, coin: coinOf(exchange, symbol), circulatingSupply: '1000000.0', totalSupply: '1000000.0' };
  return {
    ...common,
    oraclePx: numberText(price),
    funding: numberText(exchange.positions.fundingRate),
    premium: '0.0',
    openInterest: '1000.0',
    impactPxs: [numberText(bid), numberText(ask)],
  };
}

export function candleRow(exchange: Exchange, symbol: MarketSymbol, interval: string, start: number): Record<string, unknown> | null {
  const length = INTERVALS[interval] ?? 0;
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  return {
    t: start,
    T: start + length - 1,
    s: coinOf(exchange, symbol),
    i: interval,
    o: numberText(bar.open),
    c: numberText(bar.close),
    h: numberText(bar.high),
    l: numberText(bar.low),
    v: numberText(bar.volume),
    n: Math.max(1, Math.round(bar.volume)),
  };
}

export function bookRow(exchange: Exchange, symbol: MarketSymbol): object {
  const { bids, asks } = exchange.book(symbol, 20);
  const rows = (side: [number, number][]) => side.map(([price, amount]) => ({ px: numberText(price), sz: numberText(amount), n: 1 }));
  return { coin: coinOf(exchange, symbol), time: exchange.now(), levels: [rows(bids), rows(asks)] };
}

/** Source: Hyperliquid, "Query order status by oid or cloid": the list of statuses. */
export function statusOf({ status, executed, isTriggered, trigger }: Order): string {
  if (status === 'open') return trigger !== null && isTriggered ? 'triggered' : 'open';
  if (status === 'filled') return 'filled';
  if (status === 'cancelled') return 'canceled';
  return executed === 0 ? 'iocCancelRejected' : 'canceled';
}

const TIMES = { GTC: 'Gtc', IOC: 'Ioc', FOK: 'Ioc' } as const;

/** What an order says of itself wherever it is listed. */
export function basicOrder(exchange: Exchange, order: Order): Record<string, unknown> {
  return {
    coin: coinOf(exchange, order.symbol),
    side: order.side === 'buy' ? 'B' : 'A',
    limitPx: numberText(order.price === 0 ? averagePrice(order) : order.price),
    sz: numberText(left(order)),
    oid: order.id,
    timestamp: order.time,
    origSz: numberText(order.amount),
    ...(order.clientId.startsWith('sim-') ? {} : { cloid: order.clientId }),
  };
}

export function orderRow(exchange: Exchange, order: Order): Record<string, unknown> {
  const { trigger, type, side } = order;
  const isStop = trigger !== null && (trigger.direction === 'below') === (side === 'sell');
  const kind = type === 'limit' ? 'Limit' : 'Market';
  return {
    cloid: null,
    ...basicOrder(exchange, order),
    triggerCondition: trigger === null ? 'N/A' : `Price ${trigger.direction} ${decimalText(trigger.price)}`,
    isTrigger: trigger !== null,
    triggerPx: numberText(trigger?.price ?? 0),
    children: [],
    isPositionTpsl: false,
    reduceOnly: order.isReduceOnly,
    orderType: trigger === null ? kind : `${isStop ? 'Stop' : 'Take Profit'} ${kind}`,
    tif: trigger !== null ? null : order.isPostOnly ? 'Alo' : TIMES[order.timeInForce],
  };
}

/** An order with what has become of it. */
export function orderState(exchange: Exchange, order: Order): Record<string, unknown> {
  return { order: orderRow(exchange, order), status: statusOf(order), statusTimestamp: order.updateTime };
}

export function fillRow(exchange: Exchange, order: Order, fill: Fill): Record<string, unknown> {
  const { symbol, side } = order;
  const isBuy = side === 'buy';
  const spot = isBuy ? 'Buy' : 'Sell';
  const isClosing = fill.realizedProfit !== 0 || order.isReduceOnly;
  return {
    coin: coinOf(exchange, symbol),
    px: numberText(fill.price),
    sz: numberText(fill.amount),
    side: isBuy ? 'B' : 'A',
    time: fill.time,
    startPosition: '0.0',
    dir: symbol.isPerpetual ? `${isClosing ? 'Close' : 'Open'} ${isBuy === isClosing ? 'Short' : 'Long'}` : spot,
    closedPnl: numberText(fill.realizedProfit),
    hash: NO_HASH,
    oid: order.id,
    crossed: !fill.isMaker,
    fee: numberText(fill.fee),
    tid: fill.id,
    feeToken: symbol.isPerpetual ? COLLATERAL : tokenOf(fill.feeCoin),
    twapId: null,
    ...(order.clientId.startsWith('sim-') ? {} : { cloid: order.clientId }),
    ...(order.isLiquidation ? { liquidation: { markPx: numberText(fill.price), method: 'market' } } : {}),
  };
}

export function spotState(exchange: Exchange): object {
  exchange.match();
  const { coins } = universeOf(exchange);
  return {
    balances: [...exchange.wallet.balances].map(([coin, { free, locked }]) => ({
      coin: tokenOf(coin),
      token: coins.indexOf(coin),
      total: numberText(free + locked),
      hold: numberText(locked),
      entryNtl: '0.0',
    })),
  };
}

/** The account of contracts: what positions bind, what is left of it, and what they have gained. */
export function perpetualState(exchange: Exchange): object {
  exchange.match();
  const positions = [...exchange.positions.open.values()];
  const sum = (of: (position: Position) => number) => positions.reduce((total, position) => total + of(position), 0);
  const quote = universeOf(exchange).contracts[0]?.quote ?? COLLATERAL;
  const { free, locked } = exchange.marginWallet.of(quote);
  const profit = sum((position) => exchange.unrealizedProfit(position));
  const value = free + locked + profit;
  const summary = {
    accountValue: numberText(value),
    totalNtlPos: numberText(sum(({ symbol, amount }) => Math.abs(amount) * exchange.price(symbol))),
    totalRawUsd: numberText(value - sum(({ symbol, amount }) => amount * exchange.price(symbol))),
    totalMarginUsed: numberText(sum(({ margin }) => margin)),
  };
  return {
    marginSummary: summary,
    crossMarginSummary: summary,
    crossMaintenanceMarginUsed: numberText(sum(({ symbol, amount }) => Math.abs(amount) * exchange.price(symbol) * MAINTENANCE_RATIO)),
    withdrawable: numberText(Math.max(free, 0)),
    assetPositions: positions.map((position) => ({ type: 'oneWay', position: positionRow(exchange, position) })),
    time: exchange.now(),
  };
}

function positionRow(exchange: Exchange, position: Position): object {
  const { symbol, amount, entryPrice, leverage, marginMode, margin } = position;
  const profit = exchange.unrealizedProfit(position);
  const liquidation = exchange.positions.liquidationPrice(position);
  const bound = margin + (marginMode === 'isolated' ? profit : 0);
  return {
    coin: symbol.base,
    szi: numberText(amount),
    leverage: {
      type: marginMode,
      value: leverage,
      ...(marginMode === 'isolated' ? { rawUsd: numberText(bound - amount * exchange.price(symbol)) } : {}),
    },
    entryPx: numberText(entryPrice),
    positionValue: numberText(Math.abs(amount) * exchange.price(symbol)),
    unrealizedPnl: numberText(profit),
    returnOnEquity: numberText(margin === 0 ? 0 : profit / margin),
    liquidationPx: liquidation > 0 ? numberText(liquidation) : null,
    marginUsed: numberText(bound),
    maxLeverage: HIGHEST_LEVERAGE,
    cumFunding: { allTime: '0.0', sinceOpen: '0.0', sinceChange: '0.0' },
  };
}
