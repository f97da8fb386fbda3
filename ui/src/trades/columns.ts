import type { ClosedTrade, OpenTrade } from 'freqtrade-client';
import { type AnyTrade, profitOf } from '../bots/facts.ts';
import { amount, clock, money, percent, rate, span } from '../format.ts';
import { t } from '../messages/index.ts';
import type { Column } from '../tables/column.ts';

/** What tables of trades show. Texts are made when a table is, so that they follow the language. */

function shared<T extends AnyTrade>(): Record<
  'number' | 'pair' | 'side' | 'amount' | 'stake' | 'entry' | 'tag' | 'orders' | 'leverage' | 'fees' | 'strategy',
  Column<T>
> {
  return {
    number: { key: 'trade_id', label: '#', value: (row) => row.trade_id },
    pair: { key: 'pair', label: t('trade.pair'), value: (row) => row.pair },
    side: { key: 'side', label: t('trade.side'), value: (row) => t(row.is_short ? 'trade.short' : 'trade.long'), isOptional: true },
    amount: {
      key: 'amount',
      label: t('trade.amount'),
      value: (row) => row.amount,
      text: (row) => amount(row.amount),
      isNumber: true,
      isWide: true,
    },
    stake: {
      key: 'stake_amount',
      label: t('trade.stake'),
      value: (row) => row.stake_amount,
      text: (row) => money(row.stake_amount),
      isNumber: true,
      isWide: true,
    },
    entry: {
      key: 'open_rate',
      label: t('trade.entry'),
      value: (row) => row.open_rate,
      text: (row) => rate(row.open_rate, row.price_precision),
      isNumber: true,
      isWide: true,
    },
    tag: { key: 'enter_tag', label: t('trade.tag'), value: (row) => row.enter_tag ?? '', isOptional: true },
    orders: { key: 'orders', label: t('trade.orders'), value: (row) => row.orders.length, isNumber: true, isOptional: true },
    leverage: { key: 'leverage', label: t('trade.leverage'), value: (row) => row.leverage ?? 1, isNumber: true, isOptional: true },
    fees: {
      key: 'fees',
      label: t('trade.fees'),
      value: (row) => (row.fee_open_cost ?? 0) + (row.fee_close_cost ?? 0),
      text: (row) => money((row.fee_open_cost ?? 0) + (row.fee_close_cost ?? 0)),
      isNumber: true,
      isOptional: true,
    },
    strategy: { key: 'strategy', label: t('trade.strategy'), value: (row) => row.strategy, isOptional: true },
  };
}

function profitColumns<T extends AnyTrade>(): Column<T>[] {
  return [
    {
      key: 'profit_ratio',
      label: t('trade.profit'),
      value: (row) => row.profit_ratio,
      text: (row) => percent(row.profit_ratio),
      tone: (row) => row.profit_ratio,
      isNumber: true,
    },
    {
      key: 'profit_abs',
      label: t('trade.profitAbs'),
      value: (row) => profitOf(row),
      text: (row) => money(profitOf(row), true),
      tone: (row) => profitOf(row),
      isNumber: true,
      isWide: true,
    },
  ];
}

export function openTradeColumns(now: () => number): Column<OpenTrade>[] {
  const { number, pair, side, amount: size, stake, entry, tag, orders, leverage, strategy } = shared<OpenTrade>();
  return [
    number,
    pair,
    side,
    { ...size, isOptional: true },
    stake,
    entry,
    {
      key: 'current_rate',
      label: t('trade.now'),
      value: (row) => row.current_rate,
      text: (row) => rate(row.current_rate, row.price_precision),
      isNumber: true,
    },
    ...profitColumns<OpenTrade>(),
    {
      key: 'open_timestamp',
      label: t('trade.since'),
      value: (row) => row.open_timestamp,
      text: (row) => span(now() - row.open_timestamp),
      isWide: true,
    },
    {
      key: 'stop_loss_abs',
      label: t('trade.stop'),
      value: (row) => row.stop_loss_abs,
      text: (row) => rate(row.stop_loss_abs, row.price_precision),
      isNumber: true,
      isWide: true,
    },
    {
      key: 'stop_distance',
      label: t('trade.stopDistance'),
      value: (row) => row.stoploss_current_dist_ratio,
      text: (row) => percent(row.stoploss_current_dist_ratio),
      isNumber: true,
      isOptional: true,
    },
    tag,
    orders,
    leverage,
    strategy,
  ];
}

export function closedTradeColumns(): Column<ClosedTrade>[] {
  const { number, pair, side, amount: size, stake, entry, tag, orders, leverage, fees, strategy } = shared<ClosedTrade>();
  return [
    number,
    pair,
    side,
    { ...size, isOptional: true },
    { ...stake, isOptional: true },
    entry,
    {
      key: 'close_rate',
      label: t('trade.exit'),
      value: (row) => row.close_rate,
      text: (row) => rate(row.close_rate, row.price_precision),
      isNumber: true,
      isWide: true,
    },
    ...profitColumns<ClosedTrade>(),
    {
      key: 'open_timestamp',
      label: t('trade.opened'),
      value: (row) => row.open_timestamp,
      text: (row) => clock(row.open_timestamp),
      isOptional: true,
    },
    {
      key: 'close_timestamp',
      label: t('trade.closed'),
      value: (row) => row.close_timestamp,
      text: (row) => clock(row.close_timestamp),
      isWide: true,
    },
    {
      key: 'duration',
      label: t('trade.lasted'),
      value: (row) => (row.close_timestamp == null ? null : row.close_timestamp - row.open_timestamp),
      text: (row) => (row.close_timestamp == null ? '–' : span(row.close_timestamp - row.open_timestamp)),
      isOptional: true,
    },
    { key: 'exit_reason', label: t('trade.reason'), value: (row) => row.exit_reason ?? '' },
    tag,
    orders,
    leverage,
    fees,
    strategy,
  ];
}
