import { childSchema, configSchema, typesOf } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';

type Json = Record<string, unknown>;

const PREFIX = 'FREQTRADE__';
/** What ccxt signs with: texts, though its settings have no schema. */
const CCXT_TEXTS: ReadonlySet<string> = new Set([
  'apiKey',
  'secret',
  'password',
  'uid',
  'accountId',
  'login',
  'token',
  'walletAddress',
  'privateKey',
]);
/** Sections within each other that a variable may name. */
const DEEPEST = 20;

/**
 * `FREQTRADE__SECTION__KEY=value` over a configuration. The schema says what a value is: where it wants a text, digits stay one; where
 * it says nothing, numbers, booleans and JSON are read as such. Keys of the exchange's ccxt settings keep their case, others are found
 * whatever their case.
 */
export function applyEnvironment(
  config: Json,
  environment: Readonly<Record<string, string | undefined>>,
  onSet: (path: string, variable: string) => void,
): Json {
  const result = structuredClone(config);
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined) continue;
    const rawKeys = variable.slice(PREFIX.length).split('__').slice(0, DEEPEST);
    const keepsCase = rawKeys.some((key) => /^ccxt(_async|_sync)?_config$/i.test(key));
    let schema: SchemaNode | null = configSchema();
    const keys: string[] = [];
    for (const [index, raw] of rawKeys.entries()) {
      const key = keepsCase && index > 1 ? raw : knownSpelling(schema, raw);
      keys.push(key);
      schema = childSchema(schema, key);
    }
    if (keys.includes('__proto__')) continue;
    let target = result;
    for (const key of keys.slice(0, -1)) {
      const next = target[key];
      if (typeof next === 'object' && next !== null && !Array.isArray(next)) target = next as Json;
      else {
        const fresh: Json = {};
        target[key] = fresh;
        target = fresh;
      }
    }
    const last = keys.at(-1)!;
    target[last] = keepsCase && CCXT_TEXTS.has(last) ? text : readValue(text, schema);
    onSet(keys.join('.'), `environment variable ${variable}`);
  }
  return result;
}

/** A key as the schema writes it: some have capital letters. */
function knownSpelling(schema: SchemaNode | null, raw: string): string {
  const lower = raw.toLowerCase();
  return Object.keys(schema?.properties ?? {}).find((key) => key.toLowerCase() === lower) ?? lower;
}

/** What the text of a variable means where the schema wants something. */
function readValue(text: string, schema: SchemaNode | null): unknown {
  const types = typesOf(schema);
  const may = (type: string): boolean => types === null || types.includes(type);
  if (may('null') && types !== null && /^(null|none)$/i.test(text)) return null;
  if (may('boolean') && /^(true|t)$/i.test(text)) return true;
  if (may('boolean') && /^(false|f)$/i.test(text)) return false;
  if ((may('number') || may('integer')) && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if ((may('array') && /^\s*\[/.test(text)) || (may('object') && /^\s*\{/.test(text))) {
    try {
      return typed(JSON.parse(text), schema);
    } catch {
      return text;
    }
  }
  return text;
}

/** JSON in which numbers stand where the schema wants texts. */
function typed(value: unknown, schema: SchemaNode | null): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => typed(inner, childSchema(schema, index)));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typed(inner, childSchema(schema, key))]));
  const types = typesOf(schema) ?? [];
  const wantsText = types.includes('string') && !types.includes('number') && !types.includes('integer');
  return wantsText && typeof value === 'number' ? String(value) : value;
}
