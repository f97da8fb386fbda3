import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BUILT_IN_LOSSES, OLDER_LOSS_NAMES } from '../../backtest/losses/built-in.ts';
import type { HyperoptLoss } from '../../backtest/losses/loss.ts';
import { sourceLine } from '../../bot/source-line.ts';
import { nearest } from '../../core/nearest.ts';
import { reasonOf } from '../../core/reason.ts';
import { described } from '../../indicators/described.ts';
import { importFile, StrategyLoadError } from './strategy-loader.ts';

/** A loss function as a list shows it. */
export interface KnownLoss {
  readonly name: string;
  /** `<builtin>` or the path of its file. */
  readonly location: string;
  /** What keeps it from being used; null where nothing does. */
  readonly problem: string | null;
}

const BUILT_IN: Readonly<Record<string, HyperoptLoss>> = {
  ...BUILT_IN_LOSSES,
  ...Object.fromEntries(Object.entries(OLDER_LOSS_NAMES).map(([older, name]) => [older, BUILT_IN_LOSSES[name]!])),
};

/** A loss function by its name: an own one of the folders, else a built-in one. @throws StrategyLoadError */
export async function loadLoss(name: string, folders: readonly string[]): Promise<HyperoptLoss> {
  const declared = declaredLosses(folders);
  const own = declared.find((loss) => loss.name === name);
  if (own !== undefined) return ownLoss(own.name, own.path);
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name]!;
  const names = [...Object.keys(BUILT_IN_LOSSES), ...declared.map((loss) => loss.name)];
  const guess = nearest(name, names);
  throw new StrategyLoadError(
    `Impossible to load HyperoptLoss '${name}'.${guess === null ? '' : ` Did you mean "${guess}"?`} There are: ${names.join(', ')}.`,
  );
}

/** Names of all loss functions; no file is run. */
export function lossNames(folders: readonly string[]): string[] {
  return [...Object.keys(BUILT_IN), ...declaredLosses(folders).map(({ name }) => name)];
}

/** Every loss function, by its name. */
export async function listLosses(folders: readonly string[]): Promise<KnownLoss[]> {
  const own = await Promise.all(
    declaredLosses(folders).map(async ({ name, path }): Promise<KnownLoss> => {
      const problem = await ownLoss(name, path).then(
        () => null,
        (error: Error) => error.message,
      );
      return { name, location: path, problem };
    }),
  );
  const names = new Set(own.map(({ name }) => name));
  const builtIn = Object.keys(BUILT_IN).filter((name) => !names.has(name));
  const known = [...builtIn.map((name) => ({ name, location: '<builtin>', problem: null })), ...own];
  return known.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function ownLoss(name: string, path: string): Promise<HyperoptLoss> {
  const loss = (await importFile<unknown>(path))[name];
  if (typeof loss !== 'function') throw new StrategyLoadError(`${path}: ${name} must be a function, and is ${described(loss)}.`);
  return (input) => {
    let value: unknown;
    try {
      value = (loss as (given: typeof input) => unknown)(input);
    } catch (error) {
      throw new StrategyLoadError(`${path}: ${name} has failed: ${reasonOf(error)}${sourceLine(error)}`, { cause: error });
    }
    if (typeof value === 'number') return value;
    throw new StrategyLoadError(`${path}: ${name} must return a number at once, and returned ${described(value)}.`);
  };
}

/** Functions that files of the folders declare as losses; none is run. */
function declaredLosses(folders: readonly string[]): { readonly name: string; readonly path: string }[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .filter((file) => /\.(ts|mts|js|mjs)$/.test(file) && !file.endsWith('.d.ts'))
        .map((file) => resolve(join(folder, file))),
    )
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const found = text.matchAll(/^export\s+(?:const\s+(\w+)\s*:\s*HyperoptLoss\b|(?:const|function)\s+(\w*Loss\w*)\b)/gm);
      return [...found].map((match) => ({ name: match[1] ?? match[2] ?? '', path }));
    });
}
