import { Type } from 'typebox';
import * as errors from '../../wire/answers/errors.ts';
import { ENDPOINTS, type Endpoint, NOTHING } from '../../wire/endpoints.ts';
import { shapeName } from '../../wire/shape.ts';
import { VERSION } from '../calls/version.ts';

type Json = Record<string, unknown>;

const REASONS: Readonly<Record<number, readonly [description: string, body: object]>> = {
  401: ['No credentials, or wrong or expired ones', errors.Refusal],
  403: ['The credentials do not allow this', errors.Refusal],
  404: ['There is no such thing', errors.Refusal],
  413: ['The body is larger than 1 MiB', errors.Refusal],
  415: ['The body is not JSON', errors.Refusal],
  421: ['The bot is not known by this host name', errors.Refusal],
  422: ['Values that are wrong, each with its place', errors.Unprocessable],
  429: ['Too many requests or failed logins; see Retry-After', errors.Refusal],
  502: ['The bot could not do it; the reason is in "error" or "detail"', Type.Union([errors.CommandError, errors.Refusal])],
  503: ['The bot is not in a state for this', errors.Refusal],
};

/** Every status a call can answer with, besides 200. */
export function everyStatus(endpoint: Endpoint): number[] {
  const hasInput = [endpoint.query, endpoint.body, endpoint.params].some((part) => part !== NOTHING);
  return [
    ...(endpoint.scope === 'public' && !endpoint.path.startsWith('/token') ? [] : [401]),
    ...(endpoint.scope === 'public' && endpoint.method === 'GET' ? [] : [403]),
    ...(endpoint.method === 'GET' ? [] : [413, 415]),
    421,
    ...(hasInput || endpoint.method !== 'GET' ? [422] : []),
    429,
    ...endpoint.errors,
  ].sort((a, b) => a - b);
}

/** The OpenAPI 3.1 document, made from the schemas that validate and serialize. */
export function openApiDocument(): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'freqtrade-ts API',
      version: VERSION,
      description: 'REST API of a trading bot. Its calls, fields and messages are those of freqtrade.',
      license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        Basic: { type: 'http', scheme: 'basic', description: 'User and password of the configuration' },
        Bearer: { type: 'http', scheme: 'bearer', description: 'An access token of token/login, or an API token' },
      },
    },
  };
}

function operation(name: string, endpoint: Endpoint, components: Map<string, Json>): Json {
  const answers: Record<string, Json> = {
    200: { description: 'Done', content: { 'application/json': { schema: described(endpoint.answer, components) } } },
  };
  for (const status of everyStatus(endpoint)) {
    const [description, body] = REASONS[status]!;
    answers[status] = {
      description,
      ...(status === 429 ? { headers: { 'retry-after': { description: 'Seconds to wait', schema: { type: 'integer' } } } } : {}),
      content: { 'application/json': { schema: described(readyException(name, status) ?? body, components) } },
    };
  }
  const security =
    endpoint.scope === 'public'
      ? name === 'login'
        ? [{ Basic: [] }]
        : name === 'refresh'
          ? [{ Bearer: [] }]
          : []
      : [{ Basic: [] }, { Bearer: [] }];
  const hasBody = endpoint.body !== NOTHING;
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(endpoint.deprecated ? { deprecated: true } : {}),
    security,
    parameters: [...parameters('path', endpoint.params, components), ...parameters('query', endpoint.query, components)],
    ...(hasBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: described(endpoint.body, components) } } } }
      : {}),
    responses: answers,
  };
}

/** Readiness says with 503 what it says with 200. */
function readyException(name: string, status: number): object | null {
  return name === 'ready' && status === 503 ? ENDPOINTS.ready.answer : null;
}

function parameters(place: 'path' | 'query', schema: object, components: Map<string, Json>): Json[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => {
    const { description, examples, ...rest } = described(property, components) as { description?: string; examples?: unknown[] };
    return {
      name,
      in: place,
      required: place === 'path' || (required.includes(name) && !('default' in rest)),
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(examples === undefined ? {} : { example: examples[0] }),
    };
  });
}

/** A schema as the document shows it: named shapes stand under `components` and are referred to. */
function described(schema: object, components: Map<string, Json>): Json {
  const name = shapeName(schema);
  if (name === null) return expanded(schema, components);
  if (!components.has(name)) {
    components.set(name, {});
    components.set(name, expanded(schema, components));
  }
  return { $ref: `#/components/schemas/${name}` };
}

function expanded(schema: object, components: Map<string, Json>): Json {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'examples' || key === 'default' || key === 'enum' || key === 'required') return [key, value as unknown];
      if (key === 'properties' || key === 'patternProperties') {
        const inner = Object.entries(value as Record<string, object>).map(([field, part]) => [field, described(part, components)]);
        return [key, Object.fromEntries(inner)];
      }
      if (Array.isArray(value)) return [key, value.map((part) => (isObject(part) ? described(part, components) : (part as unknown)))];
      return [key, isObject(value) ? described(value, components) : (value as unknown)];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
