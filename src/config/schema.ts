import { readFileSync } from 'node:fs';
import { OUR_API_KEYS, OUR_KEYS, OUR_TELEGRAM_KEYS } from './our-keys.ts';

/** A part of the configuration's schema, as far as it is used here. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly enum?: readonly unknown[];
}

let made: SchemaNode | null = null;

/** freqtrade's keys, types and defaults, and ours. Its draft-4 booleans for exclusive limits are written as numbers. */
export function configSchema(): SchemaNode {
  made ??= makeSchema();
  return made;
}

/** Top-level keys of freqtrade and ours. */
export function knownKeys(): string[] {
  return Object.keys(configSchema().properties ?? {});
}

function makeSchema(): SchemaNode {
  const text = JSON.stringify(JSON.parse(readFileSync(new URL('./schema.json', import.meta.url), 'utf8')))
    .replaceAll('"maximum":0,"exclusiveMaximum":true', '"exclusiveMaximum":0')
    .replaceAll(/"maximum":(\d+),"exclusiveMaximum":false/g, '"maximum":$1')
    .replaceAll('"minimum":0,"maximum":1,"exclusiveMaximum":false', '"minimum":0,"maximum":1')
    .replaceAll('"pattern":"unlimited"', '"pattern":"^unlimited$"');
  const schema = JSON.parse(text) as { properties: Record<string, { properties?: Record<string, unknown> }> };
  const internals = schema.properties['internals'];
  if (internals !== undefined)
    internals.properties = { ...internals.properties, process_throttle_secs: { type: 'number', exclusiveMinimum: 0 } };
  const api = schema.properties['api_server'];
  if (api !== undefined) api.properties = { ...OUR_API_KEYS, ...api.properties };
  const telegram = schema.properties['telegram'];
  if (telegram !== undefined) telegram.properties = { ...telegram.properties, ...OUR_TELEGRAM_KEYS };
  Object.assign(schema.properties, OUR_KEYS);
  return schema as SchemaNode;
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
