import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Call, type Credentials, NativeRefusal } from '../dialect.ts';

/** How long a signature is good for, ms; its time is in whole seconds. Source: HTX, "Authentication". */
const WINDOW_MS = 5 * 60_000;

/**
 * A signature over method, host, address and the parameters in it, in the order of their names; a body is not signed.
 * @throws NativeRefusal as HTX words it
 */
export function checkSignature(credentials: Credentials, { method, path, query, headers }: Call, now: number): void {
  const parameters = query.split('&').filter((part) => !part.startsWith('Signature='));
  const given = new URLSearchParams(query);
  if (given.get('Signature') === null) throw new NativeRefusal('login-required', 'Login is required', 200);
  if (given.get('AccessKeyId') !== credentials.key) throw notValid('Incorrect Access key [Access key错误]');
  if (!isInTime(given.get('Timestamp'), now)) throw notValid('Invalid timestamp [时间戳错误]');
  const text = [method, headers.host, path, parameters.sort().join('&')].join('\n');
  if (!isSigned(credentials, text, given.get('Signature') ?? '')) throw notValid('Verification failure [校验失败]');
}

function notValid(message: string): NativeRefusal {
  return new NativeRefusal('api-signature-not-valid', `Signature not valid: ${message}`, 200);
}

/** @param timestamp `2026-11-29T05:00:00`, UTC */
export function isInTime(timestamp: string | null, now: number): boolean {
  return Math.abs(now - Date.parse(`${timestamp}Z`)) <= WINDOW_MS;
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
