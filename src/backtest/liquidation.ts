import { roundPrice } from '../core/market/precision.ts';
import { liquidationRate } from '../core/trade/liquidation.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/** Sets the rate at which the exchange closes an isolated position. */
export function updateLiquidation(state: BacktestState, trade: Trade): void {
  if (trade.amount === 0) return;
  const { liquidationFormula, liquidationBuffer } = state.settings;
  const { market } = state.byPair.get(trade.pair)!;
  const position = {
    isShort: trade.isShort,
    openRate: trade.openRate,
    amount: trade.amount,
    stake: trade.stakeAmount,
    leverage: trade.leverage,
  };
  const rate = liquidationRate(position, market.leverageTiers, liquidationFormula, market.takerFee, liquidationBuffer);
  trade.liquidationPrice = roundPrice(rate, trade.pricePrecision, trade.precisionMode);
}
