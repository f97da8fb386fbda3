import { newSecret } from './new-secret.ts';

export interface ConfigAnswers {
  readonly dryRun: boolean;
  readonly stakeCurrency: string;
  readonly stakeAmount: number | 'unlimited';
  /** -1 for no limit. */
  readonly maxOpenTrades: number;
  /** Null: the strategy's. */
  readonly timeframe: string | null;
  /** Currency that values are shown in, too; null for none. */
  readonly fiat: string | null;
  readonly exchange: string;
  readonly tradingMode: 'spot' | 'futures';
  readonly pairs: readonly string[];
  readonly keys: { readonly key: string; readonly secret: string; readonly password?: string };
  readonly telegram: { readonly token: string; readonly chatId: string } | null;
  /** Null where no API is wanted. */
  readonly api: { readonly address: string; readonly username: string; readonly password: string } | null;
  readonly strategy: string | null;
}

export const NO_KEYS = { key: '', secret: '' };

/** A password that nobody has chosen: 96 random bits. */
export function newPassword(): string {
  return newSecret().slice(0, 24);
}

/** A whole configuration, with freqtrade's defaults and secrets of its own. */
export function freshConfig(answers: ConfigAnswers): Record<string, unknown> {
  const { telegram, api } = answers;
  return {
    max_open_trades: answers.maxOpenTrades,
    stake_currency: answers.stakeCurrency,
    stake_amount: answers.stakeAmount,
    tradable_balance_ratio: 0.99,
    ...(answers.fiat === null ? {} : { fiat_display_currency: answers.fiat }),
    ...(answers.timeframe === null ? {} : { timeframe: answers.timeframe }),
    dry_run: answers.dryRun,
    dry_run_wallet: 1000,
    cancel_open_orders_on_exit: false,
    trading_mode: answers.tradingMode,
    margin_mode: answers.tradingMode === 'futures' ? 'isolated' : '',
    unfilledtimeout: { entry: 10, exit: 10, exit_timeout_count: 0, unit: 'minutes' },
    entry_pricing: {
      price_side: 'same',
      use_order_book: true,
      order_book_top: 1,
      check_depth_of_market: { enabled: false, bids_to_ask_delta: 1 },
    },
    exit_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
    exchange: { name: answers.exchange, ...answers.keys, pair_whitelist: answers.pairs, pair_blacklist: [] },
    pairlists: [{ method: 'StaticPairList' }],
    telegram: { enabled: telegram !== null, token: telegram?.token ?? '', chat_id: telegram?.chatId ?? '' },
    api_server: {
      enabled: api !== null,
      listen_ip_address: api?.address ?? '127.0.0.1',
      listen_port: 8080,
      verbosity: 'error',
      enable_openapi: false,
      jwt_secret_key: newSecret(),
      ws_token: newSecret(),
      CORS_origins: [],
      username: api?.username ?? 'freqtrader',
      password: api?.password ?? newPassword(),
    },
    bot_name: 'freqtrade',
    ...(answers.strategy === null ? {} : { strategy: answers.strategy }),
    initial_state: 'running',
    force_entry_enable: false,
    internals: { process_throttle_secs: 5 },
  };
}
