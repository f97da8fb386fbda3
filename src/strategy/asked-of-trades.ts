import { deleteCustomData as forget, setCustomData as keep, getCustomData as ofData } from '../core/trade/custom-data.ts';
import { lastFill as lastDate } from '../core/trade/funding.ts';
import { profitAt as profit, profitRatioAt as profitRatio } from '../core/trade/profit.ts';
import {
  entryCount as entries,
  entryFillDate as entryDate,
  filledEntries as entryOrders,
  filledExits as exitOrders,
  exitCount as exits,
  filledStakeOf as filledStake,
  hasOpenOrders as hasWaiting,
  orderRate as rateOf,
  entrySide as sideIn,
  exitSide as sideOut,
  stakeOf as stake,
  openStops as stops,
  openOrders as waiting,
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
/** The same of what has filled. */
export const filledStakeOf: typeof filledStake = checked('filledStakeOf', filledStake, [TRADE, ['order', 'order']]);
/** Rate an order was or will be executed at. */
export const orderRate: typeof rateOf = checked('orderRate', rateOf, [['order', 'order']]);
export const entrySide: typeof sideIn = checked('entrySide', sideIn, [TRADE]);
export const exitSide: typeof sideOut = checked('exitSide', sideOut, [TRADE]);
/** Entries and exits that wait; stops do not count. */
export const openOrders: typeof waiting = checked('openOrders', waiting, [TRADE]);
export const hasOpenOrders: typeof hasWaiting = checked('hasOpenOrders', hasWaiting, [TRADE]);
/** Stops that lie on the exchange, oldest first. */
export const openStops: typeof stops = checked('openStops', stops, [TRADE]);
/** When the first entry was filled, ms; null before. */
export const entryFillDate: typeof entryDate = checked('entryFillDate', entryDate, [TRADE]);
/** When it last grew or shrank, ms; null before its first fill. */
export const lastFill: typeof lastDate = checked('lastFill', lastDate, [TRADE]);
/** What leaving at a rate would bring; amount and open rate are the trade's where left out. */
export const profitAt: typeof profit = checked('profitAt', profit, [
  TRADE,
  ['rate', 'number'],
  ['amount', 'number', true],
  ['openRate', 'number', true],
]);
/** The same as a ratio, 0.01 = 1 %. */
export const profitRatioAt: typeof profitRatio = checked('profitRatioAt', profitRatio, [TRADE, ['rate', 'number']]);
export const getCustomData: typeof ofData = checked('getCustomData', ofData, [TRADE, ['key', 'text'], ['otherwise', 'any', true]]);
/** Keeps a value (anything that JSON can hold) with a trade, over restarts. */
export const setCustomData: typeof keep = checked('setCustomData', keep, [TRADE, ['key', 'text'], ['value', 'any']]);
/** Forgets what is kept under a key; all of it where none is named. */
export const deleteCustomData: typeof forget = checked('deleteCustomData', forget, [TRADE, ['key', 'text', true]]);
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
