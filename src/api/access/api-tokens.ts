import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import type { Scope } from '../../wire/answers/access.ts';
import { PLAIN_LIST, readPrivateList, type Warn, writePrivateJson } from './private-file.ts';
import { isEqual } from './token.ts';

/** A token for programs: `ftts_<id>_<secret>`. Only a digest of the secret is kept. Times are ms since epoch, UTC. */
export interface StoredApiToken {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly digest: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  lastUsed: number | null;
}

/** API tokens in a file of the user's folder, which the command line and a running bot share. */
export interface ApiTokens {
  list(): readonly StoredApiToken[];
  /** @returns the whole token, which is not kept */
  create(facts: { name: string; scope: Scope; days: number | null }, now: number): { token: string; id: string };
  /** @returns whether there was such a token */
  revoke(id: string): boolean;
  /** The token that a text is, if it is one of ours and still valid. */
  find(text: string, now: number): StoredApiToken | null;
}

const PREFIX = 'ftts_';
const FILE = 'api_tokens.json';

export function openApiTokens(folder: string, warn: Warn): ApiTokens {
  const path = join(folder, FILE);
  let readAt = -1;
  let tokens: StoredApiToken[] = [];

  const load = (): StoredApiToken[] => {
    const changed = modified(path);
    if (changed !== readAt) {
      const known = new Map(tokens.map((token) => [token.id, token.lastUsed]));
      tokens = readPrivateList(path, { ...PLAIN_LIST, isEntry: isToken }, warn).map((token) => ({
        ...token,
        lastUsed: Math.max(token.lastUsed ?? 0, known.get(token.id) ?? 0) || null,
      }));
      readAt = changed;
    }
    return tokens;
  };
  const save = (changed: StoredApiToken[]): void => {
    writePrivateJson(path, changed);
    tokens = changed;
    readAt = modified(path);
  };
  return {
    list: load,
    create: ({ name, scope, days }, now) => {
      const id = randomBytes(6).toString('hex');
      const secret = randomBytes(24).toString('base64url');
      const token: StoredApiToken = {
        id,
        name,
        scope,
        digest: digest(secret),
        createdAt: now,
        expiresAt: days === null ? null : now + days * 86_400_000,
        lastUsed: null,
      };
      save([...load(), token]);
      return { token: `${PREFIX}${id}_${secret}`, id };
    },
    revoke: (id) => {
      const left = load().filter((token) => token.id !== id);
      if (left.length === tokens.length) return false;
      save(left);
      return true;
    },
    find: (text, now) => {
      if (!text.startsWith(PREFIX)) return null;
      const [id = '', ...rest] = text.slice(PREFIX.length).split('_');
      const token = load().find((candidate) => candidate.id === id);
      if (token === undefined || !isEqual(digest(rest.join('_')), token.digest)) return null;
      if (token.expiresAt !== null && token.expiresAt <= now) return null;
      token.lastUsed = now;
      return token;
    },
  };
}

function isToken(value: unknown): value is StoredApiToken {
  const isTime = (time: unknown): boolean => time === null || Number.isFinite(time);
  return (
    isRecord(value) &&
    ['id', 'name', 'digest'].every((key) => typeof value[key] === 'string') &&
    ['read', 'trade', 'admin'].includes(String(value['scope'])) &&
    Number.isFinite(value['createdAt']) &&
    isTime(value['expiresAt']) &&
    isTime(value['lastUsed'])
  );
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
