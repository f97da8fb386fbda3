// Made by "npm run generate" from the schema in src/config; not to be edited by hand.

export interface CheckedConfig {
  max_open_trades?: number;
  timeframe?: string;
  proxy_coin?: string;
  stake_currency: string;
  stake_amount: number | string;
  tradable_balance_ratio: number;
  available_capital?: number;
  amend_last_stake_amount: boolean;
  last_stake_amount_min_ratio: number;
  fiat_display_currency?:
    | 'AUD'
    | 'BRL'
    | 'CAD'
    | 'CHF'
    | 'CLP'
    | 'CNY'
    | 'CZK'
    | 'DKK'
    | 'EUR'
    | 'GBP'
    | 'HKD'
    | 'HUF'
    | 'IDR'
    | 'ILS'
    | 'INR'
    | 'JPY'
    | 'KRW'
    | 'MXN'
    | 'MYR'
    | 'NOK'
    | 'NZD'
    | 'PHP'
    | 'PKR'
    | 'PLN'
    | 'RUB'
    | 'UAH'
    | 'SEK'
    | 'SGD'
    | 'THB'
    | 'TRY'
    | 'TWD'
    | 'ZAR'
    | 'USD'
    | 'BTC'
    | 'ETH'
    | 'XRP'
    | 'LTC'
    | 'BCH'
    | 'BNB'
    | '';
  dry_run: boolean;
  dry_run_wallet:
    | number
    | {
        [k: string]: number;
      };
  cancel_open_orders_on_exit: boolean;
  process_only_new_candles?: boolean;
  minimal_roi?: {
    [k: string]: number;
  };
  amount_reserve_percent?: number;
  stoploss?: number;
  trailing_stop?: boolean;
  trailing_stop_positive?: number;
  trailing_stop_positive_offset?: number;
  trailing_only_offset_is_reached?: boolean;
  use_exit_signal?: boolean;
  exit_profit_only?: boolean;
  exit_profit_offset?: number;
  recursive_strategy_search?: boolean;
  strategy?: string | null;
  strategy_path?: string;
  user_data_dir?: string;
  datadir?: string;
  fee?: number;
  ignore_roi_if_entry_signal?: boolean;
  ignore_buying_expired_candle_after?: number;
  trading_mode: 'spot' | 'margin' | 'futures';
  margin_mode: 'cross' | 'isolated' | '';
  reduce_df_footprint: boolean;
  minimum_trade_amount: number;
  targeted_trade_amount: number;
  lookahead_analysis_exportfilename?: string;
  startup_candle: number[];
  liquidation_buffer: number;
  liquidation_warn_ratio: number;
  backtest_breakdown?: ('day' | 'week' | 'month' | 'year' | 'weekday')[];
  backtest_cache?: 'none' | 'day' | 'week' | 'month';
  skip_wallet_history_migration?: boolean;
  hyperopt_path?: string;
  epochs?: number;
  early_stop?: number;
  spaces: string[];
  analyze_per_epoch?: boolean;
  print_all: boolean;
  hyperopt_jobs: number;
  hyperopt_random_state?: number;
  hyperopt_min_trades?: number;
  hyperopt_loss?: string;
  bot_name?: string;
  unfilledtimeout?: {
    entry?: number;
    exit?: number;
    exit_timeout_count: number;
    unit: 'minutes' | 'seconds';
  };
  entry_pricing: {
    price_last_balance?: number;
    price_side: 'ask' | 'bid' | 'same' | 'other';
    use_order_book?: boolean;
    order_book_top?: number;
    check_depth_of_market?: {
      enabled?: boolean;
      bids_to_ask_delta?: number;
    };
  };
  exit_pricing: {
    price_side: 'ask' | 'bid' | 'same' | 'other';
    price_last_balance?: number;
    use_order_book?: boolean;
    order_book_top?: number;
  };
  custom_price_max_distance_ratio: number;
  order_types?: {
    entry: 'limit' | 'market';
    exit: 'limit' | 'market';
    force_exit?: 'limit' | 'market';
    force_entry?: 'limit' | 'market';
    emergency_exit: 'limit' | 'market';
    stoploss: 'limit' | 'market';
    stoploss_on_exchange: boolean;
    stoploss_price_type?: 'last' | 'mark' | 'index';
    stoploss_on_exchange_interval?: number;
    stoploss_on_exchange_limit_ratio?: number;
  };
  order_time_in_force?: {
    entry: 'GTC' | 'FOK' | 'IOC' | 'PO' | 'gtc' | 'fok' | 'ioc' | 'po';
    exit: 'GTC' | 'FOK' | 'IOC' | 'PO' | 'gtc' | 'fok' | 'ioc' | 'po';
  };
  coingecko?: {
    is_demo: boolean;
    api_key: string;
  };
  exchange: Exchange;
  log_config?: Logging;
  freqaimodel?: string | null;
  freqaimodel_path?: string;
  freqai?: Freqai;
  external_message_consumer?: ExternalMessageConsumer;
  experimental?: {
    block_bad_exchanges?: boolean;
  };
  /**
   * @minItems 1
   */
  pairlists: {
    method:
      | 'CrossMarketPairList'
      | 'MarketCapPairList'
      | 'PercentChangePairList'
      | 'ProducerPairList'
      | 'RemotePairList'
      | 'StaticPairList'
      | 'VolumePairList'
      | 'AgeFilter'
      | 'DelistFilter'
      | 'FullTradesFilter'
      | 'OffsetFilter'
      | 'PairInformationFilter'
      | 'PerformanceFilter'
      | 'PrecisionFilter'
      | 'PriceFilter'
      | 'RangeStabilityFilter'
      | 'ShuffleFilter'
      | 'SpreadFilter'
      | 'VolatilityFilter';
    [k: string]: unknown;
  }[];
  telegram?: {
    enabled: boolean;
    token: string;
    chat_id: string;
    topic_id?: string;
    authorized_users?: string[];
    allow_custom_messages: boolean;
    balance_dust_level?: number;
    notification_settings: {
      status?: 'on' | 'off' | 'silent';
      warning?: 'on' | 'off' | 'silent';
      startup?: 'on' | 'off' | 'silent';
      entry?: 'on' | 'off' | 'silent';
      entry_fill: 'on' | 'off' | 'silent';
      entry_cancel?: 'on' | 'off' | 'silent';
      exit?:
        | string
        | {
            [k: string]: 'on' | 'off' | 'silent';
          };
      exit_fill:
        | string
        | {
            [k: string]: 'on' | 'off' | 'silent';
          };
      exit_cancel?: 'on' | 'off' | 'silent';
      protection_trigger: 'on' | 'off' | 'silent';
      protection_trigger_global: 'on' | 'off' | 'silent';
      liquidation_warning: 'on' | 'off' | 'silent';
    };
    reload?: boolean;
    /**
     * Where the Bot API is, for those who run a server of their own.
     */
    api_root?: string;
    /**
     * Rows of commands offered as buttons.
     */
    keyboard?: string[][];
  };
  webhook?: {
    enabled?: boolean;
    url?: string;
    format: 'form' | 'json' | 'raw';
    retries?: number;
    retry_delay?: number;
    status?: {
      [k: string]: unknown;
    };
    warning?: {
      [k: string]: unknown;
    };
    exception?: {
      [k: string]: unknown;
    };
    startup?: {
      [k: string]: unknown;
    };
    entry?: {
      [k: string]: unknown;
    };
    entry_fill?: {
      [k: string]: unknown;
    };
    entry_cancel?: {
      [k: string]: unknown;
    };
    exit?: {
      [k: string]: unknown;
    };
    exit_fill?: {
      [k: string]: unknown;
    };
    exit_cancel?: {
      [k: string]: unknown;
    };
    protection_trigger?: {
      [k: string]: unknown;
    };
    protection_trigger_global?: {
      [k: string]: unknown;
    };
    liquidation_warning?: {
      [k: string]: unknown;
    };
    strategy_msg?: {
      [k: string]: unknown;
    };
    whitelist?: {
      [k: string]: unknown;
    };
    analyzed_df?: {
      [k: string]: unknown;
    };
    new_candle?: {
      [k: string]: unknown;
    };
    /**
     * Seconds.
     */
    timeout?: number;
    allow_custom_messages?: boolean;
    [k: string]: unknown;
  };
  discord?: {
    enabled?: boolean;
    webhook_url?: string;
    exit_fill: {
      [k: string]: string;
    }[];
    entry_fill: {
      [k: string]: string;
    }[];
  };
  api_server?: {
    enabled: boolean;
    listen_ip_address: string;
    listen_port: number;
    username: string;
    password: string;
    ws_token?: string | string[];
    jwt_secret_key: string;
    CORS_origins?: string[];
    verbosity?: 'error' | 'info';
    /**
     * Host names this bot is known by, beside addresses and names of the local network.
     */
    allowed_hosts?: string[];
    /**
     * Addresses or networks of proxies whose X-Forwarded-For is believed.
     */
    trusted_proxies?: string[];
    /**
     * Certificate and key (PEM files); both or none.
     */
    ssl_certfile?: string;
    ssl_keyfile?: string;
    /**
     * Listen on this socket file, in place of address and port.
     */
    unix_socket?: string;
    /**
     * Serve /metrics for Prometheus to whoever has this token.
     */
    metrics_token?: string;
    /**
     * Requests a minute from one address, loopback excepted.
     */
    rate_limit?: number;
    enable_openapi?: boolean;
    /**
     * Keep other bots and pass calls on to them, so that one page shows all.
     */
    pass_calls?: boolean;
    /**
     * Serve research (backtests, data, analyses) beside trading.
     */
    research?: boolean;
    /**
     * Who may look, and change nothing.
     */
    read_only_users?: {
      username: string;
      password: string;
    }[];
    /**
     * Which web page is served: ours, or the official FreqUI that "freqtrade install-ui" has put beside it.
     */
    ui?: 'built-in' | 'frequi';
  };
  db_url?: string;
  export: 'none' | 'trades' | 'signals';
  disableparamexport?: boolean;
  initial_state?: 'running' | 'paused' | 'stopped';
  force_entry_enable?: boolean;
  disable_dataframe_checks?: boolean;
  internals: {
    process_throttle_secs?: number;
    interval?: number;
    sd_notify?: boolean;
    /**
     * Seconds between two signs of life in the log; 0 for none.
     */
    heartbeat_interval?: number;
  };
  dataformat_ohlcv: 'json' | 'jsongz' | 'feather' | 'parquet';
  dataformat_trades: 'json' | 'jsongz' | 'feather' | 'parquet';
  position_adjustment_enable?: boolean;
  new_pairs_days: number;
  download_trades?: boolean;
  max_entry_position_adjustment?: number;
  add_config_files?: string[];
  orderflow?: {
    cache_size: number;
    max_candles: number;
    scale: number;
    stacked_imbalance_range: number;
    imbalance_volume: number;
    imbalance_ratio: number;
  };
  /**
   * How log lines are written: for people, or one JSON object each.
   */
  log_format?: 'text' | 'json';
  /**
   * Most memory for what webserver mode keeps of a backtest, so that the next one like it takes less time (512); 0 keeps nothing.
   */
  kept_backtest_mb?: number;
  /**
   * How long that is kept after a backtest (10).
   */
  kept_backtest_minutes?: number;
  /**
   * Search for better parameters every so many days; what is found is proposed, and never applied by itself.
   */
  reoptimize?: {
    /**
     * Days from one search to the next.
     */
    every_days: number;
    /**
     * Days to search on (default 60).
     */
    train_days?: number;
    /**
     * The latest days, to try on what was found before them (default 20).
     */
    test_days?: number;
    /**
     * Loss functions; hyperopt_loss where left out.
     *
     * @minItems 1
     */
    loss_names?: string[];
    /**
     * What may change; spaces, else "default", where left out.
     *
     * @minItems 1
     */
    spaces?: string[];
    /**
     * Tries; epochs, else 100, where left out.
     */
    epochs?: number;
    /**
     * What chooses the tries.
     */
    sampler?: string;
    /**
     * Threads (default 1).
     */
    job_workers?: number;
    /**
     * Trades that a try must have made (default 1).
     */
    min_trades?: number;
    /**
     * Number that the chances begin with.
     */
    random_state?: number;
    /**
     * Candles to download before; those of the strategy's timeframe where left out.
     *
     * @minItems 1
     */
    timeframes?: string[];
    /**
     * Whether the latest candles are downloaded before (default true).
     */
    download?: boolean;
  };
  /**
   * The Python that strategies in Python run with, with freqtrade installed; that of the environment where left out.
   */
  python?: string;
  $schema?: unknown;
  version?: unknown;
  protections?: unknown;
  plot_config?: unknown;
  freqai_backtest_live_models?: unknown;
  /**
   * File the log is written to, beside the console.
   */
  logfile?: string;
  /**
   * More than 0 shows what is only of interest when looking for a fault.
   */
  verbosity?: number;
  /**
   * Funding rate of hours for which none is recorded, ratio.
   */
  futures_funding_rate?: number;
  enable_dynamic_pairlist?: unknown;
  /**
   * Edge positioning, as freqtrade had it. Ratios: 0.01 = 1 %.
   */
  edge?: {
    enabled: boolean;
    process_throttle_secs?: number;
    calculate_since_number_of_days?: number;
    allowed_risk?: number;
    stoploss_range_min?: number;
    stoploss_range_max?: number;
    stoploss_range_step?: number;
    minimum_winrate?: number;
    minimum_expectancy?: number;
    min_trade_number?: number;
    max_trade_duration_minute?: number;
    remove_pumps?: boolean;
  };
}
export interface Exchange {
  name: string;
  api_key?: string | null;
  key?: string | null;
  secret: string | null;
  password: string | null;
  uid?: string | null;
  account_id?: string | null;
  wallet_address?: string | null;
  private_key?: string | null;
  pair_whitelist?: string[];
  pair_blacklist?: string[];
  log_responses: boolean;
  enable_ws: boolean;
  unknown_fee_rate?: number;
  outdated_offset?: number;
  markets_refresh_interval: number;
  ccxt_config?: {
    [k: string]: unknown;
  };
  ccxt_async_config?: {
    [k: string]: unknown;
  };
  ccxt_sync_config?: {
    [k: string]: unknown;
  };
  /**
   * Order flow is made of public trades, as `orderflow` says.
   */
  use_public_trades?: boolean;
}
export interface Logging {
  version: 1;
  formatters: {
    [k: string]: unknown;
  };
  handlers: {
    [k: string]: unknown;
  };
  root: {
    [k: string]: unknown;
  };
}
export interface Freqai {
  enabled: boolean;
  identifier: string;
  write_metrics_to_disk: boolean;
  purge_old_models: boolean | number;
  conv_width: number;
  train_period_days: number;
  backtest_period_days: number;
  live_retrain_hours: number;
  expiration_hours: number;
  save_backtest_models: boolean;
  fit_live_predictions_candles?: number;
  data_kitchen_thread_count?: number;
  activate_tensorboard: boolean;
  wait_for_training_iteration_on_reload: boolean;
  continual_learning: boolean;
  keras: boolean;
  override_exchange_check: boolean;
  feature_parameters: {
    include_corr_pairlist: unknown[];
    include_timeframes: unknown[];
    label_period_candles?: number;
    include_shifted_candles: number;
    DI_threshold: number;
    weight_factor: number;
    principal_component_analysis: boolean;
    indicator_periods_candles?: number[];
    use_SVM_to_remove_outliers: boolean;
    plot_feature_importances: number;
    svm_params?: {
      shuffle: boolean;
      nu: number;
    };
    shuffle_after_split: boolean;
    buffer_train_data_candles: number;
  };
  data_split_parameters: {
    test_size?: number;
    random_state?: number;
    shuffle: boolean;
  };
  model_training_parameters?: {
    [k: string]: unknown;
  };
  rl_config?: {
    drop_ohlc_from_features: boolean;
    train_cycles?: number;
    max_trade_duration_candles?: number;
    add_state_info: boolean;
    max_training_drawdown_pct: number;
    cpu_count: number;
    model_type: string;
    policy_type: string;
    net_arch: unknown[];
    randomize_starting_position: boolean;
    progress_bar: boolean;
    model_reward_parameters?: {
      rr: number;
      profit_aim: number;
    };
  };
}
export interface ExternalMessageConsumer {
  enabled: boolean;
  producers: {
    name: string;
    host: string;
    port: number;
    secure: boolean;
    ws_token: string;
  }[];
  wait_timeout?: number;
  sleep_time?: number;
  ping_timeout?: number;
  remove_entry_exit_signals: boolean;
  initial_candle_limit: number;
  message_size_limit: number;
}
