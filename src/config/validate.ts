import type { ErrorObject } from 'ajv';
import { timeframeMs } from '../core/market/timeframe.ts';
import { nearest } from '../core/nearest.ts';
import { pairlistProblem } from '../pairlists/chain.ts';
import type { PairlistSetting } from '../pairlists/handler.ts';
import { patternsProblem } from '../pairlists/pair-pattern.ts';
import { configCheck } from './config-check.ts';
import { orderFlowProblems } from './order-flow.ts';
import { type ConfigProblem, ConfigurationError } from './problem.ts';
import type { RawConfig } from './raw.ts';
import { childSchema, configSchema, knownKeys, typesOf } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';
import { shownValue } from './secrets.ts';
import { unbuiltKeys } from './unbuilt.ts';
import { UNCHECKED_KEYS } from './unchecked-keys.ts';

type Json = Record<string, unknown>;

/** What a configuration is read for. */
export type ConfigPurpose = 'trade' | 'backtest';

/** A short name is near to too many others. */
const SHORTEST_GUESS = 2;
/** Needed for trading; freqtrade asks for the same. */
const REQUIRED = ['exchange', 'stake_currency', 'stake_amount', 'dry_run', 'pairlists', 'entry_pricing', 'exit_pricing'];

const DEFAULTS: Json = {
  entry_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
  exit_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
  pairlists: [{ method: 'StaticPairList' }],
  dry_run: true,
  trading_mode: 'spot',
  margin_mode: '',
};

/** Keys every checked configuration has, beside those with a default in the schema. */
export const ALWAYS_THERE = [...new Set([...REQUIRED, ...Object.keys(DEFAULTS)])];

/** Fills in defaults and checks a merged configuration. @throws ConfigurationError */
export function validate(
  merged: Json,
  origins: ReadonlyMap<string, string>,
  firstFile: string,
  purpose: ConfigPurpose,
): { config: RawConfig; warnings: string[] } {
  const config = structuredClone({ ...DEFAULTS, ...merged });
  const original = structuredClone(config);
  if (config['stoploss'] === undefined && 'stop_loss' in config) delete config['stop_loss'];
  const check = configCheck();
  const isAsWanted = check(config);
  const fileOf = (key: string): string => {
    for (let path = key; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), 0))) {
      const origin = origins.get(path);
      if (origin !== undefined) return origin;
    }
    return firstFile;
  };
  const problems: ConfigProblem[] = (check.errors ?? []).flatMap((error) => toProblem(error, original, fileOf));
  for (const key of REQUIRED) {
    if (config[key] === undefined) problems.push({ file: firstFile, key, found: 'nothing', allowed: 'it is required' });
  }
  problems.push(...crossChecks(config, fileOf, purpose));
  const unknown = unknownKeys(merged, fileOf);
  if (!isAsWanted || problems.length > 0) throw new ConfigurationError(unique(problems).map((problem) => withMisspelt(problem, unknown)));
  return { config, warnings: unknown.map(({ text }) => text) };
}

/** A configuration of which something was changed, checked like one that was read. @param place where the change comes from @throws ConfigurationError */
export function checkedAgain(changed: RawConfig, place: string): RawConfig {
  return validate({ ...changed }, new Map(), place, 'backtest').config;
}

function toProblem(error: ErrorObject, config: Json, fileOf: (key: string) => string): ConfigProblem[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let key = path.join('.');
  if (error.keyword === 'required') {
    const missing = String(error.params['missingProperty']);
    key = key === '' ? missing : `${key}.${missing}`;
    return [{ file: fileOf(key), key, found: 'nothing', allowed: 'it is required' }];
  }
  const value = path.reduce<unknown>((node, part) => (node as Json | undefined)?.[part], config);
  const place = path.reduce<SchemaNode | null>((node, part) => childSchema(node, /^\d+$/.test(part) ? Number(part) : part), configSchema());
  const isScalar = (typesOf(place) ?? ['object']).every((type) => type !== 'object' && type !== 'array');
  const found = shownValue(value, path, isScalar);
  const allowed = (() => {
    switch (error.keyword) {
      case 'enum':
        return `one of ${(error.params['allowedValues'] as unknown[]).map((entry) => JSON.stringify(entry)).join(', ')}`;
      case 'type':
        return [error.params['type']].flat().join(' or ');
      case 'minLength':
        return `at least ${error.params['limit']} characters; "freqtrade new-secret" makes one`;
      case 'pattern':
        return key === 'stake_amount' ? 'a number, or "unlimited"' : String(error.message);
      default:
        return String(error.message)
          .replace(/^must be /, '')
          .replace(/^must NOT /, 'not to ');
    }
  })();
  return [{ file: fileOf(key), key, found, allowed }];
}

function crossChecks(config: Json, fileOf: (key: string) => string, purpose: ConfigPurpose): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (key: string, found: string, allowed: string) => problems.push({ file: fileOf(key), key, found, allowed });
  if (typeof config['timeframe'] === 'string') {
    try {
      timeframeMs(config['timeframe']);
    } catch {
      add('timeframe', JSON.stringify(config['timeframe']), 'a number and a unit, e.g. 1m, 5m, 1h, 1d');
    }
  }
  const api = (config['api_server'] ?? {}) as Json;
  if ((api['ssl_certfile'] === undefined) !== (api['ssl_keyfile'] === undefined)) {
    const missing = api['ssl_certfile'] === undefined ? 'ssl_certfile' : 'ssl_keyfile';
    add(`api_server.${missing}`, 'nothing', 'a PEM file; certificate and key go together');
  }
  if (config['stake_amount'] === 'unlimited' && config['max_open_trades'] === -1) {
    add('stake_amount', '"unlimited" with max_open_trades -1', 'a number for one of the two');
  }
  if (config['trailing_stop'] === true && config['trailing_only_offset_is_reached'] === true) {
    const positive = Number(config['trailing_stop_positive'] ?? 0);
    const offset = Number(config['trailing_stop_positive_offset'] ?? 0);
    if (offset === 0 || positive >= offset) add('trailing_stop_positive_offset', String(offset), 'a ratio above trailing_stop_positive');
  }
  for (const key of ['pair_whitelist', 'pair_blacklist']) {
    const list = (config['exchange'] as Json | undefined)?.[key];
    const problem = isTexts(list) ? patternsProblem(list) : null;
    if (problem !== null) add(`exchange.${key}`, 'what can not be taken', problem);
  }
  const chain = isList(config['pairlists']) ? pairlistProblem(config['pairlists']) : null;
  if (chain !== null) add('pairlists', chain.found, chain.allowed);
  const orderTypes = (config['order_types'] ?? {}) as Json;
  for (const side of ['entry', 'exit'] as const) {
    const priceSide = (config[`${side}_pricing`] as Json | undefined)?.['price_side'];
    if (orderTypes[side] === 'market' && priceSide !== 'other') {
      add(`${side}_pricing.price_side`, JSON.stringify(priceSide), `"other": market ${side} orders pay the other side's price`);
    }
  }
  for (const { key, found, allowed } of [...orderFlowProblems(config), ...unbuiltKeys(config)]) add(key, found, allowed);
  const again = config['reoptimize'] as Json | undefined;
  if (again !== undefined && again['loss_names'] === undefined && typeof config['hyperopt_loss'] !== 'string')
    add('reoptimize.loss_names', 'nothing', 'a list of loss functions, such as ["SharpeHyperOptLoss"], or hyperopt_loss beside it');
  const mode = typeof config['trading_mode'] === 'string' ? config['trading_mode'] : '';
  if (!['spot', 'futures'].includes(mode)) add('trading_mode', JSON.stringify(config['trading_mode']), '"spot" or "futures"');
  const margin = config['margin_mode'];
  if (purpose === 'trade' && mode === 'futures' && margin !== 'isolated' && margin !== 'cross')
    add('margin_mode', JSON.stringify(margin), '"isolated" or "cross"');
  return problems;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** The schema has complained already where it is none. */
function isList(value: unknown): value is PairlistSetting[] {
  return Array.isArray(value) && value.every((setting) => typeof (setting as { method?: unknown } | null)?.method === 'string');
}

interface UnknownKey {
  /** Dotted path. */
  readonly key: string;
  /** Dotted path of what is probably meant; null for nothing. */
  readonly meant: string | null;
  readonly text: string;
}

/** Keys nobody knows, and those of sections that are probably misspelt. */
function unknownKeys(merged: Json, fileOf: (key: string) => string): UnknownKey[] {
  const known = knownKeys();
  const found = Object.keys(merged)
    .filter((key) => !known.includes(key) && !Object.hasOwn(UNCHECKED_KEYS, key))
    .map((key) => ({ key, meant: nearest(key, known) }));
  for (const section of known) {
    const value = merged[section];
    const { properties } = childSchema(configSchema(), section) ?? {};
    if (properties === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const names = Object.keys(properties);
    for (const name of Object.keys(value)) {
      // others may have keys of their own here, for ccxt, or for a strategy to read
      const meant = names.includes(name)
        ? null
        : nearest(
            name,
            names.filter((other) => !(other in value)),
          );
      if (meant !== null && meant.length > SHORTEST_GUESS) found.push({ key: `${section}.${name}`, meant: `${section}.${meant}` });
    }
  }
  return found.map(({ key, meant }) => ({
    key,
    meant,
    text: `${fileOf(key)}: "${key}" is not a known key and has no effect${meant === null ? '' : `; did you mean "${meant}"?`}`,
  }));
}

/** What is missing, with the misspelt key that was meant to be it. */
function withMisspelt(problem: ConfigProblem, unknown: readonly UnknownKey[]): ConfigProblem {
  const misspelt = problem.found === 'nothing' ? unknown.find(({ meant }) => meant === problem.key) : undefined;
  if (misspelt === undefined) return problem;
  const name = problem.key.split('.').at(-1)!;
  return {
    ...problem,
    found: `nothing, but "${misspelt.key}", which is not known`,
    allowed: `${problem.allowed}; did you mean "${name}"?`,
  };
}

function unique(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const seen = new Map(problems.map((problem) => [`${problem.key}/${problem.allowed}`, problem]));
  return [...seen.values()];
}
