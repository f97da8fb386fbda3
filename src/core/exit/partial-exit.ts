import { decimal, over, times, toNumber } from '../market/decimal.ts';
import { roundAmount } from '../market/precision.ts';
import type { Trade } from '../trade/trade.ts';
import { strandedRest } from './exitable.ts';

/** Why a part is not taken out of a trade, in freqtrade's words. */
export interface LeftOut {
  readonly leftOut: string;
}

/**
 * Amount that takes a stake out of a trade, on the amount grid; why not where that is nothing, or would leave less than the market takes.
 *
 * @param stake stake currency, above 0
 * @param minStake smallest stake the market takes, stake currency; null where it says nothing
 */
export function partialExitAmount(trade: Readonly<Trade>, stake: number, rate: number, minStake: number | null): number | LeftOut {
  const share = toNumber(over(times(decimal(stake), decimal(trade.amount)), decimal(trade.stakeAmount)));
  const amount = roundAmount(share, trade.amountPrecision, trade.precisionMode);
  if (!(amount > 0))
    return { leftOut: `Wanted to exit of ${-stake} amount, but exit amount is now 0.0 due to exchange limits - not exiting.` };
  const rest = strandedRest(trade, amount, rate, minStake);
  if (rest === null) return amount;
  return { leftOut: `Remaining amount of ${rest} would be smaller than the minimum of ${minStake}.` };
}
