import { readFileSync } from 'node:fs';
import { ALL_HANDLERS } from '../pairlists/all-handlers.ts';
import { OUR_API_KEYS, OUR_KEYS, OUR_TELEGRAM_KEYS } from './our-keys.ts';
import { mapNodes, type SchemaNode } from './schema-node.ts';

let made: SchemaNode | null = null;

/** freqtrade's keys, types and defaults (`schema.json`, as it has them), with ours. */
export function configSchema(): SchemaNode {
  made ??= makeSchema();
  return made;
}

/** Top-level keys of freqtrade and ours. */
export function knownKeys(): string[] {
  return Object.keys(configSchema().properties ?? {});
}

function makeSchema(): SchemaNode {
  const theirs = JSON.parse(readFileSync(new URL('./schema.json', import.meta.url), 'utf8')) as SchemaNode;
  const schema = mapNodes(theirs, withNumberedLimits);
  const { internals, api_server, telegram, stake_amount, pairlists } = schema.properties ?? {};
  const handlers = { method: { type: 'string', enum: ALL_HANDLERS.map(({ name }) => name) } };
  return {
    ...schema,
    properties: {
      ...schema.properties,
      stake_amount: { ...stake_amount, pattern: '^unlimited$' },
      internals: withKeys(internals, { process_throttle_secs: { type: 'number', exclusiveMinimum: 0 } }),
      api_server: withKeys(api_server, OUR_API_KEYS),
      telegram: withKeys(telegram, OUR_TELEGRAM_KEYS),
      pairlists: { ...pairlists, items: withKeys(pairlists?.items, handlers) },
      ...OUR_KEYS,
    },
  };
}

function withKeys(section: SchemaNode | undefined, keys: Readonly<Record<string, SchemaNode>>): SchemaNode {
  return { ...section, properties: { ...section?.properties, ...keys } };
}

/** freqtrade's draft 4 says with a boolean that a limit is excluded; later drafts, and Ajv, have the limit itself there. */
function withNumberedLimits({ exclusiveMaximum, ...node }: SchemaNode): SchemaNode {
  if (typeof exclusiveMaximum !== 'boolean') return exclusiveMaximum === undefined ? node : { ...node, exclusiveMaximum };
  if (!exclusiveMaximum || node.maximum === undefined) return node;
  const { maximum, ...rest } = node;
  return { ...rest, exclusiveMaximum: maximum };
}

/** The schema of what is at a key of an object or in a list; null where it says nothing. */
export function childSchema(node: SchemaNode | null, key: string | number): SchemaNode | null {
  const own = node === null ? null : resolved(node);
  if (own === null) return null;
  if (typeof key === 'number') return own.items === undefined ? null : resolved(own.items);
  const found = own.properties?.[key] ?? (typeof own.additionalProperties === 'object' ? own.additionalProperties : undefined);
  return found === undefined ? null : resolved(found);
}

/** Types a value may have; null for any. */
export function typesOf(node: SchemaNode | null): readonly string[] | null {
  if (node === null) return null;
  if (node.type !== undefined) return [node.type].flat();
  if (node.enum !== undefined) return [...new Set(node.enum.map((value) => (value === null ? 'null' : typeof value)))];
  return node.properties === undefined ? null : ['object'];
}

function resolved(node: SchemaNode): SchemaNode {
  const name = node.$ref?.split('/').at(-1);
  return name === undefined ? node : (configSchema().definitions?.[name] ?? {});
}
