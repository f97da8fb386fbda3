import { type DataFrame, Strategy, sma } from 'freqtrade-ts';

/** Tells the time once a second, so that a subscriber can see how old a message is. */
export class AnnouncingStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  override startupCandleCount = 5;

  override botLoopStart(): void {
    this.dp.sendMessage(`t=${performance.timeOrigin + performance.now()}`, { always: true });
  }
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
