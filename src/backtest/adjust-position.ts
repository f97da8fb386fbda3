import { decimal, over, times, toNumber } from '../core/market/decimal.ts';
import { roundAmount } from '../core/market/precision.ts';
import { profitRatioAt } from '../core/trade/profit.ts';
import { entryCount, side, type Trade } from '../core/trade/trade.ts';
import { stakeLimits } from '../core/wallet/stake.ts';
import { guarded } from '../strategy/guard.ts';
import { enter } from './entries.ts';
import { type CandleQuote, placeExit } from './exits.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, freeStake } from './state.ts';

/** Asks the strategy whether to add to a trade or take from it, and does so. @returns the exit order to be processed, if any */
export function adjustPosition(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): boolean {
  const { settings } = state;
  const { strategy } = settings;
  if (strategy.adjustTradePosition === undefined) return false;
  const rate = quote.rate;
  const profit = profitRatioAt(trade, rate);
  const limits = stakeLimits(data.market, rate, { ...settings.entryRules, stoploss: -0.1 }, trade.leverage);
  const context = {
    pair: trade.pair,
    trade,
    currentTime: quote.at,
    currentRate: rate,
    currentProfit: profit,
    minStake: limits.min,
    maxStake: Math.min(limits.max, freeStake(state)),
    currentEntryRate: rate,
    currentExitRate: rate,
    currentEntryProfit: profit,
    currentExitProfit: profit,
  };
  const asked = guarded(strategy, 'adjustTradePosition', () => strategy.adjustTradePosition!(context), null, state.onFailure);
  const [stake, tag] = typeof asked === 'number' || asked === null || asked === undefined ? [asked ?? null, null] : asked;
  if (stake === null || stake === 0 || Number.isNaN(stake)) return false;
  if (stake > 0) {
    const limit = settings.maxEntryPositionAdjustment;
    if (limit > -1 && entryCount(trade) > limit) return false;
    enter(state, data, quote, { side: side(trade), tag: tag ?? quote.enterTag, trade, stake, replacing: null });
    return false;
  }
  const share = toNumber(over(times(decimal(-stake), decimal(trade.amount)), decimal(trade.stakeAmount)));
  const amount = roundAmount(share, trade.amountPrecision, trade.precisionMode);
  if (amount === 0) return false;
  const remaining = (trade.amount - amount) * rate;
  if (limits.min !== null && remaining !== 0 && remaining < limits.min) return false;
  return placeExit(state, data, trade, quote, { type: 'partial_exit', reason: tag ?? 'partial_exit' }, amount) !== null;
}
