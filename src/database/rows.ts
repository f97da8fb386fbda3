import type { Insertable, Selectable } from 'kysely';
import type { PrecisionMode } from '../core/market/precision.ts';
import type { PairLock } from '../core/protections/lock.ts';
import type { Order, OrderSide, OrderStatus, Trade } from '../core/trade/trade.ts';
import type { OrdersTable, PairLocksTable, TradesTable } from './tables.ts';

/** ms since epoch to the text SQLAlchemy stores. */
export function dateText(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, -1)}000`;
}

/** The text SQLAlchemy stores to ms since epoch. */
export function dateMs(text: string): number {
  const [day = '', time = '00:00:00'] = text.split(/[ T]/);
  return Date.parse(`${day}T${time.slice(0, 12)}Z`);
}

const dateOrNull = (ms: number | null): string | null => (ms === null ? null : dateText(ms));
const msOrNull = (text: string | null): number | null => (text === null ? null : dateMs(text));

/** A text as long as its column, which PostgreSQL insists on; it knows no NUL either. */
const clipped = <T extends string | null>(text: T, length = 255): T =>
  (text === null ? null : text.replaceAll('\0', '').slice(0, length)) as T;

export function tradeRow(trade: Readonly<Trade>): Insertable<TradesTable> {
  return {
    exchange: trade.exchange,
    pair: trade.pair,
    base_currency: trade.base,
    stake_currency: trade.stakeCurrency,
    is_open: trade.isOpen ? 1 : 0,
    fee_open: trade.feeOpen,
    fee_open_cost: trade.feeOpenCost,
    fee_open_currency: trade.feeOpenCurrency,
    fee_close: trade.feeClose,
    fee_close_cost: trade.feeCloseCost,
    fee_close_currency: trade.feeCloseCurrency,
    open_rate: trade.openRate,
    open_rate_requested: trade.openRateRequested,
    open_trade_value: trade.openTradeValue,
    close_rate: trade.closeRate,
    close_rate_requested: trade.closeRateRequested,
    realized_profit: trade.realizedProfit,
    close_profit: trade.closeProfit,
    close_profit_abs: trade.closeProfitAbs,
    stake_amount: trade.stakeAmount,
    max_stake_amount: trade.maxStakeAmount,
    amount: trade.amount,
    amount_requested: trade.amountRequested,
    open_date: dateText(trade.openDate),
    close_date: dateOrNull(trade.closeDate),
    stop_loss: trade.stopLoss,
    stop_loss_pct: trade.stopLossRatio,
    initial_stop_loss: trade.initialStopLoss,
    initial_stop_loss_pct: trade.initialStopLossRatio,
    is_stop_loss_trailing: trade.isStopLossTrailing ? 1 : 0,
    max_rate: trade.maxRate,
    min_rate: trade.minRate,
    exit_reason: clipped(trade.exitReason),
    exit_order_status: trade.exitOrderStatus,
    strategy: clipped(trade.strategy, 100),
    enter_tag: clipped(trade.enterTag),
    timeframe: trade.timeframe,
    trading_mode: trade.tradingMode?.toUpperCase() ?? null,
    amount_precision: trade.amountPrecision,
    price_precision: trade.pricePrecision,
    precision_mode: trade.precisionMode,
    precision_mode_price: trade.precisionMode,
    contract_size: trade.contractSize,
    leverage: trade.leverage,
    is_short: trade.isShort ? 1 : 0,
    liquidation_price: trade.liquidationPrice,
    interest_rate: trade.interestRate,
    funding_fees: trade.fundingFees,
    funding_fee_running: trade.fundingFeeRunning,
    record_version: 2,
  };
}

export function tradeFromRow(row: Selectable<TradesTable>, orders: Order[], customData: Trade['customData']): Trade {
  return {
    id: row.id,
    exchange: row.exchange,
    pair: row.pair,
    base: row.base_currency ?? row.pair.split('/')[0]!,
    stakeCurrency: row.stake_currency ?? row.pair.split('/')[1]!,
    isOpen: row.is_open !== 0,
    isShort: row.is_short !== 0,
    feeOpen: row.fee_open,
    feeOpenCost: row.fee_open_cost,
    feeOpenCurrency: row.fee_open_currency,
    feeClose: row.fee_close,
    feeCloseCost: row.fee_close_cost,
    feeCloseCurrency: row.fee_close_currency,
    openRate: row.open_rate,
    openRateRequested: row.open_rate_requested,
    openTradeValue: row.open_trade_value ?? 0,
    closeRate: row.close_rate,
    closeRateRequested: row.close_rate_requested,
    realizedProfit: row.realized_profit ?? 0,
    closeProfit: row.close_profit,
    closeProfitAbs: row.close_profit_abs,
    stakeAmount: row.stake_amount,
    maxStakeAmount: row.max_stake_amount,
    amount: row.amount,
    amountRequested: row.amount_requested,
    openDate: dateMs(row.open_date),
    closeDate: msOrNull(row.close_date),
    stopLoss: row.stop_loss,
    stopLossRatio: row.stop_loss_pct,
    initialStopLoss: row.initial_stop_loss,
    initialStopLossRatio: row.initial_stop_loss_pct,
    isStopLossTrailing: row.is_stop_loss_trailing !== 0,
    maxRate: row.max_rate,
    minRate: row.min_rate,
    exitReason: row.exit_reason,
    exitOrderStatus: row.exit_order_status,
    strategy: row.strategy ?? '',
    enterTag: row.enter_tag,
    timeframe: row.timeframe ?? 0,
    tradingMode: (row.trading_mode?.toLowerCase() ?? null) as Trade['tradingMode'],
    amountPrecision: row.amount_precision,
    pricePrecision: row.price_precision,
    precisionMode: row.precision_mode as PrecisionMode | null,
    contractSize: row.contract_size,
    leverage: row.leverage ?? 1,
    liquidationPrice: row.liquidation_price,
    interestRate: row.interest_rate,
    fundingFees: row.funding_fees,
    fundingFeeRunning: row.funding_fee_running,
    orders,
    customData,
  };
}

export function orderRow(order: Readonly<Order>, tradeId: number): Insertable<OrdersTable> {
  return {
    ft_trade_id: tradeId,
    ft_order_side: order.ftOrderSide,
    ft_pair: order.pair,
    ft_is_open: order.isOpen ? 1 : 0,
    ft_amount: order.ftAmount,
    ft_price: order.ftPrice,
    ft_cancel_reason: clipped(order.cancelReason),
    order_id: order.orderId,
    status: order.status,
    symbol: order.pair,
    order_type: order.orderType,
    side: order.side,
    price: order.price,
    average: order.average,
    amount: order.amount,
    filled: order.filled,
    remaining: order.remaining,
    cost: order.cost,
    stop_price: order.stopPrice,
    order_date: dateText(order.orderDate),
    order_filled_date: dateOrNull(order.filledDate),
    order_update_date: dateOrNull(order.updateDate),
    funding_fee: order.fundingFee,
    ft_fee_base: order.feeBase,
    ft_order_tag: clipped(order.tag),
  };
}

export function orderFromRow(row: Selectable<OrdersTable>): Order {
  return {
    id: row.id,
    ftOrderSide: row.ft_order_side as Order['ftOrderSide'],
    pair: row.ft_pair,
    isOpen: row.ft_is_open !== 0,
    ftAmount: row.ft_amount,
    ftPrice: row.ft_price,
    cancelReason: row.ft_cancel_reason,
    orderId: row.order_id,
    status: row.status as OrderStatus | null,
    orderType: row.order_type ?? 'limit',
    side: (row.side ?? row.ft_order_side) as OrderSide,
    price: row.price,
    average: row.average,
    amount: row.amount,
    filled: row.filled,
    remaining: row.remaining,
    cost: row.cost,
    stopPrice: row.stop_price,
    orderDate: row.order_date === null ? 0 : dateMs(row.order_date),
    filledDate: msOrNull(row.order_filled_date),
    updateDate: msOrNull(row.order_update_date),
    fundingFee: row.funding_fee,
    feeBase: row.ft_fee_base,
    tag: row.ft_order_tag,
  };
}

export function lockRow(lock: Readonly<PairLock>): Insertable<PairLocksTable> {
  return {
    pair: clipped(lock.pair, 25),
    side: lock.side,
    reason: clipped(lock.reason),
    lock_time: dateText(lock.lockTime),
    lock_end_time: dateText(lock.endTime),
    active: lock.isActive ? 1 : 0,
  };
}

export function lockFromRow(row: Selectable<PairLocksTable>): PairLock {
  return {
    id: row.id,
    pair: row.pair,
    side: row.side as PairLock['side'],
    reason: row.reason,
    lockTime: dateMs(row.lock_time),
    endTime: dateMs(row.lock_end_time),
    isActive: row.active !== 0,
  };
}

/** freqtrade's way to keep a value of any type as text. */
export function customDataText(value: unknown): { type: string; text: string } {
  switch (typeof value) {
    case 'boolean':
      return { type: 'bool', text: value ? 'True' : 'False' };
    case 'number':
      return { type: Number.isInteger(value) ? 'int' : 'float', text: String(value) };
    case 'string':
      return { type: 'str', text: value };
    default:
      return {
        type: value === null || value === undefined ? 'NoneType' : Array.isArray(value) ? 'list' : 'dict',
        text: JSON.stringify(value ?? null),
      };
  }
}

export function customDataValue(type: string, text: string): unknown {
  switch (type) {
    case 'bool':
      return text.toLowerCase() === 'true';
    case 'int':
    case 'float':
      return Number(text);
    case 'str':
      return text;
    default:
      return JSON.parse(text) as unknown;
  }
}
