import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** A number that only grows may be sent, and need not; nothing else says when a request was made. Source: Kraken, "Futures REST authentication". */
export function checkSignature({ key, secret }: Credentials, { path, query, body, headers }: Call): void {
  const refusal = new NativeRefusal('authenticationError', '', 200);
  if (headers['apikey'] !== key) throw refusal;
  const nonce = String(headers['nonce'] ?? '');
  const hash = createHash('sha256')
    .update((query === '' ? body : query) + nonce + path.replace(/^\/derivatives/, ''))
    .digest();
  if (!isSignatureOf(secret, hash, String(headers['authent'] ?? ''))) throw refusal;
}

/** Whether a challenge was signed by who has the secret. */
export function isChallengeMet(secret: string, challenge: string, signature: string): boolean {
  return isSignatureOf(secret, createHash('sha256').update(challenge).digest(), signature);
}

function isSignatureOf(secret: string, hash: Buffer, signature: string): boolean {
  const expected = createHmac('sha512', Buffer.from(secret, 'base64')).update(hash).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
