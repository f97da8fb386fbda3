import type { Generated } from 'kysely';

/** Databases that rows are kept in. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** freqtrade's tables, column by column, and ours. Dates are texts `YYYY-MM-DD HH:MM:SS.ffffff`, UTC; booleans are 0 or 1. */
export interface TradesTable {
  id: Generated<number>;
  exchange: string;
  pair: string;
  base_currency: string | null;
  stake_currency: string | null;
  is_open: number;
  fee_open: number;
  fee_open_cost: number | null;
  fee_open_currency: string | null;
  fee_close: number;
  fee_close_cost: number | null;
  fee_close_currency: string | null;
  open_rate: number;
  open_rate_requested: number | null;
  open_trade_value: number | null;
  close_rate: number | null;
  close_rate_requested: number | null;
  realized_profit: number | null;
  close_profit: number | null;
  close_profit_abs: number | null;
  stake_amount: number;
  max_stake_amount: number | null;
  amount: number;
  amount_requested: number | null;
  open_date: string;
  close_date: string | null;
  stop_loss: number | null;
  stop_loss_pct: number | null;
  initial_stop_loss: number | null;
  initial_stop_loss_pct: number | null;
  is_stop_loss_trailing: number;
  max_rate: number | null;
  min_rate: number | null;
  exit_reason: string | null;
  exit_order_status: string | null;
  strategy: string | null;
  enter_tag: string | null;
  timeframe: number | null;
  trading_mode: string | null;
  amount_precision: number | null;
  price_precision: number | null;
  precision_mode: number | null;
  precision_mode_price: number | null;
  contract_size: number | null;
  leverage: number | null;
  is_short: number;
  liquidation_price: number | null;
  interest_rate: number;
  funding_fees: number | null;
  funding_fee_running: number | null;
  record_version: number;
}

export interface OrdersTable {
  id: Generated<number>;
  ft_trade_id: number;
  ft_order_side: string;
  ft_pair: string;
  ft_is_open: number;
  ft_amount: number;
  ft_price: number;
  ft_cancel_reason: string | null;
  order_id: string;
  status: string | null;
  symbol: string | null;
  order_type: string | null;
  side: string | null;
  price: number | null;
  average: number | null;
  amount: number | null;
  filled: number | null;
  remaining: number | null;
  cost: number | null;
  stop_price: number | null;
  order_date: string | null;
  order_filled_date: string | null;
  order_update_date: string | null;
  funding_fee: number | null;
  ft_fee_base: number | null;
  ft_order_tag: string | null;
}

export interface PairLocksTable {
  id: Generated<number>;
  pair: string;
  side: string;
  reason: string | null;
  lock_time: string;
  lock_end_time: string;
  active: number;
}

export interface KeyValueTable {
  id: Generated<number>;
  key: string;
  value_type: string;
  string_value: string | null;
  datetime_value: string | null;
  float_value: number | null;
  int_value: number | null;
}

export interface CustomDataTable {
  id: Generated<number>;
  ft_trade_id: number;
  cd_key: string;
  cd_type: string;
  cd_value: string;
  created_at: string;
  updated_at: string | null;
}

export interface WalletHistoryTable {
  id: Generated<number>;
  timestamp: string;
  currency: string;
  rate: number | null;
  quote_currency: string;
  balance: number;
  total_quote: number | null;
  total_position_value: number | null;
  collateral: number | null;
  leverage: number;
  bot_managed: number;
}

/** Ours: what was meant to be ordered, before it was sent. `body` is the intent as JSON. */
export interface OrderIntentsTable {
  client_order_id: string;
  pair: string;
  state: string;
  created_at: number;
  trade_id: number | null;
  body: string;
}

/** Ours: which of our migrations have run. */
export interface MigrationsTable {
  id: number;
  name: string;
  applied_at: string;
}

export interface Tables {
  trades: TradesTable;
  orders: OrdersTable;
  pairlocks: PairLocksTable;
  KeyValueStore: KeyValueTable;
  trade_custom_data: CustomDataTable;
  wallet_history: WalletHistoryTable;
  ftts_order_intents: OrderIntentsTable;
  ftts_migrations: MigrationsTable;
}
