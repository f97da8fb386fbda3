import { setCustomData as keep, getCustomData as ofData } from '../core/trade/custom-data.ts';
import { profitAt as profit, profitRatioAt as profitRatio } from '../core/trade/profit.ts';
import {
  entryCount as entries,
  filledEntries as entryOrders,
  filledExits as exitOrders,
  exitCount as exits,
  stakeOf as stake,
} from '../core/trade/trade.ts';
import { checked, type Parameter } from '../indicators/check-arguments.ts';
import { stoplossFromAbsolute as fromAbsolute, stoplossFromOpen as fromOpen } from './stoploss-from.ts';

/** What strategies ask of trades, with a look at what they hand over: their types are stripped before they run. */

const TRADE: Parameter = ['trade', 'trade'];
const STOP: readonly Parameter[] = [
  ['isShort', 'truth', true],
  ['leverage', 'number', true],
];

export const entryCount: typeof entries = checked('entryCount', entries, [TRADE]);
export const exitCount: typeof exits = checked('exitCount', exits, [TRADE]);
/** Entries that brought something, oldest first. */
export const filledEntries: typeof entryOrders = checked('filledEntries', entryOrders, [TRADE]);
/** Exits that brought something, oldest first. */
export const filledExits: typeof exitOrders = checked('filledExits', exitOrders, [TRADE]);
/** What an order binds, in stake currency, without leverage. */
export const stakeOf: typeof stake = checked('stakeOf', stake, [TRADE, ['order', 'order']]);
/** What leaving at a rate would bring; amount and open rate are the trade's where left out. */
export const profitAt: typeof profit = checked('profitAt', profit, [
  TRADE,
  ['rate', 'number'],
  ['amount', 'number', true],
  ['openRate', 'number', true],
]);
/** The same as a ratio, 0.01 = 1 %. */
export const profitRatioAt: typeof profitRatio = checked('profitRatioAt', profitRatio, [TRADE, ['rate', 'number']]);
export const getCustomData: typeof ofData = checked('getCustomData', ofData, [TRADE, ['key', 'text']]);
/** Keeps a value (anything that JSON can hold) with a trade, over restarts. */
export const setCustomData: typeof keep = checked('setCustomData', keep, [TRADE, ['key', 'text'], ['value', 'any']]);
/** Stop below (long) the open rate, as what `customStoploss` must return: a ratio of the current rate. 0 where that would be no stop. */
export const stoplossFromOpen: typeof fromOpen = checked('stoplossFromOpen', fromOpen, [
  ['openRelativeStop', 'number'],
  ['currentProfit', 'number'],
  ...STOP,
]);
/** A stop at a rate, as a ratio of the current rate. 0 where the rate lies on the wrong side. */
export const stoplossFromAbsolute: typeof fromAbsolute = checked('stoplossFromAbsolute', fromAbsolute, [
  ['stopRate', 'number'],
  ['currentRate', 'number'],
  ...STOP,
]);
