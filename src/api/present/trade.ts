import { precisionOfContracts } from '../../core/market/contract-precision.ts';
import { roundTo } from '../../core/market/decimal.ts';
import { roundPrice } from '../../core/market/precision.ts';
import { profitAt } from '../../core/trade/profit.ts';
import {
  entryCount,
  entryFillDate,
  exitCount,
  hasOpenOrders,
  isEntry,
  type Order,
  openStops,
  orderRate,
  type Trade,
} from '../../core/trade/trade.ts';
import type { ClosedTrade, NewTrade, OpenTrade, PairTrades, Order as WireOrder } from '../../wire/answers/trade.ts';
import { dateOrNull, dateText } from './dates.ts';

const round8 = (value: number): number => roundTo(value, 8);
const percent = (ratio: number | null): number | null => (ratio === null ? null : roundTo(ratio * 100, 2));
/** freqtrade leaves out what is 0. */
const unlessZero = (value: number | null): number | null => (value === 0 ? null : value);
const stopPercent = (ratio: number | null): number | null => (ratio === null || ratio === 0 ? null : ratio * 100);

/** A trade as `/trades` lists it. */
export function presentTrade(trade: Readonly<Trade>): ClosedTrade {
  const duration = trade.closeDate === null ? null : Math.floor((trade.closeDate - trade.openDate) / 1000);
  return {
    ...facts(trade),
    trade_duration_s: duration,
    trade_duration: duration === null ? null : Math.floor(duration / 60),
    precision_mode_price: trade.precisionMode,
    contract_size: trade.contractSize,
    orders: shownOrders(trade).map((order) => fullOrder(trade, order)),
  };
}

/** A closed trade as far as a chart draws it. */
export function presentDrawn({ id, isShort, orders }: Readonly<Trade>): PairTrades['trades'][number] {
  return {
    trade_id: id,
    is_short: isShort,
    orders: orders
      .filter(({ filled }) => (filled ?? 0) > 0)
      .map(({ ftOrderSide, filledDate }) => ({ ft_order_side: ftOrderSide, order_filled_timestamp: filledDate })),
  };
}

/** A trade just placed by `forceenter`: no rate to compare with yet. */
export function presentNewTrade(trade: Readonly<Trade>): NewTrade {
  return { ...facts(trade), profit_fiat: null, orders: shownOrders(trade).map(shortOrder) };
}

/** A trade as `/status` shows it, valued at a rate; null where no rate is known. */
export function presentStatus(trade: Readonly<Trade>, currentRate: number | null): OpenTrade {
  const isValued = trade.amount > 0 && currentRate !== null && trade.isOpen;
  const profit = isValued ? profitAt(trade, currentRate) : null;
  const stop = trade.stopLoss;
  const rate = currentRate ?? 0;
  const stopProfit = stop === null || trade.amount === 0 ? null : profitAt({ ...trade, realizedProfit: 0 }, stop);
  const ratio = trade.isOpen ? (profit?.ratio ?? 0) : (trade.closeProfit ?? 0);
  const abs = trade.isOpen ? (profit?.abs ?? 0) : (trade.closeProfitAbs ?? 0);
  const distance = stop === null ? 0 : roundPrice(stop - rate, trade.pricePrecision, trade.precisionMode);
  const distanceRatio = stop === null || rate === 0 ? 0 : round8(distance / rate);
  return {
    ...facts(trade),
    orders: shownOrders(trade).map(shortOrder),
    close_profit: trade.isOpen ? null : trade.closeProfit,
    close_profit_pct: percent(unlessZero(trade.closeProfit)),
    profit_ratio: ratio,
    profit_pct: percent(ratio),
    profit_abs: abs,
    profit_fiat: trade.amount > 0 ? null : 0,
    current_rate: currentRate,
    total_profit_abs: trade.isOpen ? (profit?.totalAbs ?? 0) : 0,
    total_profit_fiat: null,
    total_profit_ratio: profit?.totalRatio ?? null,
    stoploss_current_dist: distance,
    stoploss_current_dist_pct: percent(distanceRatio),
    stoploss_current_dist_ratio: distanceRatio,
    stoploss_entry_dist: stopProfit?.abs ?? 0,
    stoploss_entry_dist_ratio: stopProfit === null ? 0 : round8(stopProfit.ratio),
  };
}

function facts(trade: Readonly<Trade>) {
  const filledAt = entryFillDate(trade);
  const stopLaidAt = stopDate(trade);
  return {
    trade_id: trade.id,
    pair: trade.pair,
    base_currency: trade.base,
    quote_currency: trade.stakeCurrency,
    is_open: trade.isOpen,
    is_short: trade.isShort,
    exchange: trade.exchange,
    amount: round8(trade.amount),
    amount_requested: trade.amountRequested === null ? null : unlessZero(round8(trade.amountRequested)),
    stake_amount: round8(trade.stakeAmount),
    max_stake_amount: trade.maxStakeAmount === null ? null : unlessZero(round8(trade.maxStakeAmount)),
    strategy: trade.strategy,
    enter_tag: trade.enterTag,
    timeframe: trade.timeframe,
    fee_open: trade.feeOpen,
    fee_open_cost: trade.feeOpenCost,
    fee_open_currency: trade.feeOpenCurrency,
    fee_close: trade.feeClose,
    fee_close_cost: trade.feeCloseCost,
    fee_close_currency: trade.feeCloseCurrency,
    open_date: dateText(trade.openDate),
    open_timestamp: trade.openDate,
    open_fill_date: dateOrNull(filledAt),
    open_fill_timestamp: filledAt,
    open_rate: trade.openRate,
    open_rate_requested: trade.openRateRequested,
    open_trade_value: round8(trade.openTradeValue),
    close_date: dateOrNull(trade.closeDate),
    close_timestamp: trade.closeDate,
    close_rate: trade.closeRate,
    close_rate_requested: trade.closeRateRequested,
    close_profit: trade.closeProfit,
    close_profit_pct: percent(unlessZero(trade.closeProfit)),
    close_profit_abs: trade.closeProfitAbs,
    profit_ratio: trade.closeProfit,
    profit_pct: percent(unlessZero(trade.closeProfit)),
    profit_abs: trade.closeProfitAbs,
    realized_profit: trade.realizedProfit,
    realized_profit_ratio: unlessZero(trade.closeProfit),
    exit_reason: trade.exitReason,
    exit_order_status: trade.exitOrderStatus,
    stop_loss_abs: trade.stopLoss,
    stop_loss_ratio: unlessZero(trade.stopLossRatio),
    stop_loss_pct: stopPercent(trade.stopLossRatio),
    stoploss_last_update: dateOrNull(stopLaidAt),
    stoploss_last_update_timestamp: stopLaidAt,
    initial_stop_loss_abs: trade.initialStopLoss,
    initial_stop_loss_ratio: unlessZero(trade.initialStopLossRatio),
    initial_stop_loss_pct: stopPercent(trade.initialStopLossRatio),
    min_rate: trade.minRate,
    max_rate: trade.maxRate,
    nr_of_successful_entries: entryCount(trade),
    nr_of_successful_exits: exitCount(trade),
    has_open_orders: hasOpenOrders(trade),
    leverage: trade.leverage,
    interest_rate: trade.interestRate,
    liquidation_price: trade.liquidationPrice,
    funding_fees: trade.fundingFees,
    trading_mode: trade.tradingMode,
    amount_precision: precisionOfContracts(trade.amountPrecision, trade.precisionMode, trade.contractSize),
    price_precision: trade.pricePrecision,
    precision_mode: trade.precisionMode,
  };
}

/** When the stop that lies on the exchange was laid, ms; null for none. */
function stopDate(trade: Readonly<Trade>): number | null {
  const dates = openStops(trade).map(({ orderDate }) => orderDate);
  return dates.length === 0 ? null : Math.max(...dates);
}

/** Orders that are open or have filled; freqtrade leaves out those that came to nothing. */
function shownOrders({ orders }: Readonly<Trade>): readonly Order[] {
  return orders.filter(({ isOpen, filled, status }) => (isOpen ? status !== null : (filled ?? 0) > 0 && status !== 'open'));
}

function shortOrder(order: Readonly<Order>): WireOrder {
  return {
    pair: order.pair,
    order_id: order.orderId,
    status: order.status,
    remaining: order.remaining,
    amount: order.amount || order.ftAmount,
    safe_price: orderRate(order),
    cost: order.cost ?? 0,
    filled: order.filled,
    ft_order_side: order.ftOrderSide,
    order_type: order.orderType,
    is_open: order.isOpen,
    order_timestamp: order.orderDate,
    order_filled_timestamp: order.filledDate,
    ft_fee_base: order.feeBase,
    ft_order_tag: order.tag,
  };
}

function fullOrder(trade: Readonly<Trade>, order: Readonly<Order>): ClosedTrade['orders'][number] {
  return {
    ...shortOrder(order),
    ft_is_entry: isEntry(trade, order),
    average: order.average === null ? 0 : round8(order.average),
    order_date: dateText(order.orderDate),
    order_filled_date: dateOrNull(order.filledDate),
    price: order.price,
    funding_fee: order.fundingFee,
  };
}
