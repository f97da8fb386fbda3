import type { FastifyInstance } from 'fastify';
import { ENDPOINTS, type Endpoint } from '../../wire/endpoints.ts';
import { serve } from '../serve.ts';

const SERVED_WHILE_TRADING = new Set<Endpoint>([ENDPOINTS.strategy]);

/** Research belongs to webserver mode; a trading bot says so, as freqtrade does. */
export function researchRoutes(app: FastifyInstance): void {
  for (const endpoint of Object.values(ENDPOINTS) as Endpoint[]) {
    if (endpoint.tag !== 'Research' || SERVED_WHILE_TRADING.has(endpoint)) continue;
    serve(app, endpoint, async (_request, reply) => reply.code(503).send({ detail: 'Bot is not in the correct state.' }));
  }
}
