import type { ListedTrade } from './present-trade.ts';

/** A value of a trade or an order. */
export type TradeValue = string | number | boolean | null;

/** Adds what is listed of a trade to plain values, which go to another thread in a fraction of the time that objects take. */
export function pushValues(values: TradeValue[], trade: ListedTrade): void {
  values.push(trade.pair, trade.stakeAmount, trade.maxStakeAmount, trade.amount, trade.openDate, trade.closeDate, trade.openRate);
  values.push(trade.closeRate, trade.feeOpen, trade.feeClose, trade.closeProfit, trade.closeProfitAbs, trade.exitReason);
  values.push(trade.initialStopLoss, trade.initialStopLossRatio, trade.stopLoss, trade.stopLossRatio, trade.minRate, trade.maxRate);
  values.push(trade.isOpen, trade.enterTag, trade.leverage, trade.isShort, trade.fundingFees, trade.orders.length);
  for (const order of trade.orders) {
    values.push(order.amount, order.ftAmount, order.average, order.price, order.stopPrice, order.ftPrice);
    values.push(order.ftOrderSide, order.filledDate, order.tag, order.cost);
  }
}

/** The trades again. */
export function listedTrades(values: readonly TradeValue[]): ListedTrade[] {
  const trades: ListedTrade[] = [];
  let at = 0;
  // in the order in which they were added
  const next = <Value extends TradeValue>() => values[at++] as Value;
  const order = (): ListedTrade['orders'][number] => ({
    amount: next(),
    ftAmount: next(),
    average: next(),
    price: next(),
    stopPrice: next(),
    ftPrice: next(),
    ftOrderSide: next(),
    filledDate: next(),
    tag: next(),
    cost: next(),
  });
  while (at < values.length)
    trades.push({
      pair: next(),
      stakeAmount: next(),
      maxStakeAmount: next(),
      amount: next(),
      openDate: next(),
      closeDate: next(),
      openRate: next(),
      closeRate: next(),
      feeOpen: next(),
      feeClose: next(),
      closeProfit: next(),
      closeProfitAbs: next(),
      exitReason: next(),
      initialStopLoss: next(),
      initialStopLossRatio: next(),
      stopLoss: next(),
      stopLossRatio: next(),
      minRate: next(),
      maxRate: next(),
      isOpen: next(),
      enterTag: next(),
      leverage: next(),
      isShort: next(),
      fundingFees: next(),
      orders: Array.from({ length: next<number>() }, order),
    });
  return trades;
}
