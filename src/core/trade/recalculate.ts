import { decimal, over, product, roundTo, toNumber } from '../market/decimal.ts';
import { roundAmount, roundPrice } from '../market/precision.ts';
import { openValue, profitAt } from './profit.ts';
import { amountAfterFee, isEntry, orderRate, type Trade } from './trade.ts';

/**
 * Derives amount, stake, average entry rate and realised profit of a trade from its filled orders, in place.
 * Realised parts are first in; the close ratio is over everything ever staked. Source: golden/api `trades`.
 */
export function recalculate(trade: Trade, isClosing: boolean): void {
  let amount = 0;
  let stake = 0;
  let averageRate = 0;
  let totalStake = 0;
  let maxStake = 0;
  let profitAbs = 0;
  let closeRatio: number | null = null;
  let lastAbs: number | null = null;
  // funding since the exit before belongs to the next one
  let funding = 0;
  for (const order of trade.orders) {
    if (order.isOpen || (order.filled ?? 0) <= 0) continue;
    const rate = orderRate(order);
    funding += order.fundingFee ?? 0;
    if (isEntry(trade, order)) {
      const gained = amountAfterFee(order);
      amount = roundTo(amount + gained, 12);
      stake = roundTo(stake + product(rate, gained), 12);
      averageRate = toNumber(over(decimal(stake), decimal(amount)));
      totalStake += openValue(trade, gained, rate);
      maxStake = roundTo(maxStake + product(gained, rate), 12);
    } else {
      const left = order.filled ?? 0;
      const profit = profitAt({ ...trade, realizedProfit: 0, fundingFees: funding }, rate, left, averageRate);
      funding = 0;
      profitAbs = roundTo(profitAbs + profit.abs, 8);
      lastAbs = profit.abs;
      closeRatio = totalStake > 0 ? (profitAbs / totalStake) * trade.leverage : null;
      amount = roundTo(amount - left, 12);
      stake = roundTo(stake - product(averageRate, left), 12);
    }
  }
  trade.maxStakeAmount = maxStake === 0 ? trade.maxStakeAmount : divided(maxStake, trade.leverage);
  if (lastAbs !== null) {
    trade.realizedProfit = profitAbs;
    trade.closeProfit = closeRatio;
    trade.closeProfitAbs = lastAbs;
  }
  const tradable = roundAmount(Math.max(amount, 0), trade.amountPrecision, trade.precisionMode);
  if (tradable > 0 && !isClosing) {
    trade.openRate = roundPrice(averageRate, trade.pricePrecision, trade.precisionMode);
    trade.amount = tradable;
    trade.stakeAmount = divided(stake, trade.leverage);
    trade.feeOpenCost = roundTo(trade.feeOpen * maxStake, 12);
    trade.openTradeValue = openValue(trade, trade.amount, trade.openRate);
  } else if (isClosing && totalStake > 0) {
    trade.closeProfit = closeRatio;
    trade.closeProfitAbs = profitAbs;
  }
}

function divided(value: number, divisor: number): number {
  return divisor === 1 ? value : toNumber(over(decimal(value), decimal(divisor)));
}
