import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { type BotService, CommandRefused } from '../bot/port.ts';
import type { RawApiServer } from '../config/raw.ts';
import { createAuth } from './auth.ts';
import { applyCors } from './cors.ts';
import type { LogLine } from './log-line.ts';
import { createRateOf } from './rates.ts';
import { accountRoutes } from './routes/account.ts';
import { infoRoutes } from './routes/info.ts';
import { marketRoutes } from './routes/market.ts';
import { tradingRoutes } from './routes/trading.ts';
import { compileValidator, sendUnprocessable, UnprocessableError, unprocessable } from './validation.ts';
import { VERSION } from './version.ts';
import { messageStream } from './ws/message-stream.ts';

export interface ApiOptions {
  readonly config: RawApiServer;
  /** Null until the bot is there; what needs it answers 503 before. */
  readonly bot: () => BotService | null;
  readonly logLines: (limit: number) => readonly LogLine[];
  readonly log: {
    info(module: string, message: string): void;
    warn(module: string, message: string): void;
    error(module: string, message: string): void;
  };
  readonly now: () => number;
  /** Folder of the built web page; null serves none. */
  readonly uiFolder: string | null;
}

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 1 << 20;
const REQUEST_TIMEOUT_MS = 20_000;
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Starts the REST API, the message WebSocket and the web page on one port. */
export async function startApi(options: ApiOptions): Promise<ApiServer> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    schemaErrorFormatter: (errors) => Object.assign(new Error('validation'), { errors }),
  });
  app.server.headersTimeout = 10_000;
  app.server.keepAliveTimeout = 30_000;
  const auth = createAuth({ config: options.config, now: options.now, log: options.log });

  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    await applyCors(options.config.CORS_origins ?? [], request, reply);
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text as string));
    } catch (error) {
      const position = /position (\d+)/.exec((error as Error).message)?.[1];
      const detail = {
        type: 'json_invalid',
        loc: ['body', Number(position ?? 0)],
        msg: 'JSON decode error',
        input: {},
        ctx: { error: (error as Error).message },
      };
      done(new UnprocessableError([detail]));
    }
  });
  app.setValidatorCompiler(({ schema, httpPart }) => compileValidator(schema as object, httpPart === 'body'));
  errorHandling(app, options);

  app.get('/api/v1/ping', async () => ({ status: 'pong' }));
  app.post('/api/v1/token/login', (request, reply) => auth.login(request, reply));
  app.post('/api/v1/token/refresh', (request, reply) => auth.refresh(request, reply));
  app.get('/ui_version', async () => ({ version: VERSION }));

  await app.register(
    async (api) => {
      api.addHook('onRequest', (request, reply) => auth.require(request, reply));
      const service = lazyService(options.bot);
      const rateOf = createRateOf(service);
      tradingRoutes(api, service, rateOf);
      accountRoutes(api, service, rateOf, options.now);
      marketRoutes(api, service, options.now);
      infoRoutes(api, service, options.logLines);
    },
    { prefix: '/api/v1' },
  );
  const stream = messageStream(app.server, { isValidToken: auth.isValidStreamToken, bot: options.bot, log: options.log });
  await serveUi(app, options.uiFolder);
  await app.listen({ host: options.config.listen_ip_address, port: options.config.listen_port });
  return {
    url: `http://${options.config.listen_ip_address}:${options.config.listen_port}`,
    close: async () => {
      stream.close();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** The bot once it is there; before, every use answers 503. */
function lazyService(bot: () => BotService | null): BotService {
  return new Proxy({} as BotService, {
    get: (_target, name) => {
      const service = bot();
      if (service === null) throw new NotReadyError();
      return Reflect.get(service, name, service) as unknown;
    },
  });
}

class NotReadyError extends Error {}

function errorHandling(app: FastifyInstance, options: ApiOptions): void {
  app.setErrorHandler(async (error: Error & { errors?: never[]; validationContext?: string; statusCode?: number }, request, reply) => {
    const path = request.url.split('?')[0];
    if (error instanceof UnprocessableError) return sendUnprocessable(reply, error);
    if (error.errors !== undefined)
      return sendUnprocessable(reply, unprocessable(error.errors, error.validationContext ?? 'body', request));
    if (error instanceof CommandRefused) return reply.code(502).send({ error: `Error querying ${path}: ${error.message}` });
    if (error instanceof NotReadyError) return reply.code(503).send({ detail: 'Bot is not in the correct state.' });
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ detail: error.message });
    options.log.error('rpc.api_server', `${request.method} ${path} failed: ${error.stack ?? error.message}`);
    return reply.code(500).send({ detail: 'Internal Server Error' });
  });
}

const METHODS = ['GET', 'POST', 'DELETE', 'PATCH', 'PUT'] as const;

async function serveUi(app: FastifyInstance, folder: string | null): Promise<void> {
  const index = folder === null || !existsSync(`${folder}/index.html`) ? null : await readFile(`${folder}/index.html`, 'utf8');
  if (folder !== null && index !== null) {
    await app.register(fastifyStatic, { root: folder, index: false, wildcard: false, maxAge: '1y', immutable: true });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (path.startsWith('/api/')) {
      const allowed = METHODS.filter(
        (method) => (method !== request.method && app.findRoute({ method, url: path }) !== null) || app.hasRoute({ method, url: path }),
      );
      if (allowed.length > 0) return reply.code(405).header('allow', allowed.join(', ')).send({ detail: 'Method Not Allowed' });
      return reply.code(404).send({ detail: 'Not Found' });
    }
    if (request.method !== 'GET' || path.startsWith('/assets/')) return reply.code(404).send({ detail: 'Not Found' });
    const page =
      index ?? '<!doctype html><title>freqtrade-ts</title><p>The web page is not built. Run npm start, or npm run build in ui/.</p>';
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}
