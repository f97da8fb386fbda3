import { dateWithZone, weekday } from '../../core/market/calendar.ts';
import { roundTo } from '../../core/market/decimal.ts';
import { tagValue } from '../../core/trade/tag.ts';
import { isEntry, type Order, orderRate, type Trade } from '../../core/trade/trade.ts';

type ListedOrder = Pick<
  Order,
  'amount' | 'ftAmount' | 'average' | 'price' | 'stopPrice' | 'ftPrice' | 'ftOrderSide' | 'filledDate' | 'tag' | 'cost'
>;

/** What is listed of a trade. */
export interface ListedTrade
  extends Readonly<
    Pick<
      Trade,
      | 'pair'
      | 'stakeAmount'
      | 'maxStakeAmount'
      | 'amount'
      | 'openDate'
      | 'closeDate'
      | 'openRate'
      | 'closeRate'
      | 'feeOpen'
      | 'feeClose'
      | 'closeProfit'
      | 'closeProfitAbs'
      | 'exitReason'
      | 'initialStopLoss'
      | 'initialStopLossRatio'
      | 'stopLoss'
      | 'stopLossRatio'
      | 'minRate'
      | 'maxRate'
      | 'isOpen'
      | 'enterTag'
      | 'leverage'
      | 'isShort'
      | 'fundingFees'
    >
  > {
  readonly orders: readonly Readonly<ListedOrder>[];
}

/** A trade as freqtrade's result files list it. */
export function presentBacktestTrade(trade: ListedTrade) {
  return { ...presentSearchedTrade(trade), weekday: weekday(trade.closeDate ?? trade.openDate) };
}

/** A trade as files of searches list it. */
export function presentSearchedTrade(trade: ListedTrade) {
  const closed = trade.closeDate ?? trade.openDate;
  return {
    pair: trade.pair,
    stake_amount: roundTo(trade.stakeAmount, 8),
    max_stake_amount: trade.maxStakeAmount === null ? null : roundTo(trade.maxStakeAmount, 8),
    amount: trade.amount,
    open_date: dateWithZone(trade.openDate),
    close_date: dateWithZone(closed),
    open_rate: trade.openRate,
    close_rate: trade.closeRate,
    fee_open: trade.feeOpen,
    fee_close: trade.feeClose,
    trade_duration: Math.floor((closed - trade.openDate) / 60_000),
    profit_ratio: trade.closeProfit,
    profit_abs: trade.closeProfitAbs,
    exit_reason: trade.exitReason,
    initial_stop_loss_abs: trade.initialStopLoss,
    initial_stop_loss_ratio: trade.initialStopLossRatio,
    stop_loss_abs: trade.stopLoss,
    stop_loss_ratio: trade.stopLossRatio,
    min_rate: trade.minRate,
    max_rate: trade.maxRate,
    is_open: trade.isOpen,
    enter_tag: tagValue(trade.enterTag),
    leverage: trade.leverage,
    is_short: trade.isShort,
    open_timestamp: trade.openDate,
    close_timestamp: closed,
    orders: trade.orders.map((order) => ({
      amount: order.amount ?? order.ftAmount,
      safe_price: orderRate(order),
      ft_order_side: order.ftOrderSide,
      order_filled_timestamp: order.filledDate,
      ft_is_entry: isEntry(trade, order),
      ft_order_tag: tagValue(order.tag),
      cost: order.cost,
    })),
    funding_fees: trade.fundingFees,
  };
}
