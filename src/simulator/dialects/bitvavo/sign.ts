import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** How long a request is good for, ms, unless it says so itself. Source: Bitvavo, "Authentication". */
const WINDOW_MS = 10_000;

/** @throws NativeRefusal as Bitvavo words it */
export function checkSignature(credentials: Credentials, { method, path, query, body, headers }: Call, now: number): void {
  const header = (name: string) => String(headers[`bitvavo-access-${name}`] ?? '');
  const key = header('key');
  if (key === '') throw new NativeRefusal(300, 'Authentication is required for this endpoint.', 403);
  if (key.length !== 64) throw new NativeRefusal(301, 'API Key must be of length 64.', 403);
  if (key !== credentials.key) throw new NativeRefusal(305, 'No active API key found.', 403);
  const timestamp = header('timestamp');
  if (!/^\d{13}$/.test(timestamp)) {
    throw new NativeRefusal(302, 'Timestamp is invalid. This must be a timestamp in ms. See Bitvavo-Access-Timestamp header.', 403);
  }
  const window = Number(header('window') || WINDOW_MS);
  if (!(window >= 100 && window <= 60_000)) throw new NativeRefusal(303, 'Window must be between 100 and 60000 ms.', 403);
  if (Math.abs(now - Number(timestamp)) > window) {
    throw new NativeRefusal(304, 'Request was not received within acceptable window of Bitvavo-Access-Timestamp header.', 403);
  }
  const signature = header('signature');
  if (signature.length !== 64) {
    throw new NativeRefusal(308, 'The signature length is invalid (HMAC-SHA256 should return a 64 length hexadecimal string).', 403);
  }
  const address = query === '' ? path : `${path}?${query}`;
  if (!isSigned(credentials, timestamp + method + address + body, signature)) {
    throw new NativeRefusal(309, 'The signature is invalid.', 403);
  }
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
