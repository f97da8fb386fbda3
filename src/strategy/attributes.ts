import { isRecord } from '../core/is-record.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { must } from '../core/must.ts';
import { strayKey } from '../core/stray-key.ts';
import { described } from '../indicators/described.ts';
import { plotProblem } from './drawn-keys.ts';
import { Strategy } from './strategy.ts';

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
const from = (least: number): Check => either(`a number from ${least} on`, (value) => isNumber(value) && Number(value) >= least);
const count = either('a whole number from 0 on', (value) => Number.isInteger(value) && Number(value) >= 0);
const orNone =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);

const word = (...words: readonly string[]): Check =>
  either(words.map((one) => `"${one}"`).join(' or '), (value) => typeof value === 'string' && words.includes(value));
const record = either('an object', isRecord);
const method = either('a function', (value) => typeof value === 'function');

const orderType = word('limit', 'market');
/** In capitals or small letters. Source: freqtrade 2026.9. */
const timeInForce = either(
  '"GTC", "FOK", "IOC" or "PO"',
  (value) => typeof value === 'string' && /^(?:GTC|FOK|IOC|PO|gtc|fok|ioc|po)$/.test(value),
);

/** Attributes that are objects: what of them is read, and what must be there. */
const OBJECTS: Readonly<Record<string, { readonly keys: Readonly<Record<string, Check>>; readonly needed: readonly string[] }>> = {
  orderTypes: {
    keys: {
      ...{ entry: orderType, exit: orderType, stoploss: orderType },
      ...{ force_entry: orderType, force_exit: orderType, emergency_exit: orderType },
      stoploss_on_exchange: truth,
      stoploss_on_exchange_interval: number,
      stoploss_on_exchange_limit_ratio: either(
        'a ratio from 0 to 1',
        (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1,
      ),
      stoploss_price_type: word('last', 'mark', 'index'),
    },
    needed: ['entry', 'exit', 'stoploss', 'stoploss_on_exchange'],
  },
  orderTimeInForce: { keys: { entry: timeInForce, exit: timeInForce }, needed: ['entry', 'exit'] },
  unfilledTimeout: { keys: { entry: from(1), exit: from(1), exit_timeout_count: from(0), unit: word('minutes', 'seconds') }, needed: [] },
  plotConfig: { keys: { main_plot: record, subplots: record }, needed: [] },
  snapshot: { keys: { orderBookDepth: count, ticker: truth, fundingRate: truth }, needed: [] },
  hyperOpt: {
    keys: {
      ...{ stoplossSpace: method, roiSpace: method, generateRoiTable: method, trailingSpace: method },
      ...{ generateTrailingParams: method, maxOpenTradesSpace: method, generateEstimator: method },
    },
    needed: [],
  },
};

/** What the values of an object are that can't be what they are. */
function wrongValues(name: string, value: object, keys: Readonly<Record<string, Check>>): string[] {
  return Object.entries(value).flatMap(([key, found]: [string, unknown]) => {
    const wanted = found === undefined ? null : (keys[key]?.(found) ?? null);
    return wanted === null ? [] : [`${name}.${key} must be ${wanted}, and is ${described(found)}`];
  });
}

function objectProblems(name: string, value: unknown): string[] {
  const { keys, needed } = must(OBJECTS[name], name);
  const known = Object.keys(keys);
  if (!isRecord(value)) return [`${name} must be an object with any of ${known.join(', ')}, and is ${described(value)}`];
  const stray = strayKey(value, known);
  if (stray !== null) return [`${name}: ${stray}`];
  const wrong = wrongValues(name, value, keys);
  const drawn = name === 'plotConfig' && wrong.length === 0 ? plotProblem(value) : null;
  if (drawn !== null) return [drawn];
  const missing = needed.filter((key) => value[key] === undefined);
  return wrong.length > 0 || missing.length === 0 ? wrong : [`${name}: ${missing.join(', ')} must be set, too`];
}

function ratios(value: unknown): string | null {
  const wanted = 'an object of minutes and ratios, e.g. { 0: 0.04, 30: 0.01 }';
  if (!isRecord(value) || Array.isArray(value)) return wanted;
  const wrong = Object.entries(value).find(([minutes, ratio]) => !(/^-?\d+$/.test(minutes) && isNumber(ratio)));
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
  stopsAfterFill: orNone(truth),
  useExitSignal: truth,
  exitProfitOnly: truth,
  exitProfitOffset: number,
  ignoreRoiIfEntrySignal: truth,
  canShort: truth,
  startupCandleCount: count,
  processOnlyNewCandles: truth,
  ignoreBuyingExpiredCandleAfter: number,
  positionAdjustmentEnable: truth,
  maxEntryPositionAdjustment: either('a number, -1 for any', (value) => isNumber(value) && Number(value) >= -1),
  maxOpenTrades: orNone(either('a number, -1 for any', (value) => typeof value === 'number' && value >= -1)),
};

/** Methods that are called where a strategy has them. */
const CALLBACKS = [
  ...['populateIndicators', 'populateEntryTrend', 'populateExitTrend', 'informative', 'informativePairs', 'botStart', 'botLoopStart'],
  ...[
    'customStoploss',
    'customExit',
    'customRoi',
    'minRoiReached',
    'minRoiReachedEntry',
    'customEntryPrice',
    'customExitPrice',
    'customStakeAmount',
    'leverage',
    'version',
  ],
  ...['adjustEntryPrice', 'adjustExitPrice', 'adjustOrderPrice', 'adjustTradePosition', 'confirmTradeEntry', 'confirmTradeExit'],
  ...['checkEntryTimeout', 'checkExitTimeout', 'orderFilled', 'plotAnnotations'],
] as const;

/** What a strategy has before it sets anything. */
const PLAIN: object = Reflect.construct(Strategy, []);

/** Attributes that can't be what they are, and methods that are none. */
export function attributeProblems(strategy: Strategy): string[] {
  const said = (name: string, wanted: string | null) =>
    wanted === null ? [] : [`${name} must be ${wanted}, and is ${described(Reflect.get(strategy, name))}`];
  return [
    ...Object.entries(CHECKS).flatMap(([name, check]) => {
      const found: unknown = Reflect.get(strategy, name);
      return said(name, found === undefined ? null : check(found));
    }),
    ...Object.keys(OBJECTS).flatMap((name) => {
      const found: unknown = Reflect.get(strategy, name);
      return found === undefined || (found === null && name === 'unfilledTimeout') ? [] : objectProblems(name, found);
    }),
    ...Object.entries(PLAIN).flatMap(([name, value]) =>
      value !== undefined && Reflect.get(strategy, name) === undefined ? [`${name} has no value: give it one, or leave its line out`] : [],
    ),
    ...CALLBACKS.flatMap((name) => {
      const found: unknown = Reflect.get(strategy, name);
      return said(name, found === undefined || found === null || typeof found === 'function' ? null : 'a method');
    }),
  ];
}

/** Attributes whose values freqtrade's schema looks at where the configuration does not set them, by their names there. */
const CONFIGURED: Readonly<Record<string, string>> = {
  order_types: 'orderTypes',
  order_time_in_force: 'orderTimeInForce',
  unfilledtimeout: 'unfilledTimeout',
  max_entry_position_adjustment: 'maxEntryPositionAdjustment',
  position_adjustment_enable: 'positionAdjustmentEnable',
  trailing_stop: 'trailingStop',
  trailing_only_offset_is_reached: 'trailingOnlyOffsetIsReached',
  use_exit_signal: 'useExitSignal',
  exit_profit_only: 'exitProfitOnly',
  exit_profit_offset: 'exitProfitOffset',
  ignore_roi_if_entry_signal: 'ignoreRoiIfEntrySignal',
  process_only_new_candles: 'processOnlyNewCandles',
};

/** Attributes of a class in Python that freqtrade refuses, under its names. Keys that nothing reads are none of its business. */
export function classProblems(strategy: Strategy, config: object): string[] {
  return Object.entries(CONFIGURED).flatMap(([theirs, name]) => {
    const found: unknown = Reflect.get(strategy, name);
    if (found === undefined || found === null || Reflect.get(config, theirs) !== undefined) return [];
    const keys = OBJECTS[name]?.keys;
    if (keys !== undefined) return isRecord(found) ? wrongValues(theirs, found, keys) : [];
    const wanted = CHECKS[name]?.(found) ?? null;
    return wanted === null ? [] : [`${theirs} must be ${wanted}, and is ${described(found)}`];
  });
}

/** Names of everything that a strategy may set or write. */
export const MEMBERS: readonly string[] = [...Object.keys(CHECKS), ...Object.keys(OBJECTS), ...CALLBACKS, 'protections'];

/** Whether a member is one that the program calls. */
export function isCallback(name: string): boolean {
  return (CALLBACKS as readonly string[]).includes(name);
}

/** Whether a member could hold what was found under another name. */
export function couldHold(name: string, value: unknown): boolean {
  if (isCallback(name)) return typeof value === 'function';
  if (name === 'protections') return typeof value === 'function' || Array.isArray(value);
  return CHECKS[name] === undefined ? isRecord(value) && !Array.isArray(value) : CHECKS[name](value) === null;
}
