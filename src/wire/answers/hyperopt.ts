import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

/** Searches for parameters: what is asked for, and what is answered. Ours; freqtrade has no such calls. */

export const HyperoptRequest = shape('HyperoptRequest', {
  strategy: Type.String({ maxLength: 200 }),
  spaces: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
  loss_names: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 12 }),
  epochs: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  timeframe: Type.Optional(nullable(Type.String({ maxLength: 10 }))),
  timerange: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
  min_trades: Type.Optional(Type.Integer({ minimum: 0 })),
  early_stop: Type.Optional(Type.Integer({ minimum: 0 })),
  random_state: Type.Optional(nullable(Type.Integer({ minimum: 0 }))),
  sampler: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  job_workers: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
});
export type HyperoptRequest = Static<typeof HyperoptRequest>;

export const HyperoptEpoch = shape('HyperoptEpoch', {
  epoch: Type.Integer(),
  is_best: Type.Boolean(),
  loss: Type.Number(),
  loss_values: Type.Array(Type.Number()),
  params: Type.Record(Type.String(), Type.Unknown()),
  total_trades: Type.Integer(),
  wins: Type.Integer(),
  draws: Type.Integer(),
  profit_mean: Type.Number(),
  profit_total: Type.Number(),
  profit_total_abs: Type.Number(),
  max_drawdown_abs: Type.Number(),
  max_drawdown_account: Type.Number(),
  holding_avg: Type.String(),
});
export type HyperoptEpoch = Static<typeof HyperoptEpoch>;

export const HyperoptImportance = shape('HyperoptImportance', { name: Type.String(), share: Type.Number() });
export type HyperoptImportance = Static<typeof HyperoptImportance>;

export const HyperoptState = shape('HyperoptState', {
  status: Type.Enum(['running', 'ended', 'error']),
  status_msg: Type.String(),
  running: Type.Boolean(),
  filename: nullable(Type.String()),
  epochs: Type.Integer(),
  epochs_done: Type.Integer(),
  rows: Type.Array(HyperoptEpoch),
  importance: Type.Array(HyperoptImportance),
});
export type HyperoptState = Static<typeof HyperoptState>;

export const HyperoptFile = shape('HyperoptFile', {
  filename: Type.String(),
  strategy: Type.String(),
  epochs: Type.Integer(),
});
export type HyperoptFile = Static<typeof HyperoptFile>;

export const HyperoptUse = shape('HyperoptUse', { filename: Type.String({ maxLength: 300 }), epoch: Type.Integer({ minimum: 1 }) });
export type HyperoptUse = Static<typeof HyperoptUse>;

export const HyperoptUsed = shape('HyperoptUsed', { status: Type.String(), strategy: Type.String() });
export type HyperoptUsed = Static<typeof HyperoptUsed>;

export const HyperoptFileQuery = shape('HyperoptFileQuery', { filename: Type.String({ maxLength: 300 }) });
export type HyperoptFileQuery = Static<typeof HyperoptFileQuery>;
export const HyperoptAfterQuery = shape('HyperoptAfterQuery', { after: Type.Optional(Type.Integer({ minimum: 0 })) });
export type HyperoptAfterQuery = Static<typeof HyperoptAfterQuery>;
