import { type DataFrame, ema, Strategy } from 'freqtrade-ts';

/** Two averages that cross, without stop or target: what every library can express. */
export class Crossing extends Strategy {
  override timeframe = '1m';
  override minimalRoi = {};
  override stoploss = -0.99;
  override startupCandleCount = 0;
  override useExitSignal = true;

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
