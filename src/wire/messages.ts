import { type Static, Type } from 'typebox';
import { Readiness } from './answers/access.ts';
import { Health, SysInfo } from './answers/info.ts';
import { BackgroundTaskStatus } from './answers/research.ts';
import { nullable, shape } from './shape.ts';

/** What the message WebSocket tells, in freqtrade's words. Source: tests/golden/ws-trade-mode.json.gz. */

const ABOUT_TRADE = {
  trade_id: Type.Integer(),
  exchange: Type.String(),
  pair: Type.String(),
  leverage: nullable(Type.Number()),
  direction: Type.Enum(['Long', 'Short']),
  limit: Type.Number({ description: 'Rate of the order', examples: [60000.1] }),
  order_rate: Type.Number(),
  order_type: Type.String(),
  stake_amount: Type.Number(),
  stake_currency: Type.String(),
  base_currency: Type.String(),
  quote_currency: Type.String(),
  fiat_currency: nullable(Type.String()),
  buy_tag: nullable(Type.String()),
  enter_tag: nullable(Type.String()),
  amount: Type.Number(),
  open_rate: Type.Number(),
  open_date: Type.String(),
  current_rate: nullable(Type.Number()),
  sub_trade: Type.Boolean(),
};
const PROFIT = {
  gain: Type.Enum(['profit', 'loss']),
  profit_amount: Type.Number(),
  profit_ratio: Type.Number(),
  exit_reason: nullable(Type.String()),
  close_date: Type.String(),
};

const EntryMessage = shape('EntryMessage', { type: Type.Enum(['entry', 'entry_fill']), ...ABOUT_TRADE });
const EntryCancelMessage = shape('EntryCancelMessage', { type: Type.Literal('entry_cancel'), ...ABOUT_TRADE, reason: Type.String() });
const ExitMessage = shape('ExitMessage', {
  type: Type.Enum(['exit', 'exit_fill']),
  ...ABOUT_TRADE,
  ...PROFIT,
  close_rate: Type.Number(),
  cumulative_profit: Type.Number(),
  final_profit_ratio: nullable(Type.Number()),
  is_final_exit: Type.Boolean(),
});
const ExitCancelMessage = shape('ExitCancelMessage', {
  type: Type.Literal('exit_cancel'),
  ...ABOUT_TRADE,
  ...PROFIT,
  reason: Type.String(),
});
const StatusMessage = shape('StatusMessage', {
  type: Type.Enum(['status', 'warning', 'startup']),
  status: Type.String(),
  left_out: Type.Optional(Type.Integer({ description: 'Frames that were left out for this listener', examples: [3] })),
});
const ExceptionMessage = shape('ExceptionMessage', {
  type: Type.Literal('exception'),
  status: Type.Optional(Type.String()),
  data: Type.Optional(Type.String({ description: 'What was wrong with a request', examples: ['Invalid request type: x.'] })),
});
const StrategyMessage = shape('StrategyMessage', { type: Type.Literal('strategy_msg'), msg: Type.String() });
const ProtectionMessage = shape('ProtectionMessage', {
  type: Type.Enum(['protection_trigger', 'protection_trigger_global']),
  id: Type.Integer(),
  pair: Type.String(),
  lock_time: Type.String(),
  lock_timestamp: Type.Integer(),
  lock_end_time: Type.String(),
  lock_end_timestamp: Type.Integer(),
  reason: nullable(Type.String()),
  side: Type.String(),
  active: Type.Boolean(),
});
/** Not freqtrade's: parameters that the schedule has found. Nothing is changed by it. */
const ProposalMessage = shape('ProposalMessage', {
  type: Type.Literal('proposal'),
  strategy: Type.String(),
  search_file: Type.String(),
  epoch: Type.Integer(),
  changes: Type.String(),
  old_profit_in_sample: nullable(Type.Number()),
  new_profit_in_sample: Type.Number(),
  old_profit_out_of_sample: nullable(Type.Number()),
  new_profit_out_of_sample: nullable(Type.Number()),
});
const WhitelistMessage = shape('WhitelistMessage', {
  type: Type.Literal('whitelist'),
  data: Type.Array(Type.String(), { description: 'Pairs that are traded', examples: [['BTC/USDT']] }),
});
const NewCandleMessage = shape('NewCandleMessage', {
  type: Type.Literal('new_candle'),
  data: Type.Array(Type.String(), { description: 'Pair, timeframe, candle type', examples: [['BTC/USDT', '5m', 'spot']] }),
});
const FrameData = shape('FrameData', {
  key: Type.Array(Type.String(), { description: 'Pair, timeframe, candle type', examples: [['BTC/USDT', '5m', 'spot']] }),
  df: Type.Unknown(),
  la: Type.String(),
  delta: Type.Optional(
    Type.Object(
      { start: Type.Integer(), rows: Type.Integer() },
      {
        description: 'The rows replace those of the same dates and add to them; what is before `start` (ms) is gone; `rows` are left',
        examples: [{ start: 1700000000000, rows: 1500 }],
      },
    ),
  ),
});
const AnalyzedFrameMessage = shape('AnalyzedFrameMessage', { type: Type.Literal('analyzed_df'), data: FrameData });

/** Not freqtrade's: what open trades are worth, sent when a rate has moved, to those who ask for `open_trades`. */
const OpenTradesMessage = shape('OpenTradesMessage', {
  type: Type.Literal('open_trades'),
  data: Type.Array(
    Type.Object({
      trade_id: Type.Integer(),
      current_rate: nullable(Type.Number()),
      profit_ratio: nullable(Type.Number()),
      profit_pct: nullable(Type.Number()),
      profit_abs: nullable(Type.Number()),
      total_profit_abs: Type.Number(),
      total_profit_ratio: nullable(Type.Number()),
      stop_loss_abs: nullable(Type.Number()),
      stop_loss_ratio: nullable(Type.Number()),
      stop_loss_pct: nullable(Type.Number()),
      stoploss_current_dist: nullable(Type.Number()),
      stoploss_current_dist_ratio: nullable(Type.Number()),
      stoploss_current_dist_pct: nullable(Type.Number()),
      min_rate: nullable(Type.Number()),
      max_rate: nullable(Type.Number()),
    }),
    { description: 'Open trades whose rate or stop has moved', examples: [[]] },
  ),
});

/** Not freqtrade's: sent to those who ask for `changed` after a call has changed something that no other message tells. */
const ChangedMessage = shape('ChangedMessage', {
  type: Type.Literal('changed'),
  data: Type.String({ description: 'What was called', examples: ['locks'] }),
});

/** Not freqtrade's: new lines of the log, sent to those who ask for `log`. */
const LogMessage = shape('LogMessage', {
  type: Type.Literal('log'),
  data: Type.Array(Type.Array(Type.Unknown()), {
    description: 'Date, ms since epoch, module, level, text; oldest first',
    examples: [[['2026-01-01 00:00:00', 1767225600000, 'freqtrade.worker', 'INFO', 'State is RUNNING.']]],
  }),
});

/** Not freqtrade's: how jobs fare that have begun, got further or ended, sent to those who ask for `jobs`. */
const JobNews = shape('JobNews', {
  ...BackgroundTaskStatus.properties,
  step: nullable(Type.String({ description: 'What a backtest does now', examples: ['backtest'] })),
  is_single: Type.Boolean({ description: 'Whether it is the backtest that GET backtest tells of', examples: [true] }),
});
export type JobNews = Static<typeof JobNews>;
const JobsMessage = shape('JobsMessage', {
  type: Type.Literal('jobs'),
  data: Type.Array(JobNews, { description: 'Jobs', examples: [[]] }),
});

/** Not freqtrade's: how machine and bot fare, sent every five seconds to those who ask for `system`. */
const SystemNews = Type.Object({ sysinfo: SysInfo, health: nullable(Health), ready: Readiness });
export type SystemNews = Static<typeof SystemNews>;
const SystemMessage = shape('SystemMessage', { type: Type.Literal('system'), data: SystemNews });

const Position = { stream: Type.String({ description: 'Name of the stream; another one after every start' }), seq: Type.Integer() };
const FeaturesMessage = shape('FeaturesMessage', {
  type: Type.Literal('features'),
  data: Type.Object({
    ...Position,
    sequence: Type.Boolean(),
    frames: Type.Enum(['json', 'arrow']),
    deltas: Type.Boolean(),
    heartbeat: Type.Number({ description: 'Seconds, 0 for none' }),
  }),
});
const ResumedMessage = shape('ResumedMessage', {
  type: Type.Literal('resumed'),
  data: Type.Object({ ...Position, complete: Type.Boolean({ description: 'Whether nothing was missed' }) }),
});
const HeartbeatMessage = shape('HeartbeatMessage', {
  type: Type.Literal('heartbeat'),
  data: Type.Object({ ...Position, time: Type.Integer({ description: 'ms since epoch, UTC' }) }),
});

/** Every message has its position as `seq` where the client has asked for that. */
export const Message = Type.Union([
  EntryMessage,
  EntryCancelMessage,
  ExitMessage,
  ExitCancelMessage,
  StatusMessage,
  ExceptionMessage,
  StrategyMessage,
  ProtectionMessage,
  ProposalMessage,
  WhitelistMessage,
  NewCandleMessage,
  AnalyzedFrameMessage,
  OpenTradesMessage,
  ChangedMessage,
  LogMessage,
  JobsMessage,
  SystemMessage,
  FeaturesMessage,
  ResumedMessage,
  HeartbeatMessage,
]);
export type Message = Static<typeof Message>;

/** What the bot tells of itself and its trades: all that freqtrade's messages tell but frames, which are large. */
export const TOPICS = [
  'status',
  'warning',
  'exception',
  'startup',
  'entry',
  'entry_fill',
  'entry_cancel',
  'exit',
  'exit_fill',
  'exit_cancel',
  'protection_trigger',
  'protection_trigger_global',
  'strategy_msg',
  'proposal',
  'whitelist',
  'new_candle',
] as const satisfies readonly Message['type'][];
