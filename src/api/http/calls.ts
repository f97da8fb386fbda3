import { setTimeout as sleep } from 'node:timers/promises';
import fastJson from 'fast-json-stringify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CommandRefused } from '../../bot/port.ts';
import { guarded } from '../../core/guarded.ts';
import { DEEPEST_JSON, tooDeepAt } from '../../core/json-depth.ts';
import { type RefusalKind, ResearchRefused } from '../../research/port.ts';
import { type CallInput, type CallTable, NotReady, NotThere, ReadyJson } from '../calls/call.ts';
import { type Complaint, compileValidator, UnprocessableError, unprocessable } from '../calls/checks.ts';
import { isKnownVersion } from './etag.ts';
import { Packed } from './packed.ts';
import { serve } from './serve.ts';

/** When what later answers need is done: how long after the start, and how long after the time before, ms. */
const AHEAD_FROM_MS = 1_000;
const AHEAD_EVERY_MS = 30_000;

interface ErrorLog {
  error(module: string, message: string): void;
}

/** How bodies are read, checked and answered, whoever calls. */
export function prepareCalls(app: FastifyInstance, log: ErrorLog): void {
  readJson(app);
  app.setValidatorCompiler(({ schema, httpPart }) => later(() => compileValidator(schema as object, httpPart === 'body')));
  app.setSerializerCompiler(({ schema }) => later(() => fastJson(schema as never)) as never);
  errorHandling(app, log);
}

/** Calls as routes. */
export function callsOver(app: FastifyInstance): CallTable {
  const packed = new Packed();
  return {
    answer: (endpoint, handler, { ready, version, ahead } = {}) => {
      if (ahead !== undefined) doAhead(app, ahead);
      const answered = async (request: FastifyRequest, reply: FastifyReply) => {
        if (version !== undefined && isKnownVersion(request, reply, version())) return reply.code(304).send();
        // the schemas have checked it, which generic types can't say
        const answer = await handler(request as unknown as CallInput<typeof endpoint.query, typeof endpoint.body, typeof endpoint.params>);
        return answer instanceof ReadyJson ? sendReady(request, reply, answer, packed) : answer;
      };
      serve(app, endpoint, answered, ready ?? null);
    },
  };
}

/** Once calls are answered, and again from time to time until none are any more. */
function doAhead(app: FastifyInstance, ahead: (isOver: () => boolean) => Promise<void>): void {
  const end = new AbortController();
  const { signal } = end;
  const rounds = async (): Promise<void> => {
    for (let pause = AHEAD_FROM_MS; !signal.aborted; ) {
      await sleep(pause, undefined, { signal, ref: false });
      try {
        await ahead(() => signal.aborted);
        pause = AHEAD_EVERY_MS;
      } catch (error) {
        // there is no bot yet; of anything else, whoever asks hears
        pause = error instanceof NotReady ? AHEAD_FROM_MS : AHEAD_EVERY_MS;
      }
    }
  };
  app.addHook('onListen', async () => {
    rounds().catch(() => undefined);
  });
  // not waited for: a database that does not answer would hold up the end
  app.addHook('onClose', async () => end.abort());
}

/** The schema would only read it again. */
async function sendReady(request: FastifyRequest, reply: FastifyReply, answer: ReadyJson, packed: Packed): Promise<FastifyReply> {
  const { json } = answer;
  // not before the last byte is the system's; what goes wrong here costs a piece of memory and nothing else
  reply.raw.once(
    'close',
    guarded(
      () => answer.sent(),
      () => undefined,
    ),
  );
  reply.type('application/json; charset=utf-8');
  if (typeof json === 'string') return reply.serializer((payload) => payload as string).send(json);
  const small = await packed.of(json, request.headers['accept-encoding']);
  // who may read it from another page depends on the request, too
  const vary = [reply.getHeader('vary') ?? [], 'accept-encoding'].flat().join(', ');
  if (small !== null) reply.header('content-encoding', 'gzip').header('vary', vary);
  const { buffer, byteOffset, byteLength } = small ?? json;
  return reply.send(Buffer.from(buffer, byteOffset, byteLength));
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
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/i, { parseAs: 'string' }, ({ routeOptions: { schema } }, given, done) => {
    // a call that takes no body does not look at it; editors of some systems begin a file with a mark
    const text = (given as string).replace(/^\uFEFF/, '');
    if (text === '' || (schema !== undefined && schema.body === undefined)) return done(null, undefined);
    const deep = tooDeepAt(text);
    if (deep !== null) return done(invalidJson(deep, `more than ${DEEPEST_JSON} objects and lists within each other`));
    try {
      done(null, JSON.parse(text));
    } catch (error) {
      const position = /position (\d+)/.exec((error as Error).message)?.[1];
      done(invalidJson(Number(position ?? 0), (error as Error).message));
    }
  });
  // what is no JSON is a text, which no call takes
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => done(null, text === '' ? undefined : text));
}

function invalidJson(position: number, error: string): UnprocessableError {
  return new UnprocessableError([{ type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', input: {}, ctx: { error } }]);
}

const REFUSAL_STATUS: Readonly<Record<RefusalKind, number>> = { missing: 404, unfit: 400, impossible: 502 };

type Failure = Error & { readonly errors?: readonly Complaint[]; readonly validationContext?: string; readonly statusCode?: number };

/** The only place that makes statuses of errors. */
function errorHandling(app: FastifyInstance, log: ErrorLog): void {
  app.setErrorHandler(async (error: Failure, request, reply) => {
    const path = request.url.split('?')[0];
    const query = () => ({ error: `Error querying ${path}: ${error.message}` });
    if (error instanceof UnprocessableError) return reply.code(422).send({ detail: error.detail });
    if (error.errors !== undefined) {
      const { detail } = unprocessable(error.errors, error.validationContext ?? 'body', request);
      return reply.code(422).send({ detail });
    }
    if (error instanceof CommandRefused) return reply.code(502).send(query());
    if (error instanceof ResearchRefused)
      return reply.code(REFUSAL_STATUS[error.kind]).send(error.isQuery ? query() : { detail: error.message });
    if (error instanceof NotThere) return reply.code(404).send({ detail: error.message });
    if (error instanceof NotReady) return reply.code(503).send({ detail: error.message });
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ detail: error.message });
    log.error('rpc.api_server', `${request.method} ${path} failed: ${error.stack ?? error.message}`);
    return reply.code(500).send({ detail: 'Internal Server Error' });
  });
}
