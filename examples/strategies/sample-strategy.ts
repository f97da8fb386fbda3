import { bollinger, type DataFrame, ema, IntParameter, rsi, Strategy } from 'freqtrade-ts';

/**
 * Buys the dip of an upward market: while the average of the last four hours lies above that of the last two days, it enters when a
 * pullback is over, and leaves when the move is overdone or the trend has turned.
 *
 * An example to change, not advice: try it on candles of your own first ("freqtrade backtesting --strategy SampleStrategy").
 */
export class SampleStrategy extends Strategy {
  /** Length of a candle. A "timeframe" in the configuration wins over it. */
  override timeframe = '5m';

  /** Minutes a trade has been open, and the profit that is then enough: 4 % at any time, 2 % after four hours, 1 % after twelve. */
  override minimalRoi = { 0: 0.04, 240: 0.02, 720: 0.01 };

  /** A trade is given up at this loss. */
  override stoploss = -0.06;

  /** Candles that must be there before the slowest average can be trusted. */
  override startupCandleCount = 600;

  /** Limit orders for what can wait, a market order for what can't. */
  override orderTypes = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false } as const;

  /** Numbers that a file beside this one (sample-strategy.json) may set. */
  dipOver = new IntParameter(25, 50, { default: 35, space: 'buy' });
  overdone = new IntParameter(65, 90, { default: 75, space: 'sell' });

  /** What the chart of the web page shows. */
  override plotConfig = {
    main_plot: {
      fast: { color: '#e0a030' },
      slow: { color: '#5090d0' },
      bb_upper: { color: '#8a9bb0', fill_to: 'bb_lower' },
      bb_lower: { color: '#8a9bb0' },
    },
    subplots: { RSI: { rsi: { color: '#8060d0' } } },
  };

  /** Adds columns of numbers: one row a candle. More functions: see docs/data.md. */
  override populateIndicators(frame: DataFrame): DataFrame {
    const bands = bollinger(frame.typical, 20, 2);
    return frame
      .set('rsi', rsi(frame.close, 14))
      .set('fast', ema(frame.close, 48))
      .set('slow', ema(frame.close, 576))
      .set('bb_upper', bands.upper)
      .set('bb_lower', bands.lower);
  }

  /** Says at which candles to enter, and why (the tag is kept with the trade). */
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const isUpward = frame.get('fast').above(frame.get('slow'));
    const isDipOver = frame.get('rsi').crossedAbove(this.dipOver.value);
    return frame.signal('enter_long', isUpward.and(isDipOver, frame.volume.above(0)), 'dip');
  }

  /** Says at which candles to leave. ROI and stop above do so too. */
  override populateExitTrend(frame: DataFrame): DataFrame {
    const isOverdone = frame.get('rsi').crossedBelow(this.overdone.value);
    const isTurned = frame.get('fast').crossedBelow(frame.get('slow'));
    return frame
      .signal('exit_long', isOverdone.and(frame.volume.above(0)), 'overdone')
      .signal('exit_long', isTurned.and(frame.volume.above(0)), 'trend_over');
  }
}
