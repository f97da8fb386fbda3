import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** What a request's clock may be off, ms. Source: KuCoin, "Authentication", "Selecting a timestamp". */
const WINDOW_MS = 5000;

/** A signature over time, method, address and body; the passphrase is signed, too, with keys of version 2 on. @throws NativeRefusal */
export function checkSignature({ key, secret, passphrase }: Credentials, call: Call, now: number): void {
  const header = (name: string) => String(call.headers[name] ?? '');
  const timestamp = header('kc-api-timestamp');
  if ([header('kc-api-key'), timestamp, header('kc-api-sign'), header('kc-api-passphrase')].includes('')) {
    throw new NativeRefusal('400001', 'Please check the header of your request for KC-API-KEY, KC-API-SIGN, KC-API-TIMESTAMP', 401);
  }
  if (header('kc-api-key') !== key) throw new NativeRefusal('400003', 'KC-API-KEY not exists', 401);
  if (!(Math.abs(now - Number(timestamp)) < WINDOW_MS)) throw new NativeRefusal('400002', 'KC-API-TIMESTAMP Invalid', 400);
  const isSignedPassphrase = Number(header('kc-api-key-version')) >= 2;
  const isTrue = isSignedPassphrase
    ? isSigned(secret, passphrase, header('kc-api-passphrase'))
    : header('kc-api-passphrase') === passphrase;
  if (!isTrue) throw new NativeRefusal('400004', 'Invalid KC-API-PASSPHRASE', 401);
  const query = call.query === '' ? '' : `?${call.query}`;
  const text = timestamp + call.method + call.path + query + call.body;
  if (!isSigned(secret, text, header('kc-api-sign'))) throw new NativeRefusal('400005', 'Invalid KC-API-SIGN', 401);
}

function isSigned(secret: string, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
