import { type DataFrame, rsi, Strategy } from 'freqtrade-ts';

/** Positions as large as the exchange lets them be, nearly all of which it liquidates. */
export class LargestLeverage extends Strategy {
  override timeframe = '5m';
  override canShort = true;
  override minimalRoi = { 0: 0.5 };
  override stoploss = -0.9999;
  override startupCandleCount = 30;

  override leverage({ maxLeverage }: { maxLeverage: number }): number {
    return 2 * maxLeverage;
  }
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('rsi', rsi(frame.close, 14));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.get('rsi').below(30)).signal('enter_short', frame.get('rsi').above(70));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}
