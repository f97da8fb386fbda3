/** The configuration with freqtrade's keys, after merging and checking. Ratios: 0.01 = 1 %. */
export interface RawConfig {
  readonly max_open_trades?: number;
  readonly timeframe?: string;
  readonly stake_currency: string;
  readonly stake_amount: number | string;
  readonly tradable_balance_ratio: number;
  readonly available_capital?: number;
  readonly amend_last_stake_amount: boolean;
  readonly last_stake_amount_min_ratio: number;
  readonly amount_reserve_percent?: number;
  readonly fiat_display_currency?: string;
  /** Fee to reckon with instead of the market's; ratio. */
  readonly fee?: number;
  readonly dry_run: boolean;
  readonly dry_run_wallet: number | Readonly<Record<string, number>>;
  readonly cancel_open_orders_on_exit: boolean;
  readonly process_only_new_candles?: boolean;
  readonly minimal_roi?: Readonly<Record<string, number>>;
  readonly stoploss?: number;
  readonly trailing_stop?: boolean;
  readonly trailing_stop_positive?: number;
  readonly trailing_stop_positive_offset?: number;
  readonly trailing_only_offset_is_reached?: boolean;
  readonly use_exit_signal?: boolean;
  readonly exit_profit_only?: boolean;
  readonly exit_profit_offset?: number;
  readonly ignore_roi_if_entry_signal?: boolean;
  readonly ignore_buying_expired_candle_after?: number;
  readonly strategy?: string | null;
  readonly strategy_path?: string;
  readonly recursive_strategy_search?: boolean;
  readonly user_data_dir?: string;
  readonly trading_mode: 'spot' | 'margin' | 'futures';
  readonly margin_mode: string;
  /** Ratio of the distance to the liquidation price that is kept. */
  readonly liquidation_buffer?: number;
  readonly dataformat_ohlcv?: string;
  readonly dataformat_trades?: string;
  readonly datadir?: string;
  readonly bot_name?: string;
  readonly unfilledtimeout?: {
    readonly entry?: number;
    readonly exit?: number;
    readonly exit_timeout_count?: number;
    readonly unit?: 'minutes' | 'seconds';
  };
  readonly entry_pricing: RawPricing & {
    readonly check_depth_of_market?: { readonly enabled?: boolean; readonly bids_to_ask_delta?: number };
  };
  readonly exit_pricing: RawPricing;
  readonly custom_price_max_distance_ratio: number;
  readonly order_types?: Readonly<Record<string, unknown>>;
  readonly order_time_in_force?: { readonly entry: string; readonly exit: string };
  readonly exchange: RawExchange;
  readonly pairlists: readonly ({ readonly method: string } & Readonly<Record<string, unknown>>)[];
  readonly api_server?: RawApiServer;
  readonly db_url?: string;
  readonly external_message_consumer?: RawConsumer;
  readonly webhook?: RawWebhook;
  readonly discord?: RawDiscord;
  readonly telegram?: RawTelegram;
  readonly log_format?: 'text' | 'json';
  readonly edge?: RawEdge;
  readonly initial_state?: 'running' | 'paused' | 'stopped';
  readonly force_entry_enable?: boolean;
  readonly internals: { readonly process_throttle_secs?: number; readonly heartbeat_interval?: number; readonly sd_notify?: boolean };
  readonly position_adjustment_enable?: boolean;
  readonly max_entry_position_adjustment?: number;
  readonly futures_funding_rate?: number;
  readonly enable_dynamic_pairlist?: boolean;
  /** Days that are downloaded of a pair without candles. */
  readonly new_pairs_days?: number;
  /** Download public trades, not candles. */
  readonly download_trades?: boolean;
  /** File the log is written to, too. */
  readonly logfile?: string;
  /** More than 0 shows what is only of interest when looking for a fault. */
  readonly verbosity?: number;
  readonly minimum_trade_amount?: number;
  readonly targeted_trade_amount?: number;
  readonly lookahead_analysis_exportfilename?: string;
  readonly startup_candle?: readonly number[];
  readonly backtest_breakdown?: readonly string[];
  readonly backtest_cache?: string;
  readonly export?: string;
  readonly coingecko?: { readonly api_key?: string; readonly is_demo?: boolean };
}

export interface RawPricing {
  readonly price_side: 'ask' | 'bid' | 'same' | 'other';
  readonly use_order_book?: boolean;
  readonly order_book_top?: number;
  readonly price_last_balance?: number;
}

export interface RawExchange {
  readonly name: string;
  readonly key?: string | null;
  readonly api_key?: string | null;
  readonly secret?: string | null;
  readonly password?: string | null;
  readonly uid?: string | null;
  readonly wallet_address?: string | null;
  readonly private_key?: string | null;
  readonly account_id?: string | null;
  readonly pair_whitelist?: readonly string[];
  readonly pair_blacklist?: readonly string[];
  readonly enable_ws: boolean;
  readonly markets_refresh_interval: number;
  /** What one unit of a coin that fees were paid in is worth, where no market tells. */
  readonly unknown_fee_rate?: number;
  /** How long a candle may be late, minutes. */
  readonly outdated_offset?: number;
  readonly ccxt_config?: Readonly<Record<string, unknown>>;
  readonly ccxt_async_config?: Readonly<Record<string, unknown>>;
  readonly ccxt_sync_config?: Readonly<Record<string, unknown>>;
  /** Write the exchange's answers about orders into the log. */
  readonly log_responses?: boolean;
}

export interface RawApiServer {
  readonly enabled: boolean;
  readonly listen_ip_address: string;
  readonly listen_port: number;
  readonly username: string;
  readonly password: string;
  readonly jwt_secret_key: string;
  readonly ws_token?: string | readonly string[];
  readonly CORS_origins?: readonly string[];
  readonly verbosity?: 'error' | 'info';
  readonly enable_openapi?: boolean;
  readonly pass_calls?: boolean;
  readonly research?: boolean;
  readonly read_only_users?: readonly { readonly username: string; readonly password: string }[];
  readonly ui?: 'built-in' | 'frequi';
  readonly allowed_hosts?: readonly string[];
  readonly trusted_proxies?: readonly string[];
  readonly ssl_certfile?: string;
  readonly ssl_keyfile?: string;
  readonly unix_socket?: string;
  readonly metrics_token?: string;
  /** Requests a minute. */
  readonly rate_limit?: number;
}

/** Edge positioning, as freqtrade had it. Ratios: 0.01 = 1 %. */
export interface RawEdge {
  readonly enabled: boolean;
  readonly process_throttle_secs?: number;
  readonly calculate_since_number_of_days?: number;
  readonly allowed_risk?: number;
  readonly stoploss_range_min?: number;
  readonly stoploss_range_max?: number;
  readonly stoploss_range_step?: number;
  readonly minimum_winrate?: number;
  readonly minimum_expectancy?: number;
  readonly min_trade_number?: number;
  readonly max_trade_duration_minute?: number;
  readonly remove_pumps?: boolean;
}

/** Other bots to listen to. */
export interface RawConsumer {
  readonly enabled?: boolean;
  readonly producers: readonly {
    readonly name: string;
    readonly host: string;
    readonly port?: number;
    readonly secure?: boolean;
    readonly ws_token: string;
  }[];
  /** Seconds. */
  readonly wait_timeout?: number;
  readonly ping_timeout?: number;
  readonly sleep_time?: number;
  readonly remove_entry_exit_signals?: boolean;
  readonly initial_candle_limit?: number;
  /** MB */
  readonly message_size_limit?: number;
}

/** Where messages are sent by HTTP; per type of message an object of templates. */
export interface RawWebhook {
  readonly enabled?: boolean;
  readonly url?: string;
  readonly format?: 'form' | 'json' | 'raw';
  readonly retries?: number;
  /** Seconds. */
  readonly retry_delay?: number;
  readonly timeout?: number;
  readonly allow_custom_messages?: boolean;
  readonly [type: string]: unknown;
}

type RawVolume = 'on' | 'off' | 'silent';

export interface RawTelegram {
  readonly enabled: boolean;
  readonly token: string;
  readonly chat_id: string;
  readonly topic_id?: string;
  readonly authorized_users?: readonly string[];
  readonly allow_custom_messages?: boolean;
  readonly balance_dust_level?: number;
  readonly notification_settings?: Readonly<Record<string, RawVolume | Readonly<Record<string, RawVolume>>>>;
  readonly reload?: boolean;
  readonly keyboard?: readonly (readonly string[])[];
  readonly api_root?: string;
}

export interface RawDiscord {
  readonly enabled?: boolean;
  readonly webhook_url?: string;
  readonly entry_fill?: readonly Readonly<Record<string, string>>[];
  readonly exit_fill?: readonly Readonly<Record<string, string>>[];
}
