import { type DataFrame, getCustomData, type Order, Strategy, setCustomData, type Trade } from 'freqtrade-ts';

/** Enters nothing by itself; counts the fills of each trade and keeps the count with it. */
export class RememberingStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override orderFilled({ trade, order }: { trade: Readonly<Trade>; order: Readonly<Order> }): void {
    setCustomData(trade, 'fills', Number(getCustomData(trade, 'fills') ?? 0) + 1);
    setCustomData(trade, 'last', { side: order.side, amount: order.filled });
  }
}
