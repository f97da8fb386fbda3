import type { SchemaNode } from './schema-node.ts';

const number = { type: 'number' } as const;
const integer = { type: 'integer' } as const;

/** Keys that are taken as they come: freqtrade reads them, its schema does not name them. What they hold, for the types. */
export const UNCHECKED_KEYS: Readonly<Record<string, SchemaNode>> = {
  $schema: {},
  version: {},
  protections: {},
  plot_config: {},
  freqai_backtest_live_models: {},
  logfile: { type: 'string', description: 'File the log is written to, beside the console.' },
  verbosity: { type: 'integer', description: 'More than 0 shows what is only of interest when looking for a fault.' },
  futures_funding_rate: { type: 'number', description: 'Funding rate of hours for which none is recorded, ratio.' },
  enable_dynamic_pairlist: {},
  edge: {
    description: 'Edge positioning, as freqtrade had it. Ratios: 0.01 = 1 %.',
    type: 'object',
    properties: {
      enabled: { type: 'boolean' },
      process_throttle_secs: number,
      calculate_since_number_of_days: integer,
      allowed_risk: number,
      stoploss_range_min: number,
      stoploss_range_max: number,
      stoploss_range_step: number,
      minimum_winrate: number,
      minimum_expectancy: number,
      min_trade_number: integer,
      max_trade_duration_minute: integer,
      remove_pumps: { type: 'boolean' },
    },
    required: ['enabled'],
  },
};

/** What the schema leaves open inside the keys it names: laid over it for the types, never checked. */
export const UNCHECKED_PARTS: SchemaNode = {
  definitions: {
    exchange: {
      properties: { use_public_trades: { type: 'boolean', description: 'Order flow is made of public trades, as `orderflow` says.' } },
    },
  },
  properties: {
    user_data_dir: { type: 'string' },
    datadir: { type: 'string' },
    startup_candle: { items: integer },
    internals: {
      properties: { heartbeat_interval: { type: 'number', description: 'Seconds between two signs of life in the log; 0 for none.' } },
    },
    api_server: { properties: { listen_ip_address: { type: 'string' } } },
    pairlists: { items: { additionalProperties: true } },
    webhook: {
      properties: { timeout: { type: 'number', description: 'Seconds.' }, allow_custom_messages: { type: 'boolean' } },
      additionalProperties: true,
    },
    discord: {
      properties: {
        entry_fill: { items: { additionalProperties: { type: 'string' } } },
        exit_fill: { items: { additionalProperties: { type: 'string' } } },
      },
    },
  },
};
