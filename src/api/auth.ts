import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawApiServer } from '../config/raw.ts';
import { createToken, isEqual, isValidToken } from './token.ts';

export interface Auth {
  /** Fastify hook: lets the request pass, or answers 401 as freqtrade does. */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  login(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  refresh(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Of the message WebSocket: `ws_token`, or an access token. */
  isValidStreamToken(token: string): boolean;
}

export function createAuth(config: RawApiServer, now: () => number): Auth {
  const secret = config.jwt_secret_key;
  const user = config.username;
  const expectedBasic = `Basic ${Buffer.from(`${user}:${config.password}`).toString('base64')}`;
  const streamTokens = [config.ws_token ?? []].flat().filter((token) => token.length > 0);

  const isBasic = (header: string) => isEqual(header, expectedBasic);
  const bearer = (header: string): string | null => (/^bearer /i.test(header) ? header.slice(7).trim() : null);

  return {
    require: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      const token = bearer(header);
      if (token !== null) {
        if (isValidToken(token, 'access', user, secret, now())) return;
        await reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
        return;
      }
      if (isBasic(header)) return;
      await reply.code(401).send({ detail: 'Unauthorized' });
    },
    login: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      reply.header('cache-control', 'no-store');
      if (!/^basic /i.test(header)) return reply.code(401).header('www-authenticate', 'Basic').send({ detail: 'Not authenticated' });
      if (!isBasic(header)) return reply.code(401).send({ detail: 'Incorrect username or password' });
      return { access_token: createToken(user, 'access', secret, now()), refresh_token: createToken(user, 'refresh', secret, now()) };
    },
    refresh: async (request, reply) => {
      const token = bearer(request.headers.authorization ?? '');
      reply.header('cache-control', 'no-store');
      if (token === null || !isValidToken(token, 'refresh', user, secret, now())) {
        return reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
      }
      return { access_token: createToken(user, 'access', secret, now()) };
    },
    isValidStreamToken: (token) => {
      let isKnown = false;
      for (const known of streamTokens) if (isEqual(token, known)) isKnown = true;
      return isKnown || isValidToken(token, 'access', user, secret, now());
    },
  };
}
