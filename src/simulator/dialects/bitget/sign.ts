import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** A request older or newer than this is refused. Source: Bitget, "API authentication": the server's clock and a request's may be 30 s apart. */
const WINDOW_MS = 30_000;

/** What is signed is the query as it reads, not as it is escaped. @throws NativeRefusal as Bitget words it */
export function checkSignature(credentials: Credentials, { method, path, query, body, headers }: Call, now: number): void {
  const header = (name: string) => String(headers[name] ?? '');
  if (header('access-key') === '') throw new NativeRefusal('40001', 'ACCESS_KEY cannot be empty');
  if (header('access-key') !== credentials.key) throw new NativeRefusal('40037', 'Apikey does not exist');
  if (header('access-passphrase') !== credentials.passphrase) throw new NativeRefusal('40012', 'apikey/password is incorrect');
  const timestamp = header('access-timestamp');
  if (!/^\d{13}$/.test(timestamp)) throw new NativeRefusal('40005', 'Invalid ACCESS_TIMESTAMP');
  if (Math.abs(now - Number(timestamp)) > WINDOW_MS) throw new NativeRefusal('40008', 'Request timestamp expired');
  const asked = query === '' ? '' : `?${decodeURIComponent(query)}`;
  if (!isSigned(credentials, timestamp + method + path + asked + body, header('access-sign'))) {
    throw new NativeRefusal('40009', 'sign signature error');
  }
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
