import { type DataFrame, Strategy } from 'freqtrade-ts';

/** Wants to enter every pair at every candle; leaves when a stop is hit. */
export class EagerStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.05;
  override orderTypes = { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false } as const;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.above(0), 'eager');
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }
}
