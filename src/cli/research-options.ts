import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import type { RawConfig } from '../config/raw.ts';
import type { Market } from '../core/market/market.ts';
import { DATA_FORMATS, type DataFormat } from '../data/candle-files.ts';
import { openCcxtExchange } from '../exchange/ccxt/ccxt-exchange.ts';
import { BacktestError } from '../research/backtest-settings.ts';
import { type Options, UsageError } from './options.ts';
import { configFiles } from './paths.ts';

/** Configuration of a command that does research, with what its options change. */
export function readConfig(options: Options) {
  const number = (name: string): number | undefined => {
    const text = options[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text === '' || Number.isNaN(value)) throw new UsageError(`--${name}: "${String(text)}" is not a number.`);
    return value;
  };
  const stake = options['stake-amount'];
  return loadConfig({
    files: configFiles(options),
    environment: process.env,
    purpose: 'backtest',
    overrides: {
      strategy: options['strategy'],
      timeframe: options['timeframe'],
      max_open_trades: number('max-open-trades'),
      stake_amount: stake === 'unlimited' ? 'unlimited' : number('stake-amount'),
      dry_run_wallet: number('dry-run-wallet'),
      fee: number('fee'),
      dry_run: true,
    },
  });
}

/** Folder of the candles. */
export function dataFolder(options: Options, config: RawConfig, userFolder: string): string {
  return resolve(String(options['datadir'] ?? config.datadir ?? join(userFolder, 'data', config.exchange.name)));
}

/** @throws UsageError */
export function dataFormat(options: Options, config: RawConfig): DataFormat {
  const name = String(options['data-format-ohlcv'] ?? config.dataformat_ohlcv ?? 'feather');
  const format = DATA_FORMATS.find((known) => known === name);
  if (format === undefined) throw new UsageError(`--data-format-ohlcv: "${name}" can't be read; there are ${DATA_FORMATS.join(', ')}.`);
  return format;
}

/** Markets of the exchange: steps, limits, fees. @throws BacktestError */
export async function marketsOf(config: RawConfig): Promise<ReadonlyMap<string, Market>> {
  const exchange = await openCcxtExchange({
    name: config.exchange.name,
    config: { ...config.exchange.ccxt_config, ...config.exchange.ccxt_async_config },
    tradingMode: config.trading_mode,
    enableStreams: false,
    now: Date.now,
  });
  try {
    return await exchange.markets();
  } catch (error) {
    throw new BacktestError(
      `The markets of ${config.exchange.name}, which tell steps, limits and fees, can't be loaded: ${(error as Error).message}. Check the network and exchange.ccxt_config.urls.`,
    );
  } finally {
    await exchange.close();
  }
}
