import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** A request older or newer than this is refused. Source: Gate, "APIv4 signed request requirements". */
const WINDOW_MS = 60_000;

/** @throws NativeRefusal as Gate words it */
export function checkSignature(credentials: Credentials, { method, path, query, body, headers }: Call, now: number): void {
  if (headers['key'] !== credentials.key) throw new NativeRefusal('INVALID_KEY', 'Invalid key provided', 401);
  const timestamp = String(headers['timestamp'] ?? '');
  if (!(Math.abs(now - Number(timestamp) * 1000) <= WINDOW_MS)) {
    throw new NativeRefusal('REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60', 403);
  }
  const hashed = createHash('sha512').update(body).digest('hex');
  // what is signed is the query as it was before it was encoded
  const isTrue = [query, decodeURIComponent(query)].some((text) =>
    isSigned(credentials, [method, path, text, hashed, timestamp].join('\n'), String(headers['sign'] ?? '')),
  );
  if (!isTrue) throw new NativeRefusal('INVALID_SIGNATURE', 'Signature mismatch', 401);
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha512', secret).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
