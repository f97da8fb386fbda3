/** What this page reads of the bot's answers. Ratios: 0.01 = 1 %; timestamps: ms since epoch, UTC. */
export interface OrderAnswer {
  ft_order_side: string;
  safe_price: number;
  filled: number | null;
  is_open: boolean;
  order_filled_timestamp: number | null;
}

/** What a chart shows of a trade. */
export interface ChartTrade {
  trade_id: number;
  orders: readonly { ft_order_side: string; order_filled_timestamp: number | null }[];
}

export interface TradeAnswer {
  trade_id: number;
  pair: string;
  base_currency: string;
  amount: number;
  stake_amount: number;
  enter_tag: string | null;
  open_rate: number;
  open_timestamp: number;
  close_rate: number | null;
  close_timestamp: number | null;
  current_rate?: number | null;
  profit_ratio: number | null;
  profit_abs: number | null;
  exit_reason: string | null;
  stop_loss_abs: number | null;
  has_open_orders: boolean;
  price_precision: number | null;
  orders: OrderAnswer[];
}

export interface ConfigAnswer {
  bot_name: string;
  state: 'running' | 'paused' | 'stopped';
  dry_run: boolean;
  strategy: string;
  timeframe: string;
  exchange: string;
  stake_currency: string;
  max_open_trades: number;
  version: string;
  /** `webserver` where nothing is traded. */
  runmode: string;
}

export interface ProfitAnswer {
  profit_closed_coin: number;
  profit_closed_ratio: number;
  profit_all_coin: number;
  profit_all_ratio: number;
  trade_count: number;
  closed_trade_count: number;
  winning_trades: number;
  losing_trades: number;
  winrate: number;
  max_drawdown: number;
  best_pair: string;
  avg_duration: string;
}

export interface BalanceAnswer {
  total: number;
  total_bot: number;
  starting_capital: number;
  starting_capital_ratio: number;
  stake: string;
  note: string;
  currencies: { currency: string; free: number; used: number; balance: number; est_stake: number }[];
}

export interface CandlesAnswer {
  columns: string[];
  data: (string | number | null)[][];
}

/** How a backtest fares; the result is that of the result file. */
export interface BacktestAnswer {
  status: 'not_started' | 'running' | 'ended' | 'error' | 'reset';
  running: boolean;
  status_msg: string;
  step: string;
  /** 0 to 1 */
  progress: number;
  backtest_result: { strategy: Record<string, BacktestReport> } | null;
}

export interface BacktestTrade {
  pair: string;
  open_timestamp: number;
  close_timestamp: number;
  open_rate: number;
  close_rate: number;
  profit_ratio: number;
  profit_abs: number;
  exit_reason: string;
  enter_tag: string | null;
  is_short: boolean;
}

/** A line of a table by pair or by exit reason. */
export interface BacktestRow {
  key: string;
  trades: number;
  profit_mean: number;
  profit_total_abs: number;
  winrate: number;
}

export interface BacktestReport {
  trades: BacktestTrade[];
  results_per_pair: BacktestRow[];
  exit_reason_summary: BacktestRow[];
  total_trades: number;
  profit_total: number;
  profit_total_abs: number;
  wins: number;
  losses: number;
  max_drawdown_account: number;
  max_drawdown_abs: number;
  sharpe: number;
  profit_factor: number;
  stake_currency: string;
  timeframe: string;
  backtest_start_ts: number;
  backtest_end_ts: number;
}

export interface HistoryAnswer {
  filename: string;
  strategy: string;
  run_id: string;
  /** Seconds since epoch. */
  backtest_start_time: number;
  notes?: string | null;
  timeframe?: string | null;
}

/** Profit of closed trades by pair or tag; the endpoint decides which of the names is there. */
export interface PerformanceAnswer {
  pair?: string;
  enter_tag?: string;
  exit_reason?: string;
  mix_tag?: string;
  profit_ratio: number;
  profit_abs: number;
  count: number;
}

/** Lines as date, ms since epoch, source, level, message; oldest first. */
export interface LogAnswer {
  logs: [string, number, string, string, string][];
}

export interface LocksAnswer {
  lock_count: number;
  locks: { id: number; pair: string; side: string; reason: string | null; lock_end_timestamp: number }[];
}
