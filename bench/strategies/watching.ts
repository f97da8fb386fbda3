import { bollinger, type DataFrame, ema, rsi, Strategy } from 'freqtrade-ts';

/** Six indicators, and no trade. */
export class Watching extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  override startupCandleCount = 50;

  override populateIndicators(frame: DataFrame): DataFrame {
    const bands = bollinger(frame.typical, 20, 2);
    return frame
      .set('rsi', rsi(frame.close, 14))
      .set('fast', ema(frame.close, 9))
      .set('slow', ema(frame.close, 21))
      .set('lower', bands.lower)
      .set('middle', bands.middle)
      .set('upper', bands.upper);
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.below(0));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }
}
