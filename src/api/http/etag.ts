import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BotService } from '../../bot/port.ts';

/** Versions count anew with every process. */
const PROCESS = randomBytes(4).toString('hex');

/**
 * Names the version of the closed trades that an answer stands on. @returns whether the client has it already: answer 304.
 */
export function isKnownVersion(request: FastifyRequest, reply: FastifyReply, bot: BotService): boolean {
  const tag = `W/"${PROCESS}-${bot.store.history.version}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  return request.headers['if-none-match'] === tag;
}
