import { type LeverageTier, maintenanceTier } from '../market/leverage-tiers.ts';
import type { Market } from '../market/market.ts';
import { roundPrice } from '../market/precision.ts';
import type { Trade } from './trade.ts';

/** An isolated position; amounts in quote currency. */
export interface IsolatedPosition {
  readonly isShort: boolean;
  readonly openRate: number;
  /** Base currency. */
  readonly amount: number;
  /** Margin. */
  readonly stake: number;
  readonly leverage: number;
}

/** How exchanges compute the rate they liquidate at; the last is Gate's, OKX's and everybody else's. */
export type LiquidationFormula = 'binance' | 'bybit' | 'general';

export function liquidationFormula(exchange: string): LiquidationFormula {
  if (exchange.startsWith('binance')) return 'binance';
  return exchange === 'bybit' ? 'bybit' : 'general';
}

/** Maintenance margin where the exchange does not say, ratio. */
const UNKNOWN_RATIO = 0.005;

/**
 * Rate at which the exchange closes a position, with the buffer before it.
 *
 * @param buffer ratio of the distance between the open rate and liquidation
 */
export function liquidationRate(
  position: IsolatedPosition,
  tiers: readonly LeverageTier[],
  formula: LiquidationFormula,
  takerFee: number,
  buffer: number,
): number {
  const { openRate, amount, stake } = position;
  const sign = position.isShort ? -1 : 1;
  const tier = maintenanceTier(tiers, stake);
  const ratio = tier?.maintenanceRatio ?? UNKNOWN_RATIO;
  let rate: number;
  if (formula === 'binance') {
    rate = (stake + (tier?.maintenanceAmount ?? 0) - sign * amount * openRate) / (amount * ratio - sign * amount);
  } else if (formula === 'bybit') {
    rate = openRate * (1 - sign * (1 / position.leverage - ratio));
  } else {
    rate = (openRate - (sign * stake) / amount) / (1 - sign * (ratio + takerFee));
  }
  return withBuffer(position, rate, buffer);
}

/** The rate to leave at before the exchange does. @param buffer ratio of the distance between the open rate and liquidation */
function withBuffer({ isShort, openRate }: Pick<IsolatedPosition, 'isShort' | 'openRate'>, rate: number, buffer: number): number {
  return Math.max(0, rate + (isShort ? -1 : 1) * Math.abs(openRate - rate) * buffer);
}

/** Notes with a trade where the exchange says that it closes its position. @returns whether that is news */
export function noteLiquidation(trade: Trade, rate: number, buffer: number): boolean {
  const before = trade.liquidationPrice;
  trade.liquidationPrice = roundPrice(withBuffer(trade, rate, buffer), trade.pricePrecision, trade.precisionMode);
  return trade.liquidationPrice !== before;
}

/** Notes with a trade the rate at which the exchange would close what it holds; nothing for one that holds nothing. */
export function setLiquidationPrice(trade: Trade, market: Market, formula: LiquidationFormula, buffer: number): void {
  if (trade.amount === 0) return;
  const { isShort, openRate, amount, leverage } = trade;
  const position = { isShort, openRate, amount, leverage, stake: trade.stakeAmount };
  const rate = liquidationRate(position, market.leverageTiers, formula, market.takerFee, buffer);
  trade.liquidationPrice = roundPrice(rate, trade.pricePrecision, trade.precisionMode);
}
