import type { Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/** Maintenance margin where the exchange has not told; that of Binance's first tier. */
const MAINTENANCE_RATIO = 0.005;

/** The rate at which an isolated position is closed by the exchange, with the configured buffer before it. */
export function updateLiquidation(state: BacktestState, trade: Trade): void {
  if (trade.amount === 0) return;
  const sign = trade.isShort ? -1 : 1;
  const raw = (trade.stakeAmount - sign * trade.amount * trade.openRate) / (trade.amount * MAINTENANCE_RATIO - sign * trade.amount);
  const buffer = Math.abs(trade.openRate - raw) * state.settings.liquidationBuffer;
  trade.liquidationPrice = Math.max(0, raw + sign * buffer);
}
