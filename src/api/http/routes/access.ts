import type { FastifyInstance } from 'fastify';
import type { BotService } from '../../../bot/port.ts';
import { ENDPOINTS } from '../../../wire/endpoints.ts';
import type { ApiTokens } from '../../access/api-tokens.ts';
import type { AuditLog } from '../../access/audit.ts';
import type { Auth } from '../../access/auth.ts';
import type { Sessions } from '../../access/sessions.ts';
import { readiness } from '../../calls/readiness.ts';
import { dateText } from '../../present/dates.ts';
import { serve } from '../serve.ts';

/** Logins, API tokens, the audit log, and what may be asked without any. */
export function accessRoutes(
  app: FastifyInstance,
  parts: {
    auth: Auth;
    sessions: Sessions;
    tokens: ApiTokens | null;
    audit: AuditLog;
    now: () => number;
    bot: () => BotService | null;
    /** Called when a login or token has ended, so that what is open under it ends too. */
    onRevoked: () => void;
    /** Called when a login has begun or ended. */
    onSessions: () => void;
  },
): void {
  const { auth, sessions, tokens, audit, now } = parts;
  serve(app, ENDPOINTS.ping, async () => ({ status: 'pong' }));
  serve(app, ENDPOINTS.live, async () => ({ status: 'alive' }));
  serve(app, ENDPOINTS.ready, async (_request, reply) => {
    const answer = readiness(parts.bot(), now());
    return answer.ready ? answer : reply.code(503).send(answer);
  });
  serve(app, ENDPOINTS.login, async (request, reply) => {
    const answer = await auth.login(request as never, reply);
    if (reply.statusCode < 400) parts.onSessions();
    return answer as never;
  });
  serve(app, ENDPOINTS.refresh, (request, reply) => auth.refresh(request as never, reply) as never);
  serve(app, ENDPOINTS.logout, async (request) => {
    const session = request.caller?.session ?? null;
    if (session === null) return { status: 'nothing to end: this request came without a login' };
    sessions.end(session);
    parts.onRevoked();
    parts.onSessions();
    return { status: 'logged out' };
  });

  const listSessions = (current: string | null) => ({
    sessions: sessions.list(now()).map((session) => ({
      session_id: session.id,
      created_at: dateText(session.createdAt),
      last_used: dateText(session.lastUsed),
      expires: dateText(session.expiresAt),
      address: session.address,
      user_agent: session.userAgent,
      is_current: session.id === current,
    })),
  });
  serve(app, ENDPOINTS.sessions, async (request) => listSessions(request.caller?.session ?? null));
  serve(app, ENDPOINTS.revoke_session, async (request, reply) => {
    if (!sessions.end(request.params.session_id)) return reply.code(404).send({ detail: 'There is no such login.' });
    parts.onRevoked();
    return listSessions(request.caller?.session ?? null);
  });

  const listTokens = () => ({
    tokens: (tokens?.list() ?? []).map((token) => ({
      token_id: token.id,
      name: token.name,
      scope: token.scope,
      created_at: dateText(token.createdAt),
      last_used: token.lastUsed === null ? null : dateText(token.lastUsed),
      expires: token.expiresAt === null ? null : dateText(token.expiresAt),
    })),
  });
  serve(app, ENDPOINTS.tokens, async () => listTokens());
  serve(app, ENDPOINTS.create_token, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { name, scope, days } = request.body;
    const made = tokens?.create({ name, scope, days: days ?? null }, now());
    return made === undefined
      ? reply.code(503).send({ detail: 'There is no folder to keep tokens in.' })
      : { token: made.token, token_id: made.id };
  });
  serve(app, ENDPOINTS.revoke_token, async (request, reply) => {
    if (!tokens?.revoke(request.params.token_id)) return reply.code(404).send({ detail: 'There is no such token.' });
    parts.onRevoked();
    return listTokens();
  });
  serve(app, ENDPOINTS.audit, async (request) => ({ audit: [...audit.entries(request.query.limit)] }));
}
