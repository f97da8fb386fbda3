import { type ExchangeError, InsufficientFundsError, OrderOutcomeUnknown, OrderRejected } from '../errors.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { ccxtClassNames, messageOf } from './error-map.ts';
import { type OrderEvidence, OrderNotSent } from './order-attempt.ts';

/** Statuses that say nothing of what became of the order: whoever sends them may not have seen it, or may stand in front of who has. */
const VAGUE_STATUSES = new Set([408, 418, 425, 429]);

/** What exchanges say when they don't know themselves. Such words arrive under any class and status. */
const VAGUE_WORDS =
  /time[ds]?[\s_-]?out|deadline|try again|(server|system|service|backend|engine|network)\s+(is\s+)?(too\s+)?(busy|error|abnormal|unavailable|overload)|internal[\s_]|unknown (error|reason|status)|status (is )?unknown|duplicate|already[\s_]exist|being processed|in progress|too many (visits|requests)|rate limit/i;

/** ccxt's classes of answers that refuse an order for a reason. */
const REASONS = [
  'InsufficientFunds',
  'InvalidOrder',
  'BadRequest',
  'BadSymbol',
  'AuthenticationError',
  'PermissionDenied',
  'InvalidNonce',
  'MarketClosed',
  'ArgumentsRequired',
  'NotSupported',
  'OperationRejected',
];

/** Whether a request was refused for its time or number: by ccxt's class, or in words of this exchange that ccxt takes for something else. */
export function isTimeRefusal(error: unknown, { timeRefusal }: Pick<ExchangeTraits, 'timeRefusal'>): boolean {
  return ccxtClassNames(error).includes('InvalidNonce') || timeRefusal?.test(messageOf(error)) === true;
}

/** Whether what failed an order is the exchange's own answer, and one that says what became of it. */
export function isPlainAnswer(evidence: OrderEvidence): boolean {
  return isOwnAnswer(evidence) && !isVague(evidence);
}

/**
 * The one place that decides what a failed attempt to order means. Refused is only what is proven: nothing was sent, or the exchange
 * itself answered with a reason. Everything else leaves the outcome unknown.
 * @param codes of this exchange that look like refusals and are none, and the other way round
 */
export function orderFailure(
  error: unknown,
  evidence: OrderEvidence,
  { vagueCodes, refusalCodes }: Pick<ExchangeTraits, 'vagueCodes' | 'refusalCodes'> = { vagueCodes: [], refusalCodes: [] },
): ExchangeError {
  const message = messageOf(error);
  const names = ccxtClassNames(error);
  if (error instanceof OrderNotSent || !evidence.isSent) return refusal(error, message);
  const codes = codesOf(evidence.body);
  const isProven =
    isPlainAnswer(evidence) &&
    !codes.some((code) => vagueCodes.includes(code)) &&
    (REASONS.some((name) => names.includes(name)) || codes.some((code) => refusalCodes.includes(code))) &&
    // that an order is not known says nothing of whether it will be
    !names.includes('OrderNotFound');
  return isProven ? refusal(error, message) : new OrderOutcomeUnknown(message, error);
}

function refusal(error: unknown, message: string): OrderRejected {
  return ccxtClassNames(error).includes('InsufficientFunds')
    ? new InsufficientFundsError(message, error)
    : new OrderRejected(message, error);
}

/** An answer of the exchange's own program, not of a proxy or a gate before it. */
function isOwnAnswer({ status, body }: OrderEvidence): boolean {
  if (status === null || body === null || status >= 500 || VAGUE_STATUSES.has(status)) return false;
  return codesOf(body).length > 0 || parsed(body) !== null;
}

function isVague({ body }: OrderEvidence): boolean {
  return VAGUE_WORDS.test(body ?? '');
}

function parsed(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? value : null;
  } catch {
    return null;
  }
}

const CODE_FIELDS = /code|^label$|^error$|^status$/i;

/** Every code in an answer, whatever it is called and however deep it lies. */
function codesOf(body: string | null): string[] {
  const codes: string[] = [];
  const visit = (value: unknown, key: string, depth: number): void => {
    if (depth > 6) return;
    if (Array.isArray(value)) for (const entry of value) visit(entry, key, depth + 1);
    else if (typeof value === 'object' && value !== null) for (const [name, entry] of Object.entries(value)) visit(entry, name, depth + 1);
    else if (CODE_FIELDS.test(key) && (typeof value === 'string' || typeof value === 'number')) codes.push(String(value));
  };
  visit(parsed(body ?? ''), '', 0);
  return codes;
}
