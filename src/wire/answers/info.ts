import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';
import { OrderTypeValues } from './trade.ts';

export const AccessAndRefreshToken = shape('AccessAndRefreshToken', {
  access_token: Type.String(),
  refresh_token: Type.String(),
});
export type AccessAndRefreshToken = Static<typeof AccessAndRefreshToken>;

export const AccessToken = shape('AccessToken', {
  access_token: Type.String(),
});
export type AccessToken = Static<typeof AccessToken>;

export const CpuInfo = shape('CpuInfo', {
  cpu: Type.Integer(),
  pct: Type.Number(),
});
export type CpuInfo = Static<typeof CpuInfo>;

export const Health = shape('Health', {
  last_process: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
  last_process_ts: Type.Optional(nullable(Type.Integer())),
  bot_start: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
  bot_start_ts: Type.Optional(nullable(Type.Integer())),
  bot_startup: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
  bot_startup_ts: Type.Optional(nullable(Type.Integer())),
});
export type Health = Static<typeof Health>;

export const Logs = shape('Logs', {
  log_count: Type.Integer(),
  logs: Type.Array(Type.Array(Type.Unknown())),
});
export type Logs = Static<typeof Logs>;

export const OrderTypes = shape('OrderTypes', {
  entry: OrderTypeValues,
  exit: OrderTypeValues,
  emergency_exit: Type.Optional(nullable(OrderTypeValues)),
  force_exit: Type.Optional(nullable(OrderTypeValues)),
  force_entry: Type.Optional(nullable(OrderTypeValues)),
  stoploss: OrderTypeValues,
  stoploss_on_exchange: Type.Boolean(),
  stoploss_on_exchange_interval: Type.Optional(nullable(Type.Integer())),
});
export type OrderTypes = Static<typeof OrderTypes>;

export const Ping = shape('Ping', {
  status: Type.String(),
});
export type Ping = Static<typeof Ping>;

export const ResultMsg = shape('ResultMsg', {
  result: Type.String(),
});
export type ResultMsg = Static<typeof ResultMsg>;

export const StatusMsg = shape('StatusMsg', {
  status: Type.String(),
});
export type StatusMsg = Static<typeof StatusMsg>;

export const UnfilledTimeout = shape('UnfilledTimeout', {
  entry: Type.Optional(nullable(Type.Integer())),
  exit: Type.Optional(nullable(Type.Integer())),
  unit: Type.Optional(nullable(Type.String())),
  exit_timeout_count: Type.Optional(nullable(Type.Integer())),
});
export type UnfilledTimeout = Static<typeof UnfilledTimeout>;

export const ShowConfig = shape('ShowConfig', {
  version: Type.String(),
  strategy_version: Type.Optional(nullable(Type.String())),
  api_version: Type.Number(),
  dry_run: Type.Boolean(),
  trading_mode: Type.String(),
  margin_mode: Type.String(),
  short_allowed: Type.Boolean(),
  stake_currency: Type.String(),
  proxy_coin: Type.Optional(nullable(Type.String())),
  stake_amount: Type.String(),
  available_capital: Type.Optional(nullable(Type.Number())),
  stake_currency_decimals: Type.Integer(),
  max_open_trades: Type.Number(),
  minimal_roi: Type.Record(Type.String(), Type.Unknown()),
  stoploss: Type.Optional(nullable(Type.Number())),
  stoploss_on_exchange: Type.Boolean(),
  trailing_stop: Type.Optional(nullable(Type.Boolean())),
  trailing_stop_positive: Type.Optional(nullable(Type.Number())),
  trailing_stop_positive_offset: Type.Optional(nullable(Type.Number())),
  trailing_only_offset_is_reached: Type.Optional(nullable(Type.Boolean())),
  unfilledtimeout: Type.Optional(nullable(UnfilledTimeout)),
  order_types: Type.Optional(nullable(OrderTypes)),
  use_custom_stoploss: Type.Optional(nullable(Type.Boolean())),
  timeframe: Type.Optional(nullable(Type.String())),
  timeframe_ms: Type.Integer(),
  timeframe_min: Type.Integer(),
  exchange: Type.String(),
  demo_trading: Type.Boolean(),
  strategy: Type.Optional(nullable(Type.String())),
  force_entry_enable: Type.Boolean(),
  exit_pricing: Type.Record(Type.String(), Type.Unknown()),
  entry_pricing: Type.Record(Type.String(), Type.Unknown()),
  bot_name: Type.String(),
  state: Type.String(),
  runmode: Type.String(),
  position_adjustment_enable: Type.Boolean(),
  max_entry_position_adjustment: Type.Integer(),
});
export type ShowConfig = Static<typeof ShowConfig>;

export const SysInfo = shape('SysInfo', {
  cpu_pct: Type.Optional(Type.Array(Type.Number())),
  cpu_load: Type.Array(CpuInfo),
  cpu_load_avg: Type.Record(Type.String(), Type.Number()),
  cpu_count: Type.Integer(),
  cpu_avg: Type.Number(),
  ram_pct: Type.Number(),
});
export type SysInfo = Static<typeof SysInfo>;

export const Version = shape('Version', {
  version: Type.String(),
});
export type Version = Static<typeof Version>;
