import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

/** Searches for parameters: what is asked for, and what is answered. Ours; freqtrade has no such calls. */

const SEARCHED = {
  strategy: Type.String({ maxLength: 200 }),
  spaces: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
  loss_names: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 12 }),
  epochs: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  timeframe: Type.Optional(nullable(Type.String({ maxLength: 10 }))),
  timerange: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
  pairs: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 2000 }))),
  min_trades: Type.Optional(Type.Integer({ minimum: 0 })),
  early_stop: Type.Optional(Type.Integer({ minimum: 0 })),
  random_state: Type.Optional(nullable(Type.Integer({ minimum: 0 }))),
  sampler: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  job_workers: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
  enable_protections: Type.Optional(Type.Boolean()),
  analyze_per_epoch: Type.Optional(Type.Boolean()),
  over_queue: Type.Optional(Type.Boolean()),
};

export const HyperoptRequest = shape('HyperoptRequest', SEARCHED);
export type HyperoptRequest = Static<typeof HyperoptRequest>;

export const WalkForwardRequest = shape('WalkForwardRequest', {
  ...SEARCHED,
  timerange: Type.String({ maxLength: 60 }),
  train_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  test_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
});
export type WalkForwardRequest = Static<typeof WalkForwardRequest>;

export const HyperoptChoices = shape('HyperoptChoices', {
  samplers: Type.Array(Type.String()),
  every_spaces: Type.Array(Type.String()),
  processors: Type.Integer(),
});
export type HyperoptChoices = Static<typeof HyperoptChoices>;

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

/** What parameters did on some candles. */
export const HyperoptFigures = shape('HyperoptFigures', {
  loss: Type.Number(),
  loss_values: Type.Array(Type.Number()),
  total_trades: Type.Integer(),
  wins: Type.Integer(),
  draws: Type.Integer(),
  losses: Type.Integer(),
  profit_mean: Type.Number(),
  profit_total: Type.Number(),
  profit_total_abs: Type.Number(),
  max_drawdown_abs: Type.Number(),
  max_drawdown_account: Type.Number(),
  holding_avg: Type.String(),
  stake_currency: Type.String(),
});
export type HyperoptFigures = Static<typeof HyperoptFigures>;

export const ReshuffledDrawdown = shape('ReshuffledDrawdown', {
  runs: Type.Integer(),
  actual: Type.Number(),
  median: Type.Number(),
  worst_5_percent: Type.Number(),
  worst: Type.Number(),
});
export type ReshuffledDrawdown = Static<typeof ReshuffledDrawdown>;

/** Whether the best try was luck. */
export const HyperoptTruth = shape('HyperoptTruth', {
  epoch: Type.Integer(),
  in_sample: HyperoptFigures,
  out_of_sample: nullable(HyperoptFigures),
  out_of_sample_timerange: nullable(Type.String()),
  reshuffled: nullable(ReshuffledDrawdown),
});
export type HyperoptTruth = Static<typeof HyperoptTruth>;

export const HyperoptImportance = shape('HyperoptImportance', { name: Type.String(), share: Type.Number() });
export type HyperoptImportance = Static<typeof HyperoptImportance>;

/** How a search or a walk fares. */
const FARING = {
  status: Type.Enum(['running', 'ended', 'aborted', 'error']),
  status_msg: Type.String(),
  running: Type.Boolean(),
};

export const HyperoptState = shape('HyperoptState', {
  ...FARING,
  filename: nullable(Type.String()),
  strategy: Type.String(),
  loss_names: Type.Array(Type.String()),
  sampler: nullable(Type.String()),
  random_state: nullable(Type.Integer()),
  timeframe: nullable(Type.String()),
  timerange: nullable(Type.String()),
  pairs: Type.Array(Type.String()),
  stake_currency: Type.String(),
  epochs: Type.Integer(),
  epochs_done: Type.Integer(),
  epochs_per_second: nullable(Type.Number()),
  best_epoch: nullable(Type.Integer()),
  pareto_epochs: Type.Array(Type.Integer()),
  rows: Type.Array(HyperoptEpoch),
  importance: Type.Array(HyperoptImportance),
  truth: nullable(HyperoptTruth),
});
export type HyperoptState = Static<typeof HyperoptState>;

export const HyperoptFile = shape('HyperoptFile', {
  filename: Type.String(),
  strategy: Type.String(),
  search_start_ts: nullable(Type.Integer()),
  epochs: Type.Integer(),
  loss_names: Type.Array(Type.String()),
  timeframe: nullable(Type.String()),
  timerange: nullable(Type.String()),
  truth: nullable(HyperoptTruth),
});
export type HyperoptFile = Static<typeof HyperoptFile>;

export const HyperoptUse = shape('HyperoptUse', {
  filename: Type.String({ maxLength: 300 }),
  epoch: Type.Integer({ minimum: 1 }),
  overwrite: Type.Optional(Type.Boolean()),
});
export type HyperoptUse = Static<typeof HyperoptUse>;

export const HyperoptUsed = shape('HyperoptUsed', { status: Type.String(), strategy: Type.String() });
export type HyperoptUsed = Static<typeof HyperoptUsed>;

const PARAMETER_GROUPS = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()));

export const ParameterFile = shape('ParameterFile', {
  strategy: Type.String(),
  parameter_file: nullable(Type.String()),
  export_time: nullable(Type.String()),
  parameter_groups: PARAMETER_GROUPS,
});
export type ParameterFile = Static<typeof ParameterFile>;

export const HyperoptEpochParameters = shape('HyperoptEpochParameters', { epoch: Type.Integer(), parameter_groups: PARAMETER_GROUPS });
export type HyperoptEpochParameters = Static<typeof HyperoptEpochParameters>;

export const HeatMapCell = shape('HeatMapCell', { loss: Type.Number(), tries: Type.Integer() });
export type HeatMapCell = Static<typeof HeatMapCell>;

export const HyperoptHeatMap = shape('HyperoptHeatMap', {
  x_values: Type.Array(Type.String()),
  y_values: Type.Array(Type.String()),
  cells: Type.Array(Type.Array(nullable(HeatMapCell))),
});
export type HyperoptHeatMap = Static<typeof HyperoptHeatMap>;

export const HyperoptHeatMapQuery = shape('HyperoptHeatMapQuery', {
  x_parameter: Type.String({ maxLength: 200 }),
  y_parameter: Type.String({ maxLength: 200 }),
  loss_name: Type.Optional(Type.String({ maxLength: 200 })),
  job_id: Type.Optional(Type.String({ maxLength: 64 })),
  filename: Type.Optional(Type.String({ maxLength: 300 })),
});
export type HyperoptHeatMapQuery = Static<typeof HyperoptHeatMapQuery>;

export const HyperoptFileQuery = shape('HyperoptFileQuery', { filename: Type.String({ maxLength: 300 }) });
export type HyperoptFileQuery = Static<typeof HyperoptFileQuery>;
export const HyperoptEpochQuery = shape('HyperoptEpochQuery', {
  filename: Type.String({ maxLength: 300 }),
  epoch: Type.Integer({ minimum: 1 }),
});
export type HyperoptEpochQuery = Static<typeof HyperoptEpochQuery>;
export const HyperoptAfterQuery = shape('HyperoptAfterQuery', { after: Type.Optional(Type.Integer({ minimum: 0 })) });
export type HyperoptAfterQuery = Static<typeof HyperoptAfterQuery>;

export const WalkForwardWindow = shape('WalkForwardWindow', {
  train_from: Type.String(),
  train_to: Type.String(),
  test_from: Type.String(),
  test_to: Type.String(),
  filename: Type.String(),
  epoch: nullable(Type.Integer()),
  params: nullable(Type.Record(Type.String(), Type.Unknown())),
  in_sample: nullable(HyperoptFigures),
  out_of_sample: nullable(HyperoptFigures),
});
export type WalkForwardWindow = Static<typeof WalkForwardWindow>;

export const WalkForwardSummary = shape('WalkForwardSummary', {
  total_trades: Type.Integer(),
  profit_total_abs: Type.Number(),
  profit_total: Type.Number(),
  good_windows: Type.Integer(),
  reshuffled: nullable(ReshuffledDrawdown),
});
export type WalkForwardSummary = Static<typeof WalkForwardSummary>;

export const WalkForwardState = shape('WalkForwardState', {
  ...FARING,
  filename: nullable(Type.String()),
  strategy: Type.String(),
  loss_names: Type.Array(Type.String()),
  timerange: nullable(Type.String()),
  train_days: Type.Integer(),
  test_days: Type.Integer(),
  epochs: Type.Integer(),
  stake_currency: Type.String(),
  windows_total: Type.Integer(),
  window_epochs_done: Type.Integer(),
  windows: Type.Array(WalkForwardWindow),
  summary: nullable(WalkForwardSummary),
});
export type WalkForwardState = Static<typeof WalkForwardState>;

export const WalkForwardFile = shape('WalkForwardFile', {
  filename: Type.String(),
  strategy: Type.String(),
  search_start_ts: nullable(Type.Integer()),
  loss_names: Type.Array(Type.String()),
  timerange: nullable(Type.String()),
  total_trades: nullable(Type.Integer({ description: 'Trades out of sample, of all windows', examples: [67] })),
  profit_total: nullable(Type.Number({ description: 'Profit out of sample, ratio of the balance', examples: [0.0342] })),
});
export type WalkForwardFile = Static<typeof WalkForwardFile>;

export const HyperoptWorker = shape('HyperoptWorker', {
  id: Type.String({ description: 'Name of the worker', examples: ['6f1f6d0e'] }),
  host: Type.String({ description: 'Machine it runs on', examples: ['desk'] }),
  pid: Type.Integer({ description: 'Process it is there', examples: [4711] }),
  threads: Type.Integer(),
  since_ts: Type.Integer(),
  doing: Type.Array(Type.String()),
  done: Type.Integer({ description: 'Tries and backtests it has made', examples: [1200] }),
  rate: Type.Number({ description: 'The same a second, over the last minute', examples: [22.5] }),
  version: Type.String({ description: 'Release and digest of its sources', examples: ['2026.9-3f9c0a1b2c3d'] }),
  is_other_version: Type.Boolean({
    description: 'Whether that is not the version of this program, from which it takes nothing then',
    examples: [false],
  }),
});
export type HyperoptWorker = Static<typeof HyperoptWorker>;

export const HyperoptWorkers = shape('HyperoptWorkers', {
  queue: nullable(Type.String()),
  problem: nullable(Type.String()),
  workers: Type.Array(HyperoptWorker, { description: 'Who takes work from the queue, the longest there first', examples: [[]] }),
});
export type HyperoptWorkers = Static<typeof HyperoptWorkers>;

export const HyperoptProposal = shape('HyperoptProposal', {
  filename: Type.String(),
  strategy: Type.String(),
  created_ts: Type.Integer(),
  loss_names: Type.Array(Type.String()),
  search_file: Type.String(),
  epoch: Type.Integer(),
  train_timerange: Type.String(),
  test_timerange: Type.String(),
  old_parameters: PARAMETER_GROUPS,
  new_parameters: PARAMETER_GROUPS,
  old_in_sample: nullable(HyperoptFigures),
  new_in_sample: HyperoptFigures,
  old_out_of_sample: nullable(HyperoptFigures),
  new_out_of_sample: nullable(HyperoptFigures),
});
export type HyperoptProposal = Static<typeof HyperoptProposal>;

export const ReoptimizeSchedule = shape('ReoptimizeSchedule', {
  strategy: Type.String(),
  every_days: Type.Number(),
  last_run_ts: nullable(Type.Integer()),
  has_failed: Type.Boolean(),
  next_run_ts: nullable(Type.Integer()),
  running: Type.Boolean(),
});
export type ReoptimizeSchedule = Static<typeof ReoptimizeSchedule>;

export const HyperoptProposals = shape('HyperoptProposals', {
  schedule: nullable(ReoptimizeSchedule),
  proposals: Type.Array(HyperoptProposal),
});
export type HyperoptProposals = Static<typeof HyperoptProposals>;
