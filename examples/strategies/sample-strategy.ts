import { bollinger, type DataFrame, ema, rsi, Strategy } from 'freqtrade-ts';

/**
 * Buys dips: when the price has fallen to the lower half of its usual range while it is oversold, a recovery is likely.
 * Leaves when the price is back at its average, when the profit is enough for the time it took, or when it was wrong.
 */
export class SampleStrategy extends Strategy {
  override timeframe = '1m';
  /** The longer a trade takes, the less is enough. */
  override minimalRoi = { 0: 0.012, 2: 0.006, 4: 0.003, 8: 0.0022, 30: 0 };
  override stoploss = -0.02;
  override startupCandleCount = 60;
  override plotConfig = {
    main_plot: { bb_lower: { color: '#8a9bb0' }, bb_upper: { color: '#8a9bb0' }, ema: { color: '#e0a030' } },
    subplots: { RSI: { rsi: { color: '#8060d0' } } },
  };

  override populateIndicators(frame: DataFrame): DataFrame {
    const bands = bollinger(frame.typical, 20, 2);
    frame.set('rsi', rsi(frame.close, 14));
    frame.set('ema', ema(frame.close, 50));
    frame.set('bb_lower', bands.lower);
    frame.set('bb_middle', bands.middle);
    frame.set('bb_upper', bands.upper);
    return frame;
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    const rsi = frame.get('rsi');
    const hasVolume = frame.volume.above(0);
    frame.signal('enter_long', rsi.below(38).and(frame.close.below(frame.get('bb_middle')), hasVolume), 'dip');
    frame.signal('enter_long', rsi.below(30).and(frame.close.below(frame.get('bb_lower')), hasVolume), 'oversold');
    return frame;
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    const recovered = frame.get('rsi').above(60).and(frame.close.above(frame.get('bb_middle')));
    frame.signal('exit_long', recovered.and(frame.volume.above(0)), 'recovered');
    return frame;
  }
}
