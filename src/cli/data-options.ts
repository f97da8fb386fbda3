import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import type { RawConfig } from '../config/raw.ts';
import { DATA_FORMATS, type DataFormat } from '../data/candle-files.ts';
import type { OptionSpec, Options } from './options.ts';
import { UsageError } from './options.ts';
import { knownConfigFiles, userDir } from './paths.ts';

export const EXCHANGE_OPTION: OptionSpec = { names: ['exchange'], takes: 'value', help: 'exchange, over that of the configuration' };
export const MODE_OPTION: OptionSpec = { names: ['trading-mode', 'tradingmode'], takes: 'value', help: 'spot, margin or futures' };
export const PAIRS_OPTION: OptionSpec = { names: ['pairs'], short: 'p', takes: 'words', help: 'pairs, over those of the configuration' };
export const CANDLE_FORMAT_OPTION: OptionSpec = {
  names: ['data-format-ohlcv'],
  takes: 'value',
  help: `format of candle files: ${DATA_FORMATS.join(', ')}`,
};
export const TRADE_FORMAT_OPTION: OptionSpec = {
  names: ['data-format-trades'],
  takes: 'value',
  help: `format of trade files: ${DATA_FORMATS.join(', ')}`,
};

/** What commands about data need of a configuration; they work without one. */
export interface DataContext {
  /** Null when there is no configuration file. */
  readonly config: RawConfig | null;
  readonly exchange: string;
  readonly isFutures: boolean;
  readonly userFolder: string;
  /** Folder of the data. */
  readonly folder: string;
}

/** @throws UsageError when no exchange is named anywhere */
export function dataContext(options: Options, needsExchange = true): DataContext {
  const files = knownConfigFiles(options);
  const mode = options['trading-mode'] === undefined ? undefined : oneOf(options, 'trading-mode', ['spot', 'margin', 'futures'], 'spot');
  const config =
    files.length === 0
      ? null
      : loadConfig({ files, environment: process.env, purpose: 'backtest', overrides: { trading_mode: mode, dry_run: true } }).config;
  const exchange = String(options['exchange'] ?? config?.exchange.name ?? '');
  if (exchange === '' && needsExchange) throw new UsageError('Name an exchange: --exchange NAME, or exchange.name in a configuration.');
  const userFolder = userDir(options, config?.user_data_dir);
  return {
    config,
    exchange,
    isFutures: (mode ?? config?.trading_mode) === 'futures',
    userFolder,
    folder: resolve(String(options['datadir'] ?? config?.datadir ?? join(userFolder, 'data', exchange))),
  };
}

/** An exchange as titles name it. */
export function exchangeTitle(exchange: string): string {
  return `${exchange.charAt(0).toUpperCase()}${exchange.slice(1)}`;
}

/** An option with a fixed set of values. @throws UsageError */
export function oneOf<T extends string>(options: Options, name: string, allowed: readonly T[], fallback: T): T {
  const given = options[name];
  if (given === undefined) return fallback;
  const found = allowed.find((known) => known === given);
  if (found === undefined)
    throw new UsageError(`--${name}: "${String(given)}" is not one of ${allowed.filter((known) => known !== '').join(', ')}.`);
  return found;
}

export function candleFormat(options: Options, { config }: DataContext): DataFormat {
  return oneOf(options, 'data-format-ohlcv', DATA_FORMATS, (config?.dataformat_ohlcv as DataFormat | undefined) ?? 'feather');
}

export function tradeFormat(options: Options, { config }: DataContext): DataFormat {
  return oneOf(options, 'data-format-trades', DATA_FORMATS, (config?.dataformat_trades as DataFormat | undefined) ?? 'feather');
}

export function words(options: Options, name: string): readonly string[] | null {
  return (options[name] as readonly string[] | undefined) ?? null;
}

/** @throws UsageError unless it is a whole number of at least 1 */
export function wholeNumber(options: Options, name: string): number | null {
  const given = options[name];
  if (given === undefined) return null;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name}: "${String(given)}" is not a whole number of at least 1.`);
  return value;
}
