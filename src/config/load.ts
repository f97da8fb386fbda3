import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import JSON5 from 'json5';
import { isRecord } from '../core/is-record.ts';
import { DEEPEST_JSON, tooDeepAt } from '../core/json-depth.ts';
import { hideSecrets } from '../log/redaction.ts';
import { applyEnvironment } from './environment.ts';
import { withoutOlderSpellings } from './older-spellings.ts';
import { type ConfigProblem, ConfigurationError } from './problem.ts';
import type { RawConfig } from './raw.ts';
import { secretTexts } from './secrets.ts';
import { type ConfigPurpose, validate } from './validate.ts';

export interface LoadOptions {
  /** In order; later files win. `-` is standard input. */
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** From the command line, over everything. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Trading, when left out. */
  readonly purpose?: ConfigPurpose;
}

export interface LoadedConfig {
  readonly config: RawConfig;
  /** Doubtful, but usable. */
  readonly warnings: readonly string[];
}

type Json = Record<string, unknown>;

/** What `-` is called in messages; no path, which are absolute here. */
const STANDARD_INPUT = 'standard input';
/** It can be read once; a bot that reloads its configuration needs it again. */
let standardInput: string | null = null;

const placeOf = (file: string): string => (file === '-' ? STANDARD_INPUT : resolve(file));

function textOf(path: string): string {
  if (path !== STANDARD_INPUT) return readFileSync(path, 'utf8');
  standardInput ??= readFileSync(0, 'utf8');
  return standardInput;
}

/**
 * Reads, merges and checks the configuration: files in order, each one's `add_config_files` before it, then
 * `FREQTRADE__SECTION__KEY` variables, then the command line. Its secrets are struck out of the log from then on.
 * @throws ConfigurationError with every problem at once
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const problems: ConfigProblem[] = [];
  const origins = new Map<string, string>();
  let merged: Json = {};
  for (const file of options.files) merged = mergeInto(merged, readTree(placeOf(file), problems, origins, []), '', origins, null);
  if (problems.length > 0) throw new ConfigurationError(problems);
  merged = applyEnvironment(merged, options.environment, (path, variable) => origins.set(path, variable));
  for (const [key, value] of Object.entries(options.overrides ?? {})) {
    if (value === undefined) continue;
    merged = mergeInto(merged, { [key]: value }, '', origins, 'command line');
  }
  // before anything is said about it
  hideSecrets(secretTexts(merged));
  merged = withoutOlderSpellings(merged, origins);
  const { config, warnings } = validate(
    merged,
    origins,
    options.files[0] === '-' ? STANDARD_INPUT : (options.files[0] ?? 'config'),
    options.purpose ?? 'trade',
  );
  return { config, warnings };
}

/** Reads one file and what it adds. */
function readTree(path: string, problems: ConfigProblem[], origins: Map<string, string>, trail: readonly string[]): Json {
  if (trail.includes(path)) {
    problems.push({ file: path, key: 'add_config_files', found: 'a circle', allowed: 'files that do not add each other' });
    return {};
  }
  const own = readJson(path, problems);
  if (own === null) return {};
  let merged: Json = {};
  const added = own['add_config_files'];
  if (Array.isArray(added)) {
    for (const name of added) {
      merged = mergeInto(merged, readTree(resolve(dirname(path), String(name)), problems, origins, [...trail, path]), '', origins, null);
    }
  }
  return mergeInto(merged, own, '', origins, path);
}

function readJson(path: string, problems: ConfigProblem[]): Json | null {
  let text: string;
  try {
    text = textOf(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
    problems.push({ file: path, key: '', found: reason, allowed: 'a readable file; make one with "freqtrade new-config"' });
    return null;
  }
  const deep = tooDeepAt(text);
  if (deep !== null) {
    const line = text.slice(0, deep).split('\n').length;
    problems.push({
      file: path,
      key: '',
      found: `more than ${DEEPEST_JSON} levels at line ${line}`,
      allowed: `at most ${DEEPEST_JSON} objects and lists within each other`,
    });
    return null;
  }
  try {
    const value: unknown = JSON5.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
    problems.push({ file: path, key: '', found: Array.isArray(value) ? 'an array' : typeof value, allowed: 'an object { … }' });
  } catch (error) {
    const { lineNumber, columnNumber } = error as { lineNumber?: number; columnNumber?: number };
    const place = lineNumber === undefined ? '' : ` at line ${lineNumber}, column ${columnNumber}`;
    problems.push({
      file: path,
      key: '',
      found: `${(error as Error).message.replace(/^JSON5: /, '')}${place}`,
      allowed: 'JSON; comments and trailing commas are fine',
    });
  }
  return null;
}

/** Objects are merged key by key, everything else is replaced. */
function mergeInto(base: Json, added: Json, prefix: string, origins: Map<string, string>, origin: string | null): Json {
  const result: Json = { ...base };
  for (const [key, value] of Object.entries(added)) {
    if (key === '__proto__') continue;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const before = result[key];
    if (isRecord(before) && isRecord(value)) result[key] = mergeInto(before, value, path, origins, origin);
    else result[key] = isRecord(value) ? mergeInto({}, value, path, origins, origin) : value;
    if (origin !== null) origins.set(path, origin);
  }
  return result;
}
