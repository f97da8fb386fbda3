import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Credentials, NativeRefusal } from '../dialect.ts';

/**
 * What Binance checks of a signed request: key, signature, and that its time is at most a second ahead and within `recvWindow` behind.
 * Source: Binance, "Request Security". @param raw what was signed, and the signature @throws NativeRefusal
 */
export function checkSignature(credentials: Credentials, apiKey: unknown, raw: string, params: URLSearchParams, now: number): void {
  if (apiKey !== credentials.key) throw new NativeRefusal(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
  const payload = raw.replace(/&?signature=[^&]*/, '');
  const expected = createHmac('sha256', credentials.secret).update(payload).digest();
  const given = Buffer.from(params.get('signature') ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new NativeRefusal(-1022, 'Signature for this request is not valid.');
  }
  const timestamp = Number(params.get('timestamp'));
  const recvWindow = Math.min(Number(params.get('recvWindow') ?? 5000), 60_000);
  if (!Number.isFinite(timestamp) || timestamp > now + 1000) {
    throw new NativeRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now - timestamp > recvWindow) throw new NativeRefusal(-1021, 'Timestamp for this request is outside of the recvWindow.');
}
