import { type DataFrame, Strategy, sma } from 'freqtrade-ts';

/** Never enters or leaves by itself: tests do that over the API. */
export class QuietStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  override startupCandleCount = 5;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('sma', sma(frame.close, 3));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.below(0));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }
}
