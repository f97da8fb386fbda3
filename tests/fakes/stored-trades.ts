import type { OrderIntent } from '../../src/core/order/intent.ts';
import type { PairLock } from '../../src/core/protections/lock.ts';
import type { Order, Trade } from '../../src/core/trade/trade.ts';

/** Rows for tests of databases, whole in every field. */

/** ms since epoch, UTC: a Wednesday at noon. */
export const NOON = Date.UTC(2026, 5, 3, 12, 0, 0, 123);

export function anOrder(changes: Partial<Order> = {}): Order {
  return {
    id: 0,
    ftOrderSide: 'buy',
    pair: 'ETH/USDT',
    isOpen: false,
    ftAmount: 1.5,
    ftPrice: 100.25,
    cancelReason: null,
    orderId: 'o1',
    status: 'closed',
    orderType: 'limit',
    side: 'buy',
    price: 100.25,
    average: 100.2,
    amount: 1.5,
    filled: 1.5,
    remaining: 0,
    cost: 150.3,
    stopPrice: null,
    orderDate: NOON,
    filledDate: NOON + 1,
    updateDate: NOON + 2,
    fundingFee: null,
    feeBase: 0.0015,
    tag: 'a tag',
    ...changes,
  };
}

export function aTrade(changes: Partial<Trade> = {}): Trade {
  return {
    id: 0,
    exchange: 'binance',
    pair: 'ETH/USDT',
    base: 'ETH',
    stakeCurrency: 'USDT',
    isOpen: true,
    isShort: false,
    feeOpen: 0.001,
    feeOpenCost: 0.1503,
    feeOpenCurrency: 'USDT',
    feeClose: 0.001,
    feeCloseCost: null,
    feeCloseCurrency: null,
    openRate: 100.2,
    openRateRequested: 100.25,
    openTradeValue: 150.4503,
    closeRate: null,
    closeRateRequested: null,
    realizedProfit: 0,
    closeProfit: null,
    closeProfitAbs: null,
    stakeAmount: 150.3,
    maxStakeAmount: 150.3,
    amount: 1.4985,
    amountRequested: 1.5004,
    openDate: NOON,
    closeDate: null,
    stopLoss: 90.18,
    stopLossRatio: -0.1,
    initialStopLoss: 90.18,
    initialStopLossRatio: -0.1,
    isStopLossTrailing: false,
    maxRate: 100.2,
    minRate: 99.9,
    exitReason: null,
    exitOrderStatus: null,
    strategy: 'Sample',
    enterTag: 'a tag',
    timeframe: 5,
    tradingMode: 'spot',
    amountPrecision: 0.0001,
    pricePrecision: 0.01,
    precisionMode: 4,
    contractSize: 1,
    leverage: 1,
    liquidationPrice: null,
    interestRate: 0,
    fundingFees: 0,
    fundingFeeRunning: null,
    orders: [],
    customData: {},
    ...changes,
  };
}

/** @param id of its order, beside which nothing need differ */
export function openTradeWith(id: string, changes: Partial<Trade> = {}): Trade {
  const { pair = 'ETH/USDT' } = changes;
  return aTrade({ orders: [anOrder({ orderId: id, pair })], ...changes });
}

/** @param closeDate ms since epoch, UTC */
export function closedTradeWith(id: string, closeDate: number, changes: Partial<Trade> = {}): Trade {
  const { pair = 'ETH/USDT' } = changes;
  const exit = { orderId: `${id}x`, pair, ftOrderSide: 'sell', side: 'sell', cost: 160 } as const;
  return aTrade({
    isOpen: false,
    closeDate,
    closeRate: 110,
    closeProfit: 0.1,
    closeProfitAbs: 15,
    exitReason: 'roi',
    orders: [anOrder({ orderId: id, pair }), anOrder(exit)],
    ...changes,
  });
}

export function anIntent(changes: Partial<OrderIntent> = {}): OrderIntent {
  return {
    clientOrderId: 'ftts-e-0123456789abcdef01234567',
    kind: 'entry',
    pair: 'SOL/USDT',
    side: 'buy',
    orderType: 'limit',
    timeInForce: 'GTC',
    amount: 2.5,
    rate: 40.125,
    stopPrice: null,
    stakeAmount: 100.3125,
    tag: 'a tag',
    exitReason: null,
    createdAt: NOON,
    state: 'pending',
    tradeId: null,
    trade: aTrade({ pair: 'SOL/USDT', base: 'SOL', amount: 0 }),
    ...changes,
  };
}

export function aLock(changes: Partial<PairLock> = {}): PairLock {
  return { id: 0, pair: 'ETH/USDT', side: '*', reason: 'because', lockTime: NOON, endTime: NOON + 60_000, isActive: true, ...changes };
}
