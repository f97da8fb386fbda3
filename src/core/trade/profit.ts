import { decimal, minus, plus, roundTo, times, toNumber } from '../market/decimal.ts';
import type { Trade } from './trade.ts';

export interface Profit {
  /** Stake currency, eight decimals. */
  abs: number;
  /** Ratio, 0.01 = 1 %, eight decimals, times leverage. */
  ratio: number;
  /** With what partial exits have realised before. */
  totalAbs: number;
  /** That, over the most that was ever staked, with its fee. */
  totalRatio: number;
}

/** What entering cost (long) or brought (short), fee included; stake currency. */
export function openValue(trade: Readonly<Trade>, amount: number, rate: number): number {
  const value = times(decimal(amount), decimal(rate));
  const fee = times(value, decimal(trade.feeOpen));
  return toNumber(trade.isShort ? minus(value, fee) : plus(value, fee));
}

/** What leaving at a rate brings (long) or costs (short), fee and funding included; stake currency. @param funding fees so far, stake currency */
export function closeValue(trade: Readonly<Trade>, amount: number, rate: number, funding: number = trade.fundingFees ?? 0): number {
  const value = times(decimal(amount), decimal(rate));
  const fee = times(value, decimal(trade.feeClose));
  const net = toNumber(trade.isShort ? plus(value, fee) : minus(value, fee));
  if (trade.tradingMode !== 'futures') return net;
  return trade.isShort ? net - funding : net + funding;
}

/**
 * Profit of leaving `amount` (all by default) at a rate. Source: tests/golden/trade-mode.json.gz `status`, tests/golden/backtest.
 * @param funding fees that the amount bears, stake currency; all by default
 */
export function profitAt(
  trade: Readonly<Trade>,
  rate: number,
  amount: number = trade.amount,
  openRate: number = trade.openRate,
  funding: number = trade.fundingFees ?? 0,
): Profit {
  if (amount === 0 || openRate === 0) {
    return { abs: 0, ratio: 0, totalAbs: trade.realizedProfit, totalRatio: 0 };
  }
  const opened = openValue(trade, amount, openRate);
  const closed = closeValue(trade, amount, rate, funding);
  const gain = trade.isShort ? opened - closed : closed - opened;
  const total = gain + trade.realizedProfit;
  const most = (trade.maxStakeAmount ?? 0) * (trade.isShort ? 1 - trade.feeOpen : 1 + trade.feeOpen);
  return {
    abs: roundTo(gain, 8),
    ratio: roundTo(profitRatio(trade, opened, closed), 8),
    totalAbs: roundTo(total, 8),
    totalRatio: most === 0 ? 0 : roundTo(total / most, 8),
  };
}

/** Only the ratio, for decisions. */
export function profitRatioAt(trade: Readonly<Trade>, rate: number): number {
  if (trade.amount === 0 || trade.openTradeValue === 0) return 0;
  const closed = closeValue(trade, trade.amount, rate);
  return roundTo(profitRatio(trade, openValue(trade, trade.amount, trade.openRate), closed), 8);
}

/** How far the estimate may be from the exact ratio, for rates and fees of this world. */
const ESTIMATE_ERROR = 1e-7;

/** `profitRatioAt` in binary arithmetic: good enough to see that a threshold is far away, a hundred times as fast. */
function estimateProfitRatio(trade: Readonly<Trade>, rate: number): number {
  const opened = trade.isShort ? trade.amount * trade.openRate * (1 - trade.feeOpen) : trade.amount * trade.openRate * (1 + trade.feeOpen);
  if (opened === 0) return 0;
  const funding = trade.tradingMode === 'futures' ? (trade.fundingFees ?? 0) : 0;
  if (trade.isShort) return (1 - (trade.amount * rate * (1 + trade.feeClose) - funding) / opened) * trade.leverage;
  return ((trade.amount * rate * (1 - trade.feeClose) + funding) / opened - 1) * trade.leverage;
}

/** Sign of what leaving at a rate earns less a ratio; exact only where an estimate can't tell. */
export function compareProfit(trade: Readonly<Trade>, rate: number, ratio: number): number {
  const distance = estimateProfitRatio(trade, rate) - ratio;
  return Math.abs(distance) > ESTIMATE_ERROR ? distance : profitRatioAt(trade, rate) - ratio;
}

/** The rate at which leaving gives exactly this profit ratio, fees and funding included. Source: tests/golden/backtest. */
export function closeRateForRoi(trade: Readonly<Trade>, roi: number): number {
  const sign = trade.isShort ? -1 : 1;
  const funding = trade.tradingMode === 'futures' ? (trade.fundingFees ?? 0) : 0;
  const opened = openValue(trade, trade.amount, trade.openRate);
  const wanted = opened * (1 + (sign * roi) / trade.leverage) - sign * funding;
  return wanted / (trade.amount * (1 - sign * trade.feeClose));
}

/** Minutes since the trade was opened, rounded down: in a backtest by its order, whenever that was filled. */
export function minutesOpen(trade: Readonly<Trade>, now: number): number {
  return Math.floor((now - trade.openDate) / 60_000);
}

function profitRatio(trade: Readonly<Trade>, opened: number, closed: number): number {
  if (opened === 0 || (trade.isShort && closed === 0)) return 0;
  return (trade.isShort ? 1 - closed / opened : closed / opened - 1) * trade.leverage;
}
