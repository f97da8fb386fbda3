import {
  DDosProtection,
  ExchangeError,
  InsufficientFundsError,
  OperationalException,
  OrderOutcomeUnknown,
  OrderRejected,
  TemporaryError,
} from '../errors.ts';

/** ccxt's classes are told by name: their identity differs between its entry points. */
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

/** The answer says that an order of this client order id exists already. */
export function isDuplicateOrder(error: unknown): boolean {
  return /duplicate/i.test(messageOf(error));
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

/** Refusals after which an order surely does not exist. Everything else leaves its outcome unknown. */
const REFUSALS = [
  'InsufficientFunds',
  'InvalidOrder',
  'BadRequest',
  'BadSymbol',
  'AuthenticationError',
  'PermissionDenied',
  'InvalidNonce',
  'DDoSProtection',
  'RateLimitExceeded',
  'MarketClosed',
  'ArgumentsRequired',
  'NotSupported',
  'OperationRejected',
];

/** A failed attempt to place an order: refused for certain, or unknown. */
export function mapOrderError(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  const names = ccxtClassNames(error);
  const message = messageOf(error);
  if (names.includes('BadResponse') || isDuplicateOrder(error)) return new OrderOutcomeUnknown(message, error);
  if (!REFUSALS.some((name) => names.includes(name))) return new OrderOutcomeUnknown(message, error);
  return names.includes('InsufficientFunds') ? new InsufficientFundsError(message, error) : new OrderRejected(message, error);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/(signature|apiKey|secret)=[^&\s]*/gi, '$1=***').slice(0, 500);
}
