import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unbuiltKeys } from './unbuilt.ts';
import { validate } from './validate.ts';

/** Every key of freqtrade's schema: who reads it, or how it is refused; the rest has its line in docs/differences.md. */
const SRC = join(import.meta.dirname, '..');
const DIFFERENCES = readFileSync(join(SRC, '../docs/differences.md'), 'utf8');

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly $ref?: string;
}
const SCHEMA = JSON.parse(readFileSync(join(import.meta.dirname, 'schema.json'), 'utf8')) as Node & { definitions: Record<string, Node> };

function keysOf(node: Node, path = ''): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, found]) => {
    const key = path === '' ? name : `${path}.${name}`;
    const whole = found.$ref === undefined ? found : SCHEMA.definitions[found.$ref.split('/').at(-1)!]!;
    return [key, ...keysOf(whole, key), ...keysOf(whole.items ?? {}, `${key}[]`)];
  });
}

/** Files that read the keys; `*` stands for the keys of a section. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'bot/settings.ts': [
    ...['max_open_trades', 'timeframe', 'stake_currency', 'stake_amount', 'tradable_balance_ratio', 'available_capital'],
    ...['amend_last_stake_amount', 'last_stake_amount_min_ratio', 'cancel_open_orders_on_exit', 'process_only_new_candles'],
    ...['minimal_roi', 'amount_reserve_percent', 'stoploss', 'trailing_stop', 'trailing_stop_positive', 'trailing_stop_positive_offset'],
    ...['trailing_only_offset_is_reached', 'use_exit_signal', 'exit_profit_only', 'exit_profit_offset', 'ignore_roi_if_entry_signal'],
    ...['ignore_buying_expired_candle_after', 'trading_mode', 'liquidation_buffer', 'bot_name', 'unfilledtimeout', 'unfilledtimeout.*'],
    ...['entry_pricing', 'entry_pricing.price_last_balance', 'entry_pricing.price_side', 'entry_pricing.use_order_book'],
    ...['entry_pricing.order_book_top', 'entry_pricing.check_depth_of_market', 'entry_pricing.check_depth_of_market.*', 'exit_pricing'],
    ...[
      'exit_pricing.*',
      'custom_price_max_distance_ratio',
      'order_types',
      'order_types.exit',
      'order_types.entry',
      'order_types.stoploss',
    ],
    ...['order_types.force_exit', 'order_types.emergency_exit', 'order_types.stoploss_on_exchange_interval', 'order_time_in_force'],
    ...['order_types.stoploss_on_exchange', 'order_types.stoploss_on_exchange_limit_ratio', 'order_types.stoploss_price_type'],
    ...['order_time_in_force.*', 'coingecko', 'coingecko.*', 'exchange', 'exchange.pair_whitelist', 'exchange.pair_blacklist'],
    ...['initial_state', 'force_entry_enable', 'internals', 'internals.process_throttle_secs', 'position_adjustment_enable'],
    ...['max_entry_position_adjustment'],
  ],
  'bot/commands.ts': ['order_types.force_entry'],
  'bot/fees.ts': ['exchange.unknown_fee_rate'],
  'bot/signals.ts': ['exchange.outdated_offset'],
  'bot/gather.ts': ['exchange.markets_refresh_interval'],
  'config/ccxt-options.ts': ['exchange.ccxt_config', 'exchange.ccxt_async_config', 'exchange.ccxt_sync_config'],
  'config/starting-balance.ts': ['dry_run_wallet'],
  'config/load.ts': ['add_config_files'],
  'config/order-flow.ts': ['orderflow', 'orderflow.*'],
  'config/validate.ts': ['margin_mode', 'pairlists', 'dry_run'],
  'pairlists/chain.ts': ['pairlists[].method'],
  'cli/paths.ts': ['recursive_strategy_search', 'strategy_path', 'datadir'],
  'cli/commands/trade.ts': ['strategy', 'user_data_dir', 'fee', 'db_url'],
  'app/trading/venue.ts': [
    ...['exchange.name', 'exchange.key', 'exchange.api_key', 'exchange.secret', 'exchange.password', 'exchange.uid'],
    ...['exchange.account_id', 'exchange.wallet_address', 'exchange.private_key', 'exchange.log_responses', 'exchange.enable_ws'],
  ],
  'app/trading/trade.ts': ['internals.sd_notify'],
  'cli/research-options.ts': ['dataformat_ohlcv'],
  'cli/data-options.ts': ['dataformat_trades'],
  'cli/commands/lookahead-analysis.ts': ['minimum_trade_amount', 'targeted_trade_amount', 'lookahead_analysis_exportfilename'],
  'cli/commands/recursive-analysis.ts': ['startup_candle'],
  'cli/hyperopt-options.ts': ['hyperopt_path'],
  'cli/search-options.ts': [
    ...['epochs', 'early_stop', 'spaces', 'analyze_per_epoch', 'hyperopt_jobs', 'hyperopt_random_state'],
    ...['hyperopt_min_trades', 'hyperopt_loss'],
  ],
  'cli/commands/hyperopt.ts': ['print_all', 'disableparamexport'],
  'cli/commands/backtesting.ts': ['backtest_breakdown', 'backtest_cache', 'export'],
  'cli/commands/download-data.ts': ['new_pairs_days', 'download_trades'],
  'app/trading/messaging.ts': [
    ...['external_message_consumer', 'external_message_consumer.*', 'telegram', 'telegram.enabled', 'telegram.token', 'telegram.chat_id'],
    ...['telegram.topic_id', 'telegram.authorized_users', 'telegram.allow_custom_messages', 'telegram.balance_dust_level'],
    ...['telegram.notification_settings', 'telegram.reload', 'webhook', 'webhook.enabled', 'webhook.url', 'webhook.format'],
    ...['webhook.retries', 'webhook.retry_delay', 'discord', 'discord.*'],
  ],
  'producers/consumer.ts': ['external_message_consumer.producers[].*'],
  // by the name of the message
  'notify/telegram/volume.ts': ['telegram.notification_settings.*'],
  'notify/webhook/webhook.ts': ['webhook.*'],
  'api/http/server.ts': ['api_server', 'api_server.*'],
};
/** Read there by the section's name, each key by that of what it is for. */
const BY_NAME = /^(telegram\.notification_settings|webhook|discord|api_server|external_message_consumer\.producers\[\])\.\w+$/;

/** What asks for it, and is refused. */
const REFUSED: Readonly<Record<string, object>> = {
  'freqai.enabled': { freqai: { enabled: true } },
  freqaimodel: { freqaimodel: 'LightGBMRegressor' },
  freqaimodel_path: { freqaimodel_path: 'models' },
  log_config: { log_config: { version: 1 } },
  proxy_coin: { proxy_coin: 'BNFCR' },
  protections: { protections: [{ method: 'CooldownPeriod' }] },
};

const BASIC = {
  stake_currency: 'USDT',
  stake_amount: 100,
  dry_run: true,
  exchange: { name: 'binance', pair_whitelist: ['BTC/USDT'] },
};

function readerOf(key: string): string | null {
  const section = `${key.slice(0, key.lastIndexOf('.'))}.*`;
  const found =
    Object.entries(READ).find(([, keys]) => keys.includes(key)) ?? Object.entries(READ).find(([, keys]) => keys.includes(section)) ?? null;
  return found?.[0] ?? null;
}

function isRefused(key: string): boolean {
  return Object.hasOwn(REFUSED, key) || (/^(freqai|log_config)(\.|$)/.test(key) && key !== 'freqai.enabled');
}

describe("every key of freqtrade's schema", () => {
  const keys = keysOf(SCHEMA);
  it('is many', () => expect(keys.length).toBeGreaterThan(200));

  it.each(keys)('%s acts, is refused by name, or has its line in the differences', (key) => {
    // a line says that it changes nothing, whatever section it is in
    if (DIFFERENCES.includes(`\`${key}\``)) return;
    if (isRefused(key)) return;
    if (key === 'experimental') return;
    const reader = readerOf(key);
    expect(reader, `${key} is read by nobody that is known`).not.toBeNull();
    if (BY_NAME.test(key)) return;
    expect(readFileSync(join(SRC, reader!), 'utf8'), `${reader} reads ${key}`).toMatch(new RegExp(`\\b${key.split('.').at(-1)!}\\b`));
  });

  it.each(Object.entries(REFUSED))('%s is refused by name', (key, asked) => {
    const read = () => validate({ ...BASIC, ...asked }, new Map(), 'config.json', 'trade');
    expect(read).toThrow(new RegExp(`config\\.json: ${key.replaceAll('.', '\\.')}: found`));
    expect(unbuiltKeys({ ...BASIC, ...asked }).map((problem) => problem.key)).toEqual([key]);
  });

  it('a search that comes again needs a loss, from its section or beside it, and knows its keys', () => {
    const read = (more: object) => validate({ ...BASIC, ...more }, new Map(), 'config.json', 'trade');
    expect(() => read({ reoptimize: { every_days: 7 } })).toThrow(/config\.json: reoptimize\.loss_names: found nothing/);
    expect(() => read({ reoptimize: { every_days: 0, loss_names: ['A'] } })).toThrow(/reoptimize\.every_days/);
    expect(() => read({ reoptimize: { every_days: 7, loss_names: ['A'], everyday: 1 } })).toThrow(/everyday/);
    read({ reoptimize: { every_days: 7, loss_names: ['A'] } });
    read({ reoptimize: { every_days: 0.5 }, hyperopt_loss: 'SharpeHyperOptLoss' });
  });

  it('nothing is refused that asks for nothing', () => {
    const quiet = { freqai: { enabled: false }, orderflow: undefined, protections: [] };
    expect(unbuiltKeys({ ...BASIC, ...quiet })).toEqual([]);
  });
});
