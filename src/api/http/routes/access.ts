import type { FastifyInstance } from 'fastify';
import type { BotService } from '../../../bot/port.ts';
import { ENDPOINTS } from '../../../wire/endpoints.ts';
import type { ApiTokens } from '../../access/api-tokens.ts';
import type { AuditLog } from '../../access/audit.ts';
import type { Auth } from '../../access/auth.ts';
import type { Sessions } from '../../access/sessions.ts';
import { readiness } from '../../calls/readiness.ts';
import { presentSession, presentToken } from '../../present/access.ts';
import { serve } from '../serve.ts';

export interface AccessParts {
  readonly auth: Auth;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens | null;
  readonly audit: AuditLog;
  readonly now: () => number;
  readonly bot: () => BotService | null;
  /** Called when a login or token has ended, so that what is open under it ends too. */
  readonly onRevoked: () => void;
  /** Called when a login has begun or ended. */
  readonly onSessions: () => void;
}

/** Logins, API tokens, the audit log, and what may be asked without any. */
export function accessRoutes(app: FastifyInstance, parts: AccessParts): void {
  serve(app, ENDPOINTS.ping, async () => ({ status: 'pong' }));
  serve(app, ENDPOINTS.live, async () => ({ status: 'alive' }));
  serve(app, ENDPOINTS.ready, async (_request, reply) => {
    const answer = readiness(parts.bot(), parts.now());
    return answer.ready ? answer : reply.code(503).send(answer);
  });
  loginRoutes(app, parts);
  sessionRoutes(app, parts);
  tokenRoutes(app, parts);
  serve(app, ENDPOINTS.audit, async (request) => ({ audit: [...parts.audit.entries(request.query.limit)] }));
}

function loginRoutes(app: FastifyInstance, { auth, sessions, onRevoked, onSessions }: AccessParts): void {
  serve(app, ENDPOINTS.login, async (request, reply) => {
    const answer = await auth.login(request as never, reply);
    if (reply.statusCode < 400) onSessions();
    return answer as never;
  });
  serve(app, ENDPOINTS.refresh, (request, reply) => auth.refresh(request as never, reply) as never);
  serve(app, ENDPOINTS.logout, async (request) => {
    const session = request.caller?.session ?? null;
    if (session === null) return { status: 'nothing to end: this request came without a login' };
    sessions.end(session);
    onRevoked();
    onSessions();
    return { status: 'logged out' };
  });
}

function sessionRoutes(app: FastifyInstance, { sessions, now, onRevoked }: AccessParts): void {
  const list = (current: string | null) => ({ sessions: sessions.list(now()).map((session) => presentSession(session, current)) });
  serve(app, ENDPOINTS.sessions, async (request) => list(request.caller?.session ?? null));
  serve(app, ENDPOINTS.revoke_session, async (request, reply) => {
    if (!sessions.end(request.params.session_id)) return reply.code(404).send({ detail: 'There is no such login.' });
    onRevoked();
    return list(request.caller?.session ?? null);
  });
}

function tokenRoutes(app: FastifyInstance, { tokens, now, onRevoked }: AccessParts): void {
  const list = () => ({ tokens: (tokens?.list() ?? []).map(presentToken) });
  serve(app, ENDPOINTS.tokens, async () => list());
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
    onRevoked();
    return list();
  });
}
