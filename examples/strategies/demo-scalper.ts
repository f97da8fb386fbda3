import { bollinger, type DataFrame, ema, rsi, Strategy } from 'freqtrade-ts';

/**
 * Rides short moves: enters while the price gains on its average, takes a profit that is smaller the longer it takes,
 * leaves when the momentum is gone, and gives a trade four minutes to be right.
 */
export class DemoScalper extends Strategy {
  override timeframe = '1m';
  /** The longer a trade takes, the less is enough. */
  override minimalRoi = { 0: 0.015, 2: 0.008, 3: 0.004, 4: -0.02 };
  override stoploss = -0.02;
  override startupCandleCount = 60;
  override plotConfig = {
    main_plot: { ema_fast: { color: '#e0a030' }, ema_slow: { color: '#5090d0' }, bb_upper: { color: '#8a9bb0', fill_to: 'bb_lower' } },
    subplots: { RSI: { rsi: { color: '#8060d0' } } },
  };

  override populateIndicators(frame: DataFrame): DataFrame {
    frame.set('rsi', rsi(frame.close, 14));
    frame.set('ema_fast', ema(frame.close, 5));
    frame.set('ema_slow', ema(frame.close, 21));
    frame.set('momentum', frame.close.over(frame.close.shift(3)).minus(1));
    const bands = bollinger(frame.typical, 20, 2);
    frame.set('bb_upper', bands.upper);
    frame.set('bb_lower', bands.lower);
    return frame;
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    const momentum = frame.get('momentum');
    const accelerating = momentum.above(0.001);
    const rising = frame.close.above(frame.get('ema_fast')).and(frame.volume.above(0));
    frame.signal('enter_long', rising.and(accelerating, frame.get('rsi').below(78)), 'momentum');
    return frame;
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    const faded = frame
      .get('momentum')
      .below(0)
      .and(frame.close.below(frame.get('ema_fast')));
    frame.signal('exit_long', faded.and(frame.volume.above(0)), 'momentum_gone');
    return frame;
  }
}
