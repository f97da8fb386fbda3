import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { isEqual } from './token.ts';

/** How much work one guess costs. */
const COST = { N: 16_384, r: 8, p: 1 };
const KEY_LENGTH = 32;
const PREFIX = '$scrypt$';

/** A password as it may stand in a configuration without being readable there: `$scrypt$salt$key`, base64url. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${PREFIX}${salt.toString('base64url')}$${scryptSync(password, salt, KEY_LENGTH, COST).toString('base64url')}`;
}

export function isHashed(configured: string): boolean {
  return configured.startsWith(PREFIX);
}

/** Whether a password is the configured one, plain or hashed. The work of a hash is done outside the event loop. */
export async function isPassword(given: string, configured: string): Promise<boolean> {
  if (!isHashed(configured)) return isEqual(given, configured);
  const [salt = '', key = ''] = configured.slice(PREFIX.length).split('$');
  const expected = Buffer.from(key, 'base64url');
  const actual = await new Promise<Buffer>((resolve, reject) =>
    scrypt(given, Buffer.from(salt, 'base64url'), KEY_LENGTH, COST, (error, made) => (error === null ? resolve(made) : reject(error))),
  );
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
