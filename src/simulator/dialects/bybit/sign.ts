import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Credentials, NativeRefusal } from '../dialect.ts';

/** @param signed query or body of the request @throws NativeRefusal as Bybit words it. Source: Bybit, "Integration guidance", authentication */
export function checkSignature(credentials: Credentials, headers: IncomingHttpHeaders, signed: string, now: number): void {
  const header = (name: string) => String(headers[name] ?? '');
  if (header('x-bapi-api-key') !== credentials.key) throw new NativeRefusal(10003, 'API key is invalid.', 200);
  const timestamp = header('x-bapi-timestamp');
  const window = header('x-bapi-recv-window') || '5000';
  const at = Number(timestamp);
  if (!(now - Number(window) <= at && at < now + 1000)) {
    const words = `invalid request, please check your server timestamp or recv_window param. req_timestamp[${timestamp}],server_timestamp[${now}],recv_window[${window}]`;
    throw new NativeRefusal(10002, words, 200);
  }
  const text = timestamp + credentials.key + window + signed;
  if (!isSigned(credentials, text, header('x-bapi-sign')))
    throw new NativeRefusal(10004, 'error sign! Please check your signature generation algorithm.', 200);
}

export function isSigned({ secret }: Credentials, text: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
