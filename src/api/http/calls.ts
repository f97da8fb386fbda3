import fastJson from 'fast-json-stringify';
import type { FastifyInstance } from 'fastify';
import { type BotService, CommandRefused } from '../../bot/port.ts';
import { DEEPEST_JSON, tooDeepAt } from '../../core/json-depth.ts';
import { ResearchRefused, type ResearchService } from '../../research/port.ts';
import { accountRoutes } from '../calls/account.ts';
import { infoRoutes } from '../calls/info.ts';
import type { LogLine } from '../calls/log-line.ts';
import { createMachine } from '../calls/machine.ts';
import { marketRoutes } from '../calls/market.ts';
import { createRateOf } from '../calls/rates.ts';
import { researchRoutes } from '../calls/research.ts';
import { tradingRoutes } from '../calls/trading.ts';
import { compileValidator, sendUnprocessable, UnprocessableError, unprocessable } from './validation.ts';

export interface CallOptions {
  /** Null until the bot is there; what needs it answers 503 before. */
  readonly bot: () => BotService | null;
  /** What webserver mode does; null while trading. */
  readonly research: ResearchService | null;
  readonly logLines: (limit: number) => readonly LogLine[];
  readonly now: () => number;
}

/** How bodies are read, checked and answered, whoever calls. */
export function prepareCalls(app: FastifyInstance, log: { error(module: string, message: string): void }): void {
  readJson(app);
  app.setValidatorCompiler(({ schema, httpPart }) => later(() => compileValidator(schema as object, httpPart === 'body')) as never);
  app.setSerializerCompiler(({ schema }) => later(() => fastJson(schema as never)) as never);
  errorHandling(app, log);
}

/** Every call but those about who may call. */
export function callRoutes(api: FastifyInstance, { bot, research, logLines, now }: CallOptions): void {
  const service = lazyService(bot);
  const rateOf = createRateOf(service);
  tradingRoutes(api, service, rateOf);
  accountRoutes(api, service, rateOf, now);
  // beside trading, what a trading bot is asked is answered by it
  const instead = research?.isBesideTrading ? null : research;
  marketRoutes(api, service, now, instead);
  infoRoutes(api, service, logLines, instead, research, createMachine());
  researchRoutes(api, research);
}

/** Compiled when first used: a start pays for no schema that nobody asks for. */
function later<F extends (...values: never[]) => unknown>(compile: () => F): F {
  let compiled: (F & { errors?: unknown }) | null = null;
  const call = (...values: Parameters<F>) => {
    compiled ??= compile();
    const result = compiled(...values);
    call.errors = compiled.errors;
    return result;
  };
  call.errors = undefined as unknown;
  return call as unknown as F;
}

function readJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    const deep = tooDeepAt(text as string);
    if (deep !== null) return done(invalidJson(deep, `more than ${DEEPEST_JSON} objects and lists within each other`));
    try {
      done(null, JSON.parse(text as string));
    } catch (error) {
      const position = /position (\d+)/.exec((error as Error).message)?.[1];
      done(invalidJson(Number(position ?? 0), (error as Error).message));
    }
  });
}

function invalidJson(position: number, error: string): UnprocessableError {
  return new UnprocessableError([{ type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', input: {}, ctx: { error } }]);
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

function errorHandling(app: FastifyInstance, log: { error(module: string, message: string): void }): void {
  app.setErrorHandler(async (error: Error & { errors?: never[]; validationContext?: string; statusCode?: number }, request, reply) => {
    const path = request.url.split('?')[0];
    if (error instanceof UnprocessableError) return sendUnprocessable(reply, error);
    if (error.errors !== undefined)
      return sendUnprocessable(reply, unprocessable(error.errors, error.validationContext ?? 'body', request));
    if (error instanceof CommandRefused) return reply.code(502).send({ error: `Error querying ${path}: ${error.message}` });
    if (error instanceof ResearchRefused)
      return reply
        .code(error.status)
        .send(error.isQuery ? { error: `Error querying ${path}: ${error.message}` } : { detail: error.message });
    if (error instanceof NotReadyError) return reply.code(503).send({ detail: 'Bot is not in the correct state.' });
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ detail: error.message });
    log.error('rpc.api_server', `${request.method} ${path} failed: ${error.stack ?? error.message}`);
    return reply.code(500).send({ detail: 'Internal Server Error' });
  });
}
