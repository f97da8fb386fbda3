import type { ClientParameter } from '../../src/wire/client-command.ts';
import { ENDPOINTS, type Endpoint, NOTHING } from '../../src/wire/endpoints.ts';
import { Message, TOPICS } from '../../src/wire/messages.ts';
import { shapeName } from '../../src/wire/shape.ts';

/** The client's tables of calls and commands, and the library's types, from the wire's table of calls. */

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
}

const named = new Map<string, string>();

function typeOf(schema: Schema): string {
  const name = shapeName(schema);
  if (name !== null) {
    if (!named.has(name)) {
      named.set(name, '');
      named.set(name, objectOf(schema, ''));
    }
    return name;
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value).replaceAll('"', "'")).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array': {
      const inner = typeOf(schema.items ?? {});
      return inner.includes(' ') ? `(${inner})[]` : `${inner}[]`;
    }
    case 'object':
      if (schema.patternProperties !== undefined) return `Record<string, ${typeOf(Object.values(schema.patternProperties)[0] ?? {})}>`;
      return schema.properties === undefined || Object.keys(schema.properties).length === 0
        ? 'Record<string, unknown>'
        : objectOf(schema, '  ');
    default:
      return 'unknown';
  }
}

/** @param defaulted whether fields with a default may be left out, as in requests */
function objectOf(schema: Schema, indent: string, defaulted = false): string {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const isOptional = !schema.required?.includes(name) || (defaulted && 'default' in field);
    const note = field.description === undefined ? '' : `${indent}  /** ${field.description} */\n`;
    return `${note}${indent}  ${name}${isOptional ? '?' : ''}: ${typeOf(field)};`;
  });
  return `{\n${fields.join('\n')}\n${indent}}`;
}

function inputOf(endpoint: Endpoint): { type: string; isRequired: boolean } {
  const parts = [endpoint.params, endpoint.query, endpoint.body].filter((part) => part !== NOTHING) as Schema[];
  if (parts.length === 0) return { type: '', isRequired: false };
  const types = parts.map((part) => (part.type === 'object' ? objectOf(part, '', true) : typeOf(part)));
  const isRequired = parts.some(
    (part) => part.type !== 'object' || (part.required ?? []).some((name) => !('default' in (part.properties?.[name] ?? {}))),
  );
  return { type: types.join(' & '), isRequired };
}

export function generateClient(): Record<string, string> {
  named.clear();
  const rows: string[] = [];
  const methods: string[] = [];
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
    const keys = Object.keys((endpoint.query as Schema).properties ?? {});
    const body = endpoint.body === NOTHING ? 'none' : (endpoint.body as Schema).type === 'array' ? 'whole' : 'fields';
    rows.push(
      `  ${name}: ['${endpoint.method}', '${endpoint.path}', ${JSON.stringify(keys).replaceAll('"', "'").replaceAll(',', ', ')}, '${body}', ${endpoint.scope === 'public'}],`,
    );
    const input = inputOf(endpoint);
    const parameters =
      input.type === '' ? 'options?: CallOptions' : `input${input.isRequired ? '' : '?'}: ${input.type}, options?: CallOptions`;
    methods.push(`  /** ${endpoint.summary}. */\n  ${name}(${parameters}): Promise<${typeOf(endpoint.answer as Schema)}>;`);
  }
  const message = typeOf(Message as Schema);
  const head = '// Made by "npm run generate" from the schemas in src/wire; not to be edited by hand.\n';
  const calls = `${head}
/**
 * Method, path, names that go into the query, what goes into the body (nothing, the other fields, or the input as a whole), and
 * whether no login is needed.
 * @type {Record<string, readonly [method: string, path: string, query: readonly string[], body: 'none' | 'fields' | 'whole', isPublic: boolean]>}
 */
export const CALLS = {
${rows.join('\n')}
};

/** Types of messages that tell of the bot and its trades: all of freqtrade's but frames. */
export const TOPICS = [
${TOPICS.map((topic) => `  '${topic}',`).join('\n')}
];
`;
  const interfaces = [...named].map(([name, text]) => `export interface ${name} ${text}`).join('\n\n');
  const types = `${head}
/** Options of every call. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** Every call of the API, by name. */
export interface Calls {
${methods.join('\n')}
}

/** What the message WebSocket tells; \`type\` says which. */
export type Message = ${message};

${interfaces}
`;
  return { 'client/src/calls.mjs': calls, 'client/src/commands.mjs': commandTable(head), 'client/src/api-types.d.mts': types };
}

function commandTable(head: string): string {
  const rows = (Object.entries(ENDPOINTS) as [string, Endpoint][])
    .filter(([, { command }]) => command !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, endpoint]) => {
      const parameters = parametersOf(endpoint).map((parameter) => `      ${words(parameterRow(endpoint, parameter))},\n`);
      const list = parameters.length === 0 ? '[]' : `[\n${parameters.join('')}    ]`;
      const help = endpoint.command?.help ?? `${endpoint.summary}.`;
      return `  ${name}: {\n    help: ${quoted(help)},\n    parameters: ${list},\n  },`;
    });
  return `${head}
/**
 * Commands of freqtrade-client, each named as the call it makes: its help, and its parameters in the order they may be given.
 * @typedef {{ name: string, field: string, help: string, type?: 'number' | 'boolean' | 'list', required?: boolean, unset?: string,
 *   call?: string }} Parameter \`field\` of the request; \`call\` is made in place of the command's where the parameter is given
 * @type {Record<string, { help: string, parameters: readonly Parameter[] }>}
 */
export const COMMANDS = {
${rows.join('\n')}
};
`;
}

function parametersOf(endpoint: Endpoint): readonly ClientParameter[] {
  return endpoint.command?.parameters ?? [...fieldsOf(endpoint).keys()].map((field) => ({ field }));
}

function parameterRow(endpoint: Endpoint, { field, name = field, help, isRequired, unset, call }: ClientParameter) {
  const asked = call === undefined ? endpoint : (ENDPOINTS as Readonly<Record<string, Endpoint>>)[call];
  const found = asked === undefined ? undefined : fieldsOf(asked).get(field);
  if (found === undefined) throw new Error(`${endpoint.path}: the command's parameter ${name} is no field of ${call ?? 'the request'}.`);
  const type = wordType(found.schema);
  const { description = field } = found.schema;
  return {
    name,
    field,
    help: help ?? `${description.charAt(0).toLowerCase()}${description.slice(1)}`,
    ...(type === null ? {} : { type }),
    ...((isRequired ?? (found.isRequired && call === undefined)) ? { required: true } : {}),
    ...(unset === undefined ? {} : { unset }),
    ...(call === undefined ? {} : { call }),
  };
}

/** Fields of a request, those of its path first; of a list, those of what is in it. */
function fieldsOf({ params, query, body }: Endpoint): Map<string, { schema: Schema; isRequired: boolean }> {
  const parts = ([params, query, body] as Schema[]).map((part) => (part.type === 'array' ? (part.items ?? {}) : part));
  return new Map(
    parts.flatMap(({ properties = {}, required = [] }) =>
      Object.entries(properties).map(([field, schema]) => [
        field,
        { schema, isRequired: required.includes(field) && !('default' in schema) },
      ]),
    ),
  );
}

/** How a word on the command line is read; null as it is. */
function wordType(schema: Schema): 'number' | 'boolean' | 'list' | null {
  const kinds = [schema.type ?? []].flat().concat((schema.anyOf ?? []).flatMap(({ type = [] }) => type));
  if (kinds.includes('string')) return null;
  if (kinds.includes('array')) return 'list';
  if (kinds.includes('boolean')) return 'boolean';
  return kinds.includes('number') || kinds.includes('integer') ? 'number' : null;
}

/** An object of texts and booleans as code. */
function words(row: Readonly<Record<string, string | boolean>>): string {
  return `{ ${Object.entries(row)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? quoted(value) : value}`)
    .join(', ')} }`;
}

function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
