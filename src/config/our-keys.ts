import type { SchemaNode } from './schema-node.ts';

const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;

/** Keys that are ours, beside freqtrade's; freqtrade ignores them. */
export const OUR_API_KEYS: Readonly<Record<string, SchemaNode>> = {
  allowed_hosts: { ...texts, description: 'Host names this bot is known by, beside addresses and names of the local network.' },
  trusted_proxies: { ...texts, description: 'Addresses or networks of proxies whose X-Forwarded-For is believed.' },
  ssl_certfile: { ...text, description: 'Certificate and key (PEM files); both or none.' },
  ssl_keyfile: text,
  unix_socket: { ...text, description: 'Listen on this socket file, in place of address and port.' },
  metrics_token: { description: 'Serve /metrics for Prometheus to whoever has this token.', type: 'string', minLength: 16 },
  rate_limit: { description: 'Requests a minute from one address, loopback excepted.', type: 'integer', minimum: 1 },
  enable_openapi: { type: 'boolean' },
  pass_calls: { description: 'Keep other bots and pass calls on to them, so that one page shows all.', type: 'boolean' },
  research: { description: 'Serve research (backtests, data, analyses) beside trading.', type: 'boolean' },
  read_only_users: {
    description: 'Who may look, and change nothing.',
    type: 'array',
    items: {
      type: 'object',
      properties: { username: text, password: text },
      required: ['username', 'password'],
      additionalProperties: false,
    },
  },
  ui: {
    description: 'Which web page is served: ours, or the official FreqUI that "freqtrade install-ui" has put beside it.',
    type: 'string',
    enum: ['built-in', 'frequi'],
  },
};

export const OUR_TELEGRAM_KEYS: Readonly<Record<string, SchemaNode>> = {
  api_root: { description: 'Where the Bot API is, for those who run a server of their own.', type: 'string', pattern: '^https?://' },
  keyboard: { description: 'Rows of commands offered as buttons.', type: 'array', items: { type: 'array', items: text } },
};

const whole = { type: 'integer', minimum: 1 } as const;

/** Searches again every so many days, and proposes what it has found. */
const REOPTIMIZE: SchemaNode = {
  description: 'Search for better parameters every so many days; what is found is proposed, and never applied by itself.',
  type: 'object',
  properties: {
    every_days: { description: 'Days from one search to the next.', type: 'number', exclusiveMinimum: 0, maximum: 3650 },
    train_days: { ...whole, description: 'Days to search on (default 60).' },
    test_days: { ...whole, description: 'The latest days, to try on what was found before them (default 20).' },
    loss_names: { ...texts, minItems: 1, description: 'Loss functions; hyperopt_loss where left out.' },
    spaces: { ...texts, minItems: 1, description: 'What may change; spaces, else "default", where left out.' },
    epochs: { ...whole, description: 'Tries; epochs, else 100, where left out.' },
    sampler: { ...text, description: 'What chooses the tries.' },
    job_workers: { ...whole, maximum: 64, description: 'Threads (default 1).' },
    min_trades: { type: 'integer', minimum: 0, description: 'Trades that a try must have made (default 1).' },
    random_state: { type: 'integer', minimum: 0, description: 'Number that the chances begin with.' },
    timeframes: { ...texts, minItems: 1, description: "Candles to download before; those of the strategy's timeframe where left out." },
    download: { type: 'boolean', description: 'Whether the latest candles are downloaded before (default true).' },
  },
  required: ['every_days'],
  additionalProperties: false,
};

export const OUR_KEYS: Readonly<Record<string, SchemaNode>> = {
  log_format: { description: 'How log lines are written: for people, or one JSON object each.', type: 'string', enum: ['text', 'json'] },
  kept_backtest_mb: {
    description:
      'Most memory for what webserver mode keeps of a backtest, so that the next one like it takes less time (512); 0 keeps nothing.',
    type: 'integer',
    minimum: 0,
  },
  kept_backtest_minutes: { description: 'How long that is kept after a backtest (10).', type: 'integer', minimum: 1 },
  reoptimize: REOPTIMIZE,
  python: {
    ...text,
    description: 'The Python that strategies in Python run with, with freqtrade installed; that of the environment where left out.',
  },
};
