import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Credentials, NativeRefusal } from '../dialect.ts';

/** A request older or newer than this is refused. Source: OKX, "REST authentication". */
const WINDOW_MS = 30_000;

/** @param signed method, path with query, and body of the request @throws NativeRefusal as OKX words it */
export function checkSignature(credentials: Credentials, headers: IncomingHttpHeaders, signed: string, now: number): void {
  const header = (name: string) => String(headers[name] ?? '');
  if (header('ok-access-key') !== credentials.key) throw new NativeRefusal('50111', 'Invalid OK-ACCESS-KEY', 401);
  if (header('ok-access-passphrase') !== credentials.passphrase) throw new NativeRefusal('50105', 'OK-ACCESS-PASSPHRASE incorrect', 401);
  const timestamp = header('ok-access-timestamp');
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) throw new NativeRefusal('50112', 'Invalid OK-ACCESS-TIMESTAMP', 401);
  if (Math.abs(now - at) > WINDOW_MS) throw new NativeRefusal('50102', 'Timestamp request expired', 401);
  if (!isSigned(credentials, timestamp + signed, header('ok-access-sign'))) throw new NativeRefusal('50113', 'Invalid Sign', 401);
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
