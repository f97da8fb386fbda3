import type { FastifyReply, FastifyRequest } from 'fastify';
import { ENDPOINTS, type EndpointScope } from '../../wire/endpoints.ts';
import { RANK } from '../access/auth.ts';

const METHODS = ['GET', 'POST', 'DELETE', 'PATCH', 'PUT'] as const;

const SPLIT_PATHS = Object.values(ENDPOINTS).map(({ method, path, scope }) => ({ method, scope, parts: path.split('/') }));

/** What a call of another bot needs: the same as here, the widest where several fit; what we don't know is the owner's. */
export function scopeOf(method: string, path: string): EndpointScope {
  const parts = path.split('/');
  const fitting = SPLIT_PATHS.filter(
    (known) =>
      known.method === method &&
      known.parts.length === parts.length &&
      known.parts.every((part, index) => part.startsWith(':') || part === parts[index]),
  );
  const [first] = fitting.map(({ scope }) => scope).sort((a, b) => RANK[b] - RANK[a]);
  return first ?? 'admin';
}

/** Methods that a path takes; where a fixed path and one with a variable part both fit, the fixed one counts. */
function methodsOf(path: string): string[] {
  const parts = path.split('/');
  const fitting = SPLIT_PATHS.filter(
    (known) =>
      known.parts.length === parts.length &&
      known.parts.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index])),
  );
  const variables = (known: (typeof SPLIT_PATHS)[number]) => known.parts.filter((part) => part.startsWith(':')).length;
  const fewest = Math.min(...fitting.map(variables));
  return METHODS.filter((method) => fitting.some((known) => known.method === method && variables(known) === fewest));
}

const FIXED_PATHS = new Set(
  Object.values(ENDPOINTS)
    .map(({ path }) => path)
    .filter((path) => !path.includes(':')),
);

/** Whether a fixed path was asked for with a method that only a path with a variable part in its place takes. */
export function isMethodOfAnother(request: FastifyRequest): boolean {
  const path = request.url.slice('/api/v1'.length).split('?')[0] ?? '';
  if (!FIXED_PATHS.has(path) || request.routeOptions.url === `/api/v1${path}`) return false;
  return request.method !== 'OPTIONS' && !methodsOf(path).includes(request.method);
}

/** Whether a part of the path that varies was left empty: then there is no such path. */
export function lacksPart(request: FastifyRequest): boolean {
  return Object.values(request.params as Record<string, string>).includes('');
}

/** 405 with the methods that would do, or 404, in freqtrade's words. */
export async function sayNotFound(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const url = request.url.split('?')[0] ?? '/';
  const allowed = methodsOf(url.slice('/api/v1'.length));
  if (allowed.length > 0) await reply.code(405).header('allow', allowed.join(', ')).send({ detail: 'Method Not Allowed' });
  else await reply.code(404).send({ detail: 'Not Found' });
}
