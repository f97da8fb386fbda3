import { type DataFrame, ema, type Informative, type PairContext, rsi } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

/** A protection on the balance, and columns of other pairs under every form of name. */
export class EquityGuarded extends ExitBase {
  override stoploss = -0.015;
  override protections = [
    {
      method: 'MaxDrawdown',
      calculation_mode: 'equity',
      lookback_period_candles: 96,
      trade_limit: 3,
      stop_duration_candles: 12,
      max_allowed_drawdown: 0.002,
    },
  ];

  override informative(): readonly Informative[] {
    return [
      { timeframe: '1h', asset: '{base}/{stake}', populate: (frame) => frame.set('rsi', rsi(frame.close, 7)) },
      { timeframe: '15m', asset: 's000/{quote}', populate: (frame) => frame.set('ema', ema(frame.close, 5)) },
      {
        timeframe: '1h',
        asset: 'S001/USDT',
        format: '{asset} {BASE}{QUOTE} {column} {timeframe}',
        populate: (frame) => frame.set('rsi', rsi(frame.close, 7)),
      },
    ];
  }

  override populateEntryTrend(frame: DataFrame, { pair }: PairContext): DataFrame {
    const base = pair.split('/')[0]!.toLowerCase();
    const up = frame
      .get('ema_f')
      .crossedAbove(frame.get('ema_s'))
      .and(frame.get(`${base}_usdt_rsi_1h`).above(40));
    return frame
      .signal('enter_long', up.and(frame.get('s000_usdt_close_15m').above(frame.get('s000_usdt_ema_15m'))), 'lead')
      .signal('enter_long', up.and(frame.get('S001/USDT S001USDT rsi 1h').below(50)), 'named');
  }
}
