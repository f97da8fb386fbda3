import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawApiServer } from '../../config/raw.ts';
import { must } from '../../core/must.ts';
import type { Scope } from '../../wire/answers/access.ts';
import type { EndpointScope } from '../../wire/endpoints.ts';
import { Allowance } from './allowance.ts';
import type { ApiTokens } from './api-tokens.ts';
import { isLoopback } from './exposure.ts';
import { Line } from './line.ts';
import { isHashed, isPassword } from './password.ts';
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
  /** Lets a request pass that bears this very token; guesses of it are braked as those of passwords are. */
  requireToken(request: FastifyRequest, reply: FastifyReply, token: string): Promise<void>;
  login(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  refresh(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Of the message WebSocket: `ws_token`, an access token, or an API token. Null too for who has guessed too often. */
  streamCaller(token: string, from: Origin): Promise<Caller | null>;
  /** Whether what the caller came with still counts. */
  isAlive(caller: Caller): boolean;
  close(): void;
}

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  /** Whom a proxy on this machine names as its client; believed only for taking turns. */
  readonly forwardedFor: string | null;
}

export interface AuthOptions {
  readonly config: RawApiServer;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens | null;
  readonly now: () => number;
  readonly log: { warn(module: string, message: string): void };
}

/** All of this machine's addresses are one. */
const LOOPBACK = '127.0.0.1';
/** ms between two guesses from this machine, once there were too many. */
const LOOPBACK_APART_MS = 100;
const LOOKS_PER_SECOND = 10;
const KNOWN_LIMIT = 100;
const NOBODY = { quick: () => null, whole: async () => null };

/** Who has a token that is good for one page only. */
const TOKEN_BEARER: Caller = { name: 'token', scope: 'read', session: null, token: null };

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
  /** Guesses are looked at one after another; on loopback, where nobody is sent away for guessing, at a bounded pace. */
  const line = new Line({
    perLane: 100,
    inAll: 400,
    apartMs: () => (throttle.secondsLeft(LOOPBACK, now()) > 0 ? LOOPBACK_APART_MS : 0),
    clock: () => performance.now(),
  });

  /** What has been right before passes at once meanwhile, as long as few others are wrong. */
  const localLooks = new Allowance(LOOKS_PER_SECOND, LOOKS_PER_SECOND, performance.now());

  function knownCaller(header: string): Caller | null {
    for (const [right, caller] of known) if (isEqual(header, right)) return caller;
    return null;
  }

  /** Whose user name and password a header has; a name that nobody has costs the same work as another. */
  async function basicCaller(header: string): Promise<Caller | null> {
    if (!/^basic /i.test(header)) return null;
    const text = Buffer.from(header.slice(6), 'base64').toString();
    const colon = text.indexOf(':');
    if (colon < 0) return null;
    const [name, given] = [text.slice(0, colon), text.slice(colon + 1)];
    let named: (typeof users)[number] | null = null;
    for (const user of users) if (isEqual(name, user.caller.name)) named ??= user;
    const stand = users.find(({ password }) => isHashed(password));
    const isRight = named !== null && (await isPassword(given, named.password));
    if (stand !== undefined && (named === null || !isHashed(named.password))) await isPassword(given, stand.password);
    if (!isRight || named === null) return null;
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(header, named.caller);
    return named.caller;
  }
  const basicOf = (header: string) => ({ quick: () => knownCaller(header), whole: () => basicCaller(header) });
  const bearer = (header: string): string | null => (/^bearer /i.test(header) ? header.slice(7).trim() : null);

  function callerOf({ session, user }: { readonly session: string; readonly user: string }): Caller {
    const { caller } = must(
      users.find((one) => one.caller.name === user),
      'user of this session',
    );
    return { ...caller, session };
  }

  /** Who a token names: a login by its access token, or a program by its API token. */
  function tokenCaller(token: string): Caller | null {
    const login = loginOfToken(token, 'access', isUser, secret, now());
    if (login !== null && sessions.isAlive(login.session, now())) return callerOf(login);
    const found = tokens?.find(token, now()) ?? null;
    return found === null ? null : { name: `token ${found.name}`, scope: found.scope, session: null, token: found.id };
  }

  /**
   * Judges what could be a guess: one at a time, and past the limit not at all, or on loopback at a bounded pace, so that the
   * owner is never locked out there.
   */
  async function judge(
    { address, forwardedFor }: Origin,
    credential: string,
    identify: { readonly quick: () => Caller | null; readonly whole: () => Promise<Caller | null> },
  ): Promise<Caller | 'wrong' | number> {
    const isLocal = isLoopback(address);
    const place = isLocal ? LOOPBACK : address;
    if (throttle.isKnownWrong(place, credential, now())) return 'wrong';
    if (throttle.secondsLeft(place, now()) === 0) {
      const caller = identify.quick();
      if (caller !== null) return succeeded(place, caller);
    } else if (!isLocal) return throttle.secondsLeft(place, now());
    else if (localLooks.take(1, performance.now())) {
      const caller = identify.quick();
      if (caller !== null) {
        localLooks.giveBack(1);
        return caller;
      }
    }
    const verdict = await line.take(isLocal ? `local ${forwardedFor ?? ''}` : address, async () => {
      // others of the same address may have been wrong meanwhile
      if (throttle.isKnownWrong(place, credential, now())) return 'wrong';
      const wait = throttle.secondsLeft(place, now());
      if (wait > 0 && !isLocal) return wait;
      const caller = identify.quick() ?? (await identify.whole());
      if (caller !== null) return succeeded(place, caller);
      throttle.rememberWrong(place, credential, now());
      // past the limit, being wrong again must not make the pause longer for ever
      if (wait > 0) return wait;
      throttle.failed(place, now());
      log.warn('rpc.api_server.auth', `Failed login from ${address}.`);
      return 'wrong';
    });
    return verdict ?? 1;
  }

  function succeeded(place: string, caller: Caller): Caller {
    throttle.succeeded(place);
    return caller;
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
      const verdict = isGuess ? await judge(originOf(request), header, token === null ? basicOf(header) : NOBODY) : 'wrong';
      if (typeof verdict === 'object') return admit(request, reply, verdict);
      if (typeof verdict === 'number') await tooMany(reply, verdict);
      else if (token === null) await reply.code(401).send({ detail: 'Unauthorized' });
      else await reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Could not validate credentials' });
    },
    requireToken: async (request, reply, token) => {
      const header = request.headers.authorization ?? '';
      const quick = () => (isEqual(bearer(header) ?? '', token) ? TOKEN_BEARER : null);
      // what is wrong here may be right elsewhere
      const verdict =
        header === ''
          ? 'wrong'
          : await judge(originOf(request), `${request.routeOptions.url} ${header}`, { quick, whole: async () => null });
      if (typeof verdict === 'number') await tooMany(reply, verdict);
      else if (verdict === 'wrong') await reply.code(401).header('www-authenticate', 'Bearer').send({ detail: 'Unauthorized' });
    },
    login: async (request, reply) => {
      const header = request.headers.authorization ?? '';
      reply.header('cache-control', 'no-store');
      if (!/^basic /i.test(header)) return reply.code(401).header('www-authenticate', 'Basic').send({ detail: 'Not authenticated' });
      const verdict = await judge(originOf(request), header, basicOf(header));
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
    streamCaller: async (token, from) => {
      // as with calls: what can't be guessed is looked at whatever others do
      const bearing = tokenCaller(token);
      if (bearing !== null) return bearing;
      if (isOurToken(token, secret)) return null;
      const quick = (): Caller | null => {
        let isKnown = false;
        for (const stream of streamTokens) if (isEqual(token, stream)) isKnown = true;
        return isKnown ? { name: 'ws_token', scope: 'read', session: null, token: null } : null;
      };
      const verdict = await judge(from, token, { quick, whole: async () => null });
      return typeof verdict === 'object' ? verdict : null;
    },
    close: () => line.close(),
    isAlive: ({ session, token }) =>
      (session === null || sessions.isAlive(session, now())) &&
      (token === null || (tokens?.list().some((known) => known.id === token && (known.expiresAt ?? Infinity) > now()) ?? false)),
  };
}

function originOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Origin {
  return { address: ip, forwardedFor: lastForwarded(headers['x-forwarded-for']) };
}

/** Whom the nearest proxy names: the last entry, which a client can't choose. */
export function lastForwarded(header: string | readonly string[] | undefined): string | null {
  return [header ?? []].flat().join(',').split(',').at(-1)?.trim().slice(0, 64) || null;
}
