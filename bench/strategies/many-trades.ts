import { type DataFrame, DecimalParameter, IntParameter, rsi, Strategy } from 'freqtrade-ts';

/** A bad one: it enters nearly always and leaves at once, a hundred thousand times a year. */
export class ManyTrades extends Strategy {
  timeframe = '5m';
  override minimalRoi = { 0: 0.005, 15: 0 };
  stoploss = -0.007;
  override startupCandleCount = 60;
  override maxOpenTrades = 3;
  entry_rsi = new DecimalParameter(30, 60, { decimals: 1, default: 50, space: 'buy' });
  exit_rsi = new DecimalParameter(50, 85, { decimals: 1, default: 55, space: 'sell' });
  cooldown = new IntParameter(0, 3, { default: 1, space: 'protection' });

  override protections = () => [{ method: 'CooldownPeriod', stop_duration_candles: this.cooldown.value }];

  populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('rsi', rsi(frame.close, 14));
  }

  populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.get('rsi').below(this.entry_rsi.value), 'low');
  }

  populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').above(this.exit_rsi.value), 'high');
  }
}
