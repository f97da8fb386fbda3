import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** The highest nonce of each key so far. */
export type Nonces = Map<string, number>;

/**
 * A signature over address, nonce and body; each nonce is higher than the one before it, whoever sends it.
 * Source: Kraken, "API authentication", "Nonce". @throws NativeRefusal
 */
export function checkSignature(credentials: Credentials, { path, body, headers }: Call, nonces: Nonces): void {
  if (headers['api-key'] !== credentials.key) throw new NativeRefusal('EAPI:Invalid key', '', 200);
  const nonce = new URLSearchParams(body).get('nonce') ?? '';
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();
  const expected = createHmac('sha512', Buffer.from(credentials.secret, 'base64'))
    .update(Buffer.concat([Buffer.from(path), hash]))
    .digest();
  const given = Buffer.from(String(headers['api-sign'] ?? ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new NativeRefusal('EAPI:Invalid signature', '', 200);
  if (!(Number(nonce) > (nonces.get(credentials.key) ?? 0))) throw new NativeRefusal('EAPI:Invalid nonce', '', 200);
  nonces.set(credentials.key, Number(nonce));
}
