import { adx, bollinger, type DataFrame, IntParameter, macd, mfi, rsi, Strategy, tema, typicalPrice } from 'freqtrade-ts';

export class Sample extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 60: 0.01, 30: 0.02, 0: 0.04 };
  override stoploss = -0.1;
  override startupCandleCount = 200;
  buy_rsi = new IntParameter(1, 50, { default: 30, space: 'buy' });
  override plotConfig = { main_plot: { tema: {} }, subplots: { RSI: { rsi: { color: 'red' } } } };

  override populateIndicators(frame: DataFrame): DataFrame {
    const lines = macd(frame.close);
    const bands = bollinger(typicalPrice(frame), 20, 2);
    frame.set('adx', adx(frame)).set('rsi', rsi(frame.close)).set('macd', lines.macd).set('macdsignal', lines.signal);
    frame.set('mfi', mfi(frame)).set('bb_lower', bands.lower).set('bb_mid', bands.middle).set('bb_upper', bands.upper);
    return frame.set('tema', tema(frame.close, 9));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const average = frame.get('tema');
    const isCrossing = frame.get('rsi').crossedAbove(this.buy_rsi.value);
    return frame.signal(
      'enter_long',
      isCrossing.and(average.atMost(frame.get('bb_mid')), average.above(average.shift(1)), frame.volume.above(0)),
    );
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    const average = frame.get('tema');
    const isCrossing = frame.get('rsi').crossedAbove(70);
    return frame.signal(
      'exit_long',
      isCrossing.and(average.above(frame.get('bb_mid')), average.below(average.shift(1)), frame.volume.above(0)),
    );
  }
}
