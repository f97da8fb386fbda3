import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import type { RawConfig } from '../config/raw.ts';
import { DATA_FORMATS, type DataFormat } from '../data/candle-files.ts';
import { readResult, type StoredResult } from '../research/results/result-files.ts';
import { COMMON, type OptionSpec, type Options, STRATEGY, UsageError } from './options.ts';
import { configFiles, userDir } from './paths.ts';

export const FORMAT_OPTION: OptionSpec = { names: ['data-format-ohlcv'], takes: 'value', help: 'format of the candle files' };
/** Options of a command that lets a strategy look at recorded candles. */
export const STRATEGY_ON_CANDLES: readonly OptionSpec[] = [
  ...COMMON,
  ...STRATEGY,
  { names: ['timeframe'], short: 'i', takes: 'value', help: 'timeframe to use, over that of the strategy' },
  { names: ['timerange'], takes: 'value', help: 'part of the data to use, e.g. 20240101-20240201' },
  FORMAT_OPTION,
];

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
  const { config, ...read } = loadConfig({
    files: configFiles(options),
    environment: process.env,
    purpose: 'backtest',
    overrides: {
      strategy: options['strategy'],
      python: options['python'],
      timeframe: options['timeframe'],
      max_open_trades: number('max-open-trades'),
      stake_amount: stake === 'unlimited' ? 'unlimited' : number('stake-amount'),
      dry_run_wallet: number('dry-run-wallet'),
      fee: number('fee'),
      enable_dynamic_pairlist: options['enable-dynamic-pairlist'] === true ? true : undefined,
      dry_run: true,
    },
  });
  return { ...read, config: { ...config, user_data_dir: userDir(options, config.user_data_dir) } };
}

/** Options that lead to the same configuration, for messages. */
export function configOptions(options: Options): readonly string[] {
  return [
    ...((options['config'] as readonly string[] | undefined) ?? []).flatMap((file) => ['--config', file]),
    ...['userdir', 'datadir'].flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, String(options[name])])),
  ];
}

/** The strategy that is named. @throws UsageError */
export function namedStrategy({ strategy }: RawConfig): string {
  if (!strategy) throw new UsageError('Name a strategy: --strategy NAME, or "strategy" in the configuration.');
  return strategy;
}

/** Folder of results. */
export function resultFolder(options: Options, userFolder: string): string {
  return resolve(String(options['backtest-directory'] ?? join(userFolder, 'backtest_results')));
}

/** The result that is named, or the latest. @throws BacktestError */
export function wantedResult(options: Options, userFolder: string): StoredResult {
  const folder = resultFolder(options, userFolder);
  const name = options['backtest-filename'];
  return readResult(name === undefined ? folder : resolve(folder, String(name)));
}

/** @throws UsageError */
export function dataFormat(options: Options, config: RawConfig): DataFormat {
  const name = String(options['data-format-ohlcv'] ?? config.dataformat_ohlcv ?? 'feather');
  const format = DATA_FORMATS.find((known) => known === name);
  if (format === undefined) throw new UsageError(`--data-format-ohlcv: "${name}" can't be read; there are ${DATA_FORMATS.join(', ')}.`);
  return format;
}
