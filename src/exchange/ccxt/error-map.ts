import { DDosProtection, ExchangeError, InsufficientFundsError, OperationalException, OrderRejected, TemporaryError } from '../errors.ts';

/** ccxt's classes are recognised by name: their identity differs between its entry points. */
export function ccxtClassNames(error: unknown): string[] {
  const names: string[] = [];
  let prototype: unknown = error;
  while (prototype !== null && typeof prototype === 'object') {
    const name = (prototype as { constructor?: { name?: string } }).constructor?.name;
    if (name !== undefined && name !== 'Object') names.push(name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

/** A failed request that changed nothing on the exchange. */
export function mapReadError(error: unknown, retryAt: number): ExchangeError {
  if (error instanceof ExchangeError) return error;
  const names = ccxtClassNames(error);
  const message = messageOf(error);
  if (names.includes('DDoSProtection') || names.includes('RateLimitExceeded')) return new DDosProtection(message, retryAt, error);
  if (names.includes('AuthenticationError') || names.includes('PermissionDenied') || names.includes('NotSupported')) {
    return new OperationalException(message, error);
  }
  if (names.includes('InsufficientFunds')) return new InsufficientFundsError(message, error);
  if (names.includes('InvalidOrder')) return new OrderRejected(message, error);
  return new TemporaryError(message, error);
}

/** What was wrong, in the exchange's words, without what may be secret. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // what ccxt stumbles over where an answer has another form than it expects
  const text = error instanceof TypeError ? `the answer can't be read (${message.trim()})` : message;
  return text.replace(/(signature|apiKey|secret)=[^&\s]*/gi, '$1=***').slice(0, 500);
}
