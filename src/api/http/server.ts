import { chmod, readFile, rm } from 'node:fs/promises';
import fastifyCompress from '@fastify/compress';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { BotService } from '../../bot/port.ts';
import type { RawApiServer } from '../../config/raw.ts';
import type { ResearchService } from '../../research/port.ts';
import { openApiTokens } from '../access/api-tokens.ts';
import { openAudit } from '../access/audit.ts';
import { createAuth } from '../access/auth.ts';
import { createCallerLimits } from '../access/caller-limits.ts';
import { applyCors } from '../access/cors.ts';
import { isLoopback } from '../access/exposure.ts';
import { createGuestChecks } from '../access/guest-checks.ts';
import { openOtherBots } from '../access/other-bots.ts';
import { openSessions } from '../access/sessions.ts';
import { everyCall } from '../calls/every-call.ts';
import type { LogLine } from '../calls/log-line.ts';
import { createMachine } from '../calls/machine.ts';
import { Connections } from '../stream/connections.ts';
import { type EventStream, eventStream } from '../stream/events.ts';
import { createHub, type Hub } from '../stream/hub.ts';
import { messageSocket } from '../stream/web-socket.ts';
import { callsOver, prepareCalls } from './calls.ts';
import { isMethodOfAnother, lacksPart, sayNotFound, scopeOf } from './known-paths.ts';
import { listenProblem } from './listen-problem.ts';
import { accessRoutes } from './routes/access.ts';
import { otherBotRoutes } from './routes/other-bots.ts';
import { servePage, type WebPage } from './web-page.ts';

export interface ApiOptions {
  readonly config: RawApiServer;
  /** Null until the bot is there; what needs it answers 503 before. */
  readonly bot: () => BotService | null;
  /** What webserver mode does; null while trading. */
  readonly research: ResearchService | null;
  readonly logLines: (limit: number) => readonly LogLine[];
  readonly log: {
    info(module: string, message: string): void;
    warn(module: string, message: string): void;
    error(module: string, message: string): void;
    /** Strikes secrets out of a text. */
    redact(text: string): string;
  };
  readonly now: () => number;
  /** What a reader may still ask is measured by it: monotonic, ms; the process's own where it is left out. */
  readonly clock?: () => number;
  /** The web page beside the API; null serves none. */
  readonly page: WebPage | null;
  /** The user's folder, for logins, API tokens and the audit log; null keeps them in memory. */
  readonly userFolder: string | null;
}

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 1 << 20;
const HEADER_LIMIT = 16 << 10;
const REQUEST_TIMEOUT_MS = 20_000;
const HEADERS_TIMEOUT_MS = 8_000;
/** How often late clients are looked for, ms. */
const CHECK_MS = 1_000;
const CONNECTION_LIMIT = 4096;
const RATE_LIMIT_PER_MINUTE = 6000;
/** Shorter answers are not worth compressing, bytes. */
const COMPRESS_FROM = 2048;
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** Starts the REST API, the message WebSocket and the web page on one port. */
export async function startApi(options: ApiOptions): Promise<ApiServer> {
  const { config, now, log } = options;
  const app = await createApp(config);
  const access = openAccess(options);
  const { auth, guests, others, audit } = access;
  guardRequests(app, config, guests);
  if (config.trusted_proxies !== undefined || !isLoopback(config.listen_ip_address)) await limitRate(app, config);
  watchAnswers(app, options, audit, (what) => hub.tellChanged(what));
  prepareCalls(app, log);
  await app.register(fastifyCompress, { threshold: COMPRESS_FROM, encodings: ['gzip', 'deflate'], globalDecompression: false });
  const { bot, research } = options;
  const hub = createHub({ bot, research, logLines: () => options.logLines(0), machine: createMachine(), now, log });
  const connections = new Connections();
  const sockets = messageSocket(app.server, {
    hub,
    connections,
    now,
    streamCaller: auth.streamCaller,
    isAlive: auth.isAlive,
    isHostAllowed: guests.isHostAllowed,
    isOriginAllowed: guests.isOriginAllowed,
    trustedProxies: config.trusted_proxies ?? [],
    others,
    log,
  });
  let events: EventStream | null = null;
  const routes = async (api: FastifyInstance): Promise<void> => {
    serveCalls(api, options, access, hub);
    events = eventStream(api, { hub, connections, isAlive: auth.isAlive, log });
  };
  await app.register(routes, { prefix: '/api/v1' });
  await serveBeside(app, options, access, connections);
  const url = await listen(app, config);
  return {
    url,
    close: async () => {
      hub.close();
      sockets.close();
      events?.close();
      auth.close();
      app.server.closeAllConnections();
      await app.close();
      await audit.close();
    },
  };
}

async function createApp(config: RawApiServer): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: HEADER_LIMIT },
    schemaErrorFormatter: (errors) => Object.assign(new Error('validation'), { errors }),
    ...(config.trusted_proxies === undefined ? {} : { trustProxy: [...config.trusted_proxies] }),
    ...(await serverOptions(config)),
  });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.server.keepAliveTimeout = 30_000;
  app.server.maxConnections = CONNECTION_LIMIT;
  return app;
}

type Access = ReturnType<typeof openAccess>;

/** Who may call, and what is kept of it. */
function openAccess({ config, userFolder, now, clock = () => performance.now(), log }: ApiOptions) {
  const users = (config.read_only_users ?? []).map(({ username, password }) => `\n${username}\n${password}`).join('');
  const credentials = `${config.username}\n${config.password}\n${config.jwt_secret_key}${users}`;
  const warn = (message: string): void => log.warn('rpc.api_server', message);
  const sessions = openSessions(userFolder, credentials, warn);
  const tokens = userFolder === null ? null : openApiTokens(userFolder, warn);
  return {
    sessions,
    tokens,
    audit: openAudit(userFolder, now, (text) => log.redact(text)),
    auth: createAuth({ config, sessions, tokens, now, log }),
    guests: createGuestChecks(config),
    limitCaller: createCallerLimits(clock),
    others: config.pass_calls && userFolder !== null ? openOtherBots(userFolder, warn) : null,
  };
}

/** What every request meets first, whoever sends it. */
function guardRequests(app: FastifyInstance, config: RawApiServer, guests: Access['guests']): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    if (config.ssl_certfile !== undefined) reply.header('strict-transport-security', 'max-age=31536000');
    if ((request.routeOptions.url ?? request.url).startsWith('/api/')) reply.header('cache-control', 'no-store');
    await applyCors(config.CORS_origins ?? [], request, reply);
    if (!reply.sent) await guests.check(request, reply);
    // before a body is looked at, whatever the method
    const isOfCalls = request.url.startsWith('/api/');
    if (!reply.sent && isOfCalls && (request.is404 || isMethodOfAnother(request) || lacksPart(request))) await sayNotFound(request, reply);
  });
}

/** Keeps in the audit log what changes anything, and says so to who listens. */
function watchAnswers(app: FastifyInstance, { config, log }: ApiOptions, audit: Access['audit'], onChange: (what: string) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const { endpoint } = request.routeOptions.config;
    if (isChange(request.method, endpoint?.scope) && request.caller !== null) {
      audit.record(request, reply.statusCode);
      // neither a question by POST nor a log-in changes the bot
      const changesBot = endpoint?.scope === 'trade' || endpoint?.scope === 'admin';
      if (changesBot && reply.statusCode < 400) onChange(endpoint.path.split('/')[1] ?? '');
    }
    if (config.verbosity === 'info')
      log.info('rpc.api_server', `${request.ip} - "${request.method} ${request.url.split('?')[0]}" ${reply.statusCode}`);
  });
}

/** Every call, for those who may. */
function serveCalls(api: FastifyInstance, options: ApiOptions, access: Access, hub: Hub): void {
  const { auth, limitCaller, others } = access;
  api.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.endpoint?.scope !== 'public') await auth.require(request, reply);
    if (!reply.sent) await limitCaller(request, reply);
  });
  const onSessions = () => hub.tellChanged('sessions');
  accessRoutes(api, { ...access, now: options.now, bot: options.bot, onRevoked: hub.dropRevoked, onSessions });
  otherBotRoutes(api, { others, research: options.research !== null, scopeOf });
  everyCall(callsOver(api), options);
}

/** What is served beside the calls, where it is asked for: their description, figures for Prometheus, the page. */
async function serveBeside(app: FastifyInstance, options: ApiOptions, { auth }: Access, connections: Connections): Promise<void> {
  const { config, bot, now, log } = options;
  if (config.enable_openapi) {
    const { serveDocs } = await import('./docs.ts');
    await serveDocs(app);
  }
  if (config.metrics_token !== undefined) {
    const { serveMetrics } = await import('./metrics.ts');
    await serveMetrics(app, { token: config.metrics_token, auth, bot, streamClients: () => connections.count, now });
  }
  await servePage(app, options.page);
  if (options.page?.version === null)
    log.warn('rpc.api_server', 'api_server.ui is "frequi", which is not installed: run "freqtrade install-ui" and start again.');
}

async function serverOptions(config: RawApiServer): Promise<FastifyServerOptions> {
  const server = { connectionsCheckingInterval: CHECK_MS, maxHeaderSize: HEADER_LIMIT };
  if (config.ssl_certfile === undefined || config.ssl_keyfile === undefined) return { http: server } as FastifyServerOptions;
  const [cert, key] = await Promise.all([readFile(config.ssl_certfile), readFile(config.ssl_keyfile)]);
  return { https: { ...server, cert, key } } as FastifyServerOptions;
}

async function listen(app: FastifyInstance, config: RawApiServer): Promise<string> {
  if (config.unix_socket !== undefined) {
    await rm(config.unix_socket, { force: true });
    await app.listen({ path: config.unix_socket });
    await chmod(config.unix_socket, 0o600);
    return `unix:${config.unix_socket}`;
  }
  try {
    await app.listen({ host: config.listen_ip_address, port: config.listen_port });
  } catch (error) {
    throw await listenProblem(config, error as NodeJS.ErrnoException);
  }
  return `${config.ssl_certfile === undefined ? 'http' : 'https'}://${config.listen_ip_address}:${config.listen_port}`;
}

async function limitRate(app: FastifyInstance, config: RawApiServer): Promise<void> {
  const { default: rateLimit } = await import('@fastify/rate-limit');
  await app.register(rateLimit, {
    max: config.rate_limit ?? RATE_LIMIT_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => isLoopback(request.ip),
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error(`Too many requests. Try again in ${Math.ceil(context.ttl / 1000)} seconds.`), { statusCode: 429 }),
  });
}

/** Whether a call can change anything: all but reading, save the few that freqtrade has made GET. */
function isChange(method: string, scope: string | undefined): boolean {
  return (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') || scope === 'trade';
}
