import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';
import { WhitelistResponse } from './market.ts';
import { TradingMode } from './trade.ts';

export const AvailablePairs = shape('AvailablePairs', {
  length: Type.Integer(),
  pairs: Type.Array(Type.String()),
  pair_interval: Type.Array(Type.Array(Type.String())),
});
export type AvailablePairs = Static<typeof AvailablePairs>;

export const ProgressTask = shape('ProgressTask', {
  progress: Type.Number(),
  total: Type.Number(),
  description: Type.String(),
});
export type ProgressTask = Static<typeof ProgressTask>;

export const BackgroundTaskStatus = shape('BackgroundTaskStatus', {
  job_id: Type.String(),
  job_category: Type.Enum([
    'pairlist',
    'download_data',
    'backtest',
    'lookahead_analysis',
    'recursive_analysis',
    'check_data',
    'hyperopt',
    'walk_forward',
    'reoptimize',
  ]),
  status: Type.String(),
  running: Type.Boolean(),
  progress: Type.Optional(nullable(Type.Number())),
  progress_tasks: Type.Optional(nullable(Type.Record(Type.String(), ProgressTask))),
  error: Type.Optional(nullable(Type.String())),
});
export type BackgroundTaskStatus = Static<typeof BackgroundTaskStatus>;

export const BacktestFreqAIInputs = shape('BacktestFreqAIInputs', {
  identifier: Type.String(),
});
export type BacktestFreqAIInputs = Static<typeof BacktestFreqAIInputs>;

export const BacktestHistoryEntry = shape('BacktestHistoryEntry', {
  filename: Type.String(),
  strategy: Type.String(),
  run_id: Type.String(),
  backtest_start_time: Type.Integer(),
  notes: Type.Optional(nullable(Type.String())),
  backtest_start_ts: Type.Optional(nullable(Type.Integer())),
  backtest_end_ts: Type.Optional(nullable(Type.Integer())),
  timeframe: Type.Optional(nullable(Type.String())),
  timeframe_detail: Type.Optional(nullable(Type.String())),
});
export type BacktestHistoryEntry = Static<typeof BacktestHistoryEntry>;

/** Not freqtrade's: what came of an earlier backtest. */
export const BacktestFigures = shape('BacktestFigures', {
  filename: Type.String(),
  strategy: Type.String(),
  stake_currency: Type.String(),
  total_trades: Type.Integer(),
  profit_total: Type.Number(),
  profit_total_abs: Type.Number(),
  max_drawdown_account: Type.Number(),
  sharpe: Type.Number(),
});
export type BacktestFigures = Static<typeof BacktestFigures>;

/** Not freqtrade's: what a backtest takes where nothing else is asked for, and where that is from. */
export const BacktestDefaults = shape('BacktestDefaults', {
  strategy: Type.String(),
  timeframe: Type.String(),
  timeframe_source: Type.Enum(['config', 'strategy']),
  max_open_trades: Type.Number(),
  max_open_trades_source: Type.Enum(['config', 'strategy']),
  stake_amount: Type.Union([Type.String(), Type.Number()]),
  stake_currency: Type.String(),
  dry_run_wallet: Type.Number(),
  pairs: Type.Array(Type.String()),
});
export type BacktestDefaults = Static<typeof BacktestDefaults>;

/** Not freqtrade's: how far the candles on the disk reach that a backtest would use. */
export const StoredCandles = shape('StoredCandles', {
  pair: Type.String(),
  first_timestamp: nullable(Type.Integer()),
  last_timestamp: nullable(Type.Integer()),
  candle_count: Type.Integer(),
});
export type StoredCandles = Static<typeof StoredCandles>;

/** Not freqtrade's: the chain of pairlist handlers the bot is configured with. */
export const PairlistConfiguration = shape('PairlistConfiguration', {
  pairlists: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  blacklist: Type.Array(Type.String()),
  stake_currency: Type.String(),
});
export type PairlistConfiguration = Static<typeof PairlistConfiguration>;

export const BacktestMarketChange = shape('BacktestMarketChange', {
  columns: Type.Array(Type.String()),
  length: Type.Integer(),
  data: Type.Array(Type.Array(Type.Unknown())),
});
export type BacktestMarketChange = Static<typeof BacktestMarketChange>;

export const BacktestMetadataUpdate = shape('BacktestMetadataUpdate', {
  strategy: Type.String(),
  notes: Type.Optional(Type.String()),
});
export type BacktestMetadataUpdate = Static<typeof BacktestMetadataUpdate>;

export const BacktestRequest = shape('BacktestRequest', {
  strategy: Type.String(),
  timeframe: Type.Optional(nullable(Type.String())),
  timeframe_detail: Type.Optional(nullable(Type.String())),
  timerange: Type.Optional(nullable(Type.String())),
  max_open_trades: Type.Optional(nullable(Type.Number())),
  stake_amount: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
  enable_protections: Type.Boolean(),
  dry_run_wallet: Type.Optional(nullable(Type.Number())),
  backtest_cache: Type.Optional(nullable(Type.String())),
  freqaimodel: Type.Optional(nullable(Type.String())),
  freqai: Type.Optional(nullable(BacktestFreqAIInputs)),
  /** Not freqtrade's. */
  as_job: Type.Optional(nullable(Type.Boolean())),
});
export type BacktestRequest = Static<typeof BacktestRequest>;

export const BacktestResponse = shape('BacktestResponse', {
  status: Type.String(),
  running: Type.Boolean(),
  status_msg: Type.String(),
  step: Type.String(),
  progress: Type.Number(),
  trade_count: Type.Optional(nullable(Type.Number())),
  backtest_result: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  /** Not freqtrade's. */
  job_id: Type.Optional(Type.String()),
});
export type BacktestResponse = Static<typeof BacktestResponse>;

export const BgJobStarted = shape('BgJobStarted', {
  status: Type.String(),
  job_id: Type.String(),
});
export type BgJobStarted = Static<typeof BgJobStarted>;

export const CandleType = Type.Enum(['spot', 'futures', 'mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest']);
export type CandleType = Static<typeof CandleType>;

export const MarginMode = Type.Enum(['cross', 'isolated', '']);
export type MarginMode = Static<typeof MarginMode>;

export const DownloadDataPayload = shape('DownloadDataPayload', {
  trading_mode: Type.Optional(nullable(TradingMode)),
  margin_mode: Type.Optional(nullable(MarginMode)),
  exchange: Type.Optional(nullable(Type.String())),
  pairs: Type.Array(Type.String()),
  timeframes: Type.Optional(nullable(Type.Array(Type.String()))),
  days: Type.Optional(nullable(Type.Integer())),
  timerange: Type.Optional(nullable(Type.String())),
  erase: Type.Optional(Type.Boolean()),
  download_trades: Type.Optional(Type.Boolean()),
  candle_types: Type.Optional(nullable(Type.Array(Type.String()))),
  prepend_data: Type.Optional(Type.Boolean()),
  fill_gaps: Type.Optional(Type.Boolean()),
});
export type DownloadDataPayload = Static<typeof DownloadDataPayload>;

export const TradeModeType = shape('TradeModeType', {
  trading_mode: Type.String(),
  margin_mode: Type.String(),
});
export type TradeModeType = Static<typeof TradeModeType>;

export const ValidExchangesType = shape('ValidExchangesType', {
  name: Type.String(),
  classname: Type.String(),
  valid: Type.Boolean(),
  supported: Type.Boolean(),
  comment: Type.String(),
  comment_futures: Type.String(),
  dex: Type.Boolean(),
  is_alias: Type.Boolean(),
  alias_for: nullable(Type.String()),
  trade_modes: Type.Array(TradeModeType),
});
export type ValidExchangesType = Static<typeof ValidExchangesType>;

export const ExchangeListResponse = shape('ExchangeListResponse', {
  exchanges: Type.Array(ValidExchangesType),
});
export type ExchangeListResponse = Static<typeof ExchangeListResponse>;

export const FreqAIModelListResponse = shape('FreqAIModelListResponse', {
  freqaimodels: Type.Array(Type.String()),
});
export type FreqAIModelListResponse = Static<typeof FreqAIModelListResponse>;

export const HyperoptLoss = shape('HyperoptLoss', {
  name: Type.String(),
  description: Type.String(),
});
export type HyperoptLoss = Static<typeof HyperoptLoss>;

export const HyperoptLossListResponse = shape('HyperoptLossListResponse', {
  loss_functions: Type.Array(HyperoptLoss),
});
export type HyperoptLossListResponse = Static<typeof HyperoptLossListResponse>;

export const LookaheadAnalysisRequest = shape('LookaheadAnalysisRequest', {
  strategy: Type.String(),
  timeframe: Type.Optional(nullable(Type.String())),
  timerange: Type.Optional(nullable(Type.String())),
  minimum_trade_amount: Type.Optional(Type.Integer()),
  targeted_trade_amount: Type.Optional(Type.Integer()),
  lookahead_allow_limit_orders: Type.Optional(Type.Boolean()),
});
export type LookaheadAnalysisRequest = Static<typeof LookaheadAnalysisRequest>;

export const LookaheadAnalysisResultEntry = shape('LookaheadAnalysisResultEntry', {
  strategy: Type.String(),
  has_bias: Type.Boolean(),
  total_signals: Type.Integer(),
  biased_entry_signals: Type.Integer(),
  biased_exit_signals: Type.Integer(),
  biased_indicators: Type.Array(Type.String()),
});
export type LookaheadAnalysisResultEntry = Static<typeof LookaheadAnalysisResultEntry>;

export const LookaheadAnalysisResponse = shape('LookaheadAnalysisResponse', {
  status: Type.String(),
  running: Type.Boolean(),
  status_msg: Type.String(),
  result: Type.Optional(nullable(LookaheadAnalysisResultEntry)),
});
export type LookaheadAnalysisResponse = Static<typeof LookaheadAnalysisResponse>;

export const PairHistoryRequest = shape('PairHistoryRequest', {
  trading_mode: Type.Optional(nullable(TradingMode)),
  margin_mode: Type.Optional(nullable(MarginMode)),
  exchange: Type.Optional(nullable(Type.String())),
  pair: Type.String(),
  timeframe: Type.String(),
  limit: Type.Optional(nullable(Type.Integer())),
  columns: Type.Optional(nullable(Type.Array(Type.String()))),
  timerange: Type.String(),
  strategy: Type.Optional(nullable(Type.String())),
  freqaimodel: Type.Optional(nullable(Type.String())),
  live_mode: Type.Optional(Type.Boolean()),
});
export type PairHistoryRequest = Static<typeof PairHistoryRequest>;

export const PairListResponse = shape('PairListResponse', {
  name: Type.String(),
  description: Type.String(),
  is_pairlist_generator: Type.Boolean(),
  params: Type.Record(Type.String(), Type.Unknown()),
});
export type PairListResponse = Static<typeof PairListResponse>;

export const PairListsPayload = shape('PairListsPayload', {
  trading_mode: Type.Optional(nullable(TradingMode)),
  margin_mode: Type.Optional(nullable(MarginMode)),
  exchange: Type.Optional(nullable(Type.String())),
  pairlists: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  blacklist: Type.Array(Type.String()),
  stake_currency: Type.String(),
});
export type PairListsPayload = Static<typeof PairListsPayload>;

export const PairListsResponse = shape('PairListsResponse', {
  pairlists: Type.Array(PairListResponse),
});
export type PairListsResponse = Static<typeof PairListsResponse>;

export const RecursiveAnalysisRequest = shape('RecursiveAnalysisRequest', {
  strategy: Type.String(),
  timeframe: Type.Optional(nullable(Type.String())),
  timerange: Type.Optional(nullable(Type.String())),
  startup_candle: Type.Optional(nullable(Type.Array(Type.Integer()))),
});
export type RecursiveAnalysisRequest = Static<typeof RecursiveAnalysisRequest>;

export const RecursiveAnalysisResultEntry = shape('RecursiveAnalysisResultEntry', {
  strategy: Type.String(),
  startup_candles: Type.Array(Type.Integer()),
  strategy_scc: Type.Optional(nullable(Type.Integer())),
  results: Type.Record(Type.String(), Type.Record(Type.String(), nullable(Type.Number()))),
});
export type RecursiveAnalysisResultEntry = Static<typeof RecursiveAnalysisResultEntry>;

export const RecursiveAnalysisResponse = shape('RecursiveAnalysisResponse', {
  status: Type.String(),
  running: Type.Boolean(),
  status_msg: Type.String(),
  result: Type.Optional(nullable(RecursiveAnalysisResultEntry)),
});
export type RecursiveAnalysisResponse = Static<typeof RecursiveAnalysisResponse>;

export const WhitelistEvaluateResponse = shape('WhitelistEvaluateResponse', {
  error: Type.Optional(nullable(Type.String())),
  status: Type.String(),
  result: Type.Optional(nullable(WhitelistResponse)),
});
export type WhitelistEvaluateResponse = Static<typeof WhitelistEvaluateResponse>;

export const CheckedFile = shape('CheckedFile', {
  pair: Type.String(),
  timeframe: Type.String(),
  candle_type: Type.String(),
  candles: Type.Integer(),
  from_ts: nullable(Type.Integer()),
  to_ts: nullable(Type.Integer()),
  gaps: Type.Integer(),
  missing: Type.Integer(),
  duplicates: Type.Integer(),
  undated: Type.Integer(),
  unsorted: Type.Integer(),
  off_grid: Type.Integer(),
  zero_volumes: Type.Integer(),
  incomplete: Type.Integer(),
  jumps: Type.Integer(),
  time_unit: nullable(Type.String()),
  writer: nullable(Type.String()),
  problem: nullable(Type.String()),
  faults: Type.Array(Type.String()),
});
export type CheckedFile = Static<typeof CheckedFile>;

export const CheckDataResponse = shape('CheckDataResponse', {
  status: Type.String(),
  running: Type.Boolean(),
  status_msg: Type.String(),
  result: Type.Optional(nullable(Type.Array(CheckedFile))),
});
export type CheckDataResponse = Static<typeof CheckDataResponse>;
