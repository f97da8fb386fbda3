import { type DataFrame, ema, Strategy } from 'freqtrade-ts';

/** Enters when a fast average crosses above a slow one, leaves when it crosses back. */
export class MinimalStrategy extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.04, 60: 0.01 };
  override stoploss = -0.1;
  override startupCandleCount = 30;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('fast', ema(frame.close, 9)).set('slow', ema(frame.close, 21));
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.get('fast').crossedAbove(frame.get('slow')));
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('fast').crossedBelow(frame.get('slow')));
  }
}
