import { type Static, Type } from 'typebox';

/** Bodies and queries the API takes, with freqtrade's names, limits and defaults. Source: reference/openapi-2.50.json. */

const OrderTypeSchema = Type.Enum(['limit', 'market']);
const SideSchema = Type.Enum(['long', 'short']);
const Nullable = <T extends Type.TSchema>(schema: T): Type.TUnion<[T, Type.TNull]> => Type.Union([schema, Type.Null()]);

export const TradesQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, default: 500, description: 'Trades per page; more than 500 count as 500' }),
  offset: Type.Integer({ minimum: 0, default: 0 }),
  order_by_id: Type.Boolean({ default: true }),
});
export type TradesQuery = Static<typeof TradesQuery>;

export const PairQuery = Type.Object({ pair: Type.Optional(Type.String()) });
export type PairQuery = Static<typeof PairQuery>;

export const timescaleQuery = (days: number) => Type.Object({ timescale: Type.Integer({ minimum: 1, default: days }) });
export type TimescaleQuery = { timescale: number };

export const LogsQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 0 })) });
export type LogsQuery = Static<typeof LogsQuery>;

export const TradeIdPath = Type.Object({ tradeid: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) });
export type TradeIdPath = Static<typeof TradeIdPath>;

export const LockIdPath = Type.Object({ lockid: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) });
export type LockIdPath = Static<typeof LockIdPath>;

export const PairCandlesQuery = Type.Object({
  pair: Type.String(),
  timeframe: Type.String(),
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type PairCandlesQuery = Static<typeof PairCandlesQuery>;

export const PairCandlesBody = Type.Object({
  pair: Type.String(),
  timeframe: Type.String(),
  limit: Type.Optional(Nullable(Type.Integer({ minimum: 0 }))),
  columns: Type.Optional(Nullable(Type.Array(Type.String()))),
});
export type PairCandlesBody = Static<typeof PairCandlesBody>;

export const ForceEnterBody = Type.Object({
  pair: Type.String(),
  side: Type.Optional(SideSchema),
  price: Type.Optional(Nullable(Type.Number())),
  ordertype: Type.Optional(Nullable(OrderTypeSchema)),
  stakeamount: Type.Optional(Nullable(Type.Number())),
  entry_tag: Type.Optional(Nullable(Type.String())),
  leverage: Type.Optional(Nullable(Type.Number())),
});
export type ForceEnterBody = Static<typeof ForceEnterBody>;

export const ForceExitBody = Type.Object({
  tradeid: Type.Union([Type.String(), Type.Integer()]),
  ordertype: Type.Optional(Nullable(OrderTypeSchema)),
  amount: Type.Optional(Nullable(Type.Number())),
  price: Type.Optional(Nullable(Type.Number())),
});
export type ForceExitBody = Static<typeof ForceExitBody>;

export const BlacklistBody = Type.Object({ blacklist: Type.Array(Type.String()) });
export type BlacklistBody = Static<typeof BlacklistBody>;

export const BlacklistDeleteQuery = Type.Object({ pairs_to_delete: Type.Optional(Type.Array(Type.String())) });
export type BlacklistDeleteQuery = Static<typeof BlacklistDeleteQuery>;

export const LocksBody = Type.Array(
  Type.Object({
    pair: Type.String(),
    until: Type.String(),
    side: Type.Optional(Type.String()),
    reason: Type.Optional(Nullable(Type.String())),
  }),
);
export type LocksBody = Static<typeof LocksBody>;

export const DeleteLockBody = Type.Object({
  pair: Type.Optional(Nullable(Type.String())),
  lockid: Type.Optional(Nullable(Type.Integer())),
});
export type DeleteLockBody = Static<typeof DeleteLockBody>;
