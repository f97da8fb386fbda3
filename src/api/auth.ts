import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawApiServer } from '../config/raw.ts';
import { isLoopback } from './exposure.ts';
import { isPassword } from './password.ts';
import { createThrottle } from './throttle.ts';
import { createToken, isEqual, isOurToken, isValidToken } from './token.ts';

export interface Auth {
  /** Fastify hook: lets the request pass, or answers 401 as freqtrade does, or 429 to who guesses. */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  login(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  refresh(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Of the message WebSocket: `ws_token`, or an access token. False too for an address that has guessed too often. */
  isValidStreamToken(token: string, address: string): boolean;
}

export interface AuthOptions {
  readonly config: RawApiServer;
  readonly now: () => number;
  readonly log: { warn(module: string, message: string): void };
}

export function createAuth({ config, now, log }: AuthOptions): Auth {
  const secret = config.jwt_secret_key;
  const user = config.username;
  const streamTokens = [config.ws_token ?? []].flat().filter((token) => token.length > 0);
  const throttle = createThrottle();
  /** The header that was right once: a hashed password is not computed anew for every request. */
  let known: string | null = null;

  function isBasic(header: string): boolean {
    if (known !== null && isEqual(header, known)) return true;
    if (!/^basic /i.test(header)) return false;
    const text = Buffer.from(header.slice(6), 'base64').toString();
    const colon = text.indexOf(':');
    const isUser = isEqual(text.slice(0, Math.max(colon, 0)), user);
    const isRight = isPassword(text.slice(colon + 1), config.password) && isUser && colon >= 0;
    if (isRight) known = header;
    return isRight;
  }

  const bearer = (header: string): string | null => (/^bearer /i.test(header) ? header.slice(7).trim() : null);

  /** Judges credentials under the throttle. On loopback right ones always pass. */
  function judge(address: string, isRight: () => boolean): 'right' | 'wrong' | number {
    const wait = throttle.secondsLeft(address, now());
    if (wait > 0 && !isLoopback(address)) return wait;
    if (isRight()) return 'right';
    if (wait > 0) return wait;
    throttle.failed(address, now());
    log.warn('rpc.api_server.auth', `Failed login from ${address}.`);
    return 'wrong';
  }

  async function tooMany(reply: FastifyReply, seconds: number): Promise<unknown> {
    return reply
      .code(429)
      .header('retry-after', String(seconds))
      .send({ detail: `Too many failed logins. Try again in ${seconds} seconds.` });
  }

  return {
    require: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      if (header === '') {
        await reply.code(401).send({ detail: 'Unauthorized' });
        return;
      }
      const token = bearer(header);
      if (token !== null && isValidToken(token, 'access', user, secret, now())) return;
      // an old token of ours is no guess: a page that comes back after a while sends several at once
      const isGuess = token === null || !isOurToken(token, secret);
      const verdict = isGuess ? judge(request.ip, () => token === null && isBasic(header)) : 'wrong';
      if (verdict === 'right') return;
      if (typeof verdict === 'number') await tooMany(reply, verdict);
      else if (token === null) await reply.code(401).send({ detail: 'Unauthorized' });
      else await reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
    },
    login: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      reply.header('cache-control', 'no-store');
      if (!/^basic /i.test(header)) return reply.code(401).header('www-authenticate', 'Basic').send({ detail: 'Not authenticated' });
      const verdict = judge(request.ip, () => isBasic(header));
      if (typeof verdict === 'number') return tooMany(reply, verdict);
      if (verdict === 'wrong') return reply.code(401).send({ detail: 'Incorrect username or password' });
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
    isValidStreamToken: (token, address) =>
      judge(address, () => {
        let isKnown = false;
        for (const stream of streamTokens) if (isEqual(token, stream)) isKnown = true;
        return isKnown || isValidToken(token, 'access', user, secret, now());
      }) === 'right',
  };
}
