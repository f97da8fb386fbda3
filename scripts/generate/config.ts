import { compile } from 'json-schema-to-typescript';
import { configSchema } from '../../src/config/schema.ts';
import { mapNodes, type SchemaNode } from '../../src/config/schema-node.ts';
import { UNCHECKED_KEYS, UNCHECKED_PARTS } from '../../src/config/unchecked-keys.ts';
import { ALWAYS_THERE } from '../../src/config/validate.ts';

/** Writes the type of a checked configuration from its schema. */

export async function generateConfig(): Promise<Record<string, string>> {
  const named = laidOver(configSchema(), UNCHECKED_PARTS);
  const whole = { ...named, properties: { ...named.properties, ...UNCHECKED_KEYS } };
  const schema = mapNodes(whole, asChecked);
  const required = [...(schema.required ?? []), ...ALWAYS_THERE];
  // the library's input is a JSON schema of its own types
  const type = await compile({ ...schema, required } as Parameters<typeof compile>[0], 'CheckedConfig', {
    additionalProperties: false,
    bannerComment: '// Made by "npm run generate" from the schema in src/config; not to be edited by hand.',
    format: true,
    style: { printWidth: 140, singleQuote: true },
    ignoreMinAndMaxItems: true,
  });
  return { 'src/config/checked-config.ts': type };
}

/** A part as it is after checking: defaults are filled in. What says nothing of its keys has any. */
function asChecked({ patternProperties, ...node }: SchemaNode): SchemaNode {
  if (node.properties === undefined) {
    const inner = Object.values(patternProperties ?? {})[0] ?? node.additionalProperties ?? true;
    return node.type === undefined || ![node.type].flat().includes('object') ? node : { ...node, additionalProperties: inner };
  }
  const filled = Object.keys(node.properties).filter((key) => node.properties?.[key]?.default !== undefined);
  return { ...node, required: [...new Set([...(node.required ?? []), ...filled])] };
}

/** One part laid over another, key by key. */
function laidOver(under: SchemaNode, over: SchemaNode): SchemaNode {
  const both = { ...under, ...over } as Record<string, unknown>;
  for (const [key, value] of Object.entries(over)) {
    const below = (under as Record<string, unknown>)[key];
    if (typeof value === 'object' && typeof below === 'object' && !Array.isArray(value))
      both[key] = laidOver(below as SchemaNode, value as SchemaNode);
  }
  return both;
}
