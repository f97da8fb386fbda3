import { join, resolve } from 'node:path';
import type { RawConfig } from '../config/raw.ts';
import { wantedEpochFile } from '../research/hyperopt/epoch-file.ts';
import type { EpochFilters } from '../research/hyperopt/epoch-filters.ts';
import { type OptionSpec, type Options, UsageError } from './options.ts';

export const AS_JSON: OptionSpec = { names: ['print-json'], takes: 'nothing', help: 'as JSON' };
export const BEST: readonly OptionSpec[] = [
  { names: ['best'], takes: 'nothing', help: 'only epochs that were the best so far' },
  { names: ['profitable'], takes: 'nothing', help: 'only epochs with a profit' },
];
export const RESULT_FILE: OptionSpec = { names: ['hyperopt-filename'], takes: 'value', help: 'result file (default: the latest)' };
export const NO_EXPORT: OptionSpec = { names: ['disable-param-export'], takes: 'nothing', help: 'write no parameter file' };
export const LOSS_PATH: OptionSpec = { names: ['hyperopt-path'], takes: 'value', help: 'another folder to look for loss functions in' };

/** A number of the command line; undefined where it is not given. @throws UsageError */
export function numberOption(options: Options, name: string): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new UsageError(`--${name}: "${String(text)}" is not a number.`);
  return value;
}

/** A whole number of the command line, not less than `least`. @throws UsageError */
export function wholeOption(options: Options, name: string, least: number): number | undefined {
  const value = numberOption(options, name);
  if (value === undefined || (Number.isInteger(value) && value >= least)) return value;
  throw new UsageError(`--${name}: write a whole number${least > Number.NEGATIVE_INFINITY ? ` from ${least} on` : ''}, not ${value}.`);
}

/** Where own loss functions are looked for. */
export function lossFolders(options: Options, userFolder: string, config: Pick<RawConfig, 'hyperopt_path'> = {}): string[] {
  const extra = options['hyperopt-path'] ?? config.hyperopt_path;
  return [...(extra === undefined ? [] : [resolve(String(extra))]), join(userFolder, 'hyperopts')];
}

export function searchFolder(userFolder: string): string {
  return join(userFolder, 'hyperopt_results');
}

/** The file that is named, or the one of the latest search. */
export function searchFile(options: Options, userFolder: string): string {
  const name = options['hyperopt-filename'];
  return wantedEpochFile(searchFolder(userFolder), name === undefined ? undefined : String(name));
}

/** Which tries are wanted. @throws UsageError */
export function readFilters(options: Options): EpochFilters {
  const number = (name: string): number | null => numberOption(options, name) ?? null;
  return {
    onlyBest: options['best'] === true,
    onlyProfitable: options['profitable'] === true,
    minTrades: number('min-trades') ?? 0,
    maxTrades: number('max-trades') ?? 0,
    minAvgTime: number('min-avg-time'),
    maxAvgTime: number('max-avg-time'),
    minAvgProfit: number('min-avg-profit'),
    maxAvgProfit: number('max-avg-profit'),
    minTotalProfit: number('min-total-profit'),
    maxTotalProfit: number('max-total-profit'),
    minObjective: number('min-objective'),
    maxObjective: number('max-objective'),
  };
}
