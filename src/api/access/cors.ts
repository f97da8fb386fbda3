import type { FastifyReply, FastifyRequest } from 'fastify';

const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';

/** Cross-origin answers for the origins of `CORS_origins` only; a preflight ends here. `*` never goes with credentials. */
export async function applyCors(origins: readonly string[], request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('vary', 'Origin');
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const isAny = origins.includes('*');
  const isNamed = origins.includes(origin);
  if (!isAny || isNamed) reply.header('access-control-allow-credentials', 'true');
  if (isNamed) reply.header('access-control-allow-origin', origin);
  else if (isAny) reply.header('access-control-allow-origin', '*');
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return;
  reply.header('access-control-allow-methods', METHODS).header('access-control-max-age', '600');
  if (!isNamed && !isAny) {
    await reply.code(400).type('text/plain').send('Disallowed CORS origin');
    return;
  }
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) reply.header('access-control-allow-headers', asked);
  await reply.code(200).type('text/plain').send('OK');
}
