import { partialExitAmount } from '../core/exit/partial-exit.ts';
import { profitRatioAt } from '../core/trade/profit.ts';
import { entryCount, side, type Trade } from '../core/trade/trade.ts';
import { stakeLimits } from '../core/wallet/stake.ts';
import { wantedPositionChange } from '../strategy/position-change.ts';
import { enter } from './entries.ts';
import { type CandleQuote, placeExit } from './exits.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, freeStake } from './state.ts';

/** What became of asking: balances may have changed, an exit order waits to be processed, or nothing. */
export type Adjustment = 'entry' | 'exit' | null;

/** Asks the strategy whether to add to a trade or take from it, and does so. */
export function adjustPosition(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): Adjustment {
  const { settings } = state;
  const { strategy } = settings;
  if (strategy.adjustTradePosition === undefined) return null;
  const rate = quote.rate;
  const profit = profitRatioAt(trade, rate);
  // told as if without leverage, as freqtrade's backtest does
  const limits = stakeLimits(data.market, rate, { ...settings.entryRules, stoploss: -0.1 });
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
  const change = wantedPositionChange(strategy, context, state.onFailure);
  if (change === null) return null;
  const { stake, tag } = change;
  if (stake > 0) {
    const limit = settings.maxEntryPositionAdjustment;
    if (limit > -1 && entryCount(trade) > limit) return null;
    const adding = { trade, stakeAmount: stake, replacingAt: null };
    const entered = enter(state, data, quote, { side: side(trade), tag: tag ?? quote.enterTag, adding });
    return 'refused' in entered && entered.refused === 'similar_order' ? null : 'entry';
  }
  const amount = partialExitAmount(trade, -stake, rate, limits.min);
  if (typeof amount !== 'number') return null;
  return placeExit(state, data, trade, quote, { type: 'partial_exit', reason: tag ?? 'partial_exit' }, amount) === null ? null : 'exit';
}
