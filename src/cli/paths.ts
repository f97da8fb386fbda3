import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RawConfig } from '../config/raw.ts';
import type { Options } from './options.ts';
import { UsageError } from './options.ts';

export const USER_FOLDERS = [
  'backtest_results',
  'data',
  'freqaimodels',
  'hyperopt_results',
  'hyperopts',
  'logs',
  'notebooks',
  'plot',
  'strategies',
];

export function userDir(options: Options, configured?: string): string {
  return resolve(String(options['userdir'] ?? configured ?? 'user_data'));
}

/** Configuration files named, or the default one; empty when there is none. */
export function knownConfigFiles(options: Options): string[] {
  const named = options['config'];
  if (Array.isArray(named)) return named.map(String);
  for (const path of [join(userDir(options), 'config.json'), 'config.json']) if (existsSync(path)) return [path];
  return [];
}

/** Configuration files named, or the default one. @throws UsageError when there is none */
export function configFiles(options: Options): string[] {
  const files = knownConfigFiles(options);
  if (files.length > 0) return files;
  throw new UsageError('There is no configuration: name one with --config FILE, or make one with "freqtrade new-config".');
}

/** Where strategies are looked for, in this order; with the folders inside, if that is asked for. */
export function strategyFolders(
  options: Options,
  userFolder: string,
  config: { readonly strategy_path?: string; readonly recursive_strategy_search?: boolean } = {},
): string[] {
  const extra = options['strategy-path'] ?? config.strategy_path;
  const folders = [...(extra === undefined ? [] : [resolve(String(extra))]), join(userFolder, 'strategies')];
  return options['recursive-strategy-search'] === true || config.recursive_strategy_search === true
    ? folders.flatMap((folder) => [folder, ...foldersWithin(folder)])
    : folders;
}

function foldersWithin(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const inner = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isDirectory());
  return inner
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](?:node_modules|\.[^\\/]*)(?:[\\/]|$)/.test(path.slice(folder.length)))
    .sort();
}

/** File the log is written to beside the console; null for none. */
export function logFileOf(options: Options, config: RawConfig): string | null {
  const file = options['logfile'] ?? config.logfile;
  return file === undefined ? null : String(file);
}

/** Folder of the candles. */
export function dataFolder(options: Options, config: RawConfig, userFolder: string): string {
  return resolve(String(options['datadir'] ?? config.datadir ?? join(userFolder, 'data', config.exchange.name)));
}
