import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds. */
export const ACCESS_TOKEN_LIFE = 15 * 60;
export const REFRESH_TOKEN_LIFE = 30 * 24 * 3600;

export type TokenType = 'access' | 'refresh';

interface Claims {
  identity?: { u?: unknown };
  exp?: unknown;
  type?: unknown;
  sid?: unknown;
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** A JSON web token with freqtrade's claims, and the login it belongs to. @param now ms since epoch */
export function createToken(user: string, type: TokenType, session: string, secret: string, now: number): string {
  const issued = Math.floor(now / 1000);
  const life = type === 'access' ? ACCESS_TOKEN_LIFE : REFRESH_TOKEN_LIFE;
  const body = `${HEADER}.${encode({ identity: { u: user }, exp: issued + life, iat: issued, type, sid: session })}`;
  return `${body}.${sign(body, secret)}`;
}

/** The login that a token belongs to, if it is ours, of this type, of a user we know and not expired. Only HS256 counts, whatever its header says. */
export function loginOfToken(
  token: string,
  type: TokenType,
  isUser: (name: string) => boolean,
  secret: string,
  now: number,
): { readonly session: string; readonly user: string } | null {
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return null;
  if (!isEqual(signature, sign(`${header}.${payload}`, secret))) return null;
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    const isCurrent = typeof claims.exp === 'number' && claims.exp > now / 1000;
    const user = claims.identity?.u;
    const isOurs = alg === 'HS256' && isCurrent && claims.type === type && typeof user === 'string' && isUser(user);
    return isOurs && typeof claims.sid === 'string' ? { session: claims.sid, user } : null;
  } catch {
    return null;
  }
}

/** Whether a token was signed by us, whatever its age, type and user. */
export function isOurToken(token: string, secret: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return isEqual(signature, sign(`${header}.${payload}`, secret));
}

/** Compares texts of any length in constant time for the length of the second. */
export function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}
