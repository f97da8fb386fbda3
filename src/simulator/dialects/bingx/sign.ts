import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** How long a request is good for where it does not say, ms. Source: BingX, "Signature authentication", "recvWindow". */
const WINDOW_MS = 5000;
/** How far ahead of the exchange's a client's clock may be, ms. */
const AHEAD_MS = 1000;

/** A signature over all parameters in the order of their names, not encoded. @throws NativeRefusal; the HTTP status is 200 */
export function checkSignature(credentials: Credentials, { query, headers }: Call, now: number): void {
  if (headers['x-bx-apikey'] !== credentials.key) throw new NativeRefusal('100413', 'Incorrect apiKey', 200);
  const given = new URLSearchParams(query);
  const signature = given.get('signature') ?? '';
  given.delete('signature');
  const names = [...given.keys()].sort();
  const text = names.map((name) => `${name}=${given.get(name)}`).join('&');
  const expected = createHmac('sha256', credentials.secret).update(text).digest();
  const bytes = Buffer.from(signature, 'hex');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) {
    throw new NativeRefusal('100001', 'Signature verification failed due to signature mismatch', 200);
  }
  const timestamp = Number(given.get('timestamp') ?? Number.NaN);
  const window = Number(given.get('recvWindow') ?? WINDOW_MS);
  if (!(timestamp <= now + AHEAD_MS && now - timestamp <= window)) {
    throw new NativeRefusal('100421', 'Null timestamp or timestamp mismatch', 200);
  }
}
