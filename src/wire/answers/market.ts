import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

export const AreaAnnotationType = shape('AreaAnnotationType', {
  color: Type.Optional(Type.String()),
  label: Type.Optional(Type.String()),
  z_level: Type.Optional(Type.Integer()),
  start: Type.Optional(Type.Union([Type.String(), Type.String({ format: 'date-time' })])),
  end: Type.Optional(Type.Union([Type.String(), Type.String({ format: 'date-time' })])),
  y_start: Type.Optional(Type.Number()),
  y_end: Type.Optional(Type.Number()),
  type: Type.Literal('area'),
});
export type AreaAnnotationType = Static<typeof AreaAnnotationType>;

export const BlacklistResponse = shape('BlacklistResponse', {
  blacklist: Type.Array(Type.String()),
  blacklist_expanded: Type.Array(Type.String()),
  errors: Type.Record(Type.String(), Type.Unknown()),
  length: Type.Integer(),
  method: Type.Array(Type.String()),
});
export type BlacklistResponse = Static<typeof BlacklistResponse>;

export const BooleanParameter = shape('BooleanParameter', {
  param_type: Type.Literal('BooleanParameter'),
  name: Type.String(),
  space: Type.String(),
  load: Type.Boolean(),
  optimize: Type.Boolean(),
  value: nullable(Type.Boolean()),
  opt_range: Type.Array(Type.Boolean()),
});
export type BooleanParameter = Static<typeof BooleanParameter>;

export const CategoricalParameter = shape('CategoricalParameter', {
  param_type: Type.Literal('CategoricalParameter'),
  name: Type.String(),
  space: Type.String(),
  load: Type.Boolean(),
  optimize: Type.Boolean(),
  value: Type.Unknown(),
  opt_range: Type.Array(Type.Unknown()),
});
export type CategoricalParameter = Static<typeof CategoricalParameter>;

export const DecimalParameter = shape('DecimalParameter', {
  param_type: Type.Literal('DecimalParameter'),
  name: Type.String(),
  space: Type.String(),
  load: Type.Boolean(),
  optimize: Type.Boolean(),
  value: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  decimals: Type.Integer(),
});
export type DecimalParameter = Static<typeof DecimalParameter>;

export const IntParameter = shape('IntParameter', {
  param_type: Type.Literal('IntParameter'),
  name: Type.String(),
  space: Type.String(),
  load: Type.Boolean(),
  optimize: Type.Boolean(),
  value: Type.Integer(),
  low: Type.Integer(),
  high: Type.Integer(),
});
export type IntParameter = Static<typeof IntParameter>;

export const LineAnnotationType = shape('LineAnnotationType', {
  color: Type.Optional(Type.String()),
  label: Type.Optional(Type.String()),
  z_level: Type.Optional(Type.Integer()),
  start: Type.Optional(Type.Union([Type.String(), Type.String({ format: 'date-time' })])),
  end: Type.Optional(Type.Union([Type.String(), Type.String({ format: 'date-time' })])),
  y_start: Type.Optional(Type.Number()),
  y_end: Type.Optional(Type.Number()),
  type: Type.Literal('line'),
  width: Type.Optional(Type.Integer()),
  line_style: Type.Optional(Type.Enum(['solid', 'dashed', 'dotted'])),
});
export type LineAnnotationType = Static<typeof LineAnnotationType>;

export const Lock = shape('Lock', {
  id: Type.Integer(),
  active: Type.Boolean(),
  lock_end_time: Type.String(),
  lock_end_timestamp: Type.Integer(),
  lock_time: Type.String(),
  lock_timestamp: Type.Integer(),
  pair: Type.String(),
  side: Type.String(),
  reason: Type.Optional(nullable(Type.String())),
});
export type Lock = Static<typeof Lock>;

export const Locks = shape('Locks', {
  lock_count: Type.Integer(),
  locks: Type.Array(Lock),
});
export type Locks = Static<typeof Locks>;

export const Market = shape('Market', {
  symbol: Type.String(),
  base: Type.String(),
  quote: Type.String(),
  spot: Type.Boolean(),
  swap: Type.Boolean(),
  active: Type.Optional(Type.Boolean()),
});
export type Market = Static<typeof Market>;

export const MarketResponse = shape('MarketResponse', {
  markets: Type.Record(Type.String(), Market),
  exchange_id: Type.String(),
});
export type MarketResponse = Static<typeof MarketResponse>;

export const PointAnnotationType = shape('PointAnnotationType', {
  color: Type.Optional(Type.String()),
  label: Type.Optional(Type.String()),
  z_level: Type.Optional(Type.Integer()),
  type: Type.Literal('point'),
  x: Type.Optional(Type.Union([Type.String(), Type.String({ format: 'date-time' })])),
  y: Type.Optional(Type.Number()),
  size: Type.Optional(Type.Integer()),
  shape: Type.Optional(Type.Enum(['circle', 'rect', 'roundRect', 'triangle', 'pin', 'arrow', 'none'])),
  rotate: Type.Optional(Type.Integer()),
});
export type PointAnnotationType = Static<typeof PointAnnotationType>;

export const PairHistory = shape('PairHistory', {
  strategy: Type.String(),
  pair: Type.String(),
  timeframe: Type.String(),
  timeframe_ms: Type.Integer(),
  columns: Type.Array(Type.String()),
  all_columns: Type.Optional(Type.Array(Type.String())),
  data: Type.Array(Type.Unknown()),
  annotations: Type.Optional(nullable(Type.Array(Type.Union([AreaAnnotationType, LineAnnotationType, PointAnnotationType])))),
  length: Type.Integer(),
  buy_signals: Type.Integer(),
  sell_signals: Type.Integer(),
  enter_long_signals: Type.Integer(),
  exit_long_signals: Type.Integer(),
  enter_short_signals: Type.Integer(),
  exit_short_signals: Type.Integer(),
  last_analyzed: Type.String({ format: 'date-time' }),
  last_analyzed_ts: Type.Integer(),
  data_start_ts: Type.Integer(),
  data_start: Type.String(),
  data_stop: Type.String(),
  data_stop_ts: Type.Integer(),
});
export type PairHistory = Static<typeof PairHistory>;

export const PlotConfig = shape('PlotConfig', {
  main_plot: Type.Record(Type.String(), Type.Unknown()),
  subplots: Type.Record(Type.String(), Type.Unknown()),
});
export type PlotConfig = Static<typeof PlotConfig>;

export const RealParameter = shape('RealParameter', {
  param_type: Type.Literal('RealParameter'),
  name: Type.String(),
  space: Type.String(),
  load: Type.Boolean(),
  optimize: Type.Boolean(),
  value: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
});
export type RealParameter = Static<typeof RealParameter>;

export const StrategyListResponse = shape('StrategyListResponse', {
  strategies: Type.Array(Type.String()),
});
export type StrategyListResponse = Static<typeof StrategyListResponse>;

export const StrategyResponse = shape('StrategyResponse', {
  strategy: Type.String(),
  timeframe: nullable(Type.String()),
  params: Type.Optional(Type.Array(Type.Union([BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, RealParameter]))),
  code: Type.String(),
});
export type StrategyResponse = Static<typeof StrategyResponse>;

export const WhitelistResponse = shape('WhitelistResponse', {
  whitelist: Type.Array(Type.String()),
  length: Type.Integer(),
  method: Type.Array(Type.String()),
});
export type WhitelistResponse = Static<typeof WhitelistResponse>;

/** Edge positioning: what it found for a pair. The field names are freqtrade's own. */
export const EdgePair = shape('EdgePair', {
  Pair: Type.String(),
  Winrate: Type.Number(),
  Expectancy: Type.Number(),
  Stoploss: Type.Number(),
});
export type EdgePair = Static<typeof EdgePair>;
