import { planAdjustment } from '../core/adjustment/plan-adjustment.ts';
import { side, type Trade } from '../core/trade/trade.ts';
import { enter } from './entries.ts';
import { type CandleQuote, placeExit } from './exits.ts';
import type { PairData } from './pair-data.ts';
import { account, type BacktestState } from './state.ts';

/** What became of asking: balances may have changed, an exit order waits to be processed, or nothing. */
export type Adjusted = 'entry' | 'exit' | null;

/** Asks the strategy whether to add to a trade or take from it, and does so. */
export function adjustPosition(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): Adjusted {
  const { entryRules, marketModel, adjustmentRules } = state.settings;
  const { positionChange } = state.callbacks;
  if (positionChange === null) return null;
  const adjustment = planAdjustment(
    {
      trade,
      market: data.market,
      entryRate: quote.rate,
      exitRate: quote.rate,
      account: account(state),
      realizedProfit: state.realized,
      maxAdditions: adjustmentRules.maxAdditions,
    },
    entryRules,
    marketModel,
    positionChange,
  );
  if (adjustment?.kind === 'add') {
    const adding = { trade, stakeAmount: adjustment.stakeAmount, replacingAt: null };
    const entered = enter(state, data, quote, { side: side(trade), tag: adjustment.tag ?? quote.enterTag, adding });
    return 'refused' in entered && entered.refused === 'similar_order' ? null : 'entry';
  }
  if (adjustment?.kind !== 'take') return null;
  const decision = { type: 'partial_exit', reason: adjustment.tag ?? 'partial_exit' } as const;
  return placeExit(state, data, trade, quote, decision, adjustment.amount) === null ? null : 'exit';
}
