const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;

/** Keys that are ours, beside freqtrade's; freqtrade ignores them. */
export const OUR_API_KEYS: Readonly<Record<string, object>> = {
  /** Host names this bot is known by, beside addresses and names of the local network. */
  allowed_hosts: texts,
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  trusted_proxies: texts,
  /** Certificate and key (PEM files); both or none. */
  ssl_certfile: text,
  ssl_keyfile: text,
  /** Listen on this socket file, in place of address and port. */
  unix_socket: text,
  /** Serve /metrics for Prometheus to whoever has this token. */
  metrics_token: { type: 'string', minLength: 16 },
  /** Requests a minute from one address, loopback excepted. */
  rate_limit: { type: 'integer', minimum: 1 },
  enable_openapi: { type: 'boolean' },
  /** Keep other bots and pass calls on to them, so that one page shows all. */
  pass_calls: { type: 'boolean' },
  /** Serve research (backtests, data, analyses) beside trading. */
  research: { type: 'boolean' },
  /** Who may look, and change nothing. */
  read_only_users: {
    type: 'array',
    items: {
      type: 'object',
      properties: { username: text, password: text },
      required: ['username', 'password'],
      additionalProperties: false,
    },
  },
  /** Which web page is served: ours, or the official FreqUI that "freqtrade install-ui" has put beside it. */
  ui: { type: 'string', enum: ['built-in', 'frequi'] },
};

export const OUR_TELEGRAM_KEYS: Readonly<Record<string, object>> = {
  /** Where the Bot API is, for those who run a server of their own. */
  api_root: { type: 'string', pattern: '^https?://' },
  /** Rows of commands offered as buttons. */
  keyboard: { type: 'array', items: { type: 'array', items: text } },
};

export const OUR_KEYS: Readonly<Record<string, object>> = {
  /** How log lines are written: for people, or one JSON object each. */
  log_format: { type: 'string', enum: ['text', 'json'] },
};
