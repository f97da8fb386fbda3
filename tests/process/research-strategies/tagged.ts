import { type DataFrame, ema, rsi, Strategy } from 'freqtrade-ts';

/** Three tags, so that there is something to group by. */
export class Tagged extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 60: 0.01, 30: 0.02, 0: 0.04 };
  override stoploss = -0.02;
  override startupCandleCount = 30;
  override plotConfig = { main_plot: { ema: { color: 'orange' } }, subplots: { RSI: { rsi: { color: '#8b5cf6' } } } };

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('rsi', rsi(frame.close)).set('ema', ema(frame.close, 20));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const strength = frame.get('rsi');
    frame.signal('enter_long', strength.below(35), 'b_low').signal('enter_long', strength.below(30), 'a_lower');
    return frame.signal('enter_long', strength.above(75), 'c_high');
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').above(80));
  }
}
