import { type Decimal, decimal, minus, over, plus, roundTo, times, toNumber } from '../market/decimal.ts';
import { roundAmount, roundPrice } from '../market/precision.ts';
import { openValue, profitAt } from './profit.ts';
import { amountAfterFee, isEntry, type Order, orderRate, type Trade } from './trade.ts';

const NOTHING: Decimal = decimal(0);

/**
 * Derives amount, stake, average entry rate and realised profit of a trade from its filled orders, in place.
 * Realised parts are first in; the close ratio is over everything ever staked. Source: tests/golden/trade-mode.json.gz `trades`.
 */
export function recalculate(trade: Trade, isClosing: boolean): void {
  // exact: a rate that lies next to half a price step is rounded afterwards
  let amount = NOTHING;
  let stake = NOTHING;
  let average = NOTHING;
  let totalStake = 0;
  let maxStake = NOTHING;
  let profitAbs = 0;
  let closeRatio: number | null = null;
  let lastAbs: number | null = null;
  // funding since the exit before belongs to the next one
  let funding = 0;
  for (const order of inOrderOfFills(trade)) {
    const rate = orderRate(order);
    funding += order.fundingFee ?? 0;
    if (isEntry(trade, order)) {
      const gained = amountAfterFee(order);
      const cost = times(decimal(rate), decimal(gained));
      amount = plus(amount, decimal(gained));
      stake = plus(stake, cost);
      if (amount.digits > 0) average = over(stake, amount);
      totalStake += openValue(trade, gained, rate);
      maxStake = plus(maxStake, cost);
    } else {
      // somebody may have sold coins of their own with those of the trade
      const left = Math.min(order.filled ?? 0, toNumber(amount));
      if (left <= 0) continue;
      lastAbs = profitAt(trade, rate, left, toNumber(average), funding).abs;
      funding = 0;
      // not rounded, as in freqtrade: the deepest fall of a wallet is found by its last digit
      profitAbs += lastAbs;
      closeRatio = totalStake > 0 ? (profitAbs / totalStake) * trade.leverage : null;
      amount = minus(amount, decimal(left));
      stake = minus(stake, times(average, decimal(left)));
    }
  }
  const most = toNumber(maxStake);
  if (most !== 0) trade.maxStakeAmount = most / trade.leverage;
  if (lastAbs !== null) {
    trade.realizedProfit = profitAbs;
    trade.closeProfit = closeRatio;
    trade.closeProfitAbs = lastAbs;
  }
  const tradable = roundAmount(Math.max(toNumber(amount), 0), trade.amountPrecision, trade.precisionMode);
  if (tradable > 0 && !isClosing) {
    trade.openRate = roundPrice(toNumber(over(stake, amount)), trade.pricePrecision, trade.precisionMode);
    trade.amount = tradable;
    trade.stakeAmount = toNumber(stake) / trade.leverage;
    trade.feeOpenCost = roundTo((trade.feeOpen * most) / trade.leverage, 12);
    trade.openTradeValue = openValue(trade, trade.amount, trade.openRate);
  } else if (isClosing && totalStake > 0) {
    trade.closeProfit = closeRatio;
    trade.closeProfitAbs = profitAbs;
  }
}

/** Orders that have brought something as they did: a stop is laid long before it is hit, and what somebody did by hand is found later. */
function inOrderOfFills(trade: Readonly<Trade>): readonly Order[] {
  const filled = trade.orders.filter((order) => !order.isOpen && (order.filled ?? 0) > 0);
  const dateOf = ({ filledDate, orderDate }: Order) => filledDate ?? orderDate;
  const isRising = filled.every((order, index) => index === 0 || dateOf(filled[index - 1]!) <= dateOf(order));
  // of the same moment, what was sold must have been there
  const isLater = (a: Order, b: Order) => dateOf(a) - dateOf(b) || Number(isEntry(trade, b)) - Number(isEntry(trade, a));
  return isRising ? filled : filled.toSorted(isLater);
}
