import { decimal, over, times, toNumber } from '../market/decimal.ts';
import { roundAmount } from '../market/precision.ts';
import type { Trade } from '../trade/trade.ts';

/**
 * Amount that takes a stake out of a trade, on the amount grid; null where that is nothing, or would leave less than the market takes.
 *
 * @param stake stake currency, above 0
 * @param minStake smallest stake the market takes, stake currency; null where it says nothing
 */
export function partialExitAmount(trade: Readonly<Trade>, stake: number, rate: number, minStake: number | null): number | null {
  const share = toNumber(over(times(decimal(stake), decimal(trade.amount)), decimal(trade.stakeAmount)));
  const amount = roundAmount(share, trade.amountPrecision, trade.precisionMode);
  if (!(amount > 0)) return null;
  const left = (trade.amount - amount) * rate;
  return minStake !== null && left !== 0 && left < minStake ? null : amount;
}
