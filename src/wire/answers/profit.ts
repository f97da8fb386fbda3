import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

export const Balance = shape('Balance', {
  currency: Type.String(),
  free: Type.Number(),
  balance: Type.Number(),
  used: Type.Number(),
  bot_owned: Type.Optional(nullable(Type.Number())),
  est_stake: Type.Number(),
  est_stake_bot: Type.Optional(nullable(Type.Number())),
  stake: Type.String(),
  side: Type.String(),
  is_position: Type.Boolean(),
  position: Type.Number(),
  is_bot_managed: Type.Boolean(),
});
export type Balance = Static<typeof Balance>;

export const Balances = shape('Balances', {
  currencies: Type.Array(Balance),
  total: Type.Number(),
  total_bot: Type.Number(),
  symbol: Type.String(),
  value: Type.Number(),
  value_bot: Type.Number(),
  stake: Type.String(),
  note: Type.String(),
  starting_capital: Type.Number(),
  starting_capital_ratio: Type.Number(),
  starting_capital_pct: Type.Number(),
  starting_capital_fiat: Type.Number(),
  starting_capital_fiat_ratio: Type.Number(),
  starting_capital_fiat_pct: Type.Number(),
});
export type Balances = Static<typeof Balances>;

export const Count = shape('Count', {
  current: Type.Integer(),
  max: Type.Integer(),
  total_stake: Type.Number(),
});
export type Count = Static<typeof Count>;

export const DailyWeeklyMonthlyRecord = shape('DailyWeeklyMonthlyRecord', {
  date: Type.String({ format: 'date' }),
  abs_profit: Type.Number(),
  rel_profit: Type.Number(),
  starting_balance: Type.Number(),
  fiat_value: Type.Number(),
  trade_count: Type.Integer(),
});
export type DailyWeeklyMonthlyRecord = Static<typeof DailyWeeklyMonthlyRecord>;

export const DailyWeeklyMonthly = shape('DailyWeeklyMonthly', {
  data: Type.Array(DailyWeeklyMonthlyRecord),
  fiat_display_currency: Type.String(),
  stake_currency: Type.String(),
});
export type DailyWeeklyMonthly = Static<typeof DailyWeeklyMonthly>;

export const Entry = shape('Entry', {
  profit_ratio: Type.Number(),
  profit_pct: Type.Number(),
  profit_abs: Type.Number(),
  count: Type.Integer(),
  enter_tag: Type.String(),
});
export type Entry = Static<typeof Entry>;

export const Exit = shape('Exit', {
  profit_ratio: Type.Number(),
  profit_pct: Type.Number(),
  profit_abs: Type.Number(),
  count: Type.Integer(),
  exit_reason: Type.String(),
});
export type Exit = Static<typeof Exit>;

export const MixTag = shape('MixTag', {
  profit_ratio: Type.Number(),
  profit_pct: Type.Number(),
  profit_abs: Type.Number(),
  count: Type.Integer(),
  mix_tag: Type.String(),
});
export type MixTag = Static<typeof MixTag>;

export const PerformanceEntry = shape('PerformanceEntry', {
  profit_ratio: Type.Number(),
  profit_pct: Type.Number(),
  profit_abs: Type.Number(),
  count: Type.Integer(),
  pair: Type.String(),
  profit: Type.Number(),
});
export type PerformanceEntry = Static<typeof PerformanceEntry>;

export const Profit = shape('Profit', {
  profit_closed_coin: Type.Number(),
  profit_closed_percent_mean: Type.Number(),
  profit_closed_ratio_mean: Type.Number(),
  profit_closed_percent_sum: Type.Number(),
  profit_closed_ratio_sum: Type.Number(),
  profit_closed_percent: Type.Number(),
  profit_closed_ratio: Type.Number(),
  profit_closed_fiat: Type.Number(),
  profit_all_coin: Type.Number(),
  profit_all_percent_mean: Type.Number(),
  profit_all_ratio_mean: Type.Number(),
  profit_all_percent_sum: Type.Number(),
  profit_all_ratio_sum: Type.Number(),
  profit_all_percent: Type.Number(),
  profit_all_ratio: Type.Number(),
  profit_all_fiat: Type.Number(),
  trade_count: Type.Integer(),
  closed_trade_count: Type.Integer(),
  first_trade_date: Type.String(),
  first_trade_humanized: Type.String(),
  first_trade_timestamp: Type.Integer(),
  latest_trade_date: Type.String(),
  latest_trade_humanized: Type.String(),
  latest_trade_timestamp: Type.Integer(),
  avg_duration: Type.String(),
  best_pair: Type.String(),
  best_rate: Type.Number(),
  best_pair_profit_ratio: Type.Number(),
  best_pair_profit_abs: Type.Number(),
  winning_trades: Type.Integer(),
  losing_trades: Type.Integer(),
  profit_factor: nullable(Type.Number()),
  winrate: Type.Number(),
  expectancy: Type.Number(),
  expectancy_ratio: Type.Number(),
  sharpe: Type.Number(),
  sortino: Type.Number(),
  sqn: Type.Number(),
  calmar: Type.Number(),
  cagr: Type.Number(),
  max_drawdown: Type.Number(),
  max_drawdown_abs: Type.Number(),
  max_drawdown_start: Type.String(),
  max_drawdown_start_timestamp: Type.Integer(),
  max_drawdown_end: Type.String(),
  max_drawdown_end_timestamp: Type.Integer(),
  current_drawdown: Type.Number(),
  current_drawdown_abs: Type.Number(),
  current_drawdown_high: Type.Number(),
  current_drawdown_start: Type.String(),
  current_drawdown_start_timestamp: Type.Integer(),
  trading_volume: Type.Optional(nullable(Type.Number())),
  bot_start_timestamp: Type.Integer(),
  bot_start_date: Type.String(),
});
export type Profit = Static<typeof Profit>;

export const ProfitAll = shape('ProfitAll', {
  all: Profit,
  long: Type.Optional(nullable(Profit)),
  short: Type.Optional(nullable(Profit)),
});
export type ProfitAll = Static<typeof ProfitAll>;

export const ExitReasonCount = shape('ExitReasonCount', {
  wins: Type.Integer(),
  losses: Type.Integer(),
  draws: Type.Integer(),
});
export type ExitReasonCount = Static<typeof ExitReasonCount>;

export const Stats = shape('Stats', {
  exit_reasons: Type.Record(Type.String(), ExitReasonCount),
  durations: Type.Record(Type.String(), nullable(Type.Number())),
});
export type Stats = Static<typeof Stats>;

export const WalletHistoryResponse = shape('WalletHistoryResponse', {
  columns: Type.Array(Type.String()),
  length: Type.Integer(),
  data: Type.Array(Type.Array(Type.Unknown())),
  capture_start_ts: Type.Optional(nullable(Type.Integer())),
});
export type WalletHistoryResponse = Static<typeof WalletHistoryResponse>;
