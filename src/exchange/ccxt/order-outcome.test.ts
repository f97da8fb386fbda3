import { describe, expect, it } from 'vitest';
import { InsufficientFundsError, OrderOutcomeUnknown, OrderRejected } from '../errors.ts';
import { traitsOf } from '../traits/all.ts';
import { type OrderEvidence, OrderNotSent } from './order-attempt.ts';
import { isPlainAnswer, isTimeRefusal, orderFailure } from './order-outcome.ts';

/** An error of ccxt's: its classes are told by name. */
function ccxtError(names: readonly string[], message: string): Error {
  let Class: typeof Error = Error;
  for (const name of names.toReversed()) Class = { [name]: class extends Class {} }[name] as typeof Error;
  return new Class(message);
}
const BUSINESS = ['ExchangeError', 'BaseError'];
const NETWORK = ['NetworkError', 'OperationFailed', 'BaseError'];

const answered = (status: number, body: string): OrderEvidence => ({ isSent: true, status, body });
const kindOf = (names: readonly string[], evidence: OrderEvidence, exchange = 'binance') => {
  const failure = orderFailure(ccxtError(names, evidence.body ?? 'fetch failed'), evidence, traitsOf(exchange));
  if (failure instanceof OrderOutcomeUnknown) return 'unknown';
  return failure instanceof OrderRejected ? 'refused' : failure.code;
};

describe('what a failed attempt to order means', () => {
  it.each([
    [['InsufficientFunds', ...BUSINESS], 400, '{"code":-2010,"msg":"Account has insufficient balance for requested action."}'],
    [['InvalidOrder', ...BUSINESS], 400, '{"code":-1013,"msg":"Filter failure: LOT_SIZE"}'],
    [['BadRequest', ...BUSINESS], 400, '{"code":-1013,"msg":"Filter failure: NOTIONAL"}'],
    [['AuthenticationError', ...BUSINESS], 401, '{"code":-2014,"msg":"API-key format invalid."}'],
    [['MarketClosed', ...BUSINESS], 400, '{"code":-2010,"msg":"Market is closed."}'],
    [['InvalidNonce', ...NETWORK], 400, '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}'],
    [['OrderImmediatelyFillable', 'InvalidOrder', ...BUSINESS], 400, '{"code":-2010,"msg":"Order would immediately match and take."}'],
  ])('%j with %i is refused', (names, status, body) => {
    expect(kindOf(names, answered(status, body))).toBe('refused');
  });

  it('names a lack of funds', () => {
    const error = ccxtError(['InsufficientFunds', ...BUSINESS], 'x');
    expect(orderFailure(error, answered(400, '{"code":-2010,"msg":"Account has insufficient balance"}'))).toBeInstanceOf(
      InsufficientFundsError,
    );
  });

  it.each([
    ['a ban after it was accepted', ['DDoSProtection', ...NETWORK], 418, '{"code":-1003,"msg":"Way too many requests; IP banned."}'],
    ['too many requests', ['RateLimitExceeded', ...NETWORK], 429, '{"code":-1003,"msg":"Too many requests."}'],
    ['too many requests, in a class that refuses', ['BadRequest', ...BUSINESS], 429, '{"code":-1003,"msg":"no"}'],
    ['a gate before the exchange', ['ExchangeNotAvailable', ...NETWORK], 403, '<html>Forbidden</html>'],
    ['a gate that answers in a class that refuses', ['PermissionDenied', ...BUSINESS], 403, '<html>Forbidden</html>'],
    ['a broken gateway', ['ExchangeNotAvailable', ...NETWORK], 502, '<html>Bad gateway</html>'],
    ['a refusal with a status of the server', ['InvalidOrder', ...BUSINESS], 500, '{"code":-1013,"msg":"Filter failure"}'],
    ["the exchange's own time-out", ['RequestTimeout', ...NETWORK], 408, '{"code":-1007,"msg":"Timeout waiting for backend."}'],
    ['its own time-out as a refusal', ['InvalidOrder', ...BUSINESS], 400, '{"code":-1007,"msg":"no words"}'],
    ['a duplicate', ['InvalidOrder', ...BUSINESS], 400, '{"code":-2010,"msg":"Duplicate order sent."}'],
    ['an empty answer', ['InvalidOrder', ...BUSINESS], 200, ''],
    ['an answer that is no JSON', ['BadResponse', 'OperationFailed', 'BaseError'], 200, 'OK'],
    ['an error of no particular class', BUSINESS, 400, '{"code":-9999,"msg":"something"}'],
  ])('%s leaves it unknown', (_what, names, status, body) => {
    expect(kindOf(names, answered(status, body))).toBe('unknown');
  });

  it.each([
    ['bybit', ['InvalidOrder', ...BUSINESS], '{"retCode":170146,"retMsg":"Order creation timeout"}'],
    ['bybit', ['BadRequest', ...BUSINESS], '{"retCode":10016,"retMsg":"no words"}'],
    ['kucoin', ['BadRequest', ...BUSINESS], '{"code":"408000","msg":"Network timeout, please try again later"}'],
    ['bitget', ['AuthenticationError', ...BUSINESS], '{"code":"40010","msg":"Request timed out"}'],
    ['okx', ['InvalidOrder', ...BUSINESS], '{"code":"1","data":[{"sCode":"51149","sMsg":"no words"}]}'],
    ['okx', ['InvalidOrder', ...BUSINESS], '{"code":"1","data":[{"sCode":"51016","sMsg":"Client order ID already exists."}]}'],
    ['htx', ['ExchangeError', 'BaseError'], '{"status":"error","err-code":"timeout","err-msg":"no words"}'],
    ['kraken', ['InvalidOrder', ...BUSINESS], '{"error":["EService:Deadline elapsed"]}'],
    ['kraken', ['InvalidOrder', ...BUSINESS], '{"error":["EGeneral:Internal error"]}'],
  ])("%s's vague answers leave it unknown, whatever their class", (exchange, names, body) => {
    expect(kindOf(names, answered(200, body), exchange)).toBe('unknown');
  });

  it.each([
    ['bybit', ['InsufficientFunds', ...BUSINESS], '{"retCode":170131,"retMsg":"Insufficient balance."}'],
    ['okx', ['InsufficientFunds', ...BUSINESS], '{"code":"1","data":[{"sCode":"51008","sMsg":"Insufficient balance"}]}'],
    ['kraken', ['InsufficientFunds', ...BUSINESS], '{"error":["EOrder:Insufficient funds"]}'],
  ])("%s's refusals are refusals", (exchange, names, body) => {
    expect(kindOf(names, answered(200, body), exchange)).toBe('refused');
  });

  it('no answer at all leaves it unknown, nothing sent means refused', () => {
    expect(kindOf(['RequestTimeout', ...NETWORK], { isSent: true, status: null, body: null })).toBe('unknown');
    expect(kindOf(['ArgumentsRequired', ...BUSINESS], { isSent: false, status: null, body: null })).toBe('refused');
    expect(kindOf(['TypeError'], { isSent: false, status: null, body: null })).toBe('refused');
    expect(orderFailure(new OrderNotSent('late'), { isSent: true, status: null, body: null })).toBeInstanceOf(OrderRejected);
  });

  it("knows a refusal of the request's time, whatever ccxt takes it for", () => {
    expect(isTimeRefusal(ccxtError(['InvalidNonce', ...NETWORK], 'x'), traitsOf('binance'))).toBe(true);
    expect(isTimeRefusal(ccxtError(BUSINESS, '{"code":-1013}'), traitsOf('binance'))).toBe(false);
    const ofBingx = (message: string) =>
      isTimeRefusal(ccxtError(['BadSymbol', ...BUSINESS], `bingx {"code":100421,"msg":"${message}"}`), traitsOf('bingx'));
    expect(ofBingx('Null timestamp or timestamp mismatch')).toBe(true);
    expect(ofBingx('This pair is currently restricted from API trading')).toBe(false);
  });

  it('believes only what the exchange itself says', () => {
    expect(isPlainAnswer(answered(400, '{"code":-1021,"msg":"Timestamp ahead."}'))).toBe(true);
    expect(isPlainAnswer(answered(502, '<html></html>'))).toBe(false);
  });
});
