// Made by "npm run generate" from the schemas in src/wire; not to be edited by hand.

/** Options of every call. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** Every call of the API, by name. */
export interface Calls {
  /** Whether the bot answers; needs no password. */
  ping(options?: CallOptions): Promise<Ping>;
  /** Log in by Basic authentication. */
  login(options?: CallOptions): Promise<AccessAndRefreshToken>;
  /** A new access token for a refresh token. */
  refresh(options?: CallOptions): Promise<AccessToken>;
  /** End the login that this token belongs to. */
  logout(options?: CallOptions): Promise<StatusMsg>;
  /** Logins that are valid now. */
  sessions(options?: CallOptions): Promise<Sessions>;
  /** End a login; its tokens are worth nothing from now on. */
  revoke_session(input: {
  /** Number of a login */
  session_id: string;
}, options?: CallOptions): Promise<Sessions>;
  /** API tokens. */
  tokens(options?: CallOptions): Promise<ApiTokens>;
  /** Make an API token. */
  create_token(input: {
  /** Name */
  name: string;
  /** What a token allows: read, trade (read and trade) or admin (everything) */
  scope: 'read' | 'trade' | 'admin';
  /** How many days */
  days?: number | null;
}, options?: CallOptions): Promise<NewApiToken>;
  /** End an API token. */
  revoke_token(input: {
  /** Number of an API token */
  token_id: string;
}, options?: CallOptions): Promise<ApiTokens>;
  /** State-changing calls: who, from where, what, result. */
  audit(input?: {
  /** How many at most */
  limit?: number;
}, options?: CallOptions): Promise<Audit>;
  /** What this server offers beside freqtrade, and what the caller may do. */
  features(options?: CallOptions): Promise<Features>;
  /** Other bots that calls are passed on to. */
  bots(options?: CallOptions): Promise<OtherBots>;
  /** Keep another bot. */
  add_bot(input: {
  /** Name */
  name: string;
  /** Address */
  url: string;
  /** User name */
  username: string;
  /** Password */
  password: string;
  /** Its colour on the page */
  colour?: string | null;
}, options?: CallOptions): Promise<OtherBots>;
  /** Forget another bot. */
  remove_bot(input: {
  /** Number of another bot */
  bot_id: string;
}, options?: CallOptions): Promise<OtherBots>;
  /** Whether the process is alive; needs no password. */
  live(options?: CallOptions): Promise<StatusMsg>;
  /** Whether the bot trades on time; needs no password. */
  ready(options?: CallOptions): Promise<Readiness>;
  /** Version of the bot. */
  version(options?: CallOptions): Promise<Version>;
  /** The settings the bot trades by. */
  show_config(options?: CallOptions): Promise<ShowConfig>;
  /** Last lines of the bot's log. */
  logs(input?: {
  /** How many at most */
  limit?: number;
}, options?: CallOptions): Promise<Logs>;
  /** When the trading loop last ran. */
  health(options?: CallOptions): Promise<Health>;
  /** Load of the machine. */
  sysinfo(options?: CallOptions): Promise<SysInfo>;
  /** What the strategy wants shown on charts. */
  plot_config(input?: {
  /** Name of the strategy class */
  strategy?: string;
}, options?: CallOptions): Promise<Record<string, unknown>>;
  /** Source text and parameters of a strategy. */
  strategy(input: {
  /** Name of the strategy class */
  strategy: string;
}, options?: CallOptions): Promise<StrategyResponse>;
  /** Open trades. */
  status(options?: CallOptions): Promise<OpenTrade[]>;
  /** How many trades are open, and how many may be. */
  count(options?: CallOptions): Promise<Count>;
  /** Closed trades, at most 500 a call. */
  trades(input?: {
  /** How many at most */
  limit?: number;
  /** How many trades were skipped */
  offset?: number;
  /** true: by number; false: the latest closed first */
  order_by_id?: boolean;
  /** In place of offset: start, then next_cursor of the page before */
  cursor?: string;
  /** Text within pair, entry tag, exit reason or strategy; sorted by close where no order is asked for */
  search?: string;
  /** Market */
  pair?: string;
  /** Closed then or later, ms since epoch */
  from_timestamp?: number;
  /** Closed before, ms since epoch */
  until_timestamp?: number;
  /** What the trades are sorted by */
  sort_by?: 'trade_id' | 'pair' | 'side' | 'amount' | 'stake_amount' | 'open_rate' | 'close_rate' | 'profit_ratio' | 'profit_abs' | 'open_timestamp' | 'close_timestamp' | 'duration' | 'exit_reason' | 'enter_tag' | 'orders' | 'leverage' | 'fees' | 'strategy';
  /** Largest or latest first */
  descending?: boolean;
}, options?: CallOptions): Promise<TradesPage>;
  /** Closed trades of a pair as a chart draws them, latest first. */
  pair_trades(input: {
  /** Market */
  pair: string;
  /** Closed then or later, ms since epoch */
  from_timestamp?: number;
  /** How many at most */
  limit?: number;
}, options?: CallOptions): Promise<PairTrades>;
  /** One trade. */
  trade(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
}, options?: CallOptions): Promise<OpenTrade>;
  /** Remove a trade from the database and cancel its orders. */
  delete_trade(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
}, options?: CallOptions): Promise<DeleteTrade>;
  /** Cancel the open order of a trade. */
  cancel_open_order(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
}, options?: CallOptions): Promise<OpenTrade>;
  /** Take a trade's orders from the exchange again. */
  reload_trade(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
}, options?: CallOptions): Promise<OpenTrade>;
  /** Take a trade's orders from the exchange again. */
  reload_trade_get(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
}, options?: CallOptions): Promise<OpenTrade>;
  /** What the strategy keeps with the open trades. */
  list_open_trades_custom_data(input?: {
  /** Name under which it is kept */
  key?: string;
  /** How many at most */
  limit?: number;
  /** How many trades were skipped */
  offset?: number;
}, options?: CallOptions): Promise<ListCustomData[]>;
  /** What the strategy keeps with a trade. */
  list_custom_data(input: {
  /** Number of the trade, or "all" */
  tradeid: number;
} & {
  /** Name under which it is kept */
  key?: string;
}, options?: CallOptions): Promise<ListCustomData[]>;
  /** Enter a trade at once. */
  forceenter(input: {
  /** Market */
  pair: string;
  /** long or short */
  side?: 'long' | 'short';
  /** Limit of the order */
  price?: number | null;
  /** limit or market */
  ordertype?: 'limit' | 'market' | null;
  /** Stake of this trade, in stake currency */
  stakeamount?: number | null;
  /** Tag to give the entry */
  entry_tag?: string | null;
  /** Leverage */
  leverage?: number | null;
}, options?: CallOptions): Promise<NewTrade>;
  /** The old name of forceenter. */
  forcebuy(input: {
  /** Market */
  pair: string;
  /** long or short */
  side?: 'long' | 'short';
  /** Limit of the order */
  price?: number | null;
  /** limit or market */
  ordertype?: 'limit' | 'market' | null;
  /** Stake of this trade, in stake currency */
  stakeamount?: number | null;
  /** Tag to give the entry */
  entry_tag?: string | null;
  /** Leverage */
  leverage?: number | null;
}, options?: CallOptions): Promise<NewTrade>;
  /** Leave a trade at once, or all of them. */
  forceexit(input: {
  /** Number of the trade, or "all" */
  tradeid: string | number;
  /** limit or market */
  ordertype?: 'limit' | 'market' | null;
  /** Amount, in base currency */
  amount?: number | null;
  /** Limit of the order */
  price?: number | null;
}, options?: CallOptions): Promise<ResultMsg>;
  /** The old name of forceexit. */
  forcesell(input: {
  /** Number of the trade, or "all" */
  tradeid: string | number;
  /** limit or market */
  ordertype?: 'limit' | 'market' | null;
  /** Amount, in base currency */
  amount?: number | null;
  /** Limit of the order */
  price?: number | null;
}, options?: CallOptions): Promise<ResultMsg>;
  /** Profit and loss of all trades, and figures on them. */
  profit(options?: CallOptions): Promise<Profit>;
  /** The same for all, long and short trades. */
  profit_all(options?: CallOptions): Promise<ProfitAll>;
  /** Profit by pair. */
  performance(options?: CallOptions): Promise<PerformanceEntry[]>;
  /** Profit by enter tag. */
  entries(input?: {
  /** Market */
  pair?: string;
}, options?: CallOptions): Promise<Entry[]>;
  /** Profit by exit reason. */
  exits(input?: {
  /** Market */
  pair?: string;
}, options?: CallOptions): Promise<Exit[]>;
  /** Profit by enter tag and exit reason. */
  mix_tags(input?: {
  /** Market */
  pair?: string;
}, options?: CallOptions): Promise<MixTag[]>;
  /** Outcomes by exit reason, and how long trades took. */
  stats(options?: CallOptions): Promise<Stats>;
  /** Profit and number of trades for each day. */
  daily(input?: {
  /** How many periods to go back */
  timescale?: number;
}, options?: CallOptions): Promise<DailyWeeklyMonthly>;
  /** Profit and number of trades for each week. */
  weekly(input?: {
  /** How many periods to go back */
  timescale?: number;
}, options?: CallOptions): Promise<DailyWeeklyMonthly>;
  /** Profit and number of trades for each month. */
  monthly(input?: {
  /** How many periods to go back */
  timescale?: number;
}, options?: CallOptions): Promise<DailyWeeklyMonthly>;
  /** What the account holds, by currency. */
  balance(options?: CallOptions): Promise<Balances>;
  /** What the account was worth. */
  historic_balance(options?: CallOptions): Promise<WalletHistoryResponse>;
  /** Pairs that are traded. */
  whitelist(options?: CallOptions): Promise<WhitelistResponse>;
  /** Pairs that are never traded. */
  blacklist(options?: CallOptions): Promise<BlacklistResponse>;
  /** Never trade these pairs. */
  blacklist_add(input: {
  /** Pairs, or patterns of pairs, that are never traded */
  blacklist: string[];
}, options?: CallOptions): Promise<BlacklistResponse>;
  /** Take pairs off the blacklist. */
  blacklist_delete(input?: {
  /** Pairs to take off the list */
  pairs_to_delete?: string[];
}, options?: CallOptions): Promise<BlacklistResponse>;
  /** Locks in force. */
  locks(options?: CallOptions): Promise<Locks>;
  /** Keep pairs from being entered for a while. */
  lock_add(input: NewLock[], options?: CallOptions): Promise<Locks>;
  /** End a lock. */
  delete_lock(input: {
  /** Number of the lock */
  lockid: number;
}, options?: CallOptions): Promise<Locks>;
  /** End a lock, or all of a pair. */
  delete_locks(input?: {
  /** Market */
  pair?: string | null;
  /** Number of the lock */
  lockid?: number | null;
}, options?: CallOptions): Promise<Locks>;
  /** Pairs that Edge has validated, where it is on. */
  edge(options?: CallOptions): Promise<EdgePair[]>;
  /** Candles and indicators of a pair, as the bot has them now. */
  pair_candles(input: {
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** How many at most */
  limit?: number;
}, options?: CallOptions): Promise<PairHistory>;
  /** The same, with chosen columns. */
  pair_candles_columns(input: {
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** How many at most */
  limit?: number | null;
  /** Names of the columns, in order */
  columns?: string[] | null;
}, options?: CallOptions): Promise<PairHistory>;
  /** Markets of the exchange. */
  markets(input?: {
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures';
  /** isolated or cross; empty in spot markets */
  margin_mode?: 'cross' | 'isolated' | '';
  /** Exchange */
  exchange?: string;
  /** Currency that is bought */
  base?: string;
  /** Currency it is paid in */
  quote?: string;
  /** Also markets that are closed */
  include_inactive?: boolean;
}, options?: CallOptions): Promise<MarketResponse>;
  /** Start trading. */
  start(options?: CallOptions): Promise<StatusMsg>;
  /** Stop trading; nothing is managed until start. */
  stop(options?: CallOptions): Promise<StatusMsg>;
  /** Open no new trades; manage those that are open. */
  pause(options?: CallOptions): Promise<StatusMsg>;
  /** The same as pause. */
  stopentry(options?: CallOptions): Promise<StatusMsg>;
  /** The old name of pause. */
  stopbuy(options?: CallOptions): Promise<StatusMsg>;
  /** Read configuration and strategy again. */
  reload_config(options?: CallOptions): Promise<StatusMsg>;
  /** Strategies that can be used. */
  strategies(options?: CallOptions): Promise<StrategyListResponse>;
  /** Exchanges that can be used. */
  exchanges(options?: CallOptions): Promise<ExchangeListResponse>;
  /** Hyperopt loss functions. */
  hyperoptloss(options?: CallOptions): Promise<HyperoptLossListResponse>;
  /** FreqAI models. */
  freqaimodels(options?: CallOptions): Promise<FreqAIModelListResponse>;
  /** Pairs with stored candles. */
  available_pairs(input?: {
  /** Length of a candle */
  timeframe?: string;
  /** Currency that trades are paid in */
  stake_currency?: string;
  /** Candle type */
  candletype?: 'spot' | 'futures' | 'mark' | 'index' | 'premiumIndex' | 'funding_rate' | 'open_interest';
}, options?: CallOptions): Promise<AvailablePairs>;
  /** Candles and indicators of a pair from stored data. */
  pair_history(input: {
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string;
  /** Name of the strategy class */
  strategy: string;
  /** FreqAI model */
  freqaimodel?: string;
}, options?: CallOptions): Promise<PairHistory>;
  /** The same, with chosen columns, or from the exchange. */
  pair_history_columns(input: {
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** isolated or cross; empty in spot markets */
  margin_mode?: 'cross' | 'isolated' | '' | null;
  /** Exchange */
  exchange?: string | null;
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** How many at most */
  limit?: number | null;
  /** Names of the columns, in order */
  columns?: string[] | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string;
  /** Name of the strategy class */
  strategy?: string | null;
  /** FreqAI model */
  freqaimodel?: string | null;
  /** Whether to ask the exchange */
  live_mode?: boolean;
}, options?: CallOptions): Promise<PairHistory>;
  /** How the backtest fares, and its result. */
  backtest(input?: {
  /** Number of the job */
  job_id?: string;
}, options?: CallOptions): Promise<BacktestResponse>;
  /** Start a backtest. */
  backtest_start(input: {
  /** Name of the strategy class */
  strategy: string;
  /** Length of a candle */
  timeframe?: string | null;
  /** Timeframe to look inside candles with */
  timeframe_detail?: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange?: string | null;
  /** How many trades may be open at once; -1 for any number */
  max_open_trades?: number | null;
  /** Stake of a trade, in stake currency */
  stake_amount?: string | number | null;
  /** Whether protections count */
  enable_protections: boolean;
  /** Balance to begin with */
  dry_run_wallet?: number | null;
  /** Age of results that may be used again */
  backtest_cache?: string | null;
  /** FreqAI model */
  freqaimodel?: string | null;
  /** FreqAI settings */
  freqai?: BacktestFreqAIInputs | null;
  /** Runs it beside others, as a job of its own; the answer has its job_id */
  as_job?: boolean | null;
}, options?: CallOptions): Promise<BacktestResponse>;
  /** Forget the backtest. */
  backtest_reset(options?: CallOptions): Promise<BacktestResponse>;
  /** Stop the backtest. */
  backtest_abort(options?: CallOptions): Promise<BacktestResponse>;
  /** Results of earlier backtests. */
  backtest_history(options?: CallOptions): Promise<BacktestHistoryEntry[]>;
  /** What came of them: trades, profit, drawdown, Sharpe. */
  backtest_figures(options?: CallOptions): Promise<BacktestFigures[]>;
  /** What a backtest of a strategy takes where nothing else is asked for. */
  backtest_defaults(input: {
  /** Name of the strategy class */
  strategy: string;
}, options?: CallOptions): Promise<BacktestDefaults>;
  /** How far the stored candles of the configured pairs reach. */
  backtest_candles(input: {
  /** Length of a candle */
  timeframe: string;
}, options?: CallOptions): Promise<StoredCandles[]>;
  /** One of those results. */
  backtest_history_result(input: {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
}, options?: CallOptions): Promise<BacktestResponse>;
  /** Delete a result. */
  backtest_history_delete(input: {
  /** Result file, without its ending */
  file: string;
}, options?: CallOptions): Promise<BacktestHistoryEntry[]>;
  /** Write a note on a result. */
  backtest_history_notes(input: {
  /** Result file, without its ending */
  file: string;
} & {
  /** Name of the strategy class */
  strategy: string;
  /** A note of the user */
  notes?: string;
}, options?: CallOptions): Promise<BacktestHistoryEntry[]>;
  /** How the market changed during a backtest. */
  backtest_market_change(input: {
  /** Result file, without its ending */
  file: string;
}, options?: CallOptions): Promise<BacktestMarketChange>;
  /** The wallet during a backtest. */
  backtest_wallet(input: {
  /** Result file, without its ending */
  file: string;
  /** Name of the strategy class */
  strategy: string;
}, options?: CallOptions): Promise<WalletHistoryResponse>;
  /** Jobs. */
  background(options?: CallOptions): Promise<BackgroundTaskStatus[]>;
  /** One job. */
  background_job(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<BackgroundTaskStatus>;
  /** Stop and forget a job. */
  background_delete(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<BackgroundTaskStatus>;
  /** Forget the jobs that have ended. */
  background_clear(options?: CallOptions): Promise<BackgroundTaskStatus[]>;
  /** Pairlist handlers. */
  pairlists_available(options?: CallOptions): Promise<PairListsResponse>;
  /** The chain of pairlist handlers in the configuration. */
  pairlists_configured(options?: CallOptions): Promise<PairlistConfiguration>;
  /** Try a chain of pairlist handlers. */
  pairlists_evaluate(input: {
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** isolated or cross; empty in spot markets */
  margin_mode?: 'cross' | 'isolated' | '' | null;
  /** Exchange */
  exchange?: string | null;
  /** Pairlist handlers */
  pairlists: (Record<string, unknown>)[];
  /** Pairs, or patterns of pairs, that are never traded */
  blacklist: string[];
  /** Currency that trades are paid in */
  stake_currency: string;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** What that chain gave. */
  pairlists_evaluate_result(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<WhitelistEvaluateResponse>;
  /** Download candles. */
  download_data(input: {
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** isolated or cross; empty in spot markets */
  margin_mode?: 'cross' | 'isolated' | '' | null;
  /** Exchange */
  exchange?: string | null;
  /** Pairs */
  pairs: string[];
  /** Timeframes */
  timeframes?: string[] | null;
  /** How many days */
  days?: number | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange?: string | null;
  /** Whether to begin anew */
  erase?: boolean;
  /** Whether to download public trades */
  download_trades?: boolean;
  /** Candle types */
  candle_types?: string[] | null;
  /** Whether to add before what is there */
  prepend_data?: boolean;
  /** Whether to ask again for candles that are missing in between */
  fill_gaps?: boolean;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** Whether a strategy looks ahead. */
  lookahead_analysis(input: {
  /** Name of the strategy class */
  strategy: string;
  /** Length of a candle */
  timeframe?: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange?: string | null;
  /** Fewest trades to judge by */
  minimum_trade_amount?: number;
  /** Trades to look at */
  targeted_trade_amount?: number;
  /** Whether limit orders stay */
  lookahead_allow_limit_orders?: boolean;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** What that analysis found. */
  lookahead_analysis_result(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<LookaheadAnalysisResponse>;
  /** How start-up candles change indicators. */
  recursive_analysis(input: {
  /** Name of the strategy class */
  strategy: string;
  /** Length of a candle */
  timeframe?: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange?: string | null;
  /** Start-up lengths to try */
  startup_candle?: number[] | null;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** What that analysis found. */
  recursive_analysis_result(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<RecursiveAnalysisResponse>;
  /** Search for parameters of a strategy. */
  hyperopt_start(input: {
  /** Name of the strategy class */
  strategy: string;
  /** What a search may change: spaces of parameters, default, all */
  spaces?: string[];
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** Tries that are wanted */
  epochs?: number;
  /** Length of a candle */
  timeframe?: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange?: string | null;
  /** Pairs */
  pairs?: string[] | null;
  /** Trades that a try must have made */
  min_trades?: number;
  /** Tries without a better one after which a search ends; 0 for never */
  early_stop?: number;
  /** Number that a search begins its chances with; null for any */
  random_state?: number | null;
  /** What chooses the tries; null for the usual one */
  sampler?: string | null;
  /** Threads */
  job_workers?: number;
  /** Whether protections count */
  enable_protections?: boolean;
  /** Whether indicators are made anew with each try */
  analyze_per_epoch?: boolean;
  /** Whether workers of the queue make the tries, in place of threads here */
  over_queue?: boolean;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** How a search fares, and its tries. */
  hyperopt_state(input: {
  /** Number of the job */
  jobid: string;
} & {
  /** Only tries with a higher number */
  after?: number;
}, options?: CallOptions): Promise<HyperoptState>;
  /** End a search; its tries stay. */
  hyperopt_abort(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<HyperoptState>;
  /** What a search may be asked for. */
  hyperopt_choices(options?: CallOptions): Promise<HyperoptChoices>;
  /** Workers of the queue. */
  hyperopt_workers(options?: CallOptions): Promise<HyperoptWorkers>;
  /** How the loss of a search goes with two parameters. */
  hyperopt_heat_map(input: {
  /** Parameter from left to right */
  x_parameter: string;
  /** Parameter from top to bottom */
  y_parameter: string;
  /** A loss function of the search; the first where left out */
  loss_name?: string;
  /** Number of the job */
  job_id?: string;
  /** Result file */
  filename?: string;
}, options?: CallOptions): Promise<HyperoptHeatMap>;
  /** The parameter file beside a strategy. */
  hyperopt_parameters(input: {
  /** Name of the strategy class */
  strategy: string;
}, options?: CallOptions): Promise<ParameterFile>;
  /** Earlier searches. */
  hyperopt_history(options?: CallOptions): Promise<HyperoptFile[]>;
  /** The tries of one of them. */
  hyperopt_history_result(input: {
  /** Result file */
  filename: string;
}, options?: CallOptions): Promise<HyperoptState>;
  /** The parameters of a try, as a parameter file has them. */
  hyperopt_history_parameters(input: {
  /** Result file */
  filename: string;
  /** Number of a try, from 1 on */
  epoch: number;
}, options?: CallOptions): Promise<HyperoptEpochParameters>;
  /** Delete the tries of a search. */
  hyperopt_history_delete(input: {
  /** Result file, without its ending */
  file: string;
}, options?: CallOptions): Promise<HyperoptFile[]>;
  /** Write the parameters of a try beside its strategy. */
  hyperopt_use(input: {
  /** Result file */
  filename: string;
  /** Number of a try, from 1 on */
  epoch: number;
  /** Whether a parameter file that is there is replaced (default true) */
  overwrite?: boolean;
}, options?: CallOptions): Promise<HyperoptUsed>;
  /** Parameters that the schedule has found, and when it searches next. */
  proposals(options?: CallOptions): Promise<HyperoptProposals>;
  /** Put a proposal away. */
  proposal_delete(input: {
  /** Result file, without its ending */
  file: string;
}, options?: CallOptions): Promise<HyperoptProposals>;
  /** Search on rolling parts of the past, and try each find on what came next. */
  walk_forward_start(input: {
  /** Name of the strategy class */
  strategy: string;
  /** What a search may change: spaces of parameters, default, all */
  spaces?: string[];
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** Tries that are wanted */
  epochs?: number;
  /** Length of a candle */
  timeframe?: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string;
  /** Pairs */
  pairs?: string[] | null;
  /** Trades that a try must have made */
  min_trades?: number;
  /** Tries without a better one after which a search ends; 0 for never */
  early_stop?: number;
  /** Number that a search begins its chances with; null for any */
  random_state?: number | null;
  /** What chooses the tries; null for the usual one */
  sampler?: string | null;
  /** Threads */
  job_workers?: number;
  /** Whether protections count */
  enable_protections?: boolean;
  /** Whether indicators are made anew with each try */
  analyze_per_epoch?: boolean;
  /** Whether workers of the queue make the tries, in place of threads here */
  over_queue?: boolean;
  /** Days of a window to search on (default 60) */
  train_days?: number;
  /** Days behind them to try what was found on (default 20) */
  test_days?: number;
}, options?: CallOptions): Promise<BgJobStarted>;
  /** How a walk fares, and its windows. */
  walk_forward_state(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<WalkForwardState>;
  /** End a walk; its windows stay. */
  walk_forward_abort(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<WalkForwardState>;
  /** Earlier walks. */
  walk_forward_history(options?: CallOptions): Promise<WalkForwardFile[]>;
  /** The windows of one of them. */
  walk_forward_history_result(input: {
  /** Result file */
  filename: string;
}, options?: CallOptions): Promise<WalkForwardState>;
  /** Delete a walk, with the tries of its windows. */
  walk_forward_history_delete(input: {
  /** Result file, without its ending */
  file: string;
}, options?: CallOptions): Promise<WalkForwardFile[]>;
  /** Look through the stored candles for faults. */
  check_data(options?: CallOptions): Promise<BgJobStarted>;
  /** What is wrong with stored candles. */
  check_data_result(input: {
  /** Number of the job */
  jobid: string;
}, options?: CallOptions): Promise<CheckDataResponse>;
}

/** What the message WebSocket tells; `type` says which. */
export type Message = EntryMessage | EntryCancelMessage | ExitMessage | ExitCancelMessage | StatusMessage | ExceptionMessage | StrategyMessage | ProtectionMessage | ProposalMessage | WhitelistMessage | NewCandleMessage | AnalyzedFrameMessage | OpenTradesMessage | ChangedMessage | LogMessage | JobsMessage | SystemMessage | FeaturesMessage | ResumedMessage | HeartbeatMessage;

export interface Ping {
  /** State, or what was done */
  status: string;
}

export interface AccessAndRefreshToken {
  /** Token for requests, valid for 15 minutes */
  access_token: string;
  /** Token for new access tokens, valid for 30 days */
  refresh_token: string;
}

export interface AccessToken {
  /** Token for requests, valid for 15 minutes */
  access_token: string;
}

export interface StatusMsg {
  /** State, or what was done */
  status: string;
}

export interface Sessions {
  /** Logins that are valid now */
  sessions: Session[];
}

export interface Session {
  /** Number of a login */
  session_id: string;
  /** When it was made */
  created_at: string;
  /** When it was last used */
  last_used: string;
  /** When it ends; null for never */
  expires: string;
  /** Network address it came from */
  address: string;
  /** What the client called itself */
  user_agent: string;
  /** Whether this request belongs to it */
  is_current: boolean;
}

export interface ApiTokens {
  /** API tokens, without their secret part */
  tokens: ApiToken[];
}

export interface ApiToken {
  /** Number of an API token */
  token_id: string;
  /** Name */
  name: string;
  /** What a token allows: read, trade (read and trade) or admin (everything) */
  scope: 'read' | 'trade' | 'admin';
  /** When it was made */
  created_at: string;
  /** When it was last used */
  last_used: string | null;
  /** When it ends; null for never */
  expires: string | null;
}

export interface NewApiToken {
  /** The whole token; shown once, when it is made */
  token: string;
  /** Number of an API token */
  token_id: string;
}

export interface Audit {
  /** State-changing calls, the latest first */
  audit: AuditEntry[];
}

export interface AuditEntry {
  /** When it was asked, ms since epoch, UTC */
  at: number;
  /** Who asked: the user, or the name of a token */
  who: string;
  /** Network address it came from */
  address: string;
  /** How it was asked */
  http_method: string;
  /** What was asked */
  path: string;
  /** What was sent with it, secrets struck out */
  request_body: string | null;
  /** HTTP status of the answer */
  http_status: number;
}

export interface Features {
  /** Who asks */
  user: string;
  /** What a token allows: read, trade (read and trade) or admin (everything) */
  scope: 'read' | 'trade' | 'admin';
  /** Whether research is served: backtests, data, analyses */
  research: boolean;
  /** Whether the message stream tells what open trades are worth */
  streams_prices: boolean;
  /** Whether closed trades can be searched and sorted */
  selects_trades: boolean;
  /** Whether other bots are kept, and calls passed on to them */
  passes_calls: boolean;
}

export interface OtherBots {
  /** Other bots */
  bots: OtherBot[];
}

export interface OtherBot {
  /** Number of another bot */
  bot_id: string;
  /** Name */
  name: string;
  /** Address */
  url: string;
  /** Its colour on the page */
  colour: string | null;
}

export interface Readiness {
  /** Whether the bot trades on time */
  ready: boolean;
  /** What keeps the bot from being ready */
  problems: string[];
}

export interface Version {
  /** Version of the bot */
  version: string;
}

export interface ShowConfig {
  /** Version of the bot */
  version: string;
  /** The strategy's own version; null when it gives none */
  strategy_version?: string | null;
  /** Version of this interface */
  api_version: number;
  /** Whether orders are simulated */
  dry_run: boolean;
  /** spot, margin or futures */
  trading_mode: string;
  /** isolated or cross; empty in spot markets */
  margin_mode: string;
  /** Whether short trades are possible */
  short_allowed: boolean;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Currency that stands in for the stake currency */
  proxy_coin?: string | null;
  /** Stake of a trade, in stake currency */
  stake_amount: string;
  /** Capital the bot may begin with, if limited */
  available_capital?: number | null;
  /** Decimals to show amounts of the stake currency with */
  stake_currency_decimals: number;
  /** How many trades may be open at once; -1 for any number */
  max_open_trades: number;
  /** Minutes open to the profit ratio that is enough */
  minimal_roi: Record<string, unknown>;
  /** Ratio at which a trade is given up */
  stoploss?: number | null;
  /** Whether the stop lies on the exchange */
  stoploss_on_exchange: boolean;
  /** Whether the stop follows the price */
  trailing_stop?: boolean | null;
  /** Distance of the trailing stop once in profit, ratio */
  trailing_stop_positive?: number | null;
  /** Profit from which that distance is used, ratio */
  trailing_stop_positive_offset?: number | null;
  /** Whether the stop trails only from that profit on */
  trailing_only_offset_is_reached?: boolean | null;
  /** How long orders may stay unfilled */
  unfilledtimeout?: UnfilledTimeout | null;
  /** Order type by occasion */
  order_types?: OrderTypes | null;
  /** Whether the strategy decides the stop */
  use_custom_stoploss?: boolean | null;
  /** Length of a candle */
  timeframe?: string | null;
  /** Length of a candle, ms */
  timeframe_ms: number;
  /** Length of a candle, minutes */
  timeframe_min: number;
  /** Exchange */
  exchange: string;
  /** Whether the exchange's demo account is used */
  demo_trading: boolean;
  /** Name of the strategy class */
  strategy?: string | null;
  /** Whether entries may be forced */
  force_entry_enable: boolean;
  /** Where exit prices come from */
  exit_pricing: Record<string, unknown>;
  /** Where entry prices come from */
  entry_pricing: Record<string, unknown>;
  /** Name of the bot */
  bot_name: string;
  /** running, paused or stopped */
  state: string;
  /** live, dry_run or webserver */
  runmode: string;
  /** Whether the strategy adds to or takes from open trades */
  position_adjustment_enable: boolean;
  /** How often it may add; -1 for any number */
  max_entry_position_adjustment: number;
}

export interface UnfilledTimeout {
  /** For entries */
  entry?: number | null;
  /** For exits */
  exit?: number | null;
  /** minutes or seconds */
  unit?: string | null;
  /** Expired exits before a position is left at market; 0 for never */
  exit_timeout_count?: number | null;
}

export interface OrderTypes {
  /** For entries */
  entry: 'limit' | 'market';
  /** For exits */
  exit: 'limit' | 'market';
  /** For emergency exits */
  emergency_exit?: 'limit' | 'market' | null;
  /** For exits that were forced */
  force_exit?: 'limit' | 'market' | null;
  /** For entries that were forced */
  force_entry?: 'limit' | 'market' | null;
  /** Ratio at which a trade is given up */
  stoploss: 'limit' | 'market';
  /** Whether the stop lies on the exchange */
  stoploss_on_exchange: boolean;
  /** Seconds between updates of a stop on the exchange */
  stoploss_on_exchange_interval?: number | null;
}

export interface Logs {
  /** How many lines are listed */
  log_count: number;
  /** Lines, oldest first: date, ms since epoch, module, level, text */
  logs: unknown[][];
}

export interface Health {
  /** End of the last iteration of the trading loop */
  last_process?: string | null;
  /** The same, seconds since epoch */
  last_process_ts?: number | null;
  /** First start with this database */
  bot_start?: string | null;
  /** The same, seconds since epoch */
  bot_start_ts?: number | null;
  /** Start of this process */
  bot_startup?: string | null;
  /** The same, seconds since epoch */
  bot_startup_ts?: number | null;
}

export interface SysInfo {
  /** Use of each core, percent */
  cpu_pct?: number[];
  /** Use of each core */
  cpu_load: CpuInfo[];
  /** Load averages */
  cpu_load_avg: Record<string, number>;
  /** How many cores there are */
  cpu_count: number;
  /** Mean use of the cores, percent */
  cpu_avg: number;
  /** Memory in use, percent */
  ram_pct: number;
}

export interface CpuInfo {
  /** Number of the core */
  cpu: number;
  /** Its use, percent */
  pct: number;
}

export interface StrategyResponse {
  /** Name of the strategy class */
  strategy: string;
  /** Length of a candle */
  timeframe: string | null;
  /** Parameters */
  params?: (BooleanParameter | CategoricalParameter | DecimalParameter | IntParameter | RealParameter)[];
  /** Source text */
  code: string;
}

export interface BooleanParameter {
  /** Kind of parameter */
  param_type: 'BooleanParameter';
  /** Name */
  name: string;
  /** Hyperopt space it belongs to */
  space: string;
  /** Whether its value is read from a result file */
  load: boolean;
  /** Whether hyperopt searches it */
  optimize: boolean;
  /** The value */
  value: boolean | null;
  /** Values searched */
  opt_range: boolean[];
}

export interface CategoricalParameter {
  /** Kind of parameter */
  param_type: 'CategoricalParameter';
  /** Name */
  name: string;
  /** Hyperopt space it belongs to */
  space: string;
  /** Whether its value is read from a result file */
  load: boolean;
  /** Whether hyperopt searches it */
  optimize: boolean;
  /** The value */
  value: unknown;
  /** Values searched */
  opt_range: unknown[];
}

export interface DecimalParameter {
  /** Kind of parameter */
  param_type: 'DecimalParameter';
  /** Name */
  name: string;
  /** Hyperopt space it belongs to */
  space: string;
  /** Whether its value is read from a result file */
  load: boolean;
  /** Whether hyperopt searches it */
  optimize: boolean;
  /** The value */
  value: number;
  /** Lowest value */
  low: number;
  /** Highest value */
  high: number;
  /** Decimals searched */
  decimals: number;
}

export interface IntParameter {
  /** Kind of parameter */
  param_type: 'IntParameter';
  /** Name */
  name: string;
  /** Hyperopt space it belongs to */
  space: string;
  /** Whether its value is read from a result file */
  load: boolean;
  /** Whether hyperopt searches it */
  optimize: boolean;
  /** The value */
  value: number;
  /** Lowest value */
  low: number;
  /** Highest value */
  high: number;
}

export interface RealParameter {
  /** Kind of parameter */
  param_type: 'RealParameter';
  /** Name */
  name: string;
  /** Hyperopt space it belongs to */
  space: string;
  /** Whether its value is read from a result file */
  load: boolean;
  /** Whether hyperopt searches it */
  optimize: boolean;
  /** The value */
  value: number;
  /** Lowest value */
  low: number;
  /** Highest value */
  high: number;
}

export interface OpenTrade {
  /** Number of the trade */
  trade_id: number;
  /** Market */
  pair: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Whether it is still open */
  is_open: boolean;
  /** Whether it profits from falling prices */
  is_short: boolean;
  /** Exchange */
  exchange: string;
  /** Amount, in base currency */
  amount: number;
  /** Amount before rounding to what the market takes */
  amount_requested: number | null;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Everything ever staked in it, in stake currency */
  max_stake_amount?: number | null;
  /** Name of the strategy class */
  strategy: string;
  /** Tag of the entry */
  enter_tag?: string | null;
  /** Length of a candle */
  timeframe: number;
  /** Fee of entries, ratio */
  fee_open?: number | null;
  /** Fee paid on entering */
  fee_open_cost?: number | null;
  /** Currency of that fee */
  fee_open_currency?: string | null;
  /** Fee of exits, ratio */
  fee_close?: number | null;
  /** Fee paid on leaving */
  fee_close_cost?: number | null;
  /** Currency of that fee */
  fee_close_currency?: string | null;
  /** When it was opened, UTC */
  open_date: string;
  /** When it was opened, ms since epoch */
  open_timestamp: number;
  /** When its first entry was filled, UTC */
  open_fill_date: string | null;
  /** When its first entry was filled, ms since epoch */
  open_fill_timestamp: number | null;
  /** Mean rate it was entered at */
  open_rate: number;
  /** Rate that was asked for on entering */
  open_rate_requested?: number | null;
  /** Value on entering, fee included, in stake currency */
  open_trade_value: number;
  /** When it was closed, UTC */
  close_date?: string | null;
  /** When it was closed, ms since epoch */
  close_timestamp?: number | null;
  /** Rate it was left at */
  close_rate?: number | null;
  /** Rate that was asked for on leaving */
  close_rate_requested?: number | null;
  /** Profit on closing, ratio */
  close_profit?: number | null;
  /** Profit on closing, percent */
  close_profit_pct?: number | null;
  /** Profit on closing, in stake currency */
  close_profit_abs?: number | null;
  /** Profit, ratio */
  profit_ratio?: number | null;
  /** Profit, percent */
  profit_pct?: number | null;
  /** Profit, in stake currency */
  profit_abs?: number | null;
  /** Profit of what was left so far, in stake currency */
  realized_profit: number;
  /** The same, ratio */
  realized_profit_ratio?: number | null;
  /** Why it was left */
  exit_reason?: string | null;
  /** Status of its exit order */
  exit_order_status?: string | null;
  /** Stop, rate */
  stop_loss_abs?: number | null;
  /** Stop, ratio */
  stop_loss_ratio?: number | null;
  /** Stop, percent */
  stop_loss_pct?: number | null;
  /** When the stop last moved */
  stoploss_last_update?: string | null;
  /** The same, ms since epoch */
  stoploss_last_update_timestamp?: number | null;
  /** First stop, rate */
  initial_stop_loss_abs?: number | null;
  /** First stop, ratio */
  initial_stop_loss_ratio?: number | null;
  /** First stop, percent */
  initial_stop_loss_pct?: number | null;
  /** Lowest rate since it was opened */
  min_rate?: number | null;
  /** Highest rate since it was opened */
  max_rate?: number | null;
  /** Entries that were filled */
  nr_of_successful_entries: number;
  /** Exits that were filled */
  nr_of_successful_exits: number;
  /** Whether an order of it is open */
  has_open_orders: boolean;
  /** Leverage */
  leverage?: number | null;
  /** Interest rate of borrowed currency */
  interest_rate?: number | null;
  /** Rate at which the exchange would close it */
  liquidation_price?: number | null;
  /** Funding fees so far, in stake currency */
  funding_fees?: number | null;
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** Grid of amounts on this market */
  amount_precision?: number | null;
  /** Grid of prices on this market */
  price_precision?: number | null;
  /** How grids of amounts are meant: 2 decimal places, 3 significant digits, 4 tick size */
  precision_mode?: number | null;
  /** Its orders, oldest first */
  orders: Order[];
  /** Profit, in fiat currency */
  profit_fiat?: number | null;
  /** Distance of the stop from the current rate */
  stoploss_current_dist?: number | null;
  /** The same, percent of the current rate */
  stoploss_current_dist_pct?: number | null;
  /** The same, ratio of the current rate */
  stoploss_current_dist_ratio?: number | null;
  /** Profit if the stop were hit, in stake currency */
  stoploss_entry_dist?: number | null;
  /** The same, ratio */
  stoploss_entry_dist_ratio?: number | null;
  /** Rate it could be left at now */
  current_rate: number | null;
  /** Profit with what was realised before, in stake currency */
  total_profit_abs: number;
  /** The same, in fiat currency */
  total_profit_fiat?: number | null;
  /** The same, ratio */
  total_profit_ratio?: number | null;
}

export interface Order {
  /** Market */
  pair: string;
  /** Number of the order on the exchange */
  order_id: string;
  /** State, or what was done */
  status: string | null;
  /** Amount not filled yet */
  remaining?: number | null;
  /** Amount, in base currency */
  amount: number;
  /** Rate it was or will be filled at */
  safe_price: number;
  /** What was filled, in stake currency, fee included */
  cost: number;
  /** Amount filled */
  filled?: number | null;
  /** buy, sell, or stoploss for a stop on the exchange */
  ft_order_side: string;
  /** limit, market, … */
  order_type: string;
  /** Whether it is still open */
  is_open: boolean;
  /** When it was placed, ms since epoch */
  order_timestamp?: number | null;
  /** When it was filled, ms since epoch */
  order_filled_timestamp?: number | null;
  /** Part of the amount that went into a fee */
  ft_fee_base?: number | null;
  /** Tag or reason of the order */
  ft_order_tag?: string | null;
}

export interface Count {
  /** Trades open now */
  current: number;
  /** Trades that may be open; -1 for any number */
  max: number;
  /** Stake bound in open trades */
  total_stake: number;
}

export interface TradesPage {
  /** Trades */
  trades: ClosedTrade[];
  /** How many trades are on this page */
  trades_count: number;
  /** How many trades were skipped */
  offset: number;
  /** How many closed trades there are */
  total_trades: number;
  /** Give it as cursor to read on; null at the end */
  next_cursor?: string | null;
}

export interface ClosedTrade {
  /** Number of the trade */
  trade_id: number;
  /** Market */
  pair: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Whether it is still open */
  is_open: boolean;
  /** Whether it profits from falling prices */
  is_short: boolean;
  /** Exchange */
  exchange: string;
  /** Amount, in base currency */
  amount: number;
  /** Amount before rounding to what the market takes */
  amount_requested: number | null;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Everything ever staked in it, in stake currency */
  max_stake_amount?: number | null;
  /** Name of the strategy class */
  strategy: string;
  /** Tag of the entry */
  enter_tag?: string | null;
  /** Length of a candle */
  timeframe: number;
  /** Fee of entries, ratio */
  fee_open?: number | null;
  /** Fee paid on entering */
  fee_open_cost?: number | null;
  /** Currency of that fee */
  fee_open_currency?: string | null;
  /** Fee of exits, ratio */
  fee_close?: number | null;
  /** Fee paid on leaving */
  fee_close_cost?: number | null;
  /** Currency of that fee */
  fee_close_currency?: string | null;
  /** When it was opened, UTC */
  open_date: string;
  /** When it was opened, ms since epoch */
  open_timestamp: number;
  /** When its first entry was filled, UTC */
  open_fill_date: string | null;
  /** When its first entry was filled, ms since epoch */
  open_fill_timestamp: number | null;
  /** Mean rate it was entered at */
  open_rate: number;
  /** Rate that was asked for on entering */
  open_rate_requested?: number | null;
  /** Value on entering, fee included, in stake currency */
  open_trade_value: number;
  /** When it was closed, UTC */
  close_date?: string | null;
  /** When it was closed, ms since epoch */
  close_timestamp?: number | null;
  /** Rate it was left at */
  close_rate?: number | null;
  /** Rate that was asked for on leaving */
  close_rate_requested?: number | null;
  /** Profit on closing, ratio */
  close_profit?: number | null;
  /** Profit on closing, percent */
  close_profit_pct?: number | null;
  /** Profit on closing, in stake currency */
  close_profit_abs?: number | null;
  /** Profit, ratio */
  profit_ratio?: number | null;
  /** Profit, percent */
  profit_pct?: number | null;
  /** Profit, in stake currency */
  profit_abs?: number | null;
  /** Profit of what was left so far, in stake currency */
  realized_profit: number;
  /** The same, ratio */
  realized_profit_ratio?: number | null;
  /** Why it was left */
  exit_reason?: string | null;
  /** Status of its exit order */
  exit_order_status?: string | null;
  /** Stop, rate */
  stop_loss_abs?: number | null;
  /** Stop, ratio */
  stop_loss_ratio?: number | null;
  /** Stop, percent */
  stop_loss_pct?: number | null;
  /** When the stop last moved */
  stoploss_last_update?: string | null;
  /** The same, ms since epoch */
  stoploss_last_update_timestamp?: number | null;
  /** First stop, rate */
  initial_stop_loss_abs?: number | null;
  /** First stop, ratio */
  initial_stop_loss_ratio?: number | null;
  /** First stop, percent */
  initial_stop_loss_pct?: number | null;
  /** Lowest rate since it was opened */
  min_rate?: number | null;
  /** Highest rate since it was opened */
  max_rate?: number | null;
  /** Entries that were filled */
  nr_of_successful_entries: number;
  /** Exits that were filled */
  nr_of_successful_exits: number;
  /** Whether an order of it is open */
  has_open_orders: boolean;
  /** Leverage */
  leverage?: number | null;
  /** Interest rate of borrowed currency */
  interest_rate?: number | null;
  /** Rate at which the exchange would close it */
  liquidation_price?: number | null;
  /** Funding fees so far, in stake currency */
  funding_fees?: number | null;
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** Grid of amounts on this market */
  amount_precision?: number | null;
  /** Grid of prices on this market */
  price_precision?: number | null;
  /** How grids of amounts are meant: 2 decimal places, 3 significant digits, 4 tick size */
  precision_mode?: number | null;
  /** How long it was open, seconds */
  trade_duration_s: number | null;
  /** How long it was open, minutes */
  trade_duration: number | null;
  /** How grids of prices are meant */
  precision_mode_price?: number | null;
  /** Base currency in one contract */
  contract_size?: number | null;
  /** Its orders, oldest first */
  orders: ClosedTradeOrder[];
}

export interface ClosedTradeOrder {
  /** Market */
  pair: string;
  /** Number of the order on the exchange */
  order_id: string;
  /** State, or what was done */
  status: string | null;
  /** Amount not filled yet */
  remaining?: number | null;
  /** Amount, in base currency */
  amount: number;
  /** Rate it was or will be filled at */
  safe_price: number;
  /** What was filled, in stake currency, fee included */
  cost: number;
  /** Amount filled */
  filled?: number | null;
  /** buy, sell, or stoploss for a stop on the exchange */
  ft_order_side: string;
  /** limit, market, … */
  order_type: string;
  /** Whether it is still open */
  is_open: boolean;
  /** When it was placed, ms since epoch */
  order_timestamp?: number | null;
  /** When it was filled, ms since epoch */
  order_filled_timestamp?: number | null;
  /** Part of the amount that went into a fee */
  ft_fee_base?: number | null;
  /** Tag or reason of the order */
  ft_order_tag?: string | null;
  /** Whether it enters */
  ft_is_entry: boolean;
  /** Mean rate of what was filled */
  average: number | null;
  /** When it was placed, UTC */
  order_date: string;
  /** When it was filled, UTC */
  order_filled_date: string | null;
  /** Limit of the order */
  price: number | null;
  /** Funding fee when it was filled */
  funding_fee: number | null;
}

export interface PairTrades {
  /** Market */
  pair: string;
  /** Trades */
  trades: DrawnTrade[];
}

export interface DrawnTrade {
  /** Number of the trade */
  trade_id: number;
  /** Whether it profits from falling prices */
  is_short: boolean;
  /** Its orders, oldest first */
  orders: ({
    ft_order_side: string;
    order_filled_timestamp: number | null;
  })[];
}

export interface DeleteTrade {
  /** How many of its orders were cancelled */
  cancel_order_count: number;
  /** Outcome */
  result: string;
  /** Outcome in words */
  result_msg: string;
  /** Number of the trade */
  trade_id: number;
}

export interface ListCustomData {
  /** Number of the trade */
  trade_id: number;
  /** What the strategy keeps with the trade */
  custom_data: CustomDataEntry[];
}

export interface CustomDataEntry {
  /** Name under which it is kept */
  key: string;
  /** Kind */
  type: string;
  /** The value */
  value: unknown;
  /** When it was made */
  created_at: string;
  /** When it was last changed */
  updated_at?: string | null;
}

export interface NewTrade {
  /** Number of the trade */
  trade_id: number;
  /** Market */
  pair: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Whether it is still open */
  is_open: boolean;
  /** Whether it profits from falling prices */
  is_short: boolean;
  /** Exchange */
  exchange: string;
  /** Amount, in base currency */
  amount: number;
  /** Amount before rounding to what the market takes */
  amount_requested: number | null;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Everything ever staked in it, in stake currency */
  max_stake_amount?: number | null;
  /** Name of the strategy class */
  strategy: string;
  /** Tag of the entry */
  enter_tag?: string | null;
  /** Length of a candle */
  timeframe: number;
  /** Fee of entries, ratio */
  fee_open?: number | null;
  /** Fee paid on entering */
  fee_open_cost?: number | null;
  /** Currency of that fee */
  fee_open_currency?: string | null;
  /** Fee of exits, ratio */
  fee_close?: number | null;
  /** Fee paid on leaving */
  fee_close_cost?: number | null;
  /** Currency of that fee */
  fee_close_currency?: string | null;
  /** When it was opened, UTC */
  open_date: string;
  /** When it was opened, ms since epoch */
  open_timestamp: number;
  /** When its first entry was filled, UTC */
  open_fill_date: string | null;
  /** When its first entry was filled, ms since epoch */
  open_fill_timestamp: number | null;
  /** Mean rate it was entered at */
  open_rate: number;
  /** Rate that was asked for on entering */
  open_rate_requested?: number | null;
  /** Value on entering, fee included, in stake currency */
  open_trade_value: number;
  /** When it was closed, UTC */
  close_date?: string | null;
  /** When it was closed, ms since epoch */
  close_timestamp?: number | null;
  /** Rate it was left at */
  close_rate?: number | null;
  /** Rate that was asked for on leaving */
  close_rate_requested?: number | null;
  /** Profit on closing, ratio */
  close_profit?: number | null;
  /** Profit on closing, percent */
  close_profit_pct?: number | null;
  /** Profit on closing, in stake currency */
  close_profit_abs?: number | null;
  /** Profit, ratio */
  profit_ratio?: number | null;
  /** Profit, percent */
  profit_pct?: number | null;
  /** Profit, in stake currency */
  profit_abs?: number | null;
  /** Profit of what was left so far, in stake currency */
  realized_profit: number;
  /** The same, ratio */
  realized_profit_ratio?: number | null;
  /** Why it was left */
  exit_reason?: string | null;
  /** Status of its exit order */
  exit_order_status?: string | null;
  /** Stop, rate */
  stop_loss_abs?: number | null;
  /** Stop, ratio */
  stop_loss_ratio?: number | null;
  /** Stop, percent */
  stop_loss_pct?: number | null;
  /** When the stop last moved */
  stoploss_last_update?: string | null;
  /** The same, ms since epoch */
  stoploss_last_update_timestamp?: number | null;
  /** First stop, rate */
  initial_stop_loss_abs?: number | null;
  /** First stop, ratio */
  initial_stop_loss_ratio?: number | null;
  /** First stop, percent */
  initial_stop_loss_pct?: number | null;
  /** Lowest rate since it was opened */
  min_rate?: number | null;
  /** Highest rate since it was opened */
  max_rate?: number | null;
  /** Entries that were filled */
  nr_of_successful_entries: number;
  /** Exits that were filled */
  nr_of_successful_exits: number;
  /** Whether an order of it is open */
  has_open_orders: boolean;
  /** Leverage */
  leverage?: number | null;
  /** Interest rate of borrowed currency */
  interest_rate?: number | null;
  /** Rate at which the exchange would close it */
  liquidation_price?: number | null;
  /** Funding fees so far, in stake currency */
  funding_fees?: number | null;
  /** spot, margin or futures */
  trading_mode?: 'spot' | 'margin' | 'futures' | null;
  /** Grid of amounts on this market */
  amount_precision?: number | null;
  /** Grid of prices on this market */
  price_precision?: number | null;
  /** How grids of amounts are meant: 2 decimal places, 3 significant digits, 4 tick size */
  precision_mode?: number | null;
  /** Profit, in fiat currency */
  profit_fiat: number | null;
  /** Its orders, oldest first */
  orders: Order[];
}

export interface ResultMsg {
  /** Outcome */
  result: string;
}

export interface Profit {
  /** Profit of closed trades, in stake currency */
  profit_closed_coin: number;
  /** Mean profit of closed trades, percent */
  profit_closed_percent_mean: number;
  /** Mean profit of closed trades, ratio */
  profit_closed_ratio_mean: number;
  /** Sum of the profits of closed trades, percent */
  profit_closed_percent_sum: number;
  /** Sum of the profits of closed trades, ratio */
  profit_closed_ratio_sum: number;
  /** Profit of closed trades over the starting capital, percent */
  profit_closed_percent: number;
  /** Profit of closed trades over the starting capital, ratio */
  profit_closed_ratio: number;
  /** Profit of closed trades, in fiat currency */
  profit_closed_fiat: number;
  /** Profit of all trades, in stake currency */
  profit_all_coin: number;
  /** Mean profit of all trades, percent */
  profit_all_percent_mean: number;
  /** Mean profit of all trades, ratio */
  profit_all_ratio_mean: number;
  /** Sum of the profits of all trades, percent */
  profit_all_percent_sum: number;
  /** Sum of the profits of all trades, ratio */
  profit_all_ratio_sum: number;
  /** Profit of all trades over the starting capital, percent */
  profit_all_percent: number;
  /** Profit of all trades over the starting capital, ratio */
  profit_all_ratio: number;
  /** Profit of all trades, in fiat currency */
  profit_all_fiat: number;
  /** How many trades */
  trade_count: number;
  /** How many of them are closed */
  closed_trade_count: number;
  /** When the first trade was opened */
  first_trade_date: string;
  /** How long ago that was */
  first_trade_humanized: string;
  /** The same, ms since epoch */
  first_trade_timestamp: number;
  /** When the latest trade was opened */
  latest_trade_date: string;
  /** How long ago that was */
  latest_trade_humanized: string;
  /** The same, ms since epoch */
  latest_trade_timestamp: number;
  /** Mean time a trade was open */
  avg_duration: string;
  /** Pair that earned most */
  best_pair: string;
  /** Its profit, percent */
  best_rate: number;
  /** Its profit, ratio */
  best_pair_profit_ratio: number;
  /** Its profit, in stake currency */
  best_pair_profit_abs: number;
  /** Trades that closed with a profit */
  winning_trades: number;
  /** Trades that closed without */
  losing_trades: number;
  /** Sum of profits over sum of losses; null without a loss */
  profit_factor: number | null;
  /** Part of the trades that won, ratio */
  winrate: number;
  /** Expected profit of a trade, in stake currency */
  expectancy: number;
  /** The same over the mean loss */
  expectancy_ratio: number;
  /** Sharpe ratio of the trades */
  sharpe: number;
  /** Sortino ratio of the trades */
  sortino: number;
  /** System quality number */
  sqn: number;
  /** Calmar ratio */
  calmar: number;
  /** Compound annual growth, ratio */
  cagr: number;
  /** Largest fall of the account below its high, ratio */
  max_drawdown: number;
  /** The same, in stake currency */
  max_drawdown_abs: number;
  /** When that fall began */
  max_drawdown_start: string;
  /** The same, ms since epoch */
  max_drawdown_start_timestamp: number;
  /** When it was deepest */
  max_drawdown_end: string;
  /** The same, ms since epoch */
  max_drawdown_end_timestamp: number;
  /** Present fall below the high, ratio */
  current_drawdown: number;
  /** The same, in stake currency */
  current_drawdown_abs: number;
  /** Sum of profits at that high, in stake currency */
  current_drawdown_high: number;
  /** When the present fall began */
  current_drawdown_start: string;
  /** The same, ms since epoch */
  current_drawdown_start_timestamp: number;
  /** Stake currency moved by all orders */
  trading_volume?: number | null;
  /** First start with this database, ms since epoch */
  bot_start_timestamp: number;
  /** First start with this database */
  bot_start_date: string;
}

export interface ProfitAll {
  all: Profit;
  /** Long trades */
  long?: Profit | null;
  /** Short trades */
  short?: Profit | null;
}

export interface PerformanceEntry {
  /** Profit, ratio */
  profit_ratio: number;
  /** Profit, percent */
  profit_pct: number;
  /** Profit, in stake currency */
  profit_abs: number;
  /** How many trades */
  count: number;
  /** Market */
  pair: string;
  /** Profit, percent */
  profit: number;
}

export interface Entry {
  /** Profit, ratio */
  profit_ratio: number;
  /** Profit, percent */
  profit_pct: number;
  /** Profit, in stake currency */
  profit_abs: number;
  /** How many trades */
  count: number;
  /** Tag of the entry */
  enter_tag: string;
}

export interface Exit {
  /** Profit, ratio */
  profit_ratio: number;
  /** Profit, percent */
  profit_pct: number;
  /** Profit, in stake currency */
  profit_abs: number;
  /** How many trades */
  count: number;
  /** Why it was left */
  exit_reason: string;
}

export interface MixTag {
  /** Profit, ratio */
  profit_ratio: number;
  /** Profit, percent */
  profit_pct: number;
  /** Profit, in stake currency */
  profit_abs: number;
  /** How many trades */
  count: number;
  /** Tag of the entry and reason of the exit */
  mix_tag: string;
}

export interface Stats {
  /** Outcomes by reason of the exit */
  exit_reasons: Record<string, ExitReasonCount>;
  /** Mean time open by outcome, seconds */
  durations: Record<string, number | null>;
}

export interface ExitReasonCount {
  /** Trades that won */
  wins: number;
  /** Trades that lost */
  losses: number;
  /** Trades without profit or loss */
  draws: number;
}

export interface DailyWeeklyMonthly {
  /** The rows */
  data: DailyWeeklyMonthlyRecord[];
  /** Fiat currency */
  fiat_display_currency: string;
  /** Currency that trades are paid in */
  stake_currency: string;
}

export interface DailyWeeklyMonthlyRecord {
  /** First day of the period */
  date: string;
  /** Profit, in stake currency */
  abs_profit: number;
  /** Profit over the balance at the start of the period, ratio */
  rel_profit: number;
  /** Balance at the start of the period */
  starting_balance: number;
  /** Profit, in fiat currency */
  fiat_value: number;
  /** How many trades */
  trade_count: number;
}

export interface Balances {
  /** Balance by currency */
  currencies: Balance[];
  /** Worth of everything, in stake currency */
  total: number;
  /** Worth of the bot's part, in stake currency */
  total_bot: number;
  /** Fiat currency */
  symbol: string;
  /** The value */
  value: number;
  /** Worth of the bot's part, in fiat currency */
  value_bot: number;
  /** Stake currency */
  stake: string;
  /** What to know about these figures */
  note: string;
  /** Capital at the start, in stake currency */
  starting_capital: number;
  /** Gain since then, ratio */
  starting_capital_ratio: number;
  /** Gain since then, percent */
  starting_capital_pct: number;
  /** Capital at the start, in fiat currency */
  starting_capital_fiat: number;
  /** Gain in fiat currency, ratio */
  starting_capital_fiat_ratio: number;
  /** Gain in fiat currency, percent */
  starting_capital_fiat_pct: number;
}

export interface Balance {
  /** Currency */
  currency: string;
  /** Not bound in orders */
  free: number;
  /** Everything */
  balance: number;
  /** Bound in orders */
  used: number;
  /** What belongs to the bot */
  bot_owned?: number | null;
  /** Worth in stake currency */
  est_stake: number;
  /** Worth of the bot's part, in stake currency */
  est_stake_bot?: number | null;
  /** Stake currency */
  stake: string;
  /** long or short */
  side: string;
  /** Whether it is a futures position */
  is_position: boolean;
  /** Size of the position */
  position: number;
  /** Whether the bot trades with it */
  is_bot_managed: boolean;
}

export interface WalletHistoryResponse {
  /** Names of the columns, in order */
  columns: string[];
  /** How many there are */
  length: number;
  /** The rows */
  data: unknown[][];
  /** Since when balances are recorded, ms since epoch */
  capture_start_ts?: number | null;
}

export interface WhitelistResponse {
  /** Pairs that are traded */
  whitelist: string[];
  /** How many there are */
  length: number;
  /** Pairlist handlers in use */
  method: string[];
}

export interface BlacklistResponse {
  /** Pairs, or patterns of pairs, that are never traded */
  blacklist: string[];
  /** The pairs that those patterns mean */
  blacklist_expanded: string[];
  /** Pairs that were not taken, and why */
  errors: Record<string, unknown>;
  /** How many there are */
  length: number;
  /** Pairlist handlers in use */
  method: string[];
}

export interface Locks {
  /** How many locks are in force */
  lock_count: number;
  /** Locks in force */
  locks: Lock[];
}

export interface Lock {
  /** Number */
  id: number;
  /** Whether it is in force */
  active: boolean;
  /** When the lock ends */
  lock_end_time: string;
  /** The same, ms since epoch */
  lock_end_timestamp: number;
  /** When it was made */
  lock_time: string;
  /** The same, ms since epoch */
  lock_timestamp: number;
  /** Market */
  pair: string;
  /** long or short */
  side: string;
  /** Why */
  reason?: string | null;
}

export interface NewLock {
  /** Market */
  pair: string;
  /** When the lock is to end */
  until: string | number;
  /** long or short */
  side?: '*' | 'long' | 'short';
  /** Why */
  reason?: string | null;
}

export interface EdgePair {
  /** Market */
  Pair: string;
  /** Part of the trades that won, ratio */
  Winrate: number;
  /** Expected profit per unit risked */
  Expectancy: number;
  /** Stop that Edge has chosen, ratio */
  Stoploss: number;
}

export interface PairHistory {
  /** Name of the strategy class */
  strategy: string;
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** Length of a candle, ms */
  timeframe_ms: number;
  /** Names of the columns, in order */
  columns: string[];
  /** Every column the strategy has made */
  all_columns?: string[];
  /** The rows */
  data: unknown[];
  /** What the strategy wants drawn on the chart */
  annotations?: (AreaAnnotationType | LineAnnotationType | PointAnnotationType)[] | null;
  /** How many there are */
  length: number;
  /** Signals to enter long; old name */
  buy_signals: number;
  /** Signals to leave a long; old name */
  sell_signals: number;
  /** Signals to enter long */
  enter_long_signals: number;
  /** Signals to leave a long */
  exit_long_signals: number;
  /** Signals to enter short */
  enter_short_signals: number;
  /** Signals to leave a short */
  exit_short_signals: number;
  /** When the strategy last looked at the pair */
  last_analyzed: string;
  /** The same, seconds since epoch */
  last_analyzed_ts: number;
  /** First candle, ms since epoch */
  data_start_ts: number;
  /** First candle */
  data_start: string;
  /** Last candle */
  data_stop: string;
  /** Last candle, ms since epoch */
  data_stop_ts: number;
}

export interface AreaAnnotationType {
  /** Colour */
  color?: string;
  /** Label */
  label?: string;
  /** Drawing order */
  z_level?: number;
  /** Where it begins */
  start?: string | string;
  /** Where it ends */
  end?: string | string;
  /** Rate where it begins */
  y_start?: number;
  /** Rate where it ends */
  y_end?: number;
  /** Kind */
  type: 'area';
}

export interface LineAnnotationType {
  /** Colour */
  color?: string;
  /** Label */
  label?: string;
  /** Drawing order */
  z_level?: number;
  /** Where it begins */
  start?: string | string;
  /** Where it ends */
  end?: string | string;
  /** Rate where it begins */
  y_start?: number;
  /** Rate where it ends */
  y_end?: number;
  /** Kind */
  type: 'line';
  /** Width of the line */
  width?: number;
  /** solid, dashed or dotted */
  line_style?: 'solid' | 'dashed' | 'dotted';
}

export interface PointAnnotationType {
  /** Colour */
  color?: string;
  /** Label */
  label?: string;
  /** Drawing order */
  z_level?: number;
  /** Kind */
  type: 'point';
  /** Moment */
  x?: string | string;
  /** Rate */
  y?: number;
  /** Size of the point */
  size?: number;
  /** Form of the point */
  shape?: 'circle' | 'rect' | 'roundRect' | 'triangle' | 'pin' | 'arrow' | 'none';
  /** Rotation, degrees */
  rotate?: number;
}

export interface MarketResponse {
  /** Markets by pair */
  markets: Record<string, Market>;
  /** Exchange */
  exchange_id: string;
}

export interface Market {
  /** Fiat currency */
  symbol: string;
  /** Currency that is bought */
  base: string;
  /** Currency it is paid in */
  quote: string;
  /** Whether it is a spot market */
  spot: boolean;
  /** Whether it is a perpetual future */
  swap: boolean;
  /** Whether it is in force */
  active?: boolean;
}

export interface StrategyListResponse {
  /** Names of strategy classes */
  strategies: string[];
}

export interface ExchangeListResponse {
  /** Exchanges */
  exchanges: ValidExchangesType[];
}

export interface ValidExchangesType {
  /** Name */
  name: string;
  /** Class that speaks to it */
  classname: string;
  /** Whether it can be used */
  valid: boolean;
  /** Whether it is supported officially */
  supported: boolean;
  /** What to know about it */
  comment: string;
  /** What to know about its futures */
  comment_futures: string;
  /** Whether it is decentralised */
  dex: boolean;
  /** Whether it is another name */
  is_alias: boolean;
  /** Of which exchange */
  alias_for: string | null;
  /** Modes it can be traded in */
  trade_modes: TradeModeType[];
}

export interface TradeModeType {
  /** spot, margin or futures */
  trading_mode: string;
  /** isolated or cross; empty in spot markets */
  margin_mode: string;
}

export interface HyperoptLossListResponse {
  /** Hyperopt loss functions */
  loss_functions: HyperoptLoss[];
}

export interface HyperoptLoss {
  /** Name */
  name: string;
  /** What it is, in words */
  description: string;
}

export interface FreqAIModelListResponse {
  /** FreqAI models */
  freqaimodels: string[];
}

export interface AvailablePairs {
  /** How many there are */
  length: number;
  /** Pairs */
  pairs: string[];
  /** Pair, timeframe and candle type of each file */
  pair_interval: string[][];
}

export interface BacktestResponse {
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** State in words */
  status_msg: string;
  /** What it does now */
  step: string;
  /** How far it is, 0 to 1 */
  progress: number;
  /** How many trades */
  trade_count?: number | null;
  /** Result, as in the result file */
  backtest_result?: Record<string, unknown> | null;
  /** Number of the job */
  job_id?: string;
}

export interface BacktestFreqAIInputs {
  /** FreqAI identifier */
  identifier: string;
}

export interface BacktestHistoryEntry {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
  /** Number that says what was run */
  run_id: string;
  /** When it was run, seconds since epoch */
  backtest_start_time: number;
  /** A note of the user */
  notes?: string | null;
  /** First candle, seconds since epoch */
  backtest_start_ts?: number | null;
  /** Last candle, seconds since epoch */
  backtest_end_ts?: number | null;
  /** Length of a candle */
  timeframe?: string | null;
  /** Timeframe to look inside candles with */
  timeframe_detail?: string | null;
}

export interface BacktestFigures {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** How many closed trades there are */
  total_trades: number;
  /** Profit over the balance to begin with, ratio */
  profit_total: number;
  /** Profit, in stake currency */
  profit_total_abs: number;
  /** Largest drawdown of the account, ratio */
  max_drawdown_account: number;
  /** Sharpe ratio of the trades */
  sharpe: number;
}

export interface BacktestDefaults {
  /** Name of the strategy class */
  strategy: string;
  /** Length of a candle */
  timeframe: string;
  /** Where the timeframe is from */
  timeframe_source: 'config' | 'strategy';
  /** How many trades may be open at once; -1 for any number */
  max_open_trades: number;
  /** Where the most open trades are from */
  max_open_trades_source: 'config' | 'strategy';
  /** Stake of a trade, in stake currency */
  stake_amount: string | number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Balance to begin with */
  dry_run_wallet: number;
  /** Pairs */
  pairs: string[];
}

export interface StoredCandles {
  /** Market */
  pair: string;
  /** Start of the first candle, ms since epoch, UTC; null where there is none */
  first_timestamp: number | null;
  /** Start of the last candle, ms since epoch, UTC; null where there is none */
  last_timestamp: number | null;
  /** How many candles there are */
  candle_count: number;
}

export interface BacktestMarketChange {
  /** Names of the columns, in order */
  columns: string[];
  /** How many there are */
  length: number;
  /** The rows */
  data: unknown[][];
}

export interface BackgroundTaskStatus {
  /** Number of the job */
  job_id: string;
  /** Kind of job */
  job_category: 'pairlist' | 'download_data' | 'backtest' | 'lookahead_analysis' | 'recursive_analysis' | 'check_data' | 'hyperopt' | 'walk_forward' | 'reoptimize';
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** How far it is, 0 to 1 */
  progress?: number | null;
  /** How far its parts are */
  progress_tasks?: Record<string, ProgressTask> | null;
  /** What went wrong */
  error?: string | null;
}

export interface ProgressTask {
  /** How far it is, 0 to 1 */
  progress: number;
  /** Worth of everything, in stake currency */
  total: number;
  /** What it is, in words */
  description: string;
}

export interface PairListsResponse {
  /** Pairlist handlers */
  pairlists: PairListResponse[];
}

export interface PairListResponse {
  /** Name */
  name: string;
  /** What it is, in words */
  description: string;
  /** Whether it can stand first */
  is_pairlist_generator: boolean;
  /** Parameters */
  params: Record<string, unknown>;
}

export interface PairlistConfiguration {
  /** Pairlist handlers */
  pairlists: (Record<string, unknown>)[];
  /** Pairs, or patterns of pairs, that are never traded */
  blacklist: string[];
  /** Currency that trades are paid in */
  stake_currency: string;
}

export interface BgJobStarted {
  /** State, or what was done */
  status: string;
  /** Number of the job */
  job_id: string;
}

export interface WhitelistEvaluateResponse {
  /** What went wrong */
  error?: string | null;
  /** State, or what was done */
  status: string;
  /** Outcome */
  result?: WhitelistResponse | null;
}

export interface LookaheadAnalysisResponse {
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** State in words */
  status_msg: string;
  /** Outcome */
  result?: LookaheadAnalysisResultEntry | null;
}

export interface LookaheadAnalysisResultEntry {
  /** Name of the strategy class */
  strategy: string;
  /** Whether it looks ahead */
  has_bias: boolean;
  /** Signals looked at */
  total_signals: number;
  /** Entries that changed with later candles */
  biased_entry_signals: number;
  /** Exits that changed with later candles */
  biased_exit_signals: number;
  /** Indicators that changed with later candles */
  biased_indicators: string[];
}

export interface RecursiveAnalysisResponse {
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** State in words */
  status_msg: string;
  /** Outcome */
  result?: RecursiveAnalysisResultEntry | null;
}

export interface RecursiveAnalysisResultEntry {
  /** Name of the strategy class */
  strategy: string;
  /** Start-up lengths tried */
  startup_candles: number[];
  /** The strategy's own start-up length */
  strategy_scc?: number | null;
  /** Deviation by indicator and start-up length, percent */
  results: Record<string, Record<string, number | null>>;
}

export interface HyperoptState {
  /** State, or what was done */
  status: 'running' | 'ended' | 'aborted' | 'error';
  /** State in words */
  status_msg: string;
  /** Whether it is at work */
  running: boolean;
  /** Result file */
  filename: string | null;
  /** Name of the strategy class */
  strategy: string;
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** What chooses the tries; null for the usual one */
  sampler: string | null;
  /** Number that a search begins its chances with; null for any */
  random_state: number | null;
  /** Length of a candle */
  timeframe: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string | null;
  /** Pairs */
  pairs: string[];
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Tries that are wanted */
  epochs: number;
  /** Tries that were made */
  epochs_done: number;
  /** Tries a second so far; null before the first and for a search that is over */
  epochs_per_second: number | null;
  /** The best try so far; null before one is any good */
  best_epoch: number | null;
  /** Tries of which none is better in one loss without being worse in another; none for a single loss */
  pareto_epochs: number[];
  /** Tries, the first one first; of more than 10,000 the best, the front and evenly spread others */
  rows: HyperoptEpoch[];
  /** Parameters by how much they matter */
  importance: HyperoptImportance[];
  /** Whether the best try was luck; null while that is not known */
  truth: HyperoptTruth | null;
}

export interface HyperoptEpoch {
  /** Number of a try, from 1 on */
  epoch: number;
  /** Whether no try before was better */
  is_best: boolean;
  /** What the loss function says: the smaller, the better */
  loss: number;
  /** What each loss function of the search says */
  loss_values: number[];
  /** Parameters */
  params: Record<string, unknown>;
  /** How many closed trades there are */
  total_trades: number;
  /** Trades that won */
  wins: number;
  /** Trades without profit or loss */
  draws: number;
  /** Mean profit of a trade, ratio */
  profit_mean: number;
  /** Profit over the balance to begin with, ratio */
  profit_total: number;
  /** Profit, in stake currency */
  profit_total_abs: number;
  /** The same, in stake currency */
  max_drawdown_abs: number;
  /** Largest drawdown of the account, ratio */
  max_drawdown_account: number;
  /** How long trades were held, on average */
  holding_avg: string;
}

export interface HyperoptImportance {
  /** Name */
  name: string;
  /** Part of the difference between tries that goes with a parameter, ratio */
  share: number;
}

export interface HyperoptTruth {
  /** Number of a try, from 1 on */
  epoch: number;
  in_sample: HyperoptFigures;
  /** The same on candles that it was not found on; null where there are none */
  out_of_sample: HyperoptFigures | null;
  /** When those candles are from, seconds since epoch */
  out_of_sample_timerange: string | null;
  /** What the largest drawdown might have been, had the same trades come in another order; null without trades */
  reshuffled: ReshuffledDrawdown | null;
}

export interface HyperoptFigures {
  /** What the loss function says: the smaller, the better */
  loss: number;
  /** What each loss function of the search says */
  loss_values: number[];
  /** How many closed trades there are */
  total_trades: number;
  /** Trades that won */
  wins: number;
  /** Trades without profit or loss */
  draws: number;
  /** Trades that lost */
  losses: number;
  /** Mean profit of a trade, ratio */
  profit_mean: number;
  /** Profit over the balance to begin with, ratio */
  profit_total: number;
  /** Profit, in stake currency */
  profit_total_abs: number;
  /** The same, in stake currency */
  max_drawdown_abs: number;
  /** Largest drawdown of the account, ratio */
  max_drawdown_account: number;
  /** How long trades were held, on average */
  holding_avg: string;
  /** Currency that trades are paid in */
  stake_currency: string;
}

export interface ReshuffledDrawdown {
  /** How often trades were dealt again */
  runs: number;
  /** Largest drawdown in the order that they came in, ratio */
  actual: number;
  /** Half of all orders have a smaller drawdown, ratio */
  median: number;
  /** Nineteen orders of twenty have a smaller drawdown, ratio */
  worst_5_percent: number;
  /** Largest drawdown of all orders, ratio */
  worst: number;
}

export interface HyperoptChoices {
  /** What may choose the tries */
  samplers: string[];
  /** Spaces that every strategy has, and words for several */
  every_spaces: string[];
  /** Threads that can run side by side */
  processors: number;
}

export interface HyperoptWorkers {
  /** Address of the queue, without its password; null for none */
  queue: string | null;
  /** Why it can not be used */
  problem: string | null;
  /** Who takes work from the queue, the longest there first */
  workers: HyperoptWorker[];
}

export interface HyperoptWorker {
  /** Name of the worker */
  id: string;
  /** Machine it runs on */
  host: string;
  /** Process it is there */
  pid: number;
  /** Batches done side by side */
  threads: number;
  /** When it began, ms since epoch, UTC */
  since_ts: number;
  /** What it is busy with */
  doing: string[];
  /** Tries and backtests it has made */
  done: number;
  /** The same a second, over the last minute */
  rate: number;
  /** Release and digest of its sources */
  version: string;
  /** Whether that is not the version of this program, from which it takes nothing then */
  is_other_version: boolean;
}

export interface HyperoptHeatMap {
  /** Values, or stretches of them, from left to right */
  x_values: string[];
  /** Values, or stretches of them, from top to bottom */
  y_values: string[];
  /** Row by row: the middle loss of the tries with these values; null where there are none */
  cells: ((HeatMapCell | null)[])[];
}

export interface HeatMapCell {
  /** What the loss function says: the smaller, the better */
  loss: number;
  /** How many tries */
  tries: number;
}

export interface ParameterFile {
  /** Name of the strategy class */
  strategy: string;
  /** Name of the parameter file; null where there is none */
  parameter_file: string | null;
  /** When the parameter file was written; null where it does not tell */
  export_time: string | null;
  /** Values by space and name */
  parameter_groups: Record<string, Record<string, unknown>>;
}

export interface HyperoptFile {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
  /** When it was begun, ms since epoch; null where the name of the file does not tell */
  search_start_ts: number | null;
  /** Tries that are wanted */
  epochs: number;
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** Length of a candle */
  timeframe: string | null;
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string | null;
  /** Whether the best try was luck; null while that is not known */
  truth: HyperoptTruth | null;
}

export interface HyperoptEpochParameters {
  /** Number of a try, from 1 on */
  epoch: number;
  /** Values by space and name */
  parameter_groups: Record<string, Record<string, unknown>>;
}

export interface HyperoptUsed {
  /** State, or what was done */
  status: string;
  /** Name of the strategy class */
  strategy: string;
}

export interface HyperoptProposals {
  /** How re-optimising goes; null where the configuration asks for none */
  schedule: ReoptimizeSchedule | null;
  /** What was found, the latest first */
  proposals: HyperoptProposal[];
}

export interface ReoptimizeSchedule {
  /** Name of the strategy class */
  strategy: string;
  /** Days from one search to the next */
  every_days: number;
  /** When it was begun last, ms since epoch, UTC; null for never */
  last_run_ts: number | null;
  /** Whether the last one failed */
  has_failed: boolean;
  /** When the next one begins, ms since epoch, UTC; null while one runs */
  next_run_ts: number | null;
  /** Whether it is at work */
  running: boolean;
}

export interface HyperoptProposal {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
  /** When it was found, ms since epoch, UTC */
  created_ts: number;
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** File of the tries it was found among */
  search_file: string;
  /** Number of a try, from 1 on */
  epoch: number;
  /** What was searched on, seconds since epoch */
  train_timerange: string;
  /** The days behind, seconds since epoch */
  test_timerange: string;
  /** Values that the strategy has, by space and name */
  old_parameters: Record<string, Record<string, unknown>>;
  /** Values that are proposed */
  new_parameters: Record<string, Record<string, unknown>>;
  /** What the strategy did as it is, where was searched; null without candles */
  old_in_sample: HyperoptFigures | null;
  new_in_sample: HyperoptFigures;
  /** What the strategy did as it is, on the days behind; null without candles */
  old_out_of_sample: HyperoptFigures | null;
  /** What was found did on the days behind; null without candles */
  new_out_of_sample: HyperoptFigures | null;
}

export interface WalkForwardState {
  /** State, or what was done */
  status: 'running' | 'ended' | 'aborted' | 'error';
  /** State in words */
  status_msg: string;
  /** Whether it is at work */
  running: boolean;
  /** Result file */
  filename: string | null;
  /** Name of the strategy class */
  strategy: string;
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string | null;
  /** Days of a window to search on (default 60) */
  train_days: number;
  /** Days behind them to try what was found on (default 20) */
  test_days: number;
  /** Tries that are wanted */
  epochs: number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Windows that are wanted */
  windows_total: number;
  /** Tries that were made in the window of now */
  window_epochs_done: number;
  /** Windows of a walk, the first one first */
  windows: WalkForwardWindow[];
  /** What all finds were worth together on the days behind; null before the end */
  summary: WalkForwardSummary | null;
}

export interface WalkForwardWindow {
  /** First day of a window to search on */
  train_from: string;
  /** End of what is searched on, excluded */
  train_to: string;
  /** Where trying what was found begins */
  test_from: string;
  /** Where it ends, excluded */
  test_to: string;
  /** Result file */
  filename: string;
  /** Number of a try, from 1 on */
  epoch: number | null;
  /** Parameters */
  params: Record<string, unknown> | null;
  /** What was found, on the candles that it was found on */
  in_sample: HyperoptFigures | null;
  /** The same on candles that it was not found on; null where there are none */
  out_of_sample: HyperoptFigures | null;
}

export interface WalkForwardSummary {
  /** How many closed trades there are */
  total_trades: number;
  /** Profit, in stake currency */
  profit_total_abs: number;
  /** Profit over the balance to begin with, ratio */
  profit_total: number;
  /** Windows whose find made a profit on the days behind */
  good_windows: number;
  /** What the largest drawdown might have been, had the same trades come in another order; null without trades */
  reshuffled: ReshuffledDrawdown | null;
}

export interface WalkForwardFile {
  /** Result file */
  filename: string;
  /** Name of the strategy class */
  strategy: string;
  /** When it was begun, ms since epoch; null where the name of the file does not tell */
  search_start_ts: number | null;
  /** Loss functions of a search; the first tells which try is the best */
  loss_names: string[];
  /** Part of the data, e.g. 20240101-20240201 */
  timerange: string | null;
  /** Trades out of sample, of all windows */
  total_trades: number | null;
  /** Profit out of sample, ratio of the balance */
  profit_total: number | null;
}

export interface CheckDataResponse {
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** State in words */
  status_msg: string;
  /** Outcome */
  result?: CheckedFile[] | null;
}

export interface CheckedFile {
  /** Market */
  pair: string;
  /** Length of a candle */
  timeframe: string;
  /** Kind of candles */
  candle_type: string;
  /** Candles, each time once */
  candles: number;
  /** First candle, ms since epoch */
  from_ts: number | null;
  /** Last candle, ms since epoch */
  to_ts: number | null;
  /** Places where candles are missing */
  gaps: number;
  /** Candles that are missing */
  missing: number;
  /** Rows of a time that is there already */
  duplicates: number;
  /** Rows without a date */
  undated: number;
  /** Rows before one that is older */
  unsorted: number;
  /** Candles at no candle's time */
  off_grid: number;
  /** Candles in which nobody traded */
  zero_volumes: number;
  /** Candles without a price or volume */
  incomplete: number;
  /** Opens more than half away from the close before */
  jumps: number;
  /** Unit of the dates in the file */
  time_unit: string | null;
  /** What wrote the file */
  writer: string | null;
  /** Why it can not be used */
  problem: string | null;
  /** What is wrong, in words */
  faults: string[];
}

export interface EntryMessage {
  /** Kind */
  type: 'entry' | 'entry_fill';
  /** Number of the trade */
  trade_id: number;
  /** Exchange */
  exchange: string;
  /** Market */
  pair: string;
  /** Leverage */
  leverage: number | null;
  /** Long or Short */
  direction: 'Long' | 'Short';
  /** Rate of the order */
  limit: number;
  /** Rate of the order */
  order_rate: number;
  /** limit, market, … */
  order_type: string;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Fiat currency */
  fiat_currency: string | null;
  /** Tag of the entry; old name */
  buy_tag: string | null;
  /** Tag of the entry */
  enter_tag: string | null;
  /** Amount, in base currency */
  amount: number;
  /** Mean rate it was entered at */
  open_rate: number;
  /** When it was opened, UTC */
  open_date: string;
  /** Rate it could be left at now */
  current_rate: number | null;
  /** Whether it is one of several entries or exits of the trade */
  sub_trade: boolean;
}

export interface EntryCancelMessage {
  /** Kind */
  type: 'entry_cancel';
  /** Number of the trade */
  trade_id: number;
  /** Exchange */
  exchange: string;
  /** Market */
  pair: string;
  /** Leverage */
  leverage: number | null;
  /** Long or Short */
  direction: 'Long' | 'Short';
  /** Rate of the order */
  limit: number;
  /** Rate of the order */
  order_rate: number;
  /** limit, market, … */
  order_type: string;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Fiat currency */
  fiat_currency: string | null;
  /** Tag of the entry; old name */
  buy_tag: string | null;
  /** Tag of the entry */
  enter_tag: string | null;
  /** Amount, in base currency */
  amount: number;
  /** Mean rate it was entered at */
  open_rate: number;
  /** When it was opened, UTC */
  open_date: string;
  /** Rate it could be left at now */
  current_rate: number | null;
  /** Whether it is one of several entries or exits of the trade */
  sub_trade: boolean;
  /** Why */
  reason: string;
}

export interface ExitMessage {
  /** Kind */
  type: 'exit' | 'exit_fill';
  /** Number of the trade */
  trade_id: number;
  /** Exchange */
  exchange: string;
  /** Market */
  pair: string;
  /** Leverage */
  leverage: number | null;
  /** Long or Short */
  direction: 'Long' | 'Short';
  /** Rate of the order */
  limit: number;
  /** Rate of the order */
  order_rate: number;
  /** limit, market, … */
  order_type: string;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Fiat currency */
  fiat_currency: string | null;
  /** Tag of the entry; old name */
  buy_tag: string | null;
  /** Tag of the entry */
  enter_tag: string | null;
  /** Amount, in base currency */
  amount: number;
  /** Mean rate it was entered at */
  open_rate: number;
  /** When it was opened, UTC */
  open_date: string;
  /** Rate it could be left at now */
  current_rate: number | null;
  /** Whether it is one of several entries or exits of the trade */
  sub_trade: boolean;
  /** profit or loss */
  gain: 'profit' | 'loss';
  /** Profit of this order, in stake currency */
  profit_amount: number;
  /** Profit, ratio */
  profit_ratio: number;
  /** Why it was left */
  exit_reason: string | null;
  /** When it was closed, UTC */
  close_date: string;
  /** Rate it was left at */
  close_rate: number;
  /** Profit of the trade so far, in stake currency */
  cumulative_profit: number;
  /** Profit of the whole trade, ratio; null before its end */
  final_profit_ratio: number | null;
  /** Whether nothing is left of the trade */
  is_final_exit: boolean;
}

export interface ExitCancelMessage {
  /** Kind */
  type: 'exit_cancel';
  /** Number of the trade */
  trade_id: number;
  /** Exchange */
  exchange: string;
  /** Market */
  pair: string;
  /** Leverage */
  leverage: number | null;
  /** Long or Short */
  direction: 'Long' | 'Short';
  /** Rate of the order */
  limit: number;
  /** Rate of the order */
  order_rate: number;
  /** limit, market, … */
  order_type: string;
  /** Stake of a trade, in stake currency */
  stake_amount: number;
  /** Currency that trades are paid in */
  stake_currency: string;
  /** Currency that is bought */
  base_currency: string;
  /** Currency it is paid in */
  quote_currency: string;
  /** Fiat currency */
  fiat_currency: string | null;
  /** Tag of the entry; old name */
  buy_tag: string | null;
  /** Tag of the entry */
  enter_tag: string | null;
  /** Amount, in base currency */
  amount: number;
  /** Mean rate it was entered at */
  open_rate: number;
  /** When it was opened, UTC */
  open_date: string;
  /** Rate it could be left at now */
  current_rate: number | null;
  /** Whether it is one of several entries or exits of the trade */
  sub_trade: boolean;
  /** profit or loss */
  gain: 'profit' | 'loss';
  /** Profit of this order, in stake currency */
  profit_amount: number;
  /** Profit, ratio */
  profit_ratio: number;
  /** Why it was left */
  exit_reason: string | null;
  /** When it was closed, UTC */
  close_date: string;
  /** Why */
  reason: string;
}

export interface StatusMessage {
  /** Kind */
  type: 'status' | 'warning' | 'startup';
  /** State, or what was done */
  status: string;
  /** Frames that were left out for this listener */
  left_out?: number;
}

export interface ExceptionMessage {
  /** Kind */
  type: 'exception';
  /** State, or what was done */
  status?: string;
  /** What was wrong with a request */
  data?: string;
}

export interface StrategyMessage {
  /** Kind */
  type: 'strategy_msg';
  /** What is wrong with the value */
  msg: string;
}

export interface ProtectionMessage {
  /** Kind */
  type: 'protection_trigger' | 'protection_trigger_global';
  /** Number */
  id: number;
  /** Market */
  pair: string;
  /** When it was made */
  lock_time: string;
  /** The same, ms since epoch */
  lock_timestamp: number;
  /** When the lock ends */
  lock_end_time: string;
  /** The same, ms since epoch */
  lock_end_timestamp: number;
  /** Why */
  reason: string | null;
  /** long or short */
  side: string;
  /** Whether it is in force */
  active: boolean;
}

export interface ProposalMessage {
  /** Kind */
  type: 'proposal';
  /** Name of the strategy class */
  strategy: string;
  /** File of the tries it was found among */
  search_file: string;
  /** Number of a try, from 1 on */
  epoch: number;
  /** What would be other values, in words */
  changes: string;
  /** Profit of the strategy as it is, where was searched, ratio; null without candles */
  old_profit_in_sample: number | null;
  /** Profit of what was found, where was searched, ratio */
  new_profit_in_sample: number;
  /** The same on the days behind, ratio; null without candles */
  old_profit_out_of_sample: number | null;
  /** Profit of what was found on the days behind, ratio; null without candles */
  new_profit_out_of_sample: number | null;
}

export interface WhitelistMessage {
  /** Kind */
  type: 'whitelist';
  /** Pairs that are traded */
  data: string[];
}

export interface NewCandleMessage {
  /** Kind */
  type: 'new_candle';
  /** Pair, timeframe, candle type */
  data: string[];
}

export interface AnalyzedFrameMessage {
  /** Kind */
  type: 'analyzed_df';
  data: FrameData;
}

export interface FrameData {
  /** Pair, timeframe, candle type */
  key: string[];
  /** The analysed candles */
  df: unknown;
  /** When the strategy last looked at the pair */
  la: string;
  /** The rows replace those of the same dates and add to them; what is before `start` (ms) is gone; `rows` are left */
  delta?: {
    start: number;
    rows: number;
  };
}

export interface OpenTradesMessage {
  /** Kind */
  type: 'open_trades';
  /** Open trades whose rate or stop has moved */
  data: ({
    trade_id: number;
    current_rate: number | null;
    profit_ratio: number | null;
    profit_pct: number | null;
    profit_abs: number | null;
    total_profit_abs: number;
    total_profit_ratio: number | null;
    stop_loss_abs: number | null;
    stop_loss_ratio: number | null;
    stop_loss_pct: number | null;
    stoploss_current_dist: number | null;
    stoploss_current_dist_ratio: number | null;
    stoploss_current_dist_pct: number | null;
    min_rate: number | null;
    max_rate: number | null;
  })[];
}

export interface ChangedMessage {
  /** Kind */
  type: 'changed';
  /** What was called */
  data: string;
}

export interface LogMessage {
  /** Kind */
  type: 'log';
  /** Date, ms since epoch, module, level, text; oldest first */
  data: unknown[][];
}

export interface JobsMessage {
  /** Kind */
  type: 'jobs';
  /** Jobs */
  data: JobNews[];
}

export interface JobNews {
  /** Number of the job */
  job_id: string;
  /** Kind of job */
  job_category: 'pairlist' | 'download_data' | 'backtest' | 'lookahead_analysis' | 'recursive_analysis' | 'check_data' | 'hyperopt' | 'walk_forward' | 'reoptimize';
  /** State, or what was done */
  status: string;
  /** Whether it is at work */
  running: boolean;
  /** How far it is, 0 to 1 */
  progress?: number | null;
  /** How far its parts are */
  progress_tasks?: Record<string, ProgressTask> | null;
  /** What went wrong */
  error?: string | null;
  /** What a backtest does now */
  step: string | null;
  /** Whether it is the backtest that GET backtest tells of */
  is_single: boolean;
}

export interface SystemMessage {
  /** Kind */
  type: 'system';
  /** The rows */
  data: {
    sysinfo: SysInfo;
    health: Health | null;
    ready: Readiness;
  };
}

export interface FeaturesMessage {
  /** Kind */
  type: 'features';
  /** The rows */
  data: {
    /** Name of the stream; another one after every start */
    stream: string;
    seq: number;
    sequence: boolean;
    frames: 'json' | 'arrow';
    deltas: boolean;
    /** Seconds, 0 for none */
    heartbeat: number;
  };
}

export interface ResumedMessage {
  /** Kind */
  type: 'resumed';
  /** The rows */
  data: {
    /** Name of the stream; another one after every start */
    stream: string;
    seq: number;
    /** Whether nothing was missed */
    complete: boolean;
  };
}

export interface HeartbeatMessage {
  /** Kind */
  type: 'heartbeat';
  /** The rows */
  data: {
    /** Name of the stream; another one after every start */
    stream: string;
    seq: number;
    /** ms since epoch, UTC */
    time: number;
  };
}
