import type { Scope } from '../../wire/answers/access.ts';
import { dateText } from './dates.ts';

/** A login. Times are ms since epoch, UTC. */
interface ShownSession {
  readonly id: string;
  readonly createdAt: number;
  readonly lastUsed: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

/** @param current the session of who asks */
export function presentSession(session: ShownSession, current: string | null) {
  return {
    session_id: session.id,
    created_at: dateText(session.createdAt),
    last_used: dateText(session.lastUsed),
    expires: dateText(session.expiresAt),
    address: session.address,
    user_agent: session.userAgent,
    is_current: session.id === current,
  };
}

/** An API token, without what it is. Times are ms since epoch, UTC. */
interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: number;
  readonly lastUsed: number | null;
  readonly expiresAt: number | null;
}

export function presentToken(token: ShownToken) {
  return {
    token_id: token.id,
    name: token.name,
    scope: token.scope,
    created_at: dateText(token.createdAt),
    last_used: token.lastUsed === null ? null : dateText(token.lastUsed),
    expires: token.expiresAt === null ? null : dateText(token.expiresAt),
  };
}
