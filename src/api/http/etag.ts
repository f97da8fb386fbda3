import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Versions count anew with every process. */
const PROCESS = randomBytes(4).toString('hex');

/** Names the version of what an answer stands on. @returns whether the client has it already: answer 304. */
export function isKnownVersion(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  const tag = `W/"${PROCESS}-${version}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  return request.headers['if-none-match'] === tag;
}
