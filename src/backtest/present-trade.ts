import { roundTo } from '../core/market/decimal.ts';
import { isEntry, orderRate, type Trade } from '../core/trade/trade.ts';

/** `2024-01-02 00:25:00+00:00` for ms since epoch. */
export function dateWithZone(ms: number): string {
  return `${isoDay(ms)} ${clock(ms)}+00:00`;
}

/** `2024-01-02 00:25:00` */
export function dateTime(ms: number): string {
  return `${isoDay(ms)} ${clock(ms)}`;
}

/** `2024-01-02`, by arithmetic: pure rooms know no dates. */
export function isoDay(ms: number): string {
  const { year, month, day } = civil(Math.floor(ms / 86_400_000));
  return `${year}-${two(month)}-${two(day)}`;
}

/** `00:25:00` */
export function clock(ms: number): string {
  const seconds = Math.floor((ms % 86_400_000) / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

/** Monday is 0. */
export function weekday(ms: number): number {
  return (Math.floor(ms / 86_400_000) + 3) % 7;
}

/** Year, month and day of a number of days since the epoch. */
export function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const part = Math.floor((5 * dayOfYear + 2) / 153);
  const month = part < 10 ? part + 3 : part - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * part + 2) / 5) + 1 };
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** A trade as freqtrade's result files list it. */
export function presentBacktestTrade(trade: Readonly<Trade>): Record<string, unknown> {
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
    enter_tag: trade.enterTag ?? '',
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
      ft_order_tag: order.tag ?? '',
      cost: order.cost,
    })),
    funding_fees: trade.fundingFees,
    weekday: weekday(closed),
  };
}
