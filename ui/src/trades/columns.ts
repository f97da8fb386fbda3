import type { ClosedTrade, OpenTrade } from 'freqtrade-client';
import { type AnyTrade, profitOf } from '../bots/facts.ts';
import { amount, clock, money, percent, rate, span } from '../format.ts';
import { t } from '../messages/index.ts';
import { type Column, gains, numbers } from '../tables/column.ts';
import { enoughAfter, targetRate } from './roi.ts';

/** What tables of trades show. Texts are made when a table is, so that they follow the language. */

function shared<T extends AnyTrade>(): Record<
  'number' | 'pair' | 'side' | 'amount' | 'stake' | 'entry' | 'tag' | 'orders' | 'leverage' | 'fees' | 'strategy',
  Column<T>
> {
  return {
    number: { key: 'trade_id', label: '#', value: (row) => row.trade_id },
    pair: { key: 'pair', label: t('trade.pair'), value: (row) => row.pair },
    side: { key: 'side', label: t('trade.side'), value: (row) => t(row.is_short ? 'trade.short' : 'trade.long'), isOptional: true },
    amount: numbers(
      'amount',
      t('trade.amount'),
      (row) => row.amount,
      (value, row) => amount(value, row),
      { isWide: true },
    ),
    stake: numbers(
      'stake_amount',
      t('trade.stake'),
      (row) => row.stake_amount,
      (value, row) => money(value, row.quote_currency),
      { isWide: true },
    ),
    entry: numbers(
      'open_rate',
      t('trade.entry'),
      (row) => row.open_rate,
      (value, row) => rate(value, row),
      { isWide: true },
    ),
    tag: { key: 'enter_tag', label: t('trade.tag'), value: (row) => row.enter_tag ?? '', isOptional: true },
    orders: { key: 'orders', label: t('trade.orders'), value: (row) => row.orders.length, isNumber: true, isOptional: true },
    leverage: { key: 'leverage', label: t('trade.leverage'), value: (row) => row.leverage ?? 1, isNumber: true, isOptional: true },
    fees: numbers(
      'fees',
      t('trade.fees'),
      (row) => (row.fee_open_cost ?? 0) + (row.fee_close_cost ?? 0),
      (value, row) => money(value, row.quote_currency),
      { isOptional: true },
    ),
    strategy: { key: 'strategy', label: t('trade.strategy'), value: (row) => row.strategy, isOptional: true },
  };
}

function profitColumns<T extends AnyTrade>(): Column<T>[] {
  return [
    gains(
      'profit_ratio',
      t('trade.profit'),
      (row) => row.profit_ratio,
      (value) => percent(value),
    ),
    gains(
      'profit_abs',
      t('trade.profitAbs'),
      (row) => profitOf(row),
      (value, row) => money(value, row.quote_currency, true),
      { isWide: true },
    ),
  ];
}

/** How far a rate is from the price of now, whichever way; 0.01 = 1 %. */
const distanceTo = (rate: number | null | undefined, now: number | null | undefined): number | null =>
  rate == null || now == null || now === 0 ? null : Math.abs(rate / now - 1);

/** @param roiOf a trade's table of profits that are enough; undefined where its bot does not say */
export function openTradeColumns(
  now: () => number,
  roiOf: (trade: OpenTrade) => Readonly<Record<string, unknown>> | undefined,
): Column<OpenTrade>[] {
  const targetOf = (row: OpenTrade): number | null => {
    const enough = enoughAfter(roiOf(row) ?? {}, now() - row.open_timestamp);
    return enough === null ? null : targetRate(row, enough);
  };
  const { number, pair, side, amount: size, stake, entry, tag, orders, leverage, strategy } = shared<OpenTrade>();
  return [
    number,
    pair,
    side,
    { ...size, isOptional: true },
    stake,
    entry,
    numbers(
      'current_rate',
      t('trade.now'),
      (row) => row.current_rate,
      (value, row) => rate(value, row),
    ),
    ...profitColumns<OpenTrade>(),
    {
      key: 'open_timestamp',
      label: t('trade.since'),
      value: (row) => row.open_timestamp,
      text: (row) => span(now() - row.open_timestamp),
      isWide: true,
    },
    numbers(
      'stop_loss_abs',
      t('trade.stop'),
      (row) => row.stop_loss_abs,
      (value, row) => rate(value, row),
      { isWide: true, isRoomy: true },
    ),
    numbers(
      'stop_distance',
      t('trade.stopDistance'),
      (row) => distanceTo(row.stop_loss_abs, row.current_rate),
      (value) => percent(value, false),
    ),
    numbers('target', t('trade.target'), targetOf, (value, row) => rate(value, row), { isWide: true, isRoomy: true }),
    numbers(
      'target_distance',
      t('trade.targetDistance'),
      (row) => distanceTo(targetOf(row), row.current_rate),
      (value) => percent(value, false),
      { isWide: true },
    ),
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
    numbers(
      'close_rate',
      t('trade.exit'),
      (row) => row.close_rate,
      (value, row) => rate(value, row),
      { isWide: true },
    ),
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
    { key: 'exit_reason', label: t('trade.exitReason'), value: (row) => row.exit_reason ?? '' },
    tag,
    orders,
    leverage,
    fees,
    strategy,
  ];
}
