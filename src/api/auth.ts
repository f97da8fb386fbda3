import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawApiServer } from '../config/raw.ts';
import type { Scope } from '../wire/answers/access.ts';
import type { EndpointScope } from '../wire/endpoints.ts';
import type { ApiTokens } from './api-tokens.ts';
import { isLoopback } from './exposure.ts';
import { isPassword } from './password.ts';
import type { Sessions } from './sessions.ts';
import { createThrottle } from './throttle.ts';
import { createToken, isEqual, isOurToken, loginOfToken } from './token.ts';

/** Who a request comes from, and what it may do. */
export interface Caller {
  readonly name: string;
  readonly scope: Scope;
  /** The login, where there is one. */
  readonly session: string | null;
  /** The API token, where it is one. */
  readonly token: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export interface Auth {
  /** Fastify hook: lets the request pass, or answers 401 as freqtrade does, 403 to whom its scope is too small, or 429 to who guesses. */
  require(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  login(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  refresh(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Of the message WebSocket: `ws_token`, an access token, or an API token. Null too for an address that has guessed too often. */
  streamCaller(token: string, address: string): Caller | null;
  /** Whether what the caller came with still counts. */
  isAlive(caller: Caller): boolean;
}

export interface AuthOptions {
  readonly config: RawApiServer;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens | null;
  readonly now: () => number;
  readonly log: { warn(module: string, message: string): void };
}

/** How much each scope may do. */
export const RANK: Readonly<Record<EndpointScope, number>> = { public: 0, read: 1, trade: 2, admin: 3 };

/** Whether a scope is wide enough for a call. */
export function mayDo(scope: Scope, needed: EndpointScope): boolean {
  return RANK[scope] >= RANK[needed];
}

export function createAuth({ config, sessions, tokens, now, log }: AuthOptions): Auth {
  const secret = config.jwt_secret_key;
  const owner: Caller = { name: config.username, scope: 'admin', session: null, token: null };
  const users = [
    { caller: owner, password: config.password },
    ...(config.read_only_users ?? []).map(({ username, password }) => ({
      caller: { name: username, scope: 'read', session: null, token: null } satisfies Caller,
      password,
    })),
  ];
  const isUser = (name: string): boolean => users.some(({ caller }) => caller.name === name);
  const streamTokens = [config.ws_token ?? []].flat().filter((token) => token.length > 0);
  const throttle = createThrottle();
  /** Headers that were right once: a hashed password is not computed anew for every request. */
  const known = new Map<string, Caller>();

  /** Whose user name and password a header has; every user is compared, so that time tells nothing. */
  function basicCaller(header: string): Caller | null {
    for (const [right, caller] of known) if (isEqual(header, right)) return caller;
    if (!/^basic /i.test(header)) return null;
    const text = Buffer.from(header.slice(6), 'base64').toString();
    const colon = text.indexOf(':');
    let found: Caller | null = null;
    for (const { caller, password } of users) {
      const isName = isEqual(text.slice(0, Math.max(colon, 0)), caller.name);
      if (isPassword(text.slice(colon + 1), password) && isName && colon >= 0) found ??= caller;
    }
    if (found !== null) known.set(header, found);
    return found;
  }
  const bearer = (header: string): string | null => (/^bearer /i.test(header) ? header.slice(7).trim() : null);

  function callerOf({ session, user }: { readonly session: string; readonly user: string }): Caller {
    return { ...users.find(({ caller }) => caller.name === user)!.caller, session };
  }

  /** Who a token names: a login by its access token, or a program by its API token. */
  function tokenCaller(token: string): Caller | null {
    const login = loginOfToken(token, 'access', isUser, secret, now());
    if (login !== null && sessions.isAlive(login.session, now())) return callerOf(login);
    const found = tokens?.find(token, now()) ?? null;
    return found === null ? null : { name: `token ${found.name}`, scope: found.scope, session: null, token: found.id };
  }

  /** Judges credentials under the throttle. On loopback right ones always pass. */
  function judge(address: string, credential: string, identify: () => Caller | null): Caller | 'wrong' | number {
    if (throttle.isKnownWrong(address, credential, now())) return 'wrong';
    const wait = throttle.secondsLeft(address, now());
    if (wait > 0 && !isLoopback(address)) return wait;
    const caller = identify();
    if (caller !== null) return caller;
    if (wait > 0) return wait;
    throttle.failed(address, now());
    throttle.rememberWrong(address, credential, now());
    log.warn('rpc.api_server.auth', `Failed login from ${address}.`);
    return 'wrong';
  }

  async function tooMany(reply: FastifyReply, seconds: number): Promise<unknown> {
    return reply
      .code(429)
      .header('retry-after', String(seconds))
      .send({ detail: `Too many failed logins. Try again in ${seconds} seconds.` });
  }

  async function admit(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<void> {
    const needed = request.routeOptions.config.endpoint?.scope ?? 'admin';
    request.caller = caller;
    if (mayDo(caller.scope, needed)) return;
    await reply.code(403).send({
      detail: `This ${caller.session === null && caller.token === null ? 'user' : caller.token === null ? 'login' : 'token'} may only ${caller.scope}; this call needs the scope "${needed}".`,
    });
  }

  return {
    require: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      if (header === '') {
        await reply.code(401).send({ detail: 'Unauthorized' });
        return;
      }
      const token = bearer(header);
      const bearing = token === null ? null : tokenCaller(token);
      if (bearing !== null) return admit(request, reply, bearing);
      // an old token of ours is no guess: a page that comes back after a while sends several at once
      const isGuess = token === null || !isOurToken(token, secret);
      const verdict = isGuess ? judge(request.ip, header, () => (token === null ? basicCaller(header) : null)) : 'wrong';
      if (typeof verdict === 'object') return admit(request, reply, verdict);
      if (typeof verdict === 'number') await tooMany(reply, verdict);
      else if (token === null) await reply.code(401).send({ detail: 'Unauthorized' });
      else await reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
    },
    login: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      reply.header('cache-control', 'no-store');
      if (!/^basic /i.test(header)) return reply.code(401).header('www-authenticate', 'Basic').send({ detail: 'Not authenticated' });
      const verdict = judge(request.ip, header, () => basicCaller(header));
      if (typeof verdict === 'number') return tooMany(reply, verdict);
      if (verdict === 'wrong') return reply.code(401).send({ detail: 'Incorrect username or password' });
      const { id } = sessions.begin(request.ip, request.headers['user-agent'] ?? '', now());
      request.caller = { ...verdict, session: id };
      return {
        access_token: createToken(verdict.name, 'access', id, secret, now()),
        refresh_token: createToken(verdict.name, 'refresh', id, secret, now()),
      };
    },
    refresh: async (request, reply) => {
      const token = bearer(request.headers.authorization ?? '');
      reply.header('cache-control', 'no-store');
      const login = token === null ? null : loginOfToken(token, 'refresh', isUser, secret, now());
      if (login === null || !sessions.isAlive(login.session, now())) {
        return reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
      }
      sessions.used(login.session, now());
      request.caller = callerOf(login);
      return { access_token: createToken(login.user, 'access', login.session, secret, now()) };
    },
    streamCaller: (token, address) => {
      const verdict = judge(address, token, () => {
        let isKnown = false;
        for (const stream of streamTokens) if (isEqual(token, stream)) isKnown = true;
        return isKnown ? { name: 'ws_token', scope: 'read', session: null, token: null } : tokenCaller(token);
      });
      return typeof verdict === 'object' ? verdict : null;
    },
    isAlive: ({ session, token }) =>
      (session === null || sessions.isAlive(session, now())) &&
      (token === null || (tokens?.list().some((known) => known.id === token && (known.expiresAt ?? Infinity) > now()) ?? false)),
  };
}
