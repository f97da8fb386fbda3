import { type LeverageTier, maintenanceTier } from '../market/leverage-tiers.ts';
import type { Market } from '../market/market.ts';
import { roundPrice } from '../market/precision.ts';
import type { Trade } from './trade.ts';

/** A position; amounts in quote currency. */
export interface HeldPosition {
  readonly isShort: boolean;
  readonly openRate: number;
  /** Base currency. */
  readonly amount: number;
  /** What was put into it. */
  readonly stake: number;
  /** What stands for its losses: its stake, or where positions share their margin, what the account has for it. */
  readonly margin: number;
  readonly leverage: number;
}

/** How exchanges compute the rate they liquidate at; the last is Gate's, OKX's and everybody else's. */
export type LiquidationFormula = 'binance' | 'bybit' | 'hyperliquid' | 'general';

export function liquidationFormula(exchange: string): LiquidationFormula {
  if (exchange.startsWith('binance')) return 'binance';
  return exchange === 'bybit' || exchange === 'hyperliquid' ? exchange : 'general';
}

/** Maintenance margin where the exchange does not say, ratio. */
const UNKNOWN_RATIO = 0.005;

/**
 * Rate at which the exchange closes a position, with the buffer before it.
 *
 * @param buffer ratio of the distance between the open rate and liquidation
 */
export function liquidationRate(
  position: HeldPosition,
  tiers: readonly LeverageTier[],
  formula: LiquidationFormula,
  takerFee: number,
  buffer: number,
): number {
  const { openRate, amount, stake, margin } = position;
  const sign = position.isShort ? -1 : 1;
  const tier = maintenanceTier(tiers, stake);
  const ratio = tier?.maintenanceRatio ?? UNKNOWN_RATIO;
  let rate: number;
  if (formula === 'binance') {
    rate = (margin + (tier?.maintenanceAmount ?? 0) - sign * amount * openRate) / (amount * ratio - sign * amount);
  } else if (formula === 'bybit') {
    rate = openRate * (1 - sign * (1 / position.leverage - ratio));
  } else {
    const fee = formula === 'hyperliquid' ? 0 : takerFee;
    rate = (openRate - (sign * margin) / amount) / (1 - sign * (ratio + fee));
  }
  return withBuffer(position, rate, buffer);
}

/** The rate to leave at before the exchange does. @param buffer ratio of the distance between the open rate and liquidation */
function withBuffer({ isShort, openRate }: Pick<HeldPosition, 'isShort' | 'openRate'>, rate: number, buffer: number): number {
  return Math.max(0, rate + (isShort ? -1 : 1) * Math.abs(openRate - rate) * buffer);
}

/** Notes with a trade where the exchange says that it closes its position. @returns whether that is news */
export function noteLiquidation(trade: Trade, rate: number, buffer: number): boolean {
  const before = trade.liquidationPrice;
  trade.liquidationPrice = roundPrice(withBuffer(trade, rate, buffer), trade.pricePrecision, trade.precisionMode);
  return trade.liquidationPrice !== before;
}

/** How rates of liquidation are computed. */
export interface LiquidationRules {
  readonly formula: LiquidationFormula;
  /** Ratio of the distance between the open rate and liquidation. */
  readonly buffer: number;
}

/**
 * Notes with a trade the rate at which the exchange would close what it holds; nothing for one that holds nothing.
 * @param margin what stands for its losses, quote currency @returns whether that is news
 */
export function setLiquidationPrice(
  trade: Trade,
  market: Market,
  { formula, buffer }: LiquidationRules,
  margin = trade.stakeAmount,
): boolean {
  if (trade.amount === 0) return false;
  const { isShort, openRate, amount, leverage } = trade;
  const position = { isShort, openRate, amount, leverage, stake: trade.stakeAmount, margin };
  const rate = liquidationRate(position, market.leverageTiers, formula, market.takerFee, buffer);
  const before = trade.liquidationPrice;
  trade.liquidationPrice = roundPrice(rate, trade.pricePrecision, trade.precisionMode);
  return trade.liquidationPrice !== before;
}

/** What positions share: the account's money, and what they are worth. */
export interface SharedMargin {
  /** What is free and what is in positions, without what they have gained, quote currency. */
  readonly collateral: number;
  readonly trades: readonly Trade[];
  /** Null for one that is not known, which is left as it is. */
  readonly marketOf: (pair: string) => Market | null;
  /** What the exchange values a position at, quote currency. */
  readonly markOf: (trade: Trade) => number;
}

/**
 * Notes with every trade where the exchange would close it when all share their margin: on Binance, what the other positions have gained
 * stands for it as well, less what they must keep. As freqtrade 2026.9 computes it, which counts what a short has lost as gained.
 * @returns those for which that is news
 */
export function setSharedLiquidations(shared: SharedMargin, rules: LiquidationRules): Trade[] {
  return shared.trades.filter((trade) => {
    const market = shared.marketOf(trade.pair);
    return market !== null && setLiquidationPrice(trade, market, rules, marginOf(trade, shared, rules.formula));
  });
}

function marginOf({ pair }: Trade, { collateral, trades, marketOf, markOf }: SharedMargin, formula: LiquidationFormula): number {
  if (formula !== 'binance') return collateral;
  let [kept, gained] = [0, 0];
  for (const other of trades) {
    if (other.pair === pair) continue;
    const tier = maintenanceTier(marketOf(other.pair)?.leverageTiers ?? [], other.stakeAmount);
    const mark = markOf(other);
    kept += other.amount * mark * (tier?.maintenanceRatio ?? UNKNOWN_RATIO) - (tier?.maintenanceAmount ?? 0);
    gained += other.amount * mark - other.amount * other.openRate;
  }
  return collateral + (gained - kept);
}
