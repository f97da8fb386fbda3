import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { readPrivateList, type Warn, writePrivateJson } from './private-file.ts';
import { REFRESH_TOKEN_LIFE } from './token.ts';

/** A login. Its tokens carry its id and are worth nothing once it is gone. Times are ms since epoch, UTC. */
export interface StoredSession {
  readonly id: string;
  readonly createdAt: number;
  lastUsed: number;
  expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

/** Logins, in a file of the user's folder so that they survive a restart. */
export interface Sessions {
  list(now: number): readonly StoredSession[];
  begin(address: string, userAgent: string, now: number): StoredSession;
  isAlive(id: string, now: number): boolean;
  /** Notes that a login was used to refresh; it then lives on for as long as its refresh token does. */
  used(id: string, now: number): void;
  /** @returns whether there was such a login */
  end(id: string): boolean;
}

const FILE = 'api_sessions.json';
/** Logins kept; the longest unused end first. */
const LIMIT = 1000;

/** @param credentials what logins stand on: they end when user, password or secret change */
export function openSessions(folder: string | null, credentials: string, warn: Warn): Sessions {
  const path = folder === null ? null : join(folder, FILE);
  const basis = createHmac('sha256', 'sessions').update(credentials).digest('hex');
  const sessions = new Map<string, StoredSession>();
  // of other credentials: not read, and written over with the next login
  const listIn = (content: unknown): readonly unknown[] | null => {
    if (!isRecord(content) || typeof content['basis'] !== 'string' || !Array.isArray(content['sessions'])) return null;
    return content['basis'] === basis ? (content['sessions'] as unknown[]) : [];
  };
  const wrap = (entries: readonly StoredSession[]): unknown => ({ basis, sessions: entries });
  if (path !== null)
    for (const session of readPrivateList(path, { listIn, wrap, isEntry: isSession }, warn)) sessions.set(session.id, session);

  const save = (): void => {
    if (path === null) return;
    try {
      writePrivateJson(path, wrap([...sessions.values()]));
    } catch (error) {
      // a full disk must not keep the owner out
      warn(`${path} can't be written, logins end with the next restart: ${(error as Error).message}`);
    }
  };
  const forgetOld = (now: number): void => {
    for (const session of sessions.values()) if (session.expiresAt <= now) sessions.delete(session.id);
    while (sessions.size >= LIMIT) {
      const oldest = [...sessions.values()].reduce((a, b) => (a.lastUsed <= b.lastUsed ? a : b));
      sessions.delete(oldest.id);
    }
  };
  return {
    list: (now) => [...sessions.values()].filter((session) => session.expiresAt > now),
    begin: (address, userAgent, now) => {
      forgetOld(now);
      const session: StoredSession = {
        id: randomBytes(8).toString('hex'),
        createdAt: now,
        lastUsed: now,
        expiresAt: now + REFRESH_TOKEN_LIFE * 1000,
        address,
        userAgent: userAgent.slice(0, 200),
      };
      sessions.set(session.id, session);
      save();
      return session;
    },
    isAlive: (id, now) => (sessions.get(id)?.expiresAt ?? 0) > now,
    used: (id, now) => {
      const session = sessions.get(id);
      if (session !== undefined) session.lastUsed = now;
    },
    end: (id) => {
      if (!sessions.delete(id)) return false;
      save();
      return true;
    },
  };
}

function isSession(value: unknown): value is StoredSession {
  return (
    isRecord(value) &&
    ['id', 'address', 'userAgent'].every((key) => typeof value[key] === 'string') &&
    ['createdAt', 'lastUsed', 'expiresAt'].every((key) => Number.isFinite(value[key]))
  );
}
