import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { type Endpoint, NOTHING } from '../../wire/endpoints.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route serves; what has none needs the widest scope. */
    endpoint?: Endpoint;
  }
}

/**
 * Serves a call of the wire's table: its schemas validate what comes in and serialize what goes out.
 *
 * @param ready throws where the call can't be answered, whatever is asked
 */
export function serve<Query extends TSchema, Body extends TSchema, Path extends TSchema, Answer extends TSchema>(
  app: FastifyInstance,
  endpoint: Endpoint<Query, Body, Path, Answer>,
  handler: (
    request: FastifyRequest<{ Querystring: Static<Query>; Body: Static<Body>; Params: Static<Path> }>,
    reply: FastifyReply,
  ) => Promise<Static<Answer> | FastifyReply>,
  ready: (() => void) | null = null,
): void {
  const part = (name: string, schema: TSchema) => ((schema as object) === NOTHING ? {} : { [name]: schema });
  app.route<{ Querystring: Static<Query>; Body: Static<Body>; Params: Static<Path> }>({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    // of the rest, freqtrade knows no HEAD
    exposeHeadRoute: endpoint.method === 'GET' && endpoint.scope === 'public',
    ...(ready === null ? {} : { preValidation: async () => ready() }),
    schema: {
      ...part('querystring', endpoint.query),
      ...part('body', endpoint.body),
      ...part('params', endpoint.params),
      response: { 200: endpoint.answer },
    },
    handler: handler,
  });
}
