import { Type } from 'typebox';
import * as access from './answers/access.ts';
import * as hyperopt from './answers/hyperopt.ts';
import * as info from './answers/info.ts';
import * as market from './answers/market.ts';
import * as profit from './answers/profit.ts';
import * as research from './answers/research.ts';
import * as trade from './answers/trade.ts';
import { back, type ClientCommand, LIMIT_PRICE, PAIR, TIMEFRAME, TRADE_ID } from './client-command.ts';
import * as ask from './requests.ts';

/** Who may call: anybody, or a credential of at least this scope. */
export type EndpointScope = 'public' | 'read' | 'trade' | 'admin';

/**
 * One call of the REST API: the single source of its route, its validation and serialization, its page in the OpenAPI
 * document, and its method in the client.
 */
export interface Endpoint<
  Query extends Type.TSchema = Type.TSchema,
  Body extends Type.TSchema = Type.TSchema,
  Path extends Type.TSchema = Type.TSchema,
  Answer extends Type.TSchema = Type.TSchema,
> {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PATCH';
  /** Below `/api/v1`, with `:name` for parts that vary. */
  readonly path: string;
  readonly tag: 'Access' | 'Info' | 'Trades' | 'Profit' | 'Pairs' | 'Candles' | 'Control' | 'Research';
  readonly summary: string;
  readonly scope: EndpointScope;
  readonly query: Query;
  readonly body: Body;
  readonly params: Path;
  readonly answer: Answer;
  /** Statuses it can answer with besides 200 and what every call can: see `everyStatus` in api/http/openapi.ts. */
  readonly errors: readonly number[];
  /** An older name of the same call. */
  readonly deprecated: boolean;
  /** As a command of freqtrade-client; null where it is none. */
  readonly command: ClientCommand | null;
}

export const NOTHING = Type.Object({});
type Nothing = typeof NOTHING;

function endpoint<
  Answer extends Type.TSchema,
  Query extends Type.TSchema = Nothing,
  Body extends Type.TSchema = Nothing,
  Path extends Type.TSchema = Nothing,
>(
  call: `${'GET' | 'POST' | 'DELETE' | 'PATCH'} /${string}`,
  tag: Endpoint['tag'],
  summary: string,
  scope: EndpointScope,
  answer: Answer,
  more: { query?: Query; body?: Body; params?: Path; errors?: readonly number[]; deprecated?: boolean; command?: ClientCommand } = {},
): Endpoint<Query, Body, Path, Answer> {
  const [method, path] = call.split(' ') as [Endpoint['method'], string];
  return {
    method,
    path,
    tag,
    summary,
    scope,
    answer,
    query: more.query ?? (NOTHING as unknown as Query),
    body: more.body ?? (NOTHING as unknown as Body),
    params: more.params ?? (NOTHING as unknown as Path),
    errors: more.errors ?? [],
    deprecated: more.deprecated ?? false,
    command: more.command ?? null,
  };
}

const NOT_READY = [503];
const NOT_FOUND = [404, 503];
const COMMAND = [502, 503];
const RESEARCH = [502, 503];
const RESEARCH_FILE = [404, 502, 503];

/** Every call, by the name it has in the client and in the OpenAPI document. */
export const ENDPOINTS = {
  ping: endpoint('GET /ping', 'Info', 'Whether the bot answers; needs no password', 'public', info.Ping, { command: {} }),
  login: endpoint('POST /token/login', 'Access', 'Log in by Basic authentication', 'public', info.AccessAndRefreshToken),
  refresh: endpoint('POST /token/refresh', 'Access', 'A new access token for a refresh token', 'public', info.AccessToken),
  logout: endpoint('POST /token/logout', 'Access', 'End the login that this token belongs to', 'read', info.StatusMsg),
  sessions: endpoint('GET /sessions', 'Access', 'Logins that are valid now', 'read', access.Sessions),
  revoke_session: endpoint(
    'DELETE /sessions/:session_id',
    'Access',
    'End a login; its tokens are worth nothing from now on',
    'admin',
    access.Sessions,
    {
      params: ask.SessionPath,
      errors: [404],
    },
  ),
  tokens: endpoint('GET /tokens', 'Access', 'API tokens', 'admin', access.ApiTokens),
  create_token: endpoint('POST /tokens', 'Access', 'Make an API token', 'admin', access.NewApiToken, { body: ask.NewTokenBody }),
  revoke_token: endpoint('DELETE /tokens/:token_id', 'Access', 'End an API token', 'admin', access.ApiTokens, {
    params: ask.TokenPath,
    errors: [404],
  }),
  audit: endpoint('GET /audit', 'Access', 'State-changing calls: who, from where, what, result', 'admin', access.Audit, {
    query: ask.AuditQuery,
  }),
  features: endpoint(
    'GET /features',
    'Access',
    'What this server offers beside freqtrade, and what the caller may do',
    'read',
    access.Features,
  ),
  bots: endpoint('GET /bots', 'Access', 'Other bots that calls are passed on to', 'read', access.OtherBots),
  add_bot: endpoint('POST /bots', 'Access', 'Keep another bot', 'admin', access.OtherBots, { body: ask.NewBotBody, errors: [404, 502] }),
  remove_bot: endpoint('DELETE /bots/:bot_id', 'Access', 'Forget another bot', 'admin', access.OtherBots, {
    params: ask.BotPath,
    errors: [404],
  }),
  live: endpoint('GET /health/live', 'Info', 'Whether the process is alive; needs no password', 'public', info.StatusMsg),
  ready: endpoint('GET /health/ready', 'Info', 'Whether the bot trades on time; needs no password', 'public', access.Readiness, {
    errors: NOT_READY,
  }),

  version: endpoint('GET /version', 'Info', 'Version of the bot', 'read', info.Version, { command: {} }),
  show_config: endpoint('GET /show_config', 'Info', 'The settings the bot trades by', 'read', info.ShowConfig, {
    errors: NOT_READY,
    command: {},
  }),
  logs: endpoint('GET /logs', 'Info', "Last lines of the bot's log", 'read', info.Logs, {
    query: ask.LogsQuery,
    command: { help: "The last lines of the bot's log.", parameters: [{ field: 'limit', help: 'how many lines; all when left out' }] },
  }),
  health: endpoint('GET /health', 'Info', 'When the trading loop last ran', 'read', info.Health, { errors: NOT_READY, command: {} }),
  sysinfo: endpoint('GET /sysinfo', 'Info', 'Load of the machine', 'read', info.SysInfo, { command: {} }),
  plot_config: endpoint(
    'GET /plot_config',
    'Candles',
    'What the strategy wants shown on charts',
    'read',
    Type.Record(Type.String(), Type.Unknown()),
    {
      query: ask.StrategyQuery,
      errors: RESEARCH_FILE,
      command: { parameters: [] },
    },
  ),
  strategy: endpoint('GET /strategy/:strategy', 'Research', 'Source text and parameters of a strategy', 'read', market.StrategyResponse, {
    params: ask.StrategyPath,
    errors: NOT_FOUND,
    command: { parameters: [{ field: 'strategy', help: 'name of its class' }] },
  }),

  status: endpoint('GET /status', 'Trades', 'Open trades', 'read', Type.Array(trade.OpenTrade), {
    errors: NOT_READY,
    command: { help: 'The open trades.' },
  }),
  count: endpoint('GET /count', 'Trades', 'How many trades are open, and how many may be', 'read', profit.Count, {
    errors: NOT_READY,
    command: {},
  }),
  trades: endpoint('GET /trades', 'Trades', 'Closed trades, at most 500 a call', 'read', trade.TradesPage, {
    query: ask.TradesQuery,
    errors: NOT_READY,
    command: {
      parameters: [
        { field: 'limit', help: 'how many' },
        { field: 'offset', help: 'trades to skip' },
        { field: 'order_by_id', help: 'true: by number; false: the latest first' },
      ],
    },
  }),
  pair_trades: endpoint(
    'GET /pair_trades',
    'Trades',
    'Closed trades of a pair as a chart draws them, latest first',
    'read',
    trade.PairTrades,
    {
      query: ask.PairTradesQuery,
      errors: NOT_READY,
    },
  ),
  trade: endpoint('GET /trade/:tradeid', 'Trades', 'One trade', 'read', trade.OpenTrade, {
    params: ask.TradeIdPath,
    errors: NOT_FOUND,
    command: { parameters: [TRADE_ID] },
  }),
  delete_trade: endpoint(
    'DELETE /trades/:tradeid',
    'Trades',
    'Remove a trade from the database and cancel its orders',
    'admin',
    trade.DeleteTrade,
    {
      params: ask.TradeIdPath,
      errors: COMMAND,
      command: {
        help: 'Remove a trade from the database and cancel its orders; what was bought stays on the exchange.',
        parameters: [TRADE_ID],
      },
    },
  ),
  cancel_open_order: endpoint(
    'DELETE /trades/:tradeid/open-order',
    'Trades',
    'Cancel the open order of a trade',
    'trade',
    trade.OpenTrade,
    {
      params: ask.TradeIdPath,
      errors: COMMAND,
      command: { parameters: [TRADE_ID] },
    },
  ),
  reload_trade: endpoint(
    'POST /trades/:tradeid/reload',
    'Trades',
    "Take a trade's orders from the exchange again",
    'trade',
    trade.OpenTrade,
    {
      params: ask.TradeIdPath,
      errors: COMMAND,
      command: { parameters: [TRADE_ID] },
    },
  ),
  reload_trade_get: endpoint(
    'GET /trades/:tradeid/reload',
    'Trades',
    "Take a trade's orders from the exchange again",
    'trade',
    trade.OpenTrade,
    {
      params: ask.TradeIdPath,
      errors: COMMAND,
      deprecated: true,
    },
  ),
  list_open_trades_custom_data: endpoint(
    'GET /trades/open/custom-data',
    'Trades',
    'What the strategy keeps with the open trades',
    'read',
    Type.Array(trade.ListCustomData),
    {
      query: ask.OpenCustomDataQuery,
      errors: NOT_FOUND,
      command: {
        help: 'Data a strategy has stored with the open trades.',
        parameters: [
          { field: 'key', help: 'only this key' },
          { field: 'limit', help: 'trades a page' },
          { field: 'offset', help: 'trades to skip' },
        ],
      },
    },
  ),
  list_custom_data: endpoint(
    'GET /trades/:tradeid/custom-data',
    'Trades',
    'What the strategy keeps with a trade',
    'read',
    Type.Array(trade.ListCustomData),
    {
      params: ask.TradeIdPath,
      query: ask.CustomDataQuery,
      errors: NOT_FOUND,
      command: { help: 'Data a strategy has stored with a trade.', parameters: [TRADE_ID, { field: 'key', help: 'only this key' }] },
    },
  ),
  forceenter: endpoint('POST /forceenter', 'Trades', 'Enter a trade at once', 'trade', trade.NewTrade, {
    body: ask.ForceEnterBody,
    errors: COMMAND,
    command: {
      parameters: [
        PAIR,
        { field: 'side', help: 'long or short', isRequired: true },
        LIMIT_PRICE,
        { field: 'ordertype', name: 'order_type', help: 'limit or market' },
        { field: 'stakeamount', name: 'stake_amount', help: 'stake of this trade' },
        { field: 'leverage', help: 'leverage of this trade' },
        { field: 'entry_tag', name: 'enter_tag', help: 'tag of this entry' },
      ],
    },
  }),
  forcebuy: endpoint('POST /forcebuy', 'Trades', 'The old name of forceenter', 'trade', trade.NewTrade, {
    body: ask.ForceEnterBody,
    errors: COMMAND,
    deprecated: true,
    command: { help: 'Enter a long trade at once; the old name of forceenter.', parameters: [PAIR, LIMIT_PRICE] },
  }),
  forceexit: endpoint('POST /forceexit', 'Trades', 'Leave a trade at once, or all of them', 'trade', info.ResultMsg, {
    body: ask.ForceExitBody,
    errors: COMMAND,
    command: {
      parameters: [
        { field: 'tradeid', help: 'number of the trade, or "all"' },
        { field: 'ordertype', help: 'limit or market' },
        { field: 'amount', help: 'part to sell, in base currency; everything when left out' },
        { field: 'price', help: 'limit price' },
      ],
    },
  }),
  forcesell: endpoint('POST /forcesell', 'Trades', 'The old name of forceexit', 'trade', info.ResultMsg, {
    body: ask.ForceExitBody,
    errors: COMMAND,
    deprecated: true,
  }),

  profit: endpoint('GET /profit', 'Profit', 'Profit and loss of all trades, and figures on them', 'read', profit.Profit, {
    errors: NOT_READY,
    command: {},
  }),
  profit_all: endpoint('GET /profit_all', 'Profit', 'The same for all, long and short trades', 'read', profit.ProfitAll, {
    errors: NOT_READY,
  }),
  performance: endpoint('GET /performance', 'Profit', 'Profit by pair', 'read', Type.Array(profit.PerformanceEntry), {
    errors: NOT_READY,
    command: { help: 'Performance by pair.' },
  }),
  entries: endpoint('GET /entries', 'Profit', 'Profit by enter tag', 'read', Type.Array(profit.Entry), {
    query: ask.PairQuery,
    errors: NOT_READY,
    command: { help: 'Performance by enter tag.', parameters: [PAIR] },
  }),
  exits: endpoint('GET /exits', 'Profit', 'Profit by exit reason', 'read', Type.Array(profit.Exit), {
    query: ask.PairQuery,
    errors: NOT_READY,
    command: { help: 'Performance by exit reason.', parameters: [PAIR] },
  }),
  mix_tags: endpoint('GET /mix_tags', 'Profit', 'Profit by enter tag and exit reason', 'read', Type.Array(profit.MixTag), {
    query: ask.PairQuery,
    errors: NOT_READY,
    command: { help: 'Performance by enter tag and exit reason together.', parameters: [PAIR] },
  }),
  stats: endpoint('GET /stats', 'Profit', 'Outcomes by exit reason, and how long trades took', 'read', profit.Stats, {
    errors: NOT_READY,
    command: {},
  }),
  daily: endpoint('GET /daily', 'Profit', 'Profit and number of trades for each day', 'read', profit.DailyWeeklyMonthly, {
    query: ask.timescaleQuery(7),
    errors: NOT_READY,
    command: back('days'),
  }),
  weekly: endpoint('GET /weekly', 'Profit', 'Profit and number of trades for each week', 'read', profit.DailyWeeklyMonthly, {
    query: ask.timescaleQuery(4),
    errors: NOT_READY,
    command: back('weeks'),
  }),
  monthly: endpoint('GET /monthly', 'Profit', 'Profit and number of trades for each month', 'read', profit.DailyWeeklyMonthly, {
    query: ask.timescaleQuery(3),
    errors: NOT_READY,
    command: back('months'),
  }),
  balance: endpoint('GET /balance', 'Profit', 'What the account holds, by currency', 'read', profit.Balances, {
    errors: COMMAND,
    command: {},
  }),
  historic_balance: endpoint('GET /historic_balance', 'Profit', 'What the account was worth', 'read', profit.WalletHistoryResponse, {
    errors: NOT_READY,
  }),

  whitelist: endpoint('GET /whitelist', 'Pairs', 'Pairs that are traded', 'read', market.WhitelistResponse, {
    errors: NOT_READY,
    command: {},
  }),
  blacklist: endpoint('GET /blacklist', 'Pairs', 'Pairs that are never traded', 'read', market.BlacklistResponse, {
    errors: NOT_READY,
    command: {
      help: 'Pairs that are never traded; with pairs given, adds them.',
      parameters: [{ field: 'blacklist', name: 'add', call: 'blacklist_add', help: 'pairs to add, separated by spaces' }],
    },
  }),
  blacklist_add: endpoint('POST /blacklist', 'Pairs', 'Never trade these pairs', 'trade', market.BlacklistResponse, {
    body: ask.BlacklistBody,
    errors: COMMAND,
  }),
  blacklist_delete: endpoint('DELETE /blacklist', 'Pairs', 'Take pairs off the blacklist', 'trade', market.BlacklistResponse, {
    query: ask.BlacklistDeleteQuery,
    errors: COMMAND,
  }),
  locks: endpoint('GET /locks', 'Pairs', 'Locks in force', 'read', market.Locks, {
    errors: NOT_READY,
    command: { help: 'Pairs that are locked now.' },
  }),
  lock_add: endpoint('POST /locks', 'Pairs', 'Keep pairs from being entered for a while', 'trade', market.Locks, {
    body: ask.LocksBody,
    errors: COMMAND,
    command: {
      help: 'Keep a pair from being entered for a while.',
      parameters: [
        PAIR,
        { field: 'until', help: 'end of the lock, e.g. "2027-01-30 16:00:00Z"' },
        { field: 'side', unset: '*', help: 'long, short or *' },
        { field: 'reason', unset: '', help: 'why' },
      ],
    },
  }),
  delete_lock: endpoint('DELETE /locks/:lockid', 'Pairs', 'End a lock', 'trade', market.Locks, {
    params: ask.LockIdPath,
    errors: COMMAND,
    command: { parameters: [{ field: 'lockid', name: 'lock_id', help: 'number of the lock, as locks shows it' }] },
  }),
  delete_locks: endpoint('POST /locks/delete', 'Pairs', 'End a lock, or all of a pair', 'trade', market.Locks, {
    body: ask.DeleteLockBody,
    errors: COMMAND,
  }),
  edge: endpoint('GET /edge', 'Pairs', 'Pairs that Edge has validated, where it is on', 'read', Type.Array(market.EdgePair), {
    errors: COMMAND,
    command: { help: 'Pairs validated by Edge, if it is on.' },
  }),
  pair_candles: endpoint(
    'GET /pair_candles',
    'Candles',
    'Candles and indicators of a pair, as the bot has them now',
    'read',
    market.PairHistory,
    {
      query: ask.PairCandlesQuery,
      errors: NOT_READY,
      command: {
        parameters: [
          PAIR,
          TIMEFRAME,
          { field: 'limit', help: 'only the last candles' },
          { field: 'columns', call: 'pair_candles_columns', help: 'indicator columns wanted, separated by commas' },
        ],
      },
    },
  ),
  pair_candles_columns: endpoint('POST /pair_candles', 'Candles', 'The same, with chosen columns', 'read', market.PairHistory, {
    body: ask.PairCandlesBody,
    errors: NOT_READY,
  }),
  markets: endpoint('GET /markets', 'Pairs', 'Markets of the exchange', 'read', market.MarketResponse, {
    query: ask.MarketsQuery,
    errors: COMMAND,
  }),

  start: endpoint('POST /start', 'Control', 'Start trading', 'trade', info.StatusMsg, { errors: COMMAND, command: {} }),
  stop: endpoint('POST /stop', 'Control', 'Stop trading; nothing is managed until start', 'trade', info.StatusMsg, {
    errors: COMMAND,
    command: {},
  }),
  pause: endpoint('POST /pause', 'Control', 'Open no new trades; manage those that are open', 'trade', info.StatusMsg, {
    errors: COMMAND,
    command: {},
  }),
  stopentry: endpoint('POST /stopentry', 'Control', 'The same as pause', 'trade', info.StatusMsg, { errors: COMMAND }),
  stopbuy: endpoint('POST /stopbuy', 'Control', 'The old name of pause', 'trade', info.StatusMsg, {
    errors: COMMAND,
    deprecated: true,
    command: { help: 'Open no new trades; the same as pause.' },
  }),
  reload_config: endpoint('POST /reload_config', 'Control', 'Read configuration and strategy again', 'trade', info.StatusMsg, {
    errors: COMMAND,
    command: {},
  }),

  strategies: endpoint('GET /strategies', 'Research', 'Strategies that can be used', 'read', market.StrategyListResponse, {
    errors: RESEARCH,
    command: {},
  }),
  exchanges: endpoint('GET /exchanges', 'Research', 'Exchanges that can be used', 'read', research.ExchangeListResponse, {
    errors: RESEARCH,
  }),
  hyperoptloss: endpoint('GET /hyperoptloss', 'Research', 'Hyperopt loss functions', 'read', research.HyperoptLossListResponse, {
    errors: RESEARCH,
  }),
  freqaimodels: endpoint('GET /freqaimodels', 'Research', 'FreqAI models', 'read', research.FreqAIModelListResponse, { errors: RESEARCH }),
  available_pairs: endpoint('GET /available_pairs', 'Research', 'Pairs with stored candles', 'read', research.AvailablePairs, {
    query: ask.AvailablePairsQuery,
    errors: RESEARCH,
    command: {
      help: 'Pairs that candle data has been downloaded for.',
      parameters: [TIMEFRAME, { field: 'stake_currency', help: 'only pairs of this stake currency' }],
    },
  }),
  pair_history: endpoint('GET /pair_history', 'Research', 'Candles and indicators of a pair from stored data', 'read', market.PairHistory, {
    query: ask.PairHistoryQuery,
    errors: RESEARCH_FILE,
    command: {
      parameters: [
        PAIR,
        TIMEFRAME,
        { field: 'strategy', help: 'strategy that computes the indicators' },
        { field: 'timerange', help: 'e.g. 20240101-20240201', isRequired: false },
        { field: 'freqaimodel', help: 'FreqAI model' },
      ],
    },
  }),
  pair_history_columns: endpoint(
    'POST /pair_history',
    'Research',
    'The same, with chosen columns, or from the exchange',
    'read',
    market.PairHistory,
    {
      body: research.PairHistoryRequest,
      errors: RESEARCH_FILE,
    },
  ),
  backtest: endpoint('GET /backtest', 'Research', 'How the backtest fares, and its result', 'read', research.BacktestResponse, {
    query: ask.BacktestQuery,
    errors: RESEARCH_FILE,
  }),
  backtest_start: endpoint('POST /backtest', 'Research', 'Start a backtest', 'trade', research.BacktestResponse, {
    body: research.BacktestRequest,
    errors: RESEARCH,
  }),
  backtest_reset: endpoint('DELETE /backtest', 'Research', 'Forget the backtest', 'trade', research.BacktestResponse, { errors: RESEARCH }),
  backtest_abort: endpoint('GET /backtest/abort', 'Research', 'Stop the backtest', 'trade', research.BacktestResponse, {
    errors: RESEARCH,
  }),
  backtest_history: endpoint(
    'GET /backtest/history',
    'Research',
    'Results of earlier backtests',
    'read',
    Type.Array(research.BacktestHistoryEntry),
    {
      errors: RESEARCH,
    },
  ),
  backtest_figures: endpoint(
    'GET /backtest/history/figures',
    'Research',
    'What came of them: trades, profit, drawdown, Sharpe',
    'read',
    Type.Array(research.BacktestFigures),
    { errors: RESEARCH },
  ),
  backtest_defaults: endpoint(
    'GET /backtest/defaults',
    'Research',
    'What a backtest of a strategy takes where nothing else is asked for',
    'read',
    research.BacktestDefaults,
    { query: ask.DefaultsQuery, errors: RESEARCH_FILE },
  ),
  backtest_candles: endpoint(
    'GET /backtest/candles',
    'Research',
    'How far the stored candles of the configured pairs reach',
    'read',
    Type.Array(research.StoredCandles),
    { query: ask.TimeframeQuery, errors: RESEARCH },
  ),
  backtest_history_result: endpoint('GET /backtest/history/result', 'Research', 'One of those results', 'read', research.BacktestResponse, {
    query: ask.ResultQuery,
    errors: RESEARCH_FILE,
  }),
  backtest_history_delete: endpoint(
    'DELETE /backtest/history/:file',
    'Research',
    'Delete a result',
    'trade',
    Type.Array(research.BacktestHistoryEntry),
    {
      params: ask.FilePath,
      errors: RESEARCH_FILE,
    },
  ),
  backtest_history_notes: endpoint(
    'PATCH /backtest/history/:file',
    'Research',
    'Write a note on a result',
    'trade',
    Type.Array(research.BacktestHistoryEntry),
    {
      params: ask.FilePath,
      body: research.BacktestMetadataUpdate,
      errors: RESEARCH_FILE,
    },
  ),
  backtest_market_change: endpoint(
    'GET /backtest/history/:file/market_change',
    'Research',
    'How the market changed during a backtest',
    'read',
    research.BacktestMarketChange,
    { params: ask.FilePath, errors: RESEARCH_FILE },
  ),
  backtest_wallet: endpoint(
    'GET /backtest/history/:file/:strategy/wallet',
    'Research',
    'The wallet during a backtest',
    'read',
    profit.WalletHistoryResponse,
    { params: ask.FileStrategyPath, errors: RESEARCH_FILE },
  ),
  background: endpoint('GET /background', 'Research', 'Jobs', 'read', Type.Array(research.BackgroundTaskStatus), { errors: RESEARCH }),
  background_job: endpoint('GET /background/:jobid', 'Research', 'One job', 'read', research.BackgroundTaskStatus, {
    params: ask.JobPath,
    errors: RESEARCH_FILE,
  }),
  background_delete: endpoint('DELETE /background/:jobid', 'Research', 'Stop and forget a job', 'trade', research.BackgroundTaskStatus, {
    params: ask.JobPath,
    errors: RESEARCH_FILE,
  }),
  background_clear: endpoint(
    'DELETE /background/clear',
    'Research',
    'Forget the jobs that have ended',
    'trade',
    Type.Array(research.BackgroundTaskStatus),
    {
      errors: RESEARCH,
    },
  ),
  pairlists_available: endpoint('GET /pairlists/available', 'Research', 'Pairlist handlers', 'read', research.PairListsResponse, {
    errors: RESEARCH,
    command: { help: 'Pairlist handlers that can be used.' },
  }),
  pairlists_configured: endpoint(
    'GET /pairlists/configured',
    'Research',
    'The chain of pairlist handlers in the configuration',
    'read',
    research.PairlistConfiguration,
    { errors: RESEARCH },
  ),
  pairlists_evaluate: endpoint('POST /pairlists/evaluate', 'Research', 'Try a chain of pairlist handlers', 'trade', research.BgJobStarted, {
    body: research.PairListsPayload,
    errors: RESEARCH,
  }),
  pairlists_evaluate_result: endpoint(
    'GET /pairlists/evaluate/:jobid',
    'Research',
    'What that chain gave',
    'read',
    research.WhitelistEvaluateResponse,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
  download_data: endpoint('POST /download_data', 'Research', 'Download candles', 'trade', research.BgJobStarted, {
    body: research.DownloadDataPayload,
    errors: RESEARCH,
  }),
  lookahead_analysis: endpoint('POST /lookahead_analysis', 'Research', 'Whether a strategy looks ahead', 'trade', research.BgJobStarted, {
    body: research.LookaheadAnalysisRequest,
    errors: RESEARCH,
  }),
  lookahead_analysis_result: endpoint(
    'GET /lookahead_analysis/:jobid',
    'Research',
    'What that analysis found',
    'read',
    research.LookaheadAnalysisResponse,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
  recursive_analysis: endpoint(
    'POST /recursive_analysis',
    'Research',
    'How start-up candles change indicators',
    'trade',
    research.BgJobStarted,
    {
      body: research.RecursiveAnalysisRequest,
      errors: RESEARCH,
    },
  ),
  recursive_analysis_result: endpoint(
    'GET /recursive_analysis/:jobid',
    'Research',
    'What that analysis found',
    'read',
    research.RecursiveAnalysisResponse,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
  hyperopt_start: endpoint('POST /hyperopt', 'Research', 'Search for parameters of a strategy', 'trade', research.BgJobStarted, {
    body: hyperopt.HyperoptRequest,
    errors: RESEARCH,
  }),
  hyperopt_state: endpoint('GET /hyperopt/:jobid', 'Research', 'How a search fares, and its tries', 'read', hyperopt.HyperoptState, {
    params: ask.JobPath,
    query: hyperopt.HyperoptAfterQuery,
    errors: RESEARCH_FILE,
  }),
  hyperopt_abort: endpoint('DELETE /hyperopt/:jobid', 'Research', 'End a search; its tries stay', 'trade', hyperopt.HyperoptState, {
    params: ask.JobPath,
    errors: RESEARCH_FILE,
  }),
  hyperopt_choices: endpoint('GET /hyperopt/choices', 'Research', 'What a search may be asked for', 'read', hyperopt.HyperoptChoices, {
    errors: RESEARCH,
  }),
  hyperopt_workers: endpoint('GET /hyperopt/workers', 'Research', 'Workers of the queue', 'read', hyperopt.HyperoptWorkers, {
    errors: RESEARCH,
  }),
  hyperopt_heat_map: endpoint(
    'GET /hyperopt/heat_map',
    'Research',
    'How the loss of a search goes with two parameters',
    'read',
    hyperopt.HyperoptHeatMap,
    { query: hyperopt.HyperoptHeatMapQuery, errors: RESEARCH_FILE },
  ),
  hyperopt_parameters: endpoint(
    'GET /hyperopt/parameters',
    'Research',
    'The parameter file beside a strategy',
    'read',
    hyperopt.ParameterFile,
    { query: ask.DefaultsQuery, errors: RESEARCH_FILE },
  ),
  hyperopt_history: endpoint('GET /hyperopt/history', 'Research', 'Earlier searches', 'read', Type.Array(hyperopt.HyperoptFile), {
    errors: RESEARCH,
  }),
  hyperopt_history_result: endpoint(
    'GET /hyperopt/history/result',
    'Research',
    'The tries of one of them',
    'read',
    hyperopt.HyperoptState,
    { query: hyperopt.HyperoptFileQuery, errors: RESEARCH_FILE },
  ),
  hyperopt_history_parameters: endpoint(
    'GET /hyperopt/history/parameters',
    'Research',
    'The parameters of a try, as a parameter file has them',
    'read',
    hyperopt.HyperoptEpochParameters,
    { query: hyperopt.HyperoptEpochQuery, errors: RESEARCH_FILE },
  ),
  hyperopt_history_delete: endpoint(
    'DELETE /hyperopt/history/:file',
    'Research',
    'Delete the tries of a search',
    'trade',
    Type.Array(hyperopt.HyperoptFile),
    { params: ask.FilePath, errors: RESEARCH_FILE },
  ),
  hyperopt_use: endpoint(
    'POST /hyperopt/use',
    'Research',
    'Write the parameters of a try beside its strategy',
    'trade',
    hyperopt.HyperoptUsed,
    { body: hyperopt.HyperoptUse, errors: RESEARCH_FILE },
  ),
  proposals: endpoint(
    'GET /proposals',
    'Research',
    'Parameters that the schedule has found, and when it searches next',
    'read',
    hyperopt.HyperoptProposals,
    { errors: RESEARCH },
  ),
  proposal_delete: endpoint('DELETE /proposals/:file', 'Research', 'Put a proposal away', 'trade', hyperopt.HyperoptProposals, {
    params: ask.FilePath,
    errors: RESEARCH_FILE,
  }),
  walk_forward_start: endpoint(
    'POST /walk_forward',
    'Research',
    'Search on rolling parts of the past, and try each find on what came next',
    'trade',
    research.BgJobStarted,
    { body: hyperopt.WalkForwardRequest, errors: RESEARCH },
  ),
  walk_forward_state: endpoint(
    'GET /walk_forward/:jobid',
    'Research',
    'How a walk fares, and its windows',
    'read',
    hyperopt.WalkForwardState,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
  walk_forward_abort: endpoint(
    'DELETE /walk_forward/:jobid',
    'Research',
    'End a walk; its windows stay',
    'trade',
    hyperopt.WalkForwardState,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
  walk_forward_history: endpoint('GET /walk_forward/history', 'Research', 'Earlier walks', 'read', Type.Array(hyperopt.WalkForwardFile), {
    errors: RESEARCH,
  }),
  walk_forward_history_result: endpoint(
    'GET /walk_forward/history/result',
    'Research',
    'The windows of one of them',
    'read',
    hyperopt.WalkForwardState,
    { query: hyperopt.HyperoptFileQuery, errors: RESEARCH_FILE },
  ),
  walk_forward_history_delete: endpoint(
    'DELETE /walk_forward/history/:file',
    'Research',
    'Delete a walk, with the tries of its windows',
    'trade',
    Type.Array(hyperopt.WalkForwardFile),
    { params: ask.FilePath, errors: RESEARCH_FILE },
  ),
  check_data: endpoint('POST /check_data', 'Research', 'Look through the stored candles for faults', 'trade', research.BgJobStarted, {
    errors: RESEARCH,
  }),
  check_data_result: endpoint(
    'GET /check_data/:jobid',
    'Research',
    'What is wrong with stored candles',
    'read',
    research.CheckDataResponse,
    {
      params: ask.JobPath,
      errors: RESEARCH_FILE,
    },
  ),
} as const;

/** Stands beside the table, since its answer has no end: messages as server-sent events. */
export const EVENTS = endpoint('GET /events', 'Info', 'Messages as server-sent events', 'read', Type.Unknown(), {
  query: Type.Object({ topics: Type.Optional(Type.String({ maxLength: 1000 })) }),
});
