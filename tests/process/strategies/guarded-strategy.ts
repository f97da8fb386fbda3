import { type DataFrame, Strategy } from 'freqtrade-ts';

/** Never enters or leaves by itself; protections watch what tests do over the API. */
export class GuardedStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  override startupCandleCount = 5;
  override protections = [
    { method: 'CooldownPeriod', stop_duration_candles: 30 },
    { method: 'MaxDrawdown', lookback_period: 600, trade_limit: 1, stop_duration: 90, max_allowed_drawdown: 0.000_000_1 },
    {
      method: 'MaxDrawdown',
      calculation_mode: 'equity',
      lookback_period: 600,
      trade_limit: 1,
      stop_duration: 200,
      max_allowed_drawdown: 0.000_000_1,
    },
  ];

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.below(0));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }
}
