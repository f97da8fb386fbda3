import { type DataFrame, ema, rsi, Strategy } from 'freqtrade-ts';

/** Enters when a dip above the average of the day is over, leaves when the move is overdone. */
export class MinimalStrategy extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.04, 240: 0.02 };
  override stoploss = -0.06;
  override startupCandleCount = 288;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('rsi', rsi(frame.close, 14)).set('day', ema(frame.close, 288));
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    const isDipOver = frame.get('rsi').crossedAbove(35);
    return frame.signal('enter_long', isDipOver.and(frame.close.above(frame.get('day'))));
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').crossedAbove(75));
  }
}
