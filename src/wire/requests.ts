import { type Static, Type } from 'typebox';
import { MarginMode } from './answers/research.ts';
import { TradingMode } from './answers/trade.ts';
import { shape } from './shape.ts';

/** Bodies and queries the API takes, with freqtrade's names, limits and defaults. Source: tests/golden/openapi-2.50.json.gz. */

const OrderTypeSchema = Type.Enum(['limit', 'market']);
/** e.g. 1m, 5m, 1h, 1d */
const TimeframeSchema = Type.String({ pattern: '^[1-9][0-9]{0,4}[smhdwMy]$' });
const SideSchema = Type.Enum(['long', 'short']);
const Nullable = <T extends Type.TSchema>(schema: T): Type.TUnion<[T, Type.TNull]> => Type.Union([schema, Type.Null()]);

/** ms since epoch, UTC, up to the year 9999 */
const Timestamp = Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 });
/** What a database can be asked for: no NUL. */
const wantedText = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000]*$' });

export const TradesQuery = shape('TradesQuery', {
  limit: Type.Integer({ minimum: 1, default: 500 }),
  offset: Type.Integer({ minimum: 0, default: 0 }),
  order_by_id: Type.Boolean({ default: true }),
  cursor: Type.Optional(Type.String({ pattern: '^(start|after-[0-9]{1,15})$' })),
  search: Type.Optional(wantedText(100)),
  pair: Type.Optional(wantedText(50)),
  from_timestamp: Type.Optional(Timestamp),
  until_timestamp: Type.Optional(Timestamp),
  sort_by: Type.Optional(
    Type.Enum([
      'trade_id',
      'pair',
      'side',
      'amount',
      'stake_amount',
      'open_rate',
      'close_rate',
      'profit_ratio',
      'profit_abs',
      'open_timestamp',
      'close_timestamp',
      'duration',
      'exit_reason',
      'enter_tag',
      'orders',
      'leverage',
      'fees',
      'strategy',
    ]),
  ),
  descending: Type.Optional(Type.Boolean()),
});
export type TradesQuery = Static<typeof TradesQuery>;

export const PairTradesQuery = shape('PairTradesQuery', {
  pair: wantedText(50),
  from_timestamp: Type.Optional(Timestamp),
  limit: Type.Integer({ minimum: 1, maximum: 2000, default: 500 }),
});
export type PairTradesQuery = Static<typeof PairTradesQuery>;

export const PairQuery = shape('PairQuery', { pair: Type.Optional(Type.String()) });
export type PairQuery = Static<typeof PairQuery>;

export const timescaleQuery = (periods: number) =>
  shape(`Timescale${periods}Query`, { timescale: Type.Integer({ minimum: 1, default: periods }) });

export const LogsQuery = shape('LogsQuery', { limit: Type.Optional(Type.Integer({ minimum: 0 })) });
export type LogsQuery = Static<typeof LogsQuery>;

export const TradeIdPath = shape('TradeIdPath', {
  tradeid: Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
});
export type TradeIdPath = Static<typeof TradeIdPath>;

export const LockIdPath = shape('LockIdPath', {
  lockid: Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
});
export type LockIdPath = Static<typeof LockIdPath>;

export const PairCandlesQuery = shape('PairCandlesQuery', {
  pair: Type.String(),
  timeframe: TimeframeSchema,
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type PairCandlesQuery = Static<typeof PairCandlesQuery>;

export const PairCandlesBody = shape('PairCandlesBody', {
  pair: Type.String(),
  timeframe: TimeframeSchema,
  limit: Type.Optional(Nullable(Type.Integer({ minimum: 0 }))),
  columns: Type.Optional(Nullable(Type.Array(Type.String()))),
});
export type PairCandlesBody = Static<typeof PairCandlesBody>;

export const ForceEnterBody = shape('ForceEnterBody', {
  pair: Type.String(),
  side: Type.Optional(SideSchema),
  price: Type.Optional(Nullable(Type.Number())),
  ordertype: Type.Optional(Nullable(OrderTypeSchema)),
  stakeamount: Type.Optional(Nullable(Type.Number())),
  entry_tag: Type.Optional(Nullable(Type.String())),
  leverage: Type.Optional(Nullable(Type.Number())),
});
export type ForceEnterBody = Static<typeof ForceEnterBody>;

export const ForceExitBody = shape('ForceExitBody', {
  tradeid: Type.Union([Type.String(), Type.Integer()]),
  ordertype: Type.Optional(Nullable(OrderTypeSchema)),
  amount: Type.Optional(Nullable(Type.Number())),
  price: Type.Optional(Nullable(Type.Number())),
});
export type ForceExitBody = Static<typeof ForceExitBody>;

export const BlacklistBody = shape('BlacklistBody', { blacklist: Type.Array(Type.String()) });
export type BlacklistBody = Static<typeof BlacklistBody>;

export const BlacklistDeleteQuery = shape('BlacklistDeleteQuery', { pairs_to_delete: Type.Optional(Type.Array(Type.String())) });
export type BlacklistDeleteQuery = Static<typeof BlacklistDeleteQuery>;

export const LocksBody = Type.Array(
  shape('NewLock', {
    pair: Type.String(),
    /** Also as s or ms since epoch. */
    until: Type.Union([Type.String({ format: 'date-time' }), Timestamp]),
    side: Type.Optional(Type.Enum(['*', 'long', 'short'])),
    reason: Type.Optional(Nullable(Type.String())),
  }),
);
export type LocksBody = Static<typeof LocksBody>;

export const DeleteLockBody = shape('DeleteLockBody', {
  pair: Type.Optional(Nullable(Type.String())),
  lockid: Type.Optional(Nullable(Type.Integer())),
});
export type DeleteLockBody = Static<typeof DeleteLockBody>;

export const MarketsQuery = shape('MarketsQuery', {
  trading_mode: Type.Optional(TradingMode),
  margin_mode: Type.Optional(MarginMode),
  exchange: Type.Optional(Type.String()),
  base: Type.Optional(Type.String()),
  quote: Type.Optional(Type.String()),
  include_inactive: Type.Boolean({ default: false }),
});
export type MarketsQuery = Static<typeof MarketsQuery>;

export const StrategyQuery = shape('StrategyQuery', { strategy: Type.Optional(Type.String()) });
export type StrategyQuery = Static<typeof StrategyQuery>;

export const StrategyPath = shape('StrategyPath', { strategy: Type.String({ maxLength: 200 }) });
export type StrategyPath = Static<typeof StrategyPath>;

export const CustomDataQuery = shape('CustomDataQuery', { key: Type.Optional(Type.String()) });
export type CustomDataQuery = Static<typeof CustomDataQuery>;

export const OpenCustomDataQuery = shape('OpenCustomDataQuery', {
  key: Type.Optional(Type.String()),
  limit: Type.Integer({ minimum: 1, default: 100 }),
  offset: Type.Integer({ minimum: 0, default: 0 }),
});
export type OpenCustomDataQuery = Static<typeof OpenCustomDataQuery>;

export const AvailablePairsQuery = shape('AvailablePairsQuery', {
  timeframe: Type.Optional(Type.String()),
  stake_currency: Type.Optional(Type.String()),
  candletype: Type.Optional(Type.Enum(['spot', 'futures', 'mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest'])),
});
export type AvailablePairsQuery = Static<typeof AvailablePairsQuery>;

export const PairHistoryQuery = shape('PairHistoryQuery', {
  pair: Type.String(),
  timeframe: Type.String(),
  timerange: Type.String(),
  strategy: Type.String(),
  freqaimodel: Type.Optional(Type.String()),
});
export type PairHistoryQuery = Static<typeof PairHistoryQuery>;

export const ResultQuery = shape('ResultQuery', { filename: Type.String(), strategy: Type.String() });
export type ResultQuery = Static<typeof ResultQuery>;

export const FilePath = shape('FilePath', { file: Type.String({ maxLength: 200 }) });
export type FilePath = Static<typeof FilePath>;

export const FileStrategyPath = shape('FileStrategyPath', {
  file: Type.String({ maxLength: 200 }),
  strategy: Type.String({ maxLength: 200 }),
});
export type FileStrategyPath = Static<typeof FileStrategyPath>;

export const TimeframeQuery = shape('TimeframeQuery', { timeframe: Type.String({ maxLength: 10, pattern: '^\\d+[mhdwM]$' }) });
export type TimeframeQuery = Static<typeof TimeframeQuery>;

export const DefaultsQuery = shape('DefaultsQuery', { strategy: Type.String({ maxLength: 200 }) });
export type DefaultsQuery = Static<typeof DefaultsQuery>;

export const BacktestQuery = shape('BacktestQuery', { job_id: Type.Optional(Type.String({ maxLength: 64 })) });
export type BacktestQuery = Static<typeof BacktestQuery>;

export const JobPath = shape('JobPath', { jobid: Type.String({ maxLength: 64 }) });
export type JobPath = Static<typeof JobPath>;

export const SessionPath = shape('SessionPath', { session_id: Type.String({ maxLength: 64 }) });
export type SessionPath = Static<typeof SessionPath>;

export const TokenPath = shape('TokenPath', { token_id: Type.String({ maxLength: 64 }) });
export type TokenPath = Static<typeof TokenPath>;

export const NewTokenBody = shape('NewTokenBody', {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  scope: Type.Enum(['read', 'trade', 'admin']),
  days: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 36500 }))),
});
export type NewTokenBody = Static<typeof NewTokenBody>;

export const BotPath = shape('BotPath', { bot_id: Type.String({ maxLength: 64 }) });
export type BotPath = Static<typeof BotPath>;

export const NewBotBody = shape('NewBotBody', {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  url: Type.String({ pattern: '^https?://', maxLength: 300 }),
  username: Type.String({ minLength: 1, maxLength: 100 }),
  password: Type.String({ minLength: 1, maxLength: 300 }),
  colour: Type.Optional(Nullable(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }))),
});
export type NewBotBody = Static<typeof NewBotBody>;

export const AuditQuery = shape('AuditQuery', { limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }) });
export type AuditQuery = Static<typeof AuditQuery>;
