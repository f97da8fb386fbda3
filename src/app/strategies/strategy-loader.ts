import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Configured, configureStrategy } from '../../bot/configured-strategy.ts';
import { lineOf, noteUserFile, sourceLine } from '../../bot/source-line.ts';
import type { RawConfig } from '../../config/raw.ts';
import { nearest } from '../../core/nearest.ts';
import { parsePythonJson } from '../../core/python-json.ts';
import { PythonError } from '../../python/problems.ts';
import type { PythonClass } from '../../python/python-strategy.ts';
import type { RenewStrategy } from '../../research/tasks/task.ts';
import { attributeProblems, classProblems } from '../../strategy/attributes.ts';
import { foreignNames, shadowedGetters } from '../../strategy/foreign-names.ts';
import { ParameterError } from '../../strategy/parameter.ts';
import { applyParameters, type StoredParameters } from '../../strategy/parameters.ts';
import { Strategy } from '../../strategy/strategy.ts';
import { declaresClass, pythonSources } from './python-files.ts';
import { configFor, groundOf, NOWHERE, type PythonPlace } from './python-place.ts';

/** A strategy can't be used; the message names file and line. */
export class StrategyLoadError extends Error {
  readonly code = 'STRATEGY_LOAD_ERROR';
}

/** A class found in a strategies folder. */
export interface StrategyFile {
  readonly name: string;
  readonly path: string;
  /** What is wrong with the file; null when it loads. */
  readonly problem: string | null;
}

export interface LoadedStrategy {
  readonly strategy: Strategy;
  readonly path: string;
  readonly code: string;
  /** Text of the file with the parameters' values, beside the strategy's own; null when there is none. */
  readonly parameterFile: string | null;
  /** What its parameters were set to, in words. */
  readonly notes: readonly string[];
  /** Ends what the strategy keeps running: the process of one in Python. */
  readonly close: () => void;
  /** Makes another instance that is set as this one. */
  readonly again: () => Strategy;
  readonly anew: RenewStrategy;
}

/** Where strategies in Python run, and who hears what they print. */
export interface PythonHosting {
  readonly place: PythonPlace;
  readonly onLog: (level: string, logger: string, text: string) => void;
}

const UNHEARD: PythonHosting = { place: NOWHERE, onLog: () => undefined };

/** A file may wait so long at its top level, ms. */
const LOAD_LIMIT_MS = 60_000;

let isHooked = false;

/** What was imported in this thread: files of strategies with those that they import, and whether these import modules of Node. */
const imported = { files: new Set<string>(), asksNode: false };

/** Files that strategies of this thread consist of, and whether they import modules of Node, by which they may learn anything. */
export function importedCode(): { readonly files: readonly string[]; readonly asksNode: boolean } {
  return { files: [...imported.files], asksNode: imported.asksNode };
}

/** Lets strategy files import from 'freqtrade-ts': it is this running copy. */
function hookImports(): void {
  if (isHooked) return;
  isHooked = true;
  const entry = new URL('../../index.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'freqtrade-ts') return { url: entry, shortCircuit: true };
      const found = next(specifier, context);
      if (context.parentURL !== undefined && imported.files.has(pathOf(context.parentURL))) {
        if (found.url.startsWith('file:')) noteImported(pathOf(found.url));
        else imported.asksNode = true;
      }
      return found;
    },
  });
}

function noteImported(path: string): void {
  imported.files.add(path);
  noteUserFile(path);
}

/** Path of a file's address; empty for another. */
function pathOf(address: string): string {
  return address.startsWith('file:') ? fileURLToPath(address.split('?')[0]!) : '';
}

/** Names of the strategy classes that files of the folders declare; none is run. */
export function declaredStrategies(folders: readonly string[]): string[] {
  return [...strategyFiles(folders), ...pythonSources(pythonFiles(folders))].flatMap(({ classes }) => classes);
}

/** Whether a file of the folders declares a strategy; none is run. */
export function isDeclared(name: string, folders: readonly string[]): boolean {
  return strategyFiles(folders).some(({ classes }) => classes.includes(name)) || pythonFile(name, folders) !== null;
}

/**
 * Loads a strategy by the name of its class, its parameters set as they were found before.
 * @param config what stands above the strategy's attributes @throws StrategyLoadError
 */
export async function loadStrategy(
  name: string,
  folders: readonly string[],
  config: Configured & Pick<RawConfig, 'python'> = {},
  hosting: PythonHosting = UNHEARD,
): Promise<LoadedStrategy> {
  return loadAmong(strategyFiles(folders), name, folders, config, hosting);
}

async function loadAmong(
  files: readonly StrategySource[],
  name: string,
  folders: readonly string[],
  config: Configured & Pick<RawConfig, 'python'>,
  hosting: PythonHosting,
): Promise<LoadedStrategy> {
  hookImports();
  const found = files.find((file) => file.classes.includes(name));
  const python = pythonFile(name, folders);
  if (found !== undefined && python !== null)
    throw new StrategyLoadError(`There are two strategies ${name}: ${found.path} and ${python}. Rename one of them.`);
  if (python !== null) return loadPython(name, python, config, hosting);
  if (found === undefined) {
    const known = [...files, ...pythonSources(pythonFiles(folders))].flatMap((file) => file.classes);
    const guess = nearest(name, known);
    const others = known.length === 0 ? 'Make one with "freqtrade new-strategy".' : `There are: ${known.join(', ')}.`;
    throw new StrategyLoadError(
      `No strategy "${name}" in ${folders.join(', ')}.${guess === null ? '' : ` Did you mean "${guess}"?`} ${others}${fileWithout(name, folders)}`,
    );
  }
  const Class = (await importFile(found.path))[name];
  if (typeof Class !== 'function')
    throw new StrategyLoadError(`${found.path}: class ${name} must be exported: "export class ${name} extends Strategy".`);
  if (!(Class.prototype instanceof Strategy))
    throw new StrategyLoadError(`${found.path}: ${name} must extend Strategy from 'freqtrade-ts'.`);
  let strategy: Strategy;
  try {
    strategy = new (Class as new () => Strategy)();
  } catch (error) {
    throw new StrategyLoadError(`${found.path}: ${name} can't be made: ${(error as Error).message}${sourceLine(error)}`, { cause: error });
  }
  const missing = (['timeframe', 'stoploss'] as const).filter((key) => strategy[key] === undefined && config[key] === undefined);
  if (missing.length > 0)
    throw new StrategyLoadError(`${found.path}: ${name} must set ${missing.join(', ')}.${onlyDeclared(found.path, missing)}`);
  const shadowed = shadowedGetters(strategy);
  if (shadowed.length > 0) throw new StrategyLoadError(`${found.path}: ${name}: ${shadowed.join('; ')}.`);
  const foreign = foreignNames(strategy, readFileSync(found.path, 'utf8'));
  if (foreign.length > 0) throw new StrategyLoadError(`${found.path}: ${name} has members that would be ignored: ${foreign.join('; ')}.`);
  const problems = attributeProblems(strategy);
  if (problems.length > 0) throw new StrategyLoadError(`${found.path}: ${name}: ${problems.join('; ')}.`);
  const parameterFile = readParameterFile(found.path);
  try {
    const stored = parameterFile === null ? null : storedParameters(parameterFile, found.path, name);
    const notes = applyParameters(strategy, stored);
    configureStrategy(strategy, config);
    const made = (settings: Configured): Strategy => {
      const another = new (Class as new () => Strategy)();
      applyParameters(another, stored);
      configureStrategy(another, settings);
      return another;
    };
    const again = (): Strategy => made(config);
    const anew: RenewStrategy = async (settings) => made(settings);
    return {
      strategy,
      path: found.path,
      code: readFileSync(found.path, 'utf8'),
      parameterFile,
      notes,
      again,
      anew,
      close: () => undefined,
    };
  } catch (error) {
    if (error instanceof ParameterError) throw new StrategyLoadError(`${found.path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** What runs strategies in Python, which others do without. */
const forPython = () => import('../../python/python-strategy.ts');

/** @throws StrategyLoadError */
async function loadPython(
  name: string,
  path: string,
  config: Configured & Pick<RawConfig, 'python'>,
  { place, onLog }: PythonHosting,
): Promise<LoadedStrategy> {
  try {
    const { loadPythonStrategy } = await forPython();
    const strategy = await loadPythonStrategy(name, path, groundOf(place, config, onLog));
    const problems = classProblems(strategy, config);
    if (problems.length > 0) {
      strategy.close();
      throw new StrategyLoadError(`${path}: ${name}: ${problems.join('; ')}.`);
    }
    const code = readFileSync(path, 'utf8');
    const again = (): Strategy => strategy.another();
    const anew: RenewStrategy = (settings, timerange) => strategy.anew(configFor(settings), timerange);
    return { strategy, path, code, parameterFile: readParameterFile(path), notes: [], again, anew, close: () => strategy.close() };
  } catch (error) {
    if (error instanceof PythonError) throw new StrategyLoadError(error.message, { cause: error });
    throw error;
  }
}

/** The file that declares a strategy, be it in Python; null where none does. */
export function strategyPath(name: string, folders: readonly string[]): string | null {
  return codePath(name, folders) ?? pythonFile(name, folders);
}

/** The file that declares a strategy in TypeScript; null where none does. */
export function codePath(name: string, folders: readonly string[]): string | null {
  return strategyFiles(folders).find(({ classes }) => classes.includes(name))?.path ?? null;
}

/** Where a strategy's parameters are kept: beside it, with the same name. */
export function parameterPath(strategyPath: string): string {
  return strategyPath.replace(/\.(?:[cm]?[jt]s|py)$/, '.json');
}

function readParameterFile(strategyPath: string): string | null {
  const path = parameterPath(strategyPath);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** @throws StrategyLoadError */
function storedParameters(text: string, strategyPath: string, name: string): StoredParameters {
  const path = parameterPath(strategyPath);
  let stored: Partial<StoredParameters> | null;
  try {
    stored = parsePythonJson(text) as Partial<StoredParameters> | null;
  } catch (error) {
    throw new StrategyLoadError(`${path}: ${(error as Error).message}. Mend the parameter file, or move it away.`, { cause: error });
  }
  if (stored?.strategy_name !== name)
    throw new StrategyLoadError(
      `Invalid parameter file provided. ${path} is for "${String(stored?.strategy_name)}", not for ${name}; move it away, or set its strategy_name.`,
    );
  if (typeof stored.params !== 'object' || stored.params === null)
    throw new StrategyLoadError(`${path}: it has no "params". Mend the parameter file, or move it away.`);
  return stored as StoredParameters;
}

/**
 * Every strategy class of the folders, loaded or with what keeps it from loading.
 * @param hosting where those in Python are looked at; where left out, they are named only
 */
export async function listStrategies(folders: readonly string[], hosting: PythonHosting | null = null): Promise<StrategyFile[]> {
  const result: StrategyFile[] = [];
  const files = strategyFiles(folders);
  for (const { path, classes } of files) {
    for (const name of classes) {
      let problem: string | null = null;
      try {
        await loadAmong(files, name, folders, {}, UNHEARD);
      } catch (error) {
        problem = (error as Error).message;
      }
      result.push({ name, path, problem });
      // those that were loaded before are there at once: a list of many would leave nobody else a turn
      await setImmediate();
    }
  }
  const python = pythonSources(pythonFiles(folders)).flatMap(({ path, classes }) => classes.map((name) => ({ name, path })));
  const problems = hosting === null || python.length === 0 ? [] : await pythonProblems(python, hosting);
  return [...result, ...python.map((found, index) => ({ ...found, problem: problems[index] ?? null }))];
}

async function pythonProblems(classes: readonly PythonClass[], { place, onLog }: PythonHosting): Promise<(string | null)[]> {
  try {
    const { problemsOfPython } = await forPython();
    return await problemsOfPython(classes, groundOf(place, {}, onLog));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const { message } = error;
    return classes.map(() => message);
  }
}

/** A file with the strategy classes that it declares. */
interface StrategySource {
  readonly path: string;
  readonly classes: readonly string[];
}

function strategyFiles(folders: readonly string[]): StrategySource[] {
  const files: StrategySource[] = [];
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).sort()) {
      if (!/\.(ts|mts|js|mjs)$/.test(name) || name.endsWith('.d.ts')) continue;
      const path = resolve(join(folder, name));
      const text = readFileSync(path, 'utf8');
      const classes = [...text.matchAll(/^export\s+(?:default\s+)?class\s+([A-Za-z_$][\w$]*)\s+extends\s/gm)].map((match) => match[1]!);
      if (classes.length > 0) files.push({ path, classes });
    }
  }
  return files;
}

/** Python files where strategies are looked for. */
export function pythonFiles(folders: readonly string[]): string[] {
  return filesOf(folders).filter((path) => path.endsWith('.py'));
}

/** The Python file that declares a class; null where none does. */
function pythonFile(name: string, folders: readonly string[]): string | null {
  return pythonFiles(folders).find((path) => declaresClass(path, name)) ?? null;
}

/** Files of the first folder come first, by name; a link is the file it leads to. */
function filesOf(folders: readonly string[]): string[] {
  const found = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && isFile(join(entry.parentPath, entry.name))))
    .map((entry) => resolve(join(entry.parentPath, entry.name)));
  return [...new Set(found)];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Words on attributes that a file states the type of, and does not set. */
function onlyDeclared(path: string, names: readonly string[]): string {
  const text = readFileSync(path, 'utf8');
  const declared = names.find((name) => new RegExp(`\\bdeclare\\s+(?:\\w+\\s+)*${name}\\b`).test(text));
  return declared === undefined
    ? ''
    : ` "declare ${declared}" states a type and sets nothing: write "override ${declared} = …", or set it in the configuration.`;
}

/** Words on a file that has the class, but does not export it. */
function fileWithout(name: string, folders: readonly string[]): string {
  const declaration = new RegExp(`^(?:abstract\\s+)?class\\s+${name}\\b`, 'm');
  const path = filesOf(folders).find((file) => /\.(ts|mts|js|mjs)$/.test(file) && declaration.test(readFileSync(file, 'utf8')));
  return path === undefined ? '' : ` ${path} has it, but does not export it: write "export class ${name}".`;
}

/** A changed file is loaded anew: its time of change is part of the address. */
export async function importFile<Exported = (new () => Strategy) | undefined>(path: string): Promise<Record<string, Exported>> {
  hookImports();
  noteImported(path);
  const url = `${pathToFileURL(path).href}?v=${statSync(path).mtimeMs}`;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it waits for something at its top level, for more than ${LOAD_LIMIT_MS / 1000} s.`)),
      LOAD_LIMIT_MS,
    );
  });
  try {
    return (await Promise.race([import(url), late])) as Record<string, Exported>;
  } catch (error) {
    throw new StrategyLoadError(explain(path, error as Error & { code?: string }), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** What keeps a file from loading: where, and what stands there. */
function explain(path: string, error: Error & { code?: string }): string {
  const stack = error.stack ?? '';
  const line = new RegExp(`${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:\\?[^:\\s]*)?:(\\d+)`).exec(stack)?.[1];
  const place = line === undefined ? path : `${path}:${line}`;
  const source = line === undefined ? '' : lineOf(path, Number(line));
  if (error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return `${place}: this TypeScript can't be run as it is: ${error.message}. Strategies may use types, but no enum, namespace or parameter properties; write a const object in place of an enum.`;
  }
  const hint = /\bdeclare\b.*=/.test(source) ? '. Leave out "declare": it states a type and sets nothing' : '';
  return `${place}: ${error.message}${source === '' ? '' : ` (${source.slice(2)})`}${hint}`;
}
