import { bollinger, type DataFrame, ema, type PairContext, rsi, Strategy } from 'freqtrade-ts';

/** What the strategies of this folder share: each changes one rule. */
export class Base extends Strategy {
  override timeframe = '5m';
  override minimalRoi: Readonly<Record<string, number>> = { 0: 10 };
  override stoploss = -0.99;
  override startupCandleCount = 50;

  override populateIndicators(frame: DataFrame): DataFrame {
    const bands = bollinger(frame.typical, 20, 2);
    return frame
      .set('rsi', rsi(frame.close, 14))
      .set('ema_f', ema(frame.close, 9))
      .set('ema_s', ema(frame.close, 21))
      .set('bb_l', bands.lower)
      .set('bb_m', bands.middle)
      .set('bb_u', bands.upper);
  }

  override populateEntryTrend(frame: DataFrame, _context: PairContext): DataFrame {
    const traded = frame.volume.above(0);
    return frame
      .signal('enter_long', frame.get('ema_f').crossedAbove(frame.get('ema_s')).and(traded), 'ema')
      .signal('enter_long', frame.get('rsi').crossedAbove(30).and(traded), 'rsi');
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}
