import { ExitBase } from './exit-base.ts';

export class Protected extends ExitBase {
  override stoploss = -0.015;
  override protections = [
    { method: 'CooldownPeriod', stop_duration_candles: 5 },
    { method: 'StoplossGuard', lookback_period_candles: 48, trade_limit: 3, stop_duration_candles: 24, only_per_pair: false },
    { method: 'MaxDrawdown', lookback_period_candles: 96, trade_limit: 5, stop_duration_candles: 12, max_allowed_drawdown: 0.03 },
    { method: 'LowProfitPairs', lookback_period_candles: 48, trade_limit: 2, stop_duration: 60, required_profit: 0.005 },
  ];
}
