/** What went wrong with an exchange. `isRetryable`: the same call may work later. */
export class ExchangeError extends Error {
  readonly code: string;
  readonly isRetryable: boolean;
  constructor(code: string, message: string, isRetryable: boolean, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.isRetryable = isRetryable;
  }
}

/** Network, overload, maintenance: temporary. */
export class TemporaryError extends ExchangeError {
  constructor(message: string, cause?: unknown) {
    super('TEMPORARY_ERROR', message, true, cause);
  }
}

/** The exchange asked us to slow down; nothing may be sent before `retryAt`, ms. */
export class DDosProtection extends ExchangeError {
  readonly retryAt: number;
  constructor(message: string, retryAt: number, cause?: unknown) {
    super('DDOS_PROTECTION', message, true, cause);
    this.retryAt = retryAt;
  }
}

/** Keys, permissions, unknown exchange: only a person can help. */
export class OperationalException extends ExchangeError {
  constructor(message: string, cause?: unknown) {
    super('OPERATIONAL_EXCEPTION', message, false, cause);
  }
}

/** The exchange refused the order; it does not exist. */
export class OrderRejected extends ExchangeError {
  constructor(message: string, cause?: unknown) {
    super('INVALID_ORDER', message, false, cause);
  }
}

/** Refused for lack of money; it does not exist. */
export class InsufficientFundsError extends OrderRejected {}

/** A stop that the exchange does not take as it is, e.g. since its price is passed already; it does not exist. */
export class StopRefused extends OrderRejected {}

/** The order may or may not exist: its answer was lost. Look it up by its client order id, never send again. */
export class OrderOutcomeUnknown extends ExchangeError {
  /** Resolves when nothing of the request can reach the exchange any more; null where that is so already. */
  readonly settled: Promise<unknown> | null;
  constructor(message: string, cause?: unknown, settled: Promise<unknown> | null = null) {
    super('ORDER_OUTCOME_UNKNOWN', message, false, cause);
    this.settled = settled;
  }
}
