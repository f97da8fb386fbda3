import { isDeepStrictEqual } from 'node:util';
import { type ConfigProblem, ConfigurationError } from '../../config/problem.ts';
import type { RawConfig } from '../../config/raw.ts';

/** What a running bot is built on: its account, its money, its database. */
const BUILT_ON = [
  'dry_run',
  'dry_run_wallet',
  'trading_mode',
  'margin_mode',
  'stake_currency',
  'db_url',
  'user_data_dir',
  'datadir',
] as const;
/** Of the exchange's settings, those that are read each time they are needed. */
const READ_ANEW: readonly string[] = [
  'pair_whitelist',
  'pair_blacklist',
  'markets_refresh_interval',
  'outdated_offset',
  'unknown_fee_rate',
];
/** Connections and files that are opened at the start. */
const OPENED = [
  'api_server',
  'telegram',
  'webhook',
  'discord',
  'external_message_consumer',
  'logfile',
  'log_config',
  'log_format',
  'reoptimize',
] as const;

type Section = Readonly<Record<string, unknown>>;

/**
 * What a reload can't bring about, since the bot that runs is built on it: an order would go to another account than the configuration
 * says. @throws ConfigurationError naming each
 * @returns settings that wait for the next start
 */
export function fixedSettings(running: RawConfig, wanted: RawConfig, file: string): string[] {
  const [before, after]: readonly [Section, Section] = [running, wanted];
  const ofExchange = changed(running.exchange, wanted.exchange).filter((key) => !READ_ANEW.includes(key));
  const keys = [...BUILT_ON.filter((key) => !isDeepStrictEqual(before[key], after[key])), ...ofExchange.map((key) => `exchange.${key}`)];
  if (keys.length > 0)
    throw new ConfigurationError(
      keys.map(
        (key): ConfigProblem => ({
          file,
          key,
          found: 'another value than the bot was started with',
          allowed: 'the same while it runs. End the bot and start it again for the new one',
        }),
      ),
    );
  return OPENED.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function changed(before: Section, after: Section): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}
