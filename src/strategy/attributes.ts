import { isRecord } from '../core/is-record.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { nearest } from '../core/nearest.ts';
import { described } from '../indicators/described.ts';
import type { Strategy } from './strategy.ts';

/** What is set on a strategy, looked at when it is loaded: its types are stripped before it runs. */

/** What an attribute must be, in words; null where it is. */
type Check = (value: unknown) => string | null;

const either =
  (wanted: string, isIt: (value: unknown) => boolean): Check =>
  (value) =>
    isIt(value) ? null : wanted;
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const truth = either('true or false', (value) => typeof value === 'boolean');
const number = either('a number', isNumber);
const count = either('a whole number from 0 on', (value) => Number.isInteger(value) && Number(value) >= 0);
const orNone =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);

const ORDER_TYPES: readonly unknown[] = ['limit', 'market'];
/** Of `orderTypes`, what is no type of an order. */
const ORDER_SETTINGS: Readonly<Record<string, Check>> = {
  stoploss_on_exchange: truth,
  stoploss_on_exchange_interval: number,
  stoploss_on_exchange_limit_ratio: number,
  stoploss_price_type: either('"last", "mark" or "index"', (value) => ['last', 'mark', 'index'].includes(String(value))),
};

function orderTypes(value: unknown): string | null {
  if (!isRecord(value)) return 'an object with "entry", "exit" and "stoploss"';
  for (const [name, found] of Object.entries(value)) {
    const setting = ORDER_SETTINGS[name];
    const wanted = setting === undefined ? (ORDER_TYPES.includes(found) ? null : '"limit" or "market"') : setting(found);
    if (wanted !== null) return `an object whose "${name}" is ${wanted}, not ${described(found)}`;
  }
  return null;
}

function ratios(value: unknown): string | null {
  const wanted = 'an object of minutes and ratios, e.g. { 0: 0.04, 30: 0.01 }';
  if (!isRecord(value) || Array.isArray(value)) return wanted;
  const wrong = Object.entries(value).find(([minutes, ratio]) => !(isNumber(Number(minutes)) && isNumber(ratio)));
  return wrong === undefined ? null : `${wanted}, without "${wrong[0]}: ${described(wrong[1])}"`;
}

function timeframe(value: unknown): string | null {
  try {
    timeframeMs(String(value));
    return typeof value === 'string' ? null : 'a text such as "5m"';
  } catch {
    return 'a number and a unit, e.g. "1m", "5m", "1h", "1d"';
  }
}

const CHECKS: Readonly<Record<string, Check>> = {
  timeframe,
  minimalRoi: ratios,
  stoploss: number,
  trailingStop: truth,
  trailingStopPositive: orNone(number),
  trailingStopPositiveOffset: number,
  trailingOnlyOffsetIsReached: truth,
  useCustomStoploss: truth,
  useCustomRoi: truth,
  useExitSignal: truth,
  exitProfitOnly: truth,
  exitProfitOffset: number,
  ignoreRoiIfEntrySignal: truth,
  canShort: truth,
  startupCandleCount: count,
  processOnlyNewCandles: truth,
  ignoreBuyingExpiredCandleAfter: number,
  positionAdjustmentEnable: truth,
  maxEntryPositionAdjustment: number,
  maxOpenTrades: orNone(either('a number, -1 for any', (value) => typeof value === 'number' && !Number.isNaN(value))),
  orderTypes,
  orderTimeInForce: either(
    'an object of texts, e.g. { entry: "GTC", exit: "GTC" }',
    (value) => isRecord(value) && Object.values(value).every((one) => typeof one === 'string'),
  ),
  plotConfig: either('an object', isRecord),
  snapshot: either(
    'an object with any of orderBookDepth, ticker, fundingRate',
    (value) => isRecord(value) && Object.keys(value).every((key) => ['orderBookDepth', 'ticker', 'fundingRate'].includes(key)),
  ),
};

/** Methods that are called where a strategy has them. */
const CALLBACKS = [
  ...['populateIndicators', 'populateEntryTrend', 'populateExitTrend', 'informative', 'informativePairs', 'botStart', 'botLoopStart'],
  ...['customStoploss', 'customExit', 'customRoi', 'customEntryPrice', 'customExitPrice', 'customStakeAmount', 'leverage', 'version'],
  ...['adjustEntryPrice', 'adjustExitPrice', 'adjustOrderPrice', 'adjustTradePosition', 'confirmTradeEntry', 'confirmTradeExit'],
  ...['checkEntryTimeout', 'checkExitTimeout', 'orderFilled', 'plotAnnotations'],
] as const;

/** Attributes that can't be what they are, and methods that are none. */
export function attributeProblems(strategy: Strategy): string[] {
  const said = (name: string, wanted: string | null) =>
    wanted === null ? [] : [`${name} must be ${wanted}, and is ${described(Reflect.get(strategy, name))}`];
  return [
    ...Object.entries(CHECKS).flatMap(([name, check]) => {
      const found: unknown = Reflect.get(strategy, name);
      return said(name, found === undefined ? null : check(found));
    }),
    ...CALLBACKS.flatMap((name) => {
      const found: unknown = Reflect.get(strategy, name);
      return said(name, found === undefined || found === null || typeof found === 'function' ? null : 'a method');
    }),
  ];
}

/** Letters that a name and the one that is meant begin with, where they are not the same but for capitals. */
const COMMON = 8;

/** Members that nothing reads or calls, written nearly like one that is. @param names own members of the strategy */
export function misspelt(names: Iterable<string>): string[] {
  const known: readonly string[] = [...Object.keys(CHECKS), ...CALLBACKS, 'protections', 'unfilledTimeout'];
  return [...names].flatMap((name) => {
    if (known.includes(name)) return [];
    const meant = nearest(name, known);
    if (meant === null) return [];
    const isSame = meant.toLowerCase() === name.toLowerCase();
    const isCallback = (CALLBACKS as readonly string[]).includes(meant) && !/\d$/.test(name);
    const isNear = isCallback && meant.slice(0, COMMON) === name.slice(0, COMMON) && Math.abs(meant.length - name.length) <= 1;
    return isSame || isNear ? [`there is no ${name}; did you mean ${meant}?`] : [];
  });
}
