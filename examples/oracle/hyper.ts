import {
  BooleanParameter,
  CategoricalParameter,
  type DataFrame,
  DecimalParameter,
  ema,
  IntParameter,
  RealParameter,
  rsi,
  Strategy,
} from 'freqtrade-ts';

/** A parameter of every kind in every space. */
export class Hyper extends Strategy {
  timeframe = '5m';
  override minimalRoi = { 0: 0.03, 60: 0.01, 240: 0 };
  stoploss = -0.05;
  override startupCandleCount = 60;
  override maxOpenTrades = 3;
  entry_fast = new IntParameter(5, 12, { default: 9, space: 'buy' });
  entry_slow = new IntParameter(15, 30, { default: 21, space: 'buy' });
  entry_rsi = new DecimalParameter(20, 45, { decimals: 1, default: 30, space: 'buy' });
  entry_kind = new CategoricalParameter(['ema', 'rsi', 'both'], { default: 'both', space: 'buy' });
  exit_rsi = new RealParameter(55, 85, { default: 70, space: 'sell' });
  exit_on = new BooleanParameter({ default: true, space: 'sell' });
  cooldown = new IntParameter(0, 12, { default: 2, space: 'protection' });
  guard_on = new BooleanParameter({ default: false, space: 'protection' });
  kept = new IntParameter(1, 9, { default: 4, space: 'buy', optimize: false });

  override protections = () => [
    { method: 'CooldownPeriod', stop_duration_candles: this.cooldown.value },
    ...(this.guard_on.value
      ? [{ method: 'StoplossGuard', lookback_period_candles: 48, trade_limit: 2, stop_duration_candles: 12, only_per_pair: false }]
      : []),
  ];

  populateIndicators(frame: DataFrame): DataFrame {
    for (const period of new Set([...this.entry_fast.range, ...this.entry_slow.range]))
      frame.set(`ema_${period}`, ema(frame.close, period));
    return frame.set('rsi', rsi(frame.close, 14));
  }

  populateEntryTrend(frame: DataFrame): DataFrame {
    const fast = frame.get(`ema_${this.entry_fast.value}`);
    const slow = frame.get(`ema_${this.entry_slow.value}`);
    const traded = frame.volume.above(0);
    const kind = this.entry_kind.value;
    if (kind !== 'rsi') frame.signal('enter_long', fast.crossedAbove(slow).and(traded), 'ema');
    if (kind !== 'ema') frame.signal('enter_long', frame.get('rsi').crossedAbove(this.entry_rsi.value).and(traded), 'rsi');
    return frame;
  }

  populateExitTrend(frame: DataFrame): DataFrame {
    if (this.exit_on.value) frame.signal('exit_long', frame.get('rsi').crossedAbove(this.exit_rsi.value), 'rsi_high');
    return frame;
  }
}
